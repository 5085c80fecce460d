# Der API-Explorer und die Namen dessen, was Programme aufrufen können.

explorer-title = API-Explorer
explorer-intro = Alle Operationen der Tenant-API für diesen Tenant. Was Sie senden, wird ausgeführt.
explorer-document = OpenAPI-Dokument
explorer-token = Zu sendendes Geheimnis
explorer-token-hint = Fügen Sie das Geheimnis eines Tokens ein. Es bleibt auf dieser Seite und ist weg, sobald Sie sie verlassen.
explorer-fields-hint = Leere Felder werden nicht gesendet. Schreiben Sie Listen mit Kommas und null für keinen Wert.
explorer-no-script = Zum Senden ist JavaScript nötig; die curl-Zeilen gehen auch ohne.
explorer-needs = Nötige Berechtigungen: { $permissions }
explorer-send = Senden
explorer-curl = Derselbe Aufruf mit curl
explorer-curl-hint = curl nimmt das Geheimnis aus der Variablen LATCHKEY_TOKEN.
explorer-headers = Header
explorer-body = Inhalt
explorer-empty = (leer)
explorer-failed = Der Aufruf kam nicht durch.
explorer-missing = Die Adresse des Aufrufs hat eine Lücke: Füllen Sie das markierte Feld aus.

api-group-me = Dieses Token
api-group-tenants = Tenants
api-group-apps = Apps
api-group-tokens = Tokens
api-group-audit = Audit-Ereignisse
api-group-verification = Prüfung

api-op-me = Was das vorgelegte Token darf
api-op-list-tenants = Tenants auflisten
api-op-read-tenant = Einen Tenant lesen
api-op-list-modules = Die Module des Tenants auflisten
api-op-list-apps = Apps auflisten
api-op-create-app = Eine App anlegen
api-op-read-app = Eine App lesen
api-op-update-app = Eine App ändern
api-op-delete-app = Eine App löschen
api-op-list-tokens = Tokens auflisten
api-op-create-token = Ein Token ausstellen
api-op-read-token = Ein Token lesen
api-op-update-token = Ein Token ändern
api-op-revoke-token = Ein Token endgültig widerrufen
api-op-rotate-token = Einem Token ein neues Geheimnis geben
api-op-disable-token = Ein Token deaktivieren
api-op-enable-token = Ein Token aktivieren
api-op-list-audit-events = Audit-Ereignisse auflisten
api-op-verify = Für einen Proxy fragen, ob eine Anfrage durchdarf
api-op-introspect = Ein Token prüfen lassen
