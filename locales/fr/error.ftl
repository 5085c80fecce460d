# Pages d’erreur.

error-home = Retour à l’accueil
error-id = Identifiant de l’erreur, pour l’exploitant de Latchkey :
error-sign-in = Se connecter

error-bad-request = Requête incorrecte
error-bad-request-text = Un élément manque, figure deux fois ou est illisible. Revenez en arrière et réessayez.
error-signed-out = Votre session est terminée
error-signed-out-text = Votre session a pris fin avant l’enregistrement. Rien n’a été modifié. Connectez-vous et réessayez.
error-forbidden = Action non autorisée
error-forbidden-text = Votre compte n’en a pas l’autorisation. Demandez-la à un propriétaire.
error-stale-form = Ce formulaire a expiré
error-stale-form-text = Vous avez peut-être ouvert une nouvelle session depuis. Rien n’a été modifié. Revenez en arrière, rechargez la page et réessayez.
error-not-found = Introuvable
error-not-found-text = Cette page n’existe pas, ou votre compte n’y a pas accès.
error-method = Méthode non autorisée
error-method-text = Cette adresse n’accepte pas ce type de requête.
error-conflict = Modifié par une autre personne
error-conflict-text = Le contenu a changé après que vous l’avez ouvert. Rien n’a été enregistré. Revenez en arrière, rechargez la page et refaites votre modification.
error-too-large = Trop volumineux
error-too-large-text = La requête dépasse la taille que cette page accepte. Un logo peut peser jusqu’à 1 Mio.
error-unprocessable = Saisie incorrecte
error-unprocessable-text = Les données ne correspondent pas à ce que cette page attend. Revenez en arrière et réessayez.
error-too-many = Trop de tentatives
error-too-many-text = Patientez un instant, puis réessayez.
error-broken = Une erreur s’est produite
error-broken-text = L’erreur vient de nous, pas de vous, et aucune modification n’est restée à moitié faite. Réessayez. Si le problème persiste, contactez l’exploitant de Latchkey.
error-unavailable = Momentanément indisponible
error-unavailable-text = Latchkey n’arrive pas à joindre un élément nécessaire. Réessayez dans un instant.
error-limit = Le nombre maximal est atteint
error-limit-apps = Un tenant peut avoir { $n } applications. Supprimez-en une qui ne sert plus, puis réessayez.
error-limit-modules = Il peut y avoir { $n } modules. Supprimez-en un qui ne sert plus, puis réessayez.
error-limit-api-clients = Il peut y avoir { $n } clients d’API. Révoquez-en un qui ne sert plus, puis réessayez.
error-limit-tenants = Il peut y avoir { $n } tenants.
error-limit-tokens = Un tenant peut avoir { $n } jetons. Utilisez un autre tenant pour les nouveaux.
error-limit-keys = Un jeton peut envoyer { $n } clés d’idempotence en 24 heures. Réessayez plus tard.
error-limit-bulk = Un tenant peut avoir { $n } actions groupées en cours. Attendez que l’une se termine, puis réessayez.
