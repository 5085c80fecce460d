# Les lettres au sujet des tokens : objets, et ce qui suit.

mail-issued = Le token « { $name } » a été émis
mail-rotated = Le token « { $name } » a un nouveau secret
mail-revoked = Le token « { $name } » a été révoqué
mail-expires-30 = Le token « { $name } » expire d'ici 30 jours
mail-expires-7 = Le token « { $name } » expire d'ici 7 jours
mail-expires-1 = Le token « { $name } » expire d'ici 24 heures
mail-expired = Le token « { $name } » a expiré
mail-test = Message d'essai
mail-many = { $n ->
    [one] { $n } message au sujet de tokens
   *[other] { $n } messages au sujet de tokens
}

mail-advice-expires = Les programmes qui l'utilisent seront alors refusés. Reportez sa date d'expiration, ou faites émettre un autre token à temps.
mail-advice-expired = Les programmes qui l'utilisent sont désormais refusés.
mail-advice-test = Quelqu'un voulait voir si les messages au sujet des tokens arrivent ici. Ils arrivent.

mail-tenant = Tenant : { $name }
mail-id = Token : { $id }
mail-end = Expiration : { $when }
mail-no-end = Expiration : jamais
mail-when = Quand : { $when }
mail-why = Cette adresse reçoit les messages au sujet des tokens de { $tenant }. Cela se règle ici : { $address }
