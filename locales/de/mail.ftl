# E-Mails über Tokens: Betreff und Text.

mail-issued = Token „{ $name }“ wurde erstellt
mail-rotated = Token „{ $name }“ wurde rotiert
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

mail-advice-expires = Programme, die es verwenden, funktionieren dann nicht mehr. Wählen Sie ein späteres Ablaufdatum oder erstellen Sie rechtzeitig ein neues Token.
mail-advice-expired = Programme, die es verwenden, funktionieren nicht mehr.
mail-advice-test = Das ist ein Test. Nachrichten über Tokens kommen unter dieser Adresse an.

mail-tenant = Tenant: { $name }
mail-id = Token: { $id }
mail-end = Ablauf: { $when }
mail-no-end = Ablauf: nie
mail-when = Zeitpunkt: { $when }
mail-why = An diese Adresse gehen Benachrichtigungen über die Tokens von { $tenant }. Sie können das hier ändern: { $address }
