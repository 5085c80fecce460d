# Les pages de ce qui ne marche pas.

error-home = Retour à l'accueil
error-id = Identifiant de ce problème, pour la personne qui gère Latchkey :
error-sign-in = Se connecter

error-bad-request = Cette requête n'a pas de sens
error-bad-request-text = Un élément manque, figure deux fois ou est illisible. Revenez en arrière et réessayez.
error-signed-out = Vous avez été déconnecté
error-signed-out-text = Votre session a pris fin avant que l'opération soit terminée ; rien n'a été modifié. Connectez-vous et réessayez.
error-forbidden = Action non autorisée
error-forbidden-text = Votre compte n'en a pas le droit. Si besoin, demandez à un propriétaire de le lui accorder.
error-stale-form = Ce formulaire est trop ancien
error-stale-form-text = Une nouvelle connexion a peut-être eu lieu depuis son ouverture. Revenez en arrière, rechargez la page et réessayez ; rien n'a été modifié.
error-not-found = Introuvable
error-not-found-text = Il n'y a rien ici, ou ce n'est pas pour votre compte.
error-method = Pas de cette façon
error-method-text = Cette adresse ne répond pas à ce type de requête.
error-conflict = Quelqu'un a été plus rapide
error-conflict-text = Le contenu a changé depuis que vous l'avez ouvert. Revenez en arrière, vérifiez et recommencez si vous le souhaitez ; rien n'a été modifié.
error-too-large = Trop à la fois
error-too-large-text = L'envoi dépasse ce qui est accepté ici. Un logo peut peser jusqu'à 1 Mio.
error-unprocessable = Requête incompréhensible
error-unprocessable-text = Ce qui a été envoyé ne correspond pas à ce qui est attendu ici. Revenez en arrière et réessayez.
error-too-many = Trop de tentatives
error-too-many-text = Attendez un peu, puis réessayez.
error-broken = Une erreur s'est produite
error-broken-text = Vous n'y êtes pour rien, et rien n'a été modifié à moitié. Réessayez ; si le problème persiste, prévenez la personne qui gère Latchkey.
error-unavailable = Indisponible pour le moment
error-unavailable-text = Latchkey n'accède pas à ce dont il a besoin. Réessayez dans un instant.
error-limit = Le nombre maximal est atteint
error-limit-apps = Un tenant peut avoir { $n } applications. Supprimez-en une qui ne sert plus, puis réessayez.
error-limit-modules = Il peut y avoir { $n } modules. Supprimez-en un qui ne sert plus, puis réessayez.
error-limit-api-clients = Il peut y avoir { $n } clients d'API. Révoquez-en un qui ne sert plus, puis réessayez.
error-limit-tenants = Il peut y avoir { $n } tenants.
error-limit-tokens = Un tenant peut avoir { $n } jetons. Utilisez un autre tenant pour les nouveaux.
error-limit-keys = Un jeton peut envoyer { $n } clés d'idempotence en 24 heures. Réessayez plus tard.
error-limit-bulk = Un tenant peut avoir { $n } modifications groupées en cours. Attendez que l'une se termine, puis réessayez.
