# Apps: die Integrationen eines Tenants.

apps-one = App
apps-active-tokens = Aktive Tokens
apps-created = Erstellt
apps-create = Erstellen
apps-new = App erstellen
apps-save = Speichern
apps-cancel = Abbrechen
apps-name = Name
apps-name-hint = Das Programm oder die Integration, die die API dieses Tenants verwendet.
apps-slug = Kürzel
apps-slug-hint = So heißt sie für Gateways und Programme: Kleinbuchstaben, Ziffern und Bindestriche. Bleibt es leer, wird es aus dem Namen gebildet. Es bleibt für immer.
apps-slug-stays = Gateways und Protokolle kennen die App unter diesem Kürzel, darum bleibt es.

apps-none = Noch keine Apps
apps-none-text = Eine App ist eine Integration dieses Tenants: ein Lagerprogramm, ein Dashboard, ein Partner. Tokens, die zu einer gehören, zeigen, wer hinter einer Anfrage steht.
apps-begin-create = Erstellen Sie mit der Schaltfläche oben eine App.
apps-begin-token = Wählen Sie sie, wenn Sie ein Token erstellen.
apps-begin-see = Ihre API erhält ihr Kürzel mit jeder Anfrage, die das Token stellt.

apps-delete-title = Diese App löschen
apps-delete-text = Kein Token gehört zu ihr.
apps-delete-ask = Diese App löschen …
apps-delete-sure = <strong>{ $name }</strong> verschwindet für immer. Eine neue App mit demselben Kürzel ist eine andere.
apps-delete = Löschen
apps-delete-held = Sie kann nicht gelöscht werden, solange Tokens zu ihr gehören. Widerrufen Sie zuerst diese:

# Was geschehen ist, und was nicht stimmt.
apps-slug-taken = Eine andere App dieses Tenants hat dieses Kürzel. Wählen Sie ein anderes.
apps-in-use = Diese App wurde nicht gelöscht: Tokens gehören zu ihr. Widerrufen Sie zuerst diese.
apps-created-flash = { $name } ist erstellt. Wählen Sie die App, wenn Sie ein Token erstellen.
apps-saved-flash = Gespeichert.
apps-deleted-flash = { $name } ist gelöscht.
