# Les e-mails sur les jetons : objet et texte.

mail-issued = Le jeton « { $name } » a été créé
mail-rotated = Le jeton « { $name } » a été renouvelé
mail-revoked = Le jeton « { $name } » a été révoqué
mail-expires-30 = Le jeton « { $name } » expire d’ici 30 jours
mail-expires-7 = Le jeton « { $name } » expire d’ici 7 jours
mail-expires-1 = Le jeton « { $name } » expire d’ici 24 heures
mail-expired = Le jeton « { $name } » a expiré
mail-test = Message de test
mail-many = { $n ->
    [one] { $n } message sur les jetons
   *[other] { $n } messages sur les jetons
}

mail-advice-expires = Les programmes qui l’utilisent cesseront alors de fonctionner. Repoussez sa date d’expiration ou créez à temps un nouveau jeton.
mail-advice-expired = Les programmes qui l’utilisent ne fonctionnent plus.
mail-advice-test = Ceci est un test. Les messages sur les jetons arrivent à cette adresse.

mail-tenant = Tenant : { $name }
mail-id = Jeton : { $id }
mail-end = Expiration : { $when }
mail-no-end = Expiration : jamais
mail-when = Date : { $when }
mail-why = Cette adresse reçoit les notifications sur les jetons du tenant { $tenant }. Modifiez ce réglage ici : { $address }
