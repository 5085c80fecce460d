# Les tokens : liste, détails, révocation ; permissions et états.

token-create = Créer
token-search = Rechercher par nom ou identifiant
token-list = Tokens de ce tenant
token-list-all = Tokens de tous les tenants
token-lead-all = Tous les tokens de tous les tenants. Ce que vous faites à l’un d’eux se fait dans son tenant.
token-home = Appartient à
token-tabs = Pages de ce token
token-tab-general = Général
token-tab-access = Accès
token-tab-usage = Utilisation
token-tab-audit = Journal
token-token = Token
token-tenants = Tenants
token-permissions = Permissions
token-status = État
token-status-all = Tous les états
token-created = Créé
# Sous le jour où un token expire.
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
token-secret-hint = Seuls son début et sa fin restent visibles.
token-id = Identifiant public

token-none-found = Aucun token ne correspond
token-none-found-text = Aucun token n'est ainsi. Retirez un filtre ou cherchez autre chose.
token-clear-filters = Effacer les filtres
token-none-yet = Aucun token pour l'instant
token-none-yet-text = Un token permet à un programme d'utiliser l'API de ce tenant sans que personne ne se connecte. Vous choisissez ce qu'il peut faire et jusqu'à quand, et vous voyez son secret une seule fois.
token-none-yet-how = Commencez par le bouton ci-dessus : cela prend environ une minute.

token-revoke-title = Révoquer le token
token-revoke-warning = Tout ce qui utilise ce token est désormais refusé. Cette action est irréversible.
token-revoke-last-used = Dernière utilisation : { $when }.
token-revoke-never-used = Il n'a jamais été utilisé.
token-revoke-how = Pour confirmer, saisissez le nom du token : <strong>{ $name }</strong>
token-revoke-cancel = Annuler
token-name = Nom

# Pour qui un token est valable, dans les listes.
token-scope-below = { $tenant } et ses sous-tenants
token-scope-below-future = { $tenant } et ses sous-tenants, y compris les futurs
token-scope-all = Tous les tenants
token-scope-all-future = Tous les tenants, y compris les futurs

status-active = Actif
status-disabled = Désactivé
status-expired = Expiré
status-revoked = Révoqué
status-expires-in-days = { $n ->
    [0] Expire aujourd'hui
    [one] Expire dans { $n } jour
   *[other] Expire dans { $n } jours
}

permission-read = Lire
permission-write = Écrire
permission-create = Créer
permission-delete = Supprimer
# Une ou deux lettres qui distinguent les quatre.
permission-read-letter = L
permission-write-letter = É
permission-create-letter = C
permission-delete-letter = S
# Dans "Peut lire et créer dans Acme".
permission-verb-read = lire
permission-verb-write = écrire
permission-verb-create = créer
permission-verb-delete = supprimer
permission-read-methods = GET, HEAD, OPTIONS
permission-write-methods = PUT, PATCH
permission-create-methods = POST
permission-delete-methods = DELETE

# Ce qui s'est passé et ce qui ne va pas.
token-disabled-tenant = Ce tenant est désactivé. Activez-le avant de délivrer des tokens.
token-revoked-flash = Le token { $name } est révoqué. Il est désormais refusé.
token-already-revoked-flash = Le token { $name } était déjà révoqué.
token-disabled-flash = Le token { $name } est désactivé. Il est désormais refusé, jusqu'à ce qu'il soit réactivé.
token-enabled-flash = Le token { $name } est activé. Il fonctionne dès maintenant.
token-already-disabled-flash = Le token { $name } était déjà désactivé.
token-already-enabled-flash = Le token { $name } était déjà activé.
token-over-revoked = Le token { $name } est révoqué, et c'est définitif. Rien n'a été modifié.
token-over-expired = Le token { $name } a expiré et ne change plus. Dupliquez-le pour en délivrer un semblable.
token-name-mismatch = Ce n'est pas le nom du token. Saisissez-le exactement comme il est écrit ci-dessus.
token-tenants-none = Choisissez au moins un tenant.
token-tenants-unknown = L'un de ces tenants n'existe pas, ou vous ne pouvez pas le choisir.
token-tenants-disabled = Le tenant { $name } est désactivé. Retirez-le, ou activez-le d'abord.
token-all-not-allowed = Vous ne pouvez pas délivrer de tokens pour tous les tenants.
token-permissions-none = Choisissez au moins une permission.
token-tenant-is-disabled = Ce tenant est désactivé : tous ses tokens sont refusés, et aucun nouveau ne peut être émis tant qu'il n'est pas réactivé.

token-created-with = Créé avec le jeton
token-issued-title = Jetons créés avec lui
token-issued-hint = Des programmes qui détiennent ce jeton les ont créés via la Tenant API, directement ou avec l’un d’entre eux.
token-issued-count = { $n ->
    [one] { $n } jeton
   *[other] { $n } jetons
}
token-issued-review = Vérifier et révoquer
token-issued-also = { $n ->
    [one] Révoquer aussi ce { $n } jeton
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
