# Les clients d'API : les API qui se renseignent elles-mêmes sur les tokens. Liste, création, secret, détails, révocation.

api-client-title = Clients d'API
api-client-lead = Un client d'API est une API qui interroge elle-même Latchkey sur les tokens qu'elle reçoit (introspection). Elle ne voit que les tokens qui ont au moins un de ses modules.
api-client-one = Client d'API
api-client-create = Créer
api-client-new = Créer un client d'API
api-client-save = Enregistrer
api-client-cancel = Annuler
api-client-name = Nom
api-client-name-hint = L'API qui interroge, pour que vous la reconnaissiez dans un an.
api-client-modules = Modules
api-client-modules-hint = Les parties de l'API protégée qu'elle dessert.
api-client-status = État
api-client-created = Créé
api-client-created-by = Créé par
api-client-secret = Secret
api-client-secret-hint = Seuls son début et sa fin restent visibles. S'il est perdu, créez un autre client d'API et révoquez celui-ci.
api-client-id = Identifiant du client
api-client-none = Aucun client d'API pour l'instant
api-client-none-text = Les API placées derrière un proxy qui interroge pour elles n'en ont pas besoin. Créez-en un pour une API qui interroge elle-même.

api-client-copy-now = Copiez le secret maintenant
api-client-shown-once = Il n'est affiché que cette fois et fonctionne déjà.
api-client-try-hint = Mettez un token à la place du dernier mot. Les tokens qui ne sont pas actifs, ou n'ont aucun des modules, donnent active: false.
api-client-leave-warning = Si vous quittez cette page, le secret est perdu.

api-client-revoke-title = Révoquer le client d'API
api-client-revoke-warning = Cette API ne peut plus se renseigner sur les tokens. Cette action est irréversible.
api-client-revoke-how = Pour confirmer, saisissez le nom du client d'API : <strong>{ $name }</strong>

# Ce qui s'est passé et ce qui ne va pas.
api-client-modules-none = Choisissez au moins un module.
api-client-form-unreadable = Ce formulaire n'est pas arrivé en entier. Vérifiez-le et enregistrez de nouveau.
api-client-name-mismatch = Ce n'est pas le nom du client d'API. Saisissez-le exactement comme il est écrit ci-dessus.
api-client-revoked-flash = Le client d'API { $name } est révoqué. Il est désormais refusé.
api-client-already-revoked-flash = Le client d'API { $name } était déjà révoqué.
