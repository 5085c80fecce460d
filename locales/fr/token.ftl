# Les jetons : liste, détails, révocation ; permissions et états.

token-create = Créer
token-search = Rechercher par nom ou identifiant
token-list = Jetons de ce tenant
token-list-all = Jetons de tous les tenants
token-lead-all = Tous les jetons de tous les tenants. Chaque jeton se gère dans son tenant.
token-home = Appartient à
token-tabs = Pages de ce jeton
token-tab-general = Général
token-tab-access = Accès
token-tab-usage = Utilisation
token-tab-audit = Audit
token-token = Jeton
token-tenants = Tenants
token-permissions = Permissions
token-status = État
token-status-all = Tous les états
token-created = Créé
# Sous le jour où un jeton expire.
token-created-on = créé le { $date }
token-created-by = Créé par
token-expires = Expiration
token-last-used = Dernière utilisation
token-no-expiration = sans expiration
token-never-used = jamais utilisé
token-edit = Modifier
token-rotate = Renouveler
token-duplicate = Dupliquer
token-disable = Désactiver
token-enable = Activer
token-revoke = Révoquer
token-secret = Secret
token-secret-hint = Latchkey ne conserve que les premiers et les derniers caractères.
token-id = Identifiant public

token-none-found = Aucun jeton ne correspond
token-none-found-text = Retirez un filtre ou modifiez la recherche.
token-clear-filters = Effacer les filtres
token-none-yet = Aucun jeton pour l’instant
token-none-yet-text = Un jeton permet à un programme d’utiliser l’API de ce tenant sans que personne ne se connecte. Vous choisissez ce qu’il peut faire et pendant combien de temps, et vous ne voyez son secret qu’une fois.
token-none-yet-how = Créez-en un avec le bouton ci-dessus. Cela prend environ une minute.

token-revoke-title = Révoquer le jeton
token-revoke-warning = Tout ce qui utilise ce jeton cessera immédiatement de fonctionner. Cette action est irréversible.
token-revoke-last-used = Dernière utilisation : { $when }.
token-revoke-never-used = Ce jeton n’a jamais été utilisé.
token-revoke-how = Pour confirmer, saisissez le nom du jeton : <strong>{ $name }</strong>
token-revoke-cancel = Annuler
token-name = Nom

# Les tenants d’un jeton, dans les listes.
token-scope-below = { $tenant } et ses sous-tenants
token-scope-below-future = { $tenant } et ses sous-tenants, y compris les futurs
token-scope-all = Tous les tenants
token-scope-all-future = Tous les tenants, y compris les futurs
token-other-tenants = { $n ->
    [one] 1 autre tenant
   *[other] { $n } autres tenants
}
token-keep-other-tenants = { $n ->
    [one] 1 autre tenant que vous ne pouvez pas voir
   *[other] { $n } autres tenants que vous ne pouvez pas voir
}

status-active = Actif
status-disabled = Désactivé
status-expired = Expiré
status-revoked = Révoqué
status-expires-in-days = { $n ->
    [0] Expire aujourd’hui
    [one] Expire dans { $n } jour
   *[other] Expire dans { $n } jours
}

permission-read = Lire
permission-write = Écrire
permission-create = Créer
permission-delete = Supprimer
# Deux lettres chacune, toutes différentes.
permission-read-letter = Li
permission-write-letter = Éc
permission-create-letter = Cr
permission-delete-letter = Su
# Dans "Peut lire et créer dans Acme".
permission-verb-read = lire
permission-verb-write = écrire
permission-verb-create = créer
permission-verb-delete = supprimer
permission-read-methods = GET, HEAD, OPTIONS
permission-write-methods = PUT, PATCH
permission-create-methods = POST
permission-delete-methods = DELETE

# Résultats et erreurs.
token-disabled-tenant = Ce tenant est désactivé. Activez-le avant de créer des jetons.
token-revoked-flash = Le jeton { $name } est révoqué. Il ne fonctionne plus.
token-already-revoked-flash = Le jeton { $name } était déjà révoqué.
token-disabled-flash = Le jeton { $name } est désactivé. Il ne fonctionnera pas tant que vous ne l’aurez pas réactivé.
token-enabled-flash = Le jeton { $name } est activé. Il fonctionne de nouveau.
token-already-disabled-flash = Le jeton { $name } était déjà désactivé.
token-already-enabled-flash = Le jeton { $name } était déjà activé.
token-over-revoked = Le jeton { $name } est révoqué et ne peut plus être modifié.
token-over-expired = Le jeton { $name } a expiré et ne peut plus être modifié. Dupliquez-le pour en créer un semblable.
token-name-mismatch = Ce n’est pas le nom du jeton. Saisissez-le exactement comme ci-dessus.
token-tenants-none = Choisissez au moins un tenant.
token-tenants-unknown = L’un de ces tenants n’existe pas, ou vous ne pouvez pas le choisir. Vérifiez votre sélection.
token-tenants-disabled = Le tenant { $name } est désactivé. Retirez-le de la sélection, ou activez-le d’abord.
token-all-not-allowed = Vous ne pouvez pas créer de jetons pour tous les tenants. Choisissez les tenants.
token-permissions-none = Choisissez au moins une permission.
token-tenant-is-disabled = Ce tenant est désactivé. Tous ses jetons sont refusés, et vous ne pouvez pas en créer tant qu’il n’est pas réactivé.
token-created-with = Créé avec le jeton
token-issued-title = Jetons créés avec ce jeton
token-issued-hint = Ils ont été créés via l’API Tenant avec ce jeton, directement ou avec un autre jeton de cette liste.
token-issued-count = { $n ->
    [one] { $n } jeton
   *[other] { $n } jetons
}
token-issued-review = Vérifier et révoquer
token-issued-also = { $n ->
    [one] Révoquer aussi ce jeton
   *[other] Révoquer aussi ces { $n } jetons
}
token-issued-elsewhere = { $n ->
    [one] { $n } autre jeton appartient à un tenant dont vous ne gérez pas les jetons. Il continue de fonctionner.
   *[other] { $n } autres jetons appartiennent à des tenants dont vous ne gérez pas les jetons. Ils continuent de fonctionner.
}
token-issued-only = Ce jeton est déjà révoqué. Des jetons créés avec lui existent encore.
token-issued-revoked = { $n ->
    [one] { $n } jeton créé avec lui est également révoqué.
   *[other] { $n } jetons créés avec lui sont également révoqués.
}
token-issued-under-way = { $n ->
    [one] { $n } jeton créé avec lui est en cours de révocation.
   *[other] { $n } jetons créés avec lui sont en cours de révocation.
}
