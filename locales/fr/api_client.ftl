# Les clients d’API : les API qui vérifient elles-mêmes les jetons. Liste, création, secret, détails, révocation.

api-client-title = Clients d’API
api-client-lead = Un client d’API est une API qui interroge Latchkey sur les jetons qu’elle reçoit (introspection de jetons). Elle ne voit que les jetons qui ont au moins un de ses modules.
api-client-one = Client d’API
api-client-create = Créer
api-client-new = Créer un client d’API
api-client-save = Enregistrer
api-client-cancel = Annuler
api-client-name = Nom
api-client-name-hint = L’API qui interroge Latchkey. Choisissez un nom que vous reconnaîtrez dans un an.
api-client-modules = Modules
api-client-modules-hint = Les parties de l’API protégée qu’elle fournit.
api-client-status = État
api-client-created = Créé
api-client-created-by = Créé par
api-client-secret = Secret
api-client-secret-hint = Latchkey ne conserve que les premiers et les derniers caractères. Si vous perdez le secret, créez un autre client d’API et révoquez celui-ci.
api-client-id = Identifiant du client
api-client-none = Aucun client d’API pour l’instant
api-client-none-text = Les API placées derrière un proxy n’en ont pas besoin : le proxy interroge Latchkey pour elles. Créez-en un pour une API qui interroge Latchkey elle-même.

api-client-copy-now = Copiez le secret maintenant
api-client-shown-once = Il ne sera plus affiché. Il est déjà actif.
api-client-try-hint = Remplacez le dernier mot par un jeton. Pour les jetons qui ne sont pas actifs ou n’ont aucun des modules, la réponse est active: false.
api-client-leave-warning = Si vous quittez cette page, le secret sera perdu.

api-client-revoke-title = Révoquer le client d’API
api-client-revoke-warning = Dès sa révocation, cette API ne pourra plus vérifier de jetons. Cette action est irréversible.
api-client-revoke-how = Pour confirmer, saisissez le nom du client d’API : <strong>{ $name }</strong>

# Résultats et erreurs.
api-client-modules-none = Choisissez au moins un module.
api-client-form-unreadable = Une partie de ce formulaire n’a pas été transmise. Vérifiez-le et enregistrez de nouveau.
api-client-name-mismatch = Ce n’est pas le nom du client d’API. Saisissez-le exactement comme ci-dessus.
api-client-revoked-flash = Le client d’API { $name } est révoqué. Il ne peut plus vérifier de jetons.
api-client-already-revoked-flash = Le client d’API { $name } était déjà révoqué.
