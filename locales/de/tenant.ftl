# Tenants: Liste, Erstellen, Übersicht, Einstellungen.

tenant-tenants = Tenants
tenant-one = Tenant
tenant-create = Erstellen
tenant-new = Tenant erstellen
tenant-save = Speichern
tenant-cancel = Abbrechen
tenant-name = Name
tenant-slug = Kürzel
tenant-slug-hint-new = So heißt der Tenant in Adressen: Kleinbuchstaben, Ziffern und Bindestriche. Bleibt das Feld leer, entsteht das Kürzel aus dem Namen.
tenant-slug-hint-change = So heißt der Tenant in Adressen: Kleinbuchstaben, Ziffern und Bindestriche. Adressen mit dem alten Kürzel funktionieren weiter.
tenant-time-zone = Zeitzone
tenant-time-zone-hint = In dieser Zeitzone werden Datum und Uhrzeit eingegeben und angezeigt.
tenant-language = Sprache
tenant-language-hint = Für E-Mails über seine Tokens und für Personen, die keine Sprache gewählt haben.
tenant-status = Status
tenant-active-tokens = Aktive Tokens
tenant-created = Erstellt

tenant-search = Nach Name oder Kürzel suchen
tenant-find = Suchen
tenant-none-found = Keine passenden Tenants
tenant-none-found-text = Kein Tenant, den Sie sehen können, enthält diesen Text im Namen oder Kürzel. Ändern Sie die Suche oder zeigen Sie alle an.
tenant-clear-search = Alle anzeigen

tenant-none = Noch keine Tenants
tenant-none-text = Ein Tenant ist eine Organisation, deren Ressourcen von allen anderen getrennt sind. Jedes Token gehört zu einem Tenant.
tenant-begin-create = Erstellen Sie mit der Schaltfläche oben den ersten Tenant.
tenant-begin-token = Erstellen Sie auf seiner Seite „API“ ein Token.
tenant-begin-use = Kopieren Sie das Geheimnis in das Programm, das es verwenden soll.
tenant-none-given = Sie haben noch keinen Zugriff auf einen Tenant. Bitten Sie einen Eigentümer darum.

tenant-tokens = Tokens
tenant-attention = Handlungsbedarf
tenant-all-well = Kein Handlungsbedarf.
# Steht nach einer Zahl.
tenant-late = { $n ->
    [one] Token ist abgelaufen, wird aber noch aufgerufen
   *[other] Tokens sind abgelaufen, werden aber noch aufgerufen
}
tenant-expiring = { $n ->
    [one] Token läuft innerhalb von 30 Tagen ab
   *[other] Tokens laufen innerhalb von 30 Tagen ab
}
tenant-orphaned = { $n ->
    [one] Token ist noch gültig, obwohl sein Ersteller ausgeschieden ist
   *[other] Tokens sind noch gültig, obwohl ihr Ersteller ausgeschieden ist
}
tenant-unused = { $n ->
    [one] Token wurde seit 90 Tagen nicht verwendet
   *[other] Tokens wurden seit 90 Tagen nicht verwendet
}
tenant-never-used = { $n ->
    [one] Token wurde vor über 30 Tagen erstellt und nie verwendet
   *[other] Tokens wurden vor über 30 Tagen erstellt und nie verwendet
}
tenant-facts = Über diesen Tenant

tenant-disable-title = Tenant deaktivieren
tenant-disable-text = Solange er deaktiviert ist, werden seine Tokens abgelehnt. Es wird nichts gelöscht, und Sie können ihn wieder aktivieren.
tenant-disable-ask = Tenant deaktivieren …
tenant-disable-sure = Alle Tokens von <strong>{ $name }</strong> werden dann sofort abgelehnt.
tenant-disable = Deaktivieren
tenant-is-disabled = Dieser Tenant ist deaktiviert
tenant-enable-text = Seine Tokens werden abgelehnt. Wenn Sie ihn aktivieren, funktionieren noch gültige Tokens sofort wieder.
tenant-enable = Aktivieren

# Übergeordnete Tenants und Untertenants.
tenant-parent = Übergeordneter Tenant
tenant-parent-hint = Wer im übergeordneten Tenant oder in einem Tenant darüber eine Rolle hat, hat sie auch hier. Tokens dieser Tenants haben hier nur Zugriff, wenn sie Untertenants einschließen. Ist einer davon deaktiviert, werden die Tokens dieses Tenants abgelehnt.
tenant-parent-none = Keiner
tenant-parent-now = Dieser Tenant ist ein Untertenant von <strong>{ $parent }</strong>.
tenant-parent-top = Kein übergeordneter Tenant.
tenant-parent-change = Übergeordneten Tenant ändern …
tenant-parent-circle = Ein Tenant kann weder sich selbst noch einem seiner Untertenants untergeordnet sein. Wählen Sie einen anderen.
tenant-parent-too-deep = Tenants lassen sich höchstens acht Ebenen tief verschachteln. Wählen Sie einen anderen.
tenant-children = Untertenants
tenant-below = übergeordnet:
tenant-next = Weiter
tenant-back = Zurück
tenant-move = Verschieben
tenant-move-below = { $name } wird Untertenant von { $parent }
tenant-move-to-top = { $name } hat dann keinen übergeordneten Tenant mehr
tenant-move-along = { $n ->
    [one] Sein Untertenant wird mit verschoben.
   *[other] Seine { $n } Untertenants werden mit verschoben.
}
tenant-move-reached-by = { $n ->
    [one] { $n } Token eines übergeordneten Tenants schließt Untertenants ein und erhält Zugriff auf diesen Tenant und seine Untertenants.
   *[other] { $n } Tokens übergeordneter Tenants schließen Untertenants ein und erhalten Zugriff auf diesen Tenant und seine Untertenants.
}
tenant-move-lost-by = { $n ->
    [one] { $n } Token, das Untertenants einschließt, verliert den Zugriff auf diesen Tenant.
   *[other] { $n } Tokens, die Untertenants einschließen, verlieren den Zugriff auf diesen Tenant.
}
tenant-move-people = Wer in { $parent } oder darüber eine Rolle hat, erhält sie auch hier.
tenant-move-people-lost = Wer seine Rolle nur über { $parent } hat, verliert sie hier.
tenant-move-disabled = { $parent } ist deaktiviert. Die Tokens dieses Tenants werden dann ebenfalls sofort abgelehnt.
tenant-disabled-above = Ein übergeordneter Tenant ist deaktiviert. Bis er wieder aktiviert ist, werden die Tokens dieses Tenants abgelehnt.

# Ergebnisse und Fehler.
tenant-slug-needed = Aus diesem Namen lässt sich kein Kürzel bilden. Geben Sie eines ein.
tenant-slug-taken = Ein anderer Tenant hat dieses Kürzel schon. Wählen Sie ein anderes.
tenant-name-taken = Dieser Name ist vergeben. Wählen Sie einen anderen.
tenant-created-flash = Der Tenant { $name } wurde erstellt.
tenant-saved-flash = Gespeichert.
tenant-disabled-flash = Der Tenant { $name } ist deaktiviert. Seine Tokens werden abgelehnt.
tenant-enabled-flash = Der Tenant { $name } ist aktiviert. Seine gültigen Tokens funktionieren wieder.
tenant-slug-change = Kürzel ändern
tenant-slug-headline = { $name } erhält das Kürzel { $slug }
tenant-slug-tokens = { $n ->
    [one] { $n } aktives Token dieses Tenants ist betroffen. Es funktioniert weiter.
   *[other] { $n } aktive Tokens dieses Tenants sind betroffen. Sie funktionieren weiter.
}
tenant-slug-no-tokens = Dieser Tenant hat keine aktiven Tokens.
tenant-slug-alias = Proxys, Programme und Links mit „{ $slug }“ funktionieren weiter, und kein anderer Tenant kann es übernehmen. Antworten enthalten dann das neue Kürzel: Passen Sie APIs an, die Kürzel vergleichen.
tenant-former = Frühere Kürzel
tenant-former-text = Sie führen weiterhin zu diesem Tenant: Proxys, Programme und Links, die eines davon nutzen, funktionieren weiter. Entfernen Sie ein Kürzel, sobald nichts mehr es nutzt.
tenant-former-since = vergeben am
tenant-former-remove = Entfernen
tenant-former-remove-title = Früheres Kürzel entfernen
tenant-former-headline = „{ $slug }“ führt dann nicht mehr zu { $name }
tenant-former-refused = Proxys, in deren Konfiguration „{ $slug }“ steht, erhalten dann auf jede Anfrage 403, und Links damit funktionieren nicht mehr. Prüfen Sie zuerst die Konfiguration Ihrer Proxys.
tenant-former-kept = Kein anderer Tenant kann dieses Kürzel je verwenden. { $name } kann es in den Einstellungen wieder annehmen.
tenant-former-removed-flash = „{ $slug }“ wurde entfernt.
tenant-ask-tokens = Betroffene Tokens
tenant-ask-list = Aktive Tokens anzeigen
tenant-disable-headline = { $name } wird deaktiviert
tenant-disable-tokens = { $n ->
    [one] { $n } aktives Token wird dann sofort abgelehnt.
   *[other] { $n } aktive Tokens werden dann sofort abgelehnt.
}
