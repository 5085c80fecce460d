# API-Clients: APIs, die selbst nach Tokens fragen. Liste, Erstellen, das Geheimnis einmal, Details, Widerruf.

api-client-title = API-Clients
api-client-lead = Ein API-Client ist eine API, die Latchkey selbst nach den Tokens fragt, die ihr vorgelegt werden (Token Introspection). Sie erfährt von Tokens, die mindestens eines ihrer Module haben, und von keinen anderen.
api-client-one = API-Client
api-client-create = Erstellen
api-client-new = API-Client erstellen
api-client-save = Speichern
api-client-cancel = Abbrechen
api-client-name = Name
api-client-name-hint = Welche API fragt, damit Sie sie in einem Jahr wiedererkennen.
api-client-modules = Module
api-client-modules-hint = Die Teile der geschützten API, die sie bedient.
api-client-status = Status
api-client-created = Erstellt
api-client-created-by = Erstellt von
api-client-secret = Geheimnis
api-client-secret-hint = Nur Anfang und Ende bleiben sichtbar. Ist es verloren, erstellen Sie einen anderen API-Client und widerrufen diesen.
api-client-id = Client-ID
api-client-none = Noch keine API-Clients
api-client-none-text = APIs hinter einem Proxy, der für sie fragt, brauchen keinen. Erstellen Sie einen für eine API, die selbst fragt.

api-client-copy-now = Kopieren Sie das Geheimnis jetzt
api-client-shown-once = Es wird nur dieses eine Mal angezeigt und gilt bereits.
api-client-try-hint = Setzen Sie an die Stelle des letzten Wortes ein Token. Tokens, die nicht aktiv sind oder keines der Module haben, ergeben active: false.
api-client-leave-warning = Wenn Sie diese Seite verlassen, ist das Geheimnis verloren.

api-client-revoke-title = API-Client widerrufen
api-client-revoke-warning = Diese API kann ab sofort nicht mehr nach Tokens fragen. Das lässt sich nicht rückgängig machen.
api-client-revoke-how = Geben Sie zur Bestätigung den Namen des API-Clients ein: <strong>{ $name }</strong>

# Was geschehen ist und was nicht stimmt.
api-client-modules-none = Wählen Sie mindestens ein Modul.
api-client-form-unreadable = Dieses Formular ist nicht vollständig angekommen. Prüfen Sie es und speichern Sie noch einmal.
api-client-name-mismatch = Das ist nicht der Name des API-Clients. Geben Sie ihn genau so ein, wie er oben steht.
api-client-revoked-flash = Der API-Client { $name } ist widerrufen. Er wird ab sofort abgewiesen.
api-client-already-revoked-flash = Der API-Client { $name } war schon widerrufen.
