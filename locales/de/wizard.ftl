# Der Assistent, der ein Token erstellt.

wizard-title = Token erstellen
wizard-steps = Schritte
wizard-step-done = erledigt
wizard-general = Allgemein
wizard-access = Zugriff
wizard-overview = Überblick
wizard-token = Token
wizard-summary = Zusammenfassung
wizard-next = Weiter
wizard-back = Zurück
wizard-cancel = Abbrechen
wizard-save = Speichern
wizard-edit = Bearbeiten
wizard-none = keine Angabe

wizard-logo = Logo
wizard-logo-hint = PNG, JPEG oder WebP, höchstens 1 MiB. Wählen Sie eine Datei oder ziehen Sie sie hierher.
wizard-logo-now = Aktuelles Bild
wizard-logo-remove = Bild entfernen
wizard-expiration = Ablaufdatum
wizard-days = { $n ->
    [one] { $n } Tag
   *[other] { $n } Tage
}
wizard-one-year = 1 Jahr
wizard-custom = Eigenes Datum
wizard-no-expiration = Kein Ablauf
wizard-date = Datum
wizard-time = Uhrzeit
wizard-zone = Zeitzone: { $zone }
wizard-moment = Gültig bis { $moment }.
wizard-moment-never = Gültig, bis es widerrufen wird.

wizard-copy-of = Kopie von { $name }
wizard-prefill-odd = Ein Teil des Links war nicht lesbar und wurde weggelassen. Prüfen Sie alle Felder.

wizard-tenant = Tenant
wizard-scope-this = Dieser Tenant
# Neben einem Kontrollkästchen unter der Option "Dieser Tenant".
wizard-scope-subtenants = und seine Untertenants, auch künftige
wizard-scope-subtenants-hint = alle Tenants darunter, auf allen Ebenen
wizard-scope-this-below = Dieser Tenant und seine Untertenants
wizard-scope-selected = Ausgewählte Tenants
wizard-scope-selected-hint = nur diese, keine künftigen
wizard-scope-all = Alle Tenants
wizard-scope-all-hint = auch künftige
wizard-scope-list = Tenants zur Auswahl
wizard-scope-filter = Tenants filtern
wizard-app = App
wizard-app-hint = Die Integration, die das Token verwendet. Anfragen mit dem Token werden ihr zugeordnet.
wizard-app-none = Keine App
wizard-app-unknown = Diese App gibt es nicht mehr. Wählen Sie eine andere oder keine.
wizard-modules = Module
wizard-modules-hint = Teile der API, auf die das Token Zugriff hat. Ohne Auswahl hat es keinen Zugriff.
wizard-modules-none = keine Module
wizard-module-administration = Die Tenant-API von Latchkey: Das Token kann Tokens, Apps und Module verwalten
wizard-module-unknown = Eines dieser Module gibt es nicht mehr. Prüfen Sie Ihre Auswahl.
# $tenants: "Globex und Initech".
wizard-module-not-enabled = { $module } ist in { $tenants } nicht aktiviert. Entfernen Sie es oder lassen Sie es dort zuerst aktivieren.

# $verbs: "lesen und erstellen"; $tenants: "Acme und Globex". Alle Argumente bringen ihre Auszeichnung mit.
wizard-may-in = in { $tenants } { $verbs }
# Steht für $tenants oder $all, wenn Module gewählt wurden; $modules: "Geräte und Abrechnung".
wizard-modules-of = { $modules } von { $tenants }
# $all: wizard-all-tenants.
wizard-may-everywhere = in { $all }, auch künftigen, { $verbs }
wizard-all-tenants = allen Tenants
# $what: eines der beiden oberen; $until: "20. Februar 2027, 14:00 Europe/Berlin".
wizard-sentence-until = Darf { $what }, gültig bis { $until }.
wizard-sentence-forever = Darf { $what }, ohne Ablauf.
wizard-not = nicht: { $names }
wizard-expires-in-days = in { $n ->
    [one] { $n } Tag
   *[other] { $n } Tagen
}
wizard-expires-in-a-year = in 1 Jahr
wizard-scope-only = nur { $tenant }

wizard-copy-now = Kopieren Sie das Token jetzt
wizard-shown-once = <strong>{ $name }</strong>. Das Token wird nicht noch einmal angezeigt. Es wird aktiv, wenn Sie speichern.
wizard-secret = Geheimnis
wizard-copy = Kopieren
wizard-copied = Kopiert. Bewahren Sie es an einem sicheren Ort auf.
wizard-copy-failed = Ihr Browser hat das Kopieren verhindert. Der Text ist markiert: Drücken Sie Strg+C oder ⌘C.
wizard-try = Ausprobieren
wizard-try-hint = Funktioniert, sobald Sie gespeichert haben.
wizard-copy-command = Befehl kopieren
wizard-command-copied = Befehl kopiert.
wizard-leave-warning = Wenn Sie die Seite verlassen, ohne zu speichern, geht dieses Token verloren. Sie können dann ein neues Geheimnis erstellen.

wizard-gone = Dieses Geheimnis ist verloren
wizard-gone-text = Das Geheimnis von <strong>{ $name }</strong> wurde einmal angezeigt und lässt sich nicht noch einmal anzeigen. Es war nie gültig, weil es nicht gespeichert wurde.
wizard-gone-how = Alle Ihre Eingaben sind noch da. Erstellen Sie ein neues Geheimnis oder brechen Sie ab.
wizard-generate-another = Neues Geheimnis erstellen

wizard-saved = Das Token ist aktiv.
wizard-details = Details anzeigen
wizard-close = Schließen
