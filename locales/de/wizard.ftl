# Der Assistent, der ein Token ausstellt.

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

wizard-name = Name
wizard-name-hint = Was das Token verwendet, damit Sie es in einem Jahr wiedererkennen.
wizard-description = Beschreibung
wizard-description-hint = Wen man fragt, wo es läuft. Bis zu 500 Zeichen.
wizard-logo = Logo
wizard-logo-hint = PNG, JPEG oder WebP, bis zu 1 MiB. Wählen Sie eine Datei oder legen Sie sie hier ab.
wizard-logo-now = Bisheriges Bild
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
wizard-moment-never = Gültig, bis es jemand widerruft.

wizard-copy-of = Kopie von { $name }
wizard-prefill-odd = Ein Teil dessen, was die Adresse vorgibt, war nicht verständlich und fehlt. Prüfen Sie alle Felder.

wizard-tenant = Tenant
wizard-scope-this = Dieser Tenant
# Neben einem Kästchen unter der Wahl "Dieser Tenant".
wizard-scope-subtenants = und seine Untertenants, auch künftige
wizard-scope-subtenants-hint = die Tenants darunter, über alle Ebenen
wizard-scope-this-below = Dieser Tenant und seine Untertenants
wizard-scope-selected = Ausgewählte Tenants
wizard-scope-selected-hint = die Sie ankreuzen
wizard-scope-all = Alle Tenants
wizard-scope-all-hint = auch künftige
wizard-scope-list = Tenants zur Auswahl
wizard-scope-filter = Tenants filtern
wizard-app = App
wizard-app-hint = Die Integration, die das Token verwendet. Was das Token tut, wird ihr zugeordnet.
wizard-app-none = Keine App
wizard-app-unknown = Diese App gibt es nicht mehr. Wählen Sie eine andere oder keine.
wizard-modules = Module
wizard-modules-hint = Die Bereiche der API, die das Token öffnet. Ohne Auswahl öffnet es keinen davon.
wizard-modules-none = keine Module
wizard-module-administration = öffnet die Tenant API von Latchkey selbst: Damit verwaltet das Token Tokens, Apps und Module
wizard-module-unknown = Eines dieser Module gibt es nicht mehr. Sehen Sie sich Ihre Auswahl noch einmal an.
# $tenants: "Globex und Initech".
wizard-module-not-enabled = { $module } ist für { $tenants } nicht aktiviert. Lassen Sie es weg, oder lassen Sie es dort zuerst aktivieren.

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
wizard-shown-once = <strong>{ $name }</strong>. Das Token wird nur dieses eine Mal angezeigt und gilt, sobald Sie speichern.
wizard-secret = Geheimnis
wizard-copy = Kopieren
wizard-copied = Kopiert. Bewahren Sie es an einem sicheren Ort auf.
wizard-copy-failed = Ihr Browser hat das Kopieren nicht erlaubt. Der Text ist markiert: Kopieren Sie ihn mit Strg+C oder ⌘C.
wizard-try = Ausprobieren
wizard-try-hint = Eine Antwort kommt, sobald das Token gespeichert ist.
wizard-copy-command = Befehl kopieren
wizard-command-copied = Befehl kopiert.
wizard-leave-warning = Wenn Sie gehen, ohne zu speichern, ist dieses Token verloren. Sie können dann ein anderes erzeugen.

wizard-gone = Dieses Geheimnis ist verloren
wizard-gone-text = Das Geheimnis von <strong>{ $name }</strong> wurde einmal angezeigt und kann nicht noch einmal angezeigt werden. Es gilt nicht, denn es wurde nicht gespeichert.
wizard-gone-how = Alle Ihre Angaben sind noch da. Erzeugen Sie stattdessen ein anderes Geheimnis, oder brechen Sie ab.
wizard-generate-another = Anderes erzeugen

wizard-saved = Das Token gilt ab jetzt.
wizard-details = Details anzeigen
wizard-close = Schließen
