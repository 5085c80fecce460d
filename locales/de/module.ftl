# Module: der Katalog der Plattform und die Module eines Tenants.

modules-title = Module
modules-lead = Ein Modul ist ein Bereich der API, die Latchkey schützt, etwa Geräte oder Abrechnung. In jedem Tenant sind bestimmte Module aktiviert, und jedes Token hat Zugriff auf die Module, die Sie dafür auswählen.
modules-one = Modul
modules-built-in = integriert
modules-tenants = Tenants
modules-create = Erstellen
modules-new = Modul erstellen
modules-save = Speichern
modules-cancel = Abbrechen
modules-name = Name
modules-name-hint = Dieser Name erscheint bei der Auswahl für ein Token.
modules-slug = Kürzel
modules-slug-hint = So heißt das Modul für Gateways und Programme: Kleinbuchstaben, Ziffern und Bindestriche. Bleibt das Feld leer, entsteht das Kürzel aus dem Namen. Es lässt sich später nicht ändern.
modules-slug-stays = Gateways erkennen das Modul an seinem Kürzel. Darum lässt es sich nicht ändern.
modules-in-tenants = { $n ->
    [0] In keinem Tenant aktiviert
    [one] In { $n } Tenant aktiviert
   *[other] In { $n } Tenants aktiviert
}

modules-none = Noch keine eigenen Module
modules-none-text = Bisher gibt es nur das integrierte Modul: die Tenant-API von Latchkey.
modules-none-ask = Bisher gibt es nur das integrierte Modul. Ein Eigentümer kann die Bereiche Ihrer API hinzufügen.
modules-begin-create = Erstellen Sie ein Modul für jeden Bereich Ihrer API, für den Sie den Zugriff getrennt vergeben möchten.
modules-begin-enable = Aktivieren Sie es für einen Tenant auf dessen Seite „Module“.
modules-begin-use = Wählen Sie es aus, wenn Sie ein Token erstellen, und verwenden Sie sein Kürzel in der Konfiguration Ihres Gateways.

modules-delete-title = Modul löschen
modules-delete-text = Kein Token und kein API-Client verwendet dieses Modul. Beim Löschen verschwindet es aus dem Katalog und aus allen Tenants.
modules-delete-ask = Modul löschen …
modules-delete-sure = <strong>{ $name }</strong> wird endgültig gelöscht. Ein neues Modul mit demselben Kürzel ist ein anderes Modul.
modules-delete = Löschen
modules-delete-held = Es lässt sich nicht löschen, solange Tokens oder API-Clients es verwenden. Widerrufen Sie zuerst diese:
modules-held-by-api-client = API-Client
modules-more-tokens = und weitere

modules-of-tenant = Module dieses Tenants
modules-of-tenant-hint = Ein Token hat nur in Tenants Zugriff auf ein Modul, in denen es aktiviert ist. Wenn Sie eines deaktivieren, werden Anfragen dafür hier sofort abgelehnt.
modules-built-in-hint = Die Tenant-API von Latchkey
modules-active-tokens = { $n ->
    [one] { $n } aktives Token
   *[other] { $n } aktive Tokens
}
# Mehr, als gezählt werden: 1.000+.
modules-very-many-active-tokens = { $number } aktive Tokens
modules-tokens = Aktive Tokens
modules-no-tokens = keine
modules-lacking = Fehlt ein Modul?
modules-lacking-text = Module werden einmal für die ganze Plattform erstellt, im Katalog.
modules-catalogue = Katalog öffnen

# Ergebnisse und Fehler.
modules-slug-taken = Ein anderes Modul hat dieses Kürzel schon. Wählen Sie ein anderes.
modules-gone = Eines dieser Module gibt es nicht mehr. Prüfen Sie die Liste.
modules-in-use = Dieses Modul lässt sich nicht löschen: Tokens oder API-Clients verwenden es. Widerrufen Sie diese zuerst.
modules-created-flash = { $name } wurde erstellt. Aktivieren Sie das Modul für einen Tenant auf dessen Seite „Module“.
modules-saved-flash = Gespeichert.
modules-deleted-flash = { $name } wurde gelöscht.
modules-disable-title = Module deaktivieren
modules-disable-headline = { $modules } wird in { $tenant } deaktiviert
modules-disable-headline-many = { $modules } werden in { $tenant } deaktiviert
modules-disable = Deaktivieren
modules-losing = { $module }: { $text }
modules-losing-own = { $n ->
    [one] { $n } aktives Token dieses Tenants verliert hier den Zugriff.
   *[other] { $n } aktive Tokens dieses Tenants verlieren hier den Zugriff.
}
modules-losing-foreign = { $n ->
    [one] { $n } aktives Token eines anderen Tenants verliert hier den Zugriff.
   *[other] { $n } aktive Tokens anderer Tenants verlieren hier den Zugriff.
}
modules-owners-only = Nur Eigentümer können es aktivieren
modules-owners-only-hint = Tenant-Administratoren sehen das Modul und können es deaktivieren, aber nicht aktivieren. Wo es bereits aktiviert ist, bleibt es aktiviert.
modules-owners-only-short = nur durch Eigentümer aktivierbar
