# Briefe über Tokens: Betreffzeilen und was darunter steht.

mail-issued = Token „{ $name }“ wurde ausgestellt
mail-rotated = Token „{ $name }“ hat ein neues Geheimnis
mail-revoked = Token „{ $name }“ wurde widerrufen
mail-expires-30 = Token „{ $name }“ läuft innerhalb von 30 Tagen ab
mail-expires-7 = Token „{ $name }“ läuft innerhalb von 7 Tagen ab
mail-expires-1 = Token „{ $name }“ läuft innerhalb von 24 Stunden ab
mail-expired = Token „{ $name }“ ist abgelaufen
mail-test = Testnachricht
mail-many = { $n ->
    [one] { $n } Nachricht über Tokens
   *[other] { $n } Nachrichten über Tokens
}

mail-advice-expires = Programme, die es verwenden, werden von da an abgewiesen. Verschieben Sie sein Ablaufdatum oder lassen Sie rechtzeitig ein anderes Token ausstellen.
mail-advice-expired = Programme, die es verwenden, werden ab sofort abgewiesen.
mail-advice-test = Jemand wollte sehen, ob Nachrichten über Tokens hier ankommen. Sie kommen an.

mail-tenant = Tenant: { $name }
mail-id = Token: { $id }
mail-end = Läuft ab: { $when }
mail-no-end = Läuft ab: nie
mail-when = Wann: { $when }
mail-why = An diese Adresse gehen Nachrichten über die Tokens von { $tenant }. Eingestellt wird das hier: { $address }
