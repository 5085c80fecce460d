# Tenants: Liste, Erstellen, Übersicht, Einstellungen.

tenant-tenants = Tenants
tenant-one = Tenant
tenant-create = Erstellen
tenant-new = Tenant erstellen
tenant-save = Speichern
tenant-cancel = Abbrechen
tenant-name = Name
tenant-slug = Kürzel
tenant-slug-hint-new = So heißt der Tenant in Adressen: Kleinbuchstaben, Ziffern und Bindestriche. Bleibt das Feld leer, wird das Kürzel aus dem Namen gebildet.
tenant-slug-hint-change = So heißt der Tenant in Adressen: Kleinbuchstaben, Ziffern und Bindestriche. Adressen mit dem alten Kürzel funktionieren weiter.
tenant-time-zone = Zeitzone
tenant-time-zone-hint = In ihr werden Datum und Uhrzeit gelesen und angezeigt.
tenant-language = Sprache
tenant-language-hint = Für Personen, die selbst keine gewählt haben.
tenant-status = Status
tenant-active-tokens = Aktive Tokens
tenant-created = Erstellt

tenant-search = Nach Name oder Kürzel suchen
tenant-find = Suchen
tenant-none-found = Kein Tenant passt
tenant-none-found-text = Kein Tenant, den Sie sehen dürfen, enthält das in seinem Namen oder Kürzel.
tenant-clear-search = Alle anzeigen

tenant-none = Noch keine Tenants
tenant-none-text = Ein Tenant ist eine Organisation, deren Ressourcen von denen der anderen getrennt bleiben. Jedes Token gehört zu einem Tenant.
tenant-begin-create = Erstellen Sie mit der Schaltfläche oben den ersten Tenant.
tenant-begin-token = Erstellen Sie auf seiner Seite „API“ ein Token.
tenant-begin-use = Kopieren Sie das Geheimnis in das Programm, das es verwenden soll.
tenant-none-given = Ihnen wurde noch kein Tenant zugeteilt. Bitten Sie einen Eigentümer um Zugang.

tenant-tokens = Tokens
tenant-attention = Braucht Aufmerksamkeit
tenant-all-well = Nichts braucht Aufmerksamkeit.
# Nach einer Anzahl von Tokens.
tenant-late = { $n ->
    [one] abgelaufen, aber noch aufgerufen
   *[other] abgelaufen, aber noch aufgerufen
}
tenant-expiring = { $n ->
    [one] läuft in den nächsten 30 Tagen ab
   *[other] laufen in den nächsten 30 Tagen ab
}
tenant-orphaned = { $n ->
    [one] gilt weiter, obwohl sein Ersteller nicht mehr da ist
   *[other] gelten weiter, obwohl ihr Ersteller nicht mehr da ist
}
tenant-unused = { $n ->
    [one] seit 90 Tagen nicht verwendet
   *[other] seit 90 Tagen nicht verwendet
}
tenant-never-used = { $n ->
    [one] vor 30 Tagen oder früher ausgestellt und nie verwendet
   *[other] vor 30 Tagen oder früher ausgestellt und nie verwendet
}
tenant-facts = Über diesen Tenant

tenant-disable-title = Diesen Tenant deaktivieren
tenant-disable-text = Solange er deaktiviert ist, werden seine Tokens abgewiesen. Es wird nichts gelöscht, und er kann wieder aktiviert werden.
tenant-disable-ask = Diesen Tenant deaktivieren …
tenant-disable-sure = Alle Tokens von <strong>{ $name }</strong> verlieren sofort ihre Wirkung.
tenant-disable = Deaktivieren
tenant-is-disabled = Dieser Tenant ist deaktiviert
tenant-enable-text = Seine Tokens werden abgewiesen. Wird er wieder aktiviert, wirken die noch gültigen sofort.
tenant-enable = Aktivieren

# Ein Tenant über einem anderen, und die darunter.
tenant-parent = Übergeordneter Tenant
tenant-parent-hint = Wer den übergeordneten Tenant oder einen darüber verwaltet oder prüft, kann das auch hier. Deren Tokens reichen nur dann bis hierher, wenn sie Untertenants einschließen. Ist einer darüber deaktiviert, werden die Tokens dieses Tenants abgewiesen.
tenant-parent-none = Keiner
tenant-parent-now = Dieser Tenant steht unter <strong>{ $parent }</strong>.
tenant-parent-top = Dieser Tenant steht unter keinem anderen.
tenant-parent-change = Übergeordneten Tenant ändern …
tenant-parent-circle = Ein Tenant kann nicht unter sich selbst stehen, auch nicht unter einem, der unter ihm steht.
tenant-parent-too-deep = Tenants lassen sich höchstens acht Ebenen tief verschachteln.
tenant-children = Untertenants
tenant-below = unter
tenant-next = Weiter
tenant-back = Zurück
tenant-move = Verschieben
tenant-move-below = { $name } kommt unter { $parent }
tenant-move-to-top = { $name } wird unter keinem anderen Tenant mehr stehen
tenant-move-along = { $n ->
    [one] Ein Tenant darunter kommt mit.
   *[other] { $n } Tenants darunter kommen mit.
}
tenant-move-reached-by = { $n ->
    [one] Ein Token eines Tenants darüber, das Untertenants einschließt, reicht dann bis zu ihm und zu allem darunter.
   *[other] { $n } Tokens der Tenants darüber, die Untertenants einschließen, reichen dann bis zu ihm und zu allem darunter.
}
tenant-move-lost-by = { $n ->
    [one] Ein Token, das Untertenants einschließt, reicht dann nicht mehr bis zu ihm.
   *[other] { $n } Tokens, die Untertenants einschließen, reichen dann nicht mehr bis zu ihm.
}
tenant-move-people = Wer in { $parent } oder darüber eine Rolle hat, bekommt sie auch hier.
tenant-move-people-lost = Wer seine Rolle nur durch { $parent } hat, verliert sie hier.
tenant-move-disabled = { $parent } ist deaktiviert; die Tokens dieses Tenants werden also sofort abgewiesen.
tenant-disabled-above = Ein Tenant über diesem ist deaktiviert. Bis er wieder aktiviert wird, werden die Tokens abgewiesen.

# Was geschehen ist und was nicht stimmt.
tenant-slug-needed = Aus diesem Namen lässt sich kein Kürzel bilden. Geben Sie eines ein.
tenant-slug-taken = Ein anderer Tenant hat dieses Kürzel schon. Wählen Sie ein anderes.
tenant-created-flash = Der Tenant { $name } wurde erstellt.
tenant-saved-flash = Gespeichert.
tenant-disabled-flash = Der Tenant { $name } ist deaktiviert. Seine Tokens werden ab sofort abgewiesen.
tenant-enabled-flash = Der Tenant { $name } ist aktiviert. Seine gültigen Tokens wirken wieder.
tenant-slug-change = Kürzel ändern
tenant-slug-headline = { $name } erhält das Kürzel { $slug }
tenant-slug-tokens = { $n ->
    [one] Ein aktives Token dieses Tenants ist betroffen. Es funktioniert weiter.
   *[other] { $n } aktive Tokens dieses Tenants sind betroffen. Sie funktionieren weiter.
}
tenant-slug-alias = Proxys, Programme und Links mit „{ $slug }“ funktionieren weiter, und kein anderer Tenant kann es übernehmen. Antworten nennen ab jetzt das neue Kürzel: Eine API, die Kürzel vergleicht, muss es kennen.
