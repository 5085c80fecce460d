# Tokens: Liste, Details, Widerruf; Berechtigungen und Status.

token-create = Erstellen
token-search = Nach Name oder ID suchen
token-list = Tokens dieses Tenants
token-list-all = Tokens aller Tenants
token-lead-all = Alle Tokens aller Tenants. Verwaltet wird jedes Token in seinem Tenant.
token-home = Gehört zu
token-tabs = Seiten dieses Tokens
token-tab-general = Allgemein
token-tab-access = Zugriff
token-tab-usage = Nutzung
token-tab-audit = Audit
token-token = Token
token-tenants = Tenants
token-permissions = Berechtigungen
token-status = Status
token-status-all = Alle Status
token-created = Erstellt
# Unter dem Tag, an dem ein Token abläuft.
token-created-on = erstellt am { $date }
token-created-by = Erstellt von
token-expires = Ablauf
token-last-used = Zuletzt verwendet
token-no-expiration = kein Ablauf
token-never-used = nie verwendet
token-edit = Bearbeiten
token-rotate = Rotieren
token-duplicate = Duplizieren
token-disable = Deaktivieren
token-enable = Aktivieren
token-revoke = Widerrufen
token-secret = Geheimnis
token-secret-hint = Latchkey speichert nur die ersten und letzten Zeichen.
token-id = Öffentliche ID

token-none-found = Keine passenden Tokens
token-none-found-text = Entfernen Sie einen Filter oder ändern Sie die Suche.
token-clear-filters = Filter zurücksetzen
token-none-yet = Noch keine Tokens
token-none-yet-text = Mit einem Token nutzt ein Programm die API dieses Tenants, ohne dass sich jemand anmeldet. Sie legen fest, was es darf und wie lange, und sehen sein Geheimnis nur einmal.
token-none-yet-how = Klicken Sie oben auf „Erstellen“. Das dauert etwa eine Minute.

token-revoke-title = Token widerrufen
token-revoke-warning = Anfragen mit diesem Token werden dann sofort abgelehnt. Das lässt sich nicht rückgängig machen.
token-revoke-last-used = Zuletzt verwendet: { $when }.
token-revoke-never-used = Das Token wurde nie verwendet.
token-revoke-how = Geben Sie zur Bestätigung den Namen des Tokens ein: <strong>{ $name }</strong>
token-revoke-cancel = Abbrechen
token-name = Name

# Die Tenants eines Tokens, in Listen.
token-scope-below = { $tenant } und Untertenants
token-scope-below-future = { $tenant } und Untertenants, auch künftige
token-scope-all = Alle Tenants
token-scope-all-future = Alle Tenants, auch künftige
token-other-tenants = { $n ->
    [one] 1 weiterer Tenant
   *[other] { $n } weitere Tenants
}
token-keep-other-tenants = { $n ->
    [one] 1 weiterer Tenant, den Sie nicht sehen können
   *[other] { $n } weitere Tenants, die Sie nicht sehen können
}

status-active = Aktiv
status-disabled = Deaktiviert
status-expired = Abgelaufen
status-revoked = Zurückgezogen
status-expires-in-days = { $n ->
    [0] Läuft heute ab
    [one] Läuft in { $n } Tag ab
   *[other] Läuft in { $n } Tagen ab
}

permission-read = Lesen
permission-write = Schreiben
permission-create = Erstellen
permission-delete = Löschen
# Je zwei Buchstaben; keine zwei sind gleich.
permission-read-letter = Le
permission-write-letter = Sc
permission-create-letter = Er
permission-delete-letter = Lö
# In "Darf in Acme lesen und erstellen".
permission-verb-read = lesen
permission-verb-write = schreiben
permission-verb-create = erstellen
permission-verb-delete = löschen
permission-read-methods = GET, HEAD, OPTIONS
permission-write-methods = PUT, PATCH
permission-create-methods = POST
permission-delete-methods = DELETE

# Ergebnisse und Fehler.
token-disabled-tenant = Dieser Tenant ist deaktiviert. Aktivieren Sie ihn, bevor Sie Tokens erstellen.
token-revoked-flash = Das Token { $name } wurde widerrufen. Es funktioniert nicht mehr.
token-already-revoked-flash = Das Token { $name } war bereits widerrufen.
token-disabled-flash = Das Token { $name } ist deaktiviert. Es funktioniert erst wieder, wenn Sie es aktivieren.
token-enabled-flash = Das Token { $name } ist aktiviert. Es funktioniert wieder.
token-already-disabled-flash = Das Token { $name } war bereits deaktiviert.
token-already-enabled-flash = Das Token { $name } war bereits aktiviert.
token-over-revoked = Das Token { $name } wurde widerrufen und lässt sich nicht mehr ändern.
token-over-expired = Das Token { $name } ist abgelaufen und lässt sich nicht mehr ändern. Duplizieren Sie es, um ein ähnliches zu erstellen.
token-name-mismatch = Das ist nicht der Name des Tokens. Geben Sie ihn genau so ein, wie er oben steht.
token-tenants-none = Wählen Sie mindestens einen Tenant aus.
token-tenants-unknown = Einen dieser Tenants gibt es nicht, oder Sie dürfen ihn nicht auswählen. Prüfen Sie Ihre Auswahl.
token-tenants-disabled = Der Tenant { $name } ist deaktiviert. Entfernen Sie ihn aus der Auswahl oder aktivieren Sie ihn zuerst.
token-all-not-allowed = Sie dürfen keine Tokens für alle Tenants erstellen. Wählen Sie die Tenants aus.
token-permissions-none = Wählen Sie mindestens eine Berechtigung aus.
token-tenant-is-disabled = Dieser Tenant ist deaktiviert. Alle seine Tokens werden abgelehnt, und Sie können keine neuen erstellen, bis er wieder aktiviert ist.
token-created-with = Erstellt mit Token
token-issued-title = Damit erstellte Tokens
token-issued-hint = Sie wurden über die Tenant-API mit diesem Token erstellt, direkt oder mit einem anderen Token dieser Liste.
token-issued-count = { $n ->
    [one] { $n } Token
   *[other] { $n } Tokens
}
token-issued-review = Prüfen und widerrufen
token-issued-also = { $n ->
    [one] Auch dieses Token widerrufen
   *[other] Auch diese { $n } Tokens widerrufen
}
token-issued-elsewhere = { $n ->
    [one] { $n } weiteres Token gehört zu einem Tenant, dessen Tokens Sie nicht verwalten. Es funktioniert weiter.
   *[other] { $n } weitere Tokens gehören zu Tenants, deren Tokens Sie nicht verwalten. Sie funktionieren weiter.
}
token-issued-only = Dieses Token ist bereits widerrufen. Es gibt aber noch Tokens, die damit erstellt wurden.
token-issued-revoked = { $n ->
    [one] { $n } damit erstelltes Token ist ebenfalls widerrufen.
   *[other] { $n } damit erstellte Tokens sind ebenfalls widerrufen.
}
token-issued-under-way = { $n ->
    [one] { $n } damit erstelltes Token wird gerade widerrufen.
   *[other] { $n } damit erstellte Tokens werden gerade widerrufen.
}
