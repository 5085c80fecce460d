# Der API-Explorer und die Namen der API-Operationen.

explorer-title = API-Explorer
explorer-intro = Alle Operationen der Tenant-API für diesen Tenant. Anfragen werden wirklich ausgeführt.
explorer-document = OpenAPI-Dokument
explorer-token = Geheimnis
explorer-token-hint = Fügen Sie das Geheimnis eines Tokens ein. Es bleibt auf dieser Seite und verschwindet, wenn Sie sie verlassen.
explorer-fields-hint = Leere Felder werden nicht gesendet. Trennen Sie Listeneinträge mit Kommas. null bedeutet: kein Wert.
explorer-no-script = Zum Senden ist JavaScript nötig. Die curl-Befehle funktionieren auch ohne.
explorer-needs = Erforderliche Berechtigungen: { $permissions }
explorer-send = Senden
explorer-curl = Dieselbe Anfrage mit curl
explorer-curl-hint = curl liest das Geheimnis aus der Variablen LATCHKEY_TOKEN.
explorer-headers = Header
explorer-body = Body
explorer-empty = (leer)
explorer-failed = Die Anfrage hat Latchkey nicht erreicht.
explorer-missing = Die Adresse ist unvollständig: Füllen Sie das markierte Feld aus.

api-group-me = Dieses Token
api-group-tenants = Tenants
api-group-apps = Apps
api-group-tokens = Tokens
api-group-audit = Audit-Ereignisse
api-group-verification = Prüfung

api-op-me = Anzeigen, was dieses Token darf
api-op-list-tenants = Tenants auflisten
api-op-read-tenant = Tenant abrufen
api-op-list-modules = Module des Tenants auflisten
api-op-list-apps = Apps auflisten
api-op-create-app = App erstellen
api-op-read-app = App abrufen
api-op-update-app = App bearbeiten
api-op-delete-app = App löschen
api-op-list-tokens = Tokens auflisten
api-op-create-token = Token erstellen
api-op-read-token = Token abrufen
api-op-update-token = Token bearbeiten
api-op-revoke-token = Token widerrufen
api-op-rotate-token = Token rotieren
api-op-disable-token = Token deaktivieren
api-op-enable-token = Token aktivieren
api-op-list-audit-events = Audit-Ereignisse auflisten
api-op-verify = Anfrage für einen Proxy prüfen
api-op-introspect = Token prüfen (Introspection)
