# API-Clients: APIs, die Tokens selbst prüfen. Liste, Erstellen, Geheimnis, Details, Widerruf.

api-client-title = API-Clients
api-client-lead = Ein API-Client ist eine API, die Tokens selbst bei Latchkey prüft (Token Introspection). Sie sieht nur Tokens, die mindestens eines ihrer Module haben.
api-client-one = API-Client
api-client-create = Erstellen
api-client-new = API-Client erstellen
api-client-save = Speichern
api-client-cancel = Abbrechen
api-client-name = Name
api-client-name-hint = Die API, die Tokens prüft. Wählen Sie einen Namen, den Sie in einem Jahr noch zuordnen können.
api-client-modules = Module
api-client-modules-hint = Die Teile der geschützten API, die sie bereitstellt.
api-client-status = Status
api-client-created = Erstellt
api-client-created-by = Erstellt von
api-client-secret = Geheimnis
api-client-secret-hint = Latchkey speichert nur die ersten und letzten Zeichen. Wenn Sie das Geheimnis verlieren, erstellen Sie einen neuen API-Client und widerrufen Sie diesen.
api-client-id = Client-ID
api-client-none = Noch keine API-Clients
api-client-none-text = APIs hinter einem Proxy brauchen keinen: Der Proxy prüft die Tokens für sie. Erstellen Sie einen für eine API, die Tokens selbst prüft.

api-client-copy-now = Kopieren Sie das Geheimnis jetzt
api-client-shown-once = Es wird nicht noch einmal angezeigt. Es ist bereits aktiv.
api-client-try-hint = Ersetzen Sie das letzte Wort durch ein Token. Für Tokens, die nicht aktiv sind oder keines der Module haben, lautet die Antwort active: false.
api-client-leave-warning = Wenn Sie diese Seite verlassen, geht das Geheimnis verloren.

api-client-revoke-title = API-Client widerrufen
api-client-revoke-warning = Nach dem Widerruf kann diese API keine Tokens mehr prüfen. Das lässt sich nicht rückgängig machen.
api-client-revoke-how = Geben Sie zur Bestätigung den Namen des API-Clients ein: <strong>{ $name }</strong>

# Ergebnisse und Fehler.
api-client-modules-none = Wählen Sie mindestens ein Modul aus.
api-client-form-unreadable = Ein Teil dieses Formulars wurde nicht übermittelt. Prüfen Sie es und speichern Sie noch einmal.
api-client-name-mismatch = Das ist nicht der Name des API-Clients. Geben Sie ihn genau so ein, wie er oben steht.
api-client-revoked-flash = Der API-Client { $name } wurde widerrufen. Er kann keine Tokens mehr prüfen.
api-client-already-revoked-flash = Der API-Client { $name } war bereits widerrufen.
