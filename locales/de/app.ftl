# Apps: die Integrationen eines Tenants.

apps-one = App
apps-active-tokens = Aktive Tokens
apps-created = Erstellt
apps-create = Erstellen
apps-new = App erstellen
apps-save = Speichern
apps-cancel = Abbrechen
apps-name = Name
apps-name-hint = Das Programm oder die Integration, die die API dieses Tenants nutzt.
apps-slug = Kürzel
apps-slug-hint = So heißt die App für Gateways und Programme: Kleinbuchstaben, Ziffern und Bindestriche. Bleibt das Feld leer, entsteht das Kürzel aus dem Namen. Es lässt sich später nicht ändern.
apps-slug-stays = Gateways und Logs erkennen die App an ihrem Kürzel. Darum lässt es sich nicht ändern.

apps-none = Noch keine Apps
apps-none-text = Eine App ist eine Integration dieses Tenants: ein Lagerprogramm, ein Dashboard, ein Partner. Ist ein Token an eine App gebunden, ist bei jeder Anfrage klar, woher sie kommt.
apps-begin-create = Erstellen Sie mit der Schaltfläche oben eine App.
apps-begin-token = Wählen Sie sie aus, wenn Sie ein Token erstellen.
apps-begin-see = Ihre API erhält das Kürzel der App mit jeder Anfrage, die das Token verwendet.

apps-delete-title = App löschen
apps-delete-text = An diese App ist kein Token gebunden.
apps-delete-ask = App löschen …
apps-delete-sure = <strong>{ $name }</strong> wird endgültig gelöscht. Eine neue App mit demselben Kürzel ist eine andere App.
apps-delete = Löschen
apps-delete-held = Sie lässt sich nicht löschen, solange Tokens an sie gebunden sind. Widerrufen Sie zuerst diese:

# Ergebnisse und Fehler.
apps-slug-taken = Eine andere App dieses Tenants hat dieses Kürzel schon. Wählen Sie ein anderes.
apps-in-use = Diese App lässt sich nicht löschen: An sie sind Tokens gebunden. Widerrufen Sie diese zuerst.
apps-created-flash = { $name } wurde erstellt. Wählen Sie die App aus, wenn Sie ein Token erstellen.
apps-saved-flash = Gespeichert.
apps-deleted-flash = { $name } wurde gelöscht.
