# Module: der Katalog der Plattform, und welche davon ein Tenant hat.

modules-title = Module
modules-lead = Ein Modul ist ein Bereich der API, über die Latchkey wacht, etwa Geräte oder Abrechnung. Jeder Tenant hat einige davon, und ein Token öffnet die, für die es ausgestellt wurde.
modules-one = Modul
modules-built-in = eingebaut
modules-tenants = Tenants
modules-create = Erstellen
modules-new = Modul erstellen
modules-save = Speichern
modules-cancel = Abbrechen
modules-name = Name
modules-name-hint = Was zu lesen ist, wenn jemand das Modul für ein Token wählt.
modules-slug = Kürzel
modules-slug-hint = So heißt es für Gateways und Programme: Kleinbuchstaben, Ziffern und Bindestriche. Bleibt es leer, wird es aus dem Namen gebildet. Es bleibt für immer.
modules-slug-stays = Gateways kennen das Modul unter diesem Kürzel, darum bleibt es.
modules-in-tenants = { $n ->
    [0] In keinem Tenant
    [one] In { $n } Tenant
   *[other] In { $n } Tenants
}

modules-none = Noch keine eigenen Module
modules-none-text = Bisher gibt es nur das eingebaute, das für die Tenant API von Latchkey selbst steht.
modules-none-ask = Bisher gibt es nur das eingebaute. Ein Eigentümer fügt die Bereiche Ihrer API hinzu.
modules-begin-create = Erstellen Sie ein Modul für jeden Bereich Ihrer API, den ein Token für sich allein öffnen soll.
modules-begin-enable = Aktivieren Sie es für einen Tenant auf dessen Seite „Module“.
modules-begin-use = Wählen Sie es, wenn Sie ein Token erstellen, und nennen Sie sein Kürzel in der Konfiguration Ihres Gateways.

modules-delete-title = Dieses Modul löschen
modules-delete-text = Kein Token und kein API-Client hat es. Wird es gelöscht, verschwindet es aus dem Katalog und aus allen Tenants.
modules-delete-ask = Dieses Modul löschen …
modules-delete-sure = <strong>{ $name }</strong> verschwindet für immer. Ein neues Modul mit demselben Kürzel ist ein anderes.
modules-delete = Löschen
modules-delete-held = Es kann nicht gelöscht werden, solange Tokens oder API-Clients es haben. Widerrufen Sie zuerst diese:
modules-held-by-api-client = API-Client
modules-more-tokens = und weitere

modules-of-tenant = Module dieses Tenants
modules-of-tenant-hint = Ein Token öffnet ein Modul nur dort, wo der Tenant es hat. Nehmen Sie eines weg, werden die Tokens, die es haben, dort sofort abgewiesen.
modules-built-in-hint = die Tenant API von Latchkey selbst
modules-active-tokens = { $n ->
    [one] { $n } aktives Token
   *[other] { $n } aktive Tokens
}
# So many that they are not counted to the end: 1,000+.
modules-very-many-active-tokens = { $number } aktive Tokens
modules-tokens = Aktive Tokens
modules-no-tokens = keine
modules-lacking = Fehlt ein Modul?
modules-lacking-text = Module werden einmal für die ganze Plattform erstellt, in ihrem Katalog.
modules-catalogue = Katalog öffnen

# Was geschehen ist, und was nicht stimmt.
modules-slug-taken = Ein anderes Modul hat dieses Kürzel. Wählen Sie ein anderes.
modules-gone = Eines dieser Module gibt es nicht mehr. Sehen Sie sich die Liste noch einmal an.
modules-in-use = Dieses Modul wurde nicht gelöscht: Tokens oder API-Clients haben es. Widerrufen Sie zuerst diese.
modules-created-flash = { $name } ist erstellt. Aktivieren Sie es für Tenants auf deren Seiten „Module“.
modules-saved-flash = Gespeichert.
modules-deleted-flash = { $name } ist gelöscht.
