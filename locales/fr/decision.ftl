# Pourquoi une requête a été refusée, d’après son identifiant de décision.

decision-title = Décisions
decision-lead = Chaque requête refusée reçoit un identifiant de décision dans l’en-tête X-Latchkey-Decision-Id. Retrouvez ici le motif, dès quelques secondes après le refus et pendant sept jours.
decision-id = Identifiant de décision
decision-look-up = Consulter
decision-time = Date et heure
decision-token = Jeton
decision-token-unknown = inconnu
decision-tenant = Tenant demandé
decision-module = Module demandé
decision-method = Méthode
decision-address = Adresse
decision-not-told = non précisé
decision-none-found = Aucune décision trouvée
decision-none-found-text = Aucun refus ne porte cet identifiant, il date de plus de sept jours, ou votre compte n’y a pas accès.

# Les motifs, chacun avec ce qu’il faut faire.
decision-unknown = Aucun jeton n’a ce secret.
decision-unknown-advice = Il est peut-être mal saisi, tronqué ou issu d’une autre instance. Comparez ses quatre derniers caractères à ceux de la page du jeton.
decision-disabled = Le jeton est désactivé.
decision-disabled-advice = Pour qu’il fonctionne de nouveau, activez-le sur sa page.
decision-expired = Le jeton a expiré.
decision-revoked = Le jeton est révoqué.
decision-issue-another = C’est irréversible. Créez un nouveau jeton pour le programme qui l’utilise.
decision-secret-replaced = Le secret a été remplacé par un plus récent, et sa période de transition est terminée.
decision-secret-replaced-advice = Donnez au programme le secret actuel du jeton, ou renouvelez le jeton une fois de plus.
decision-tenant-disabled = Le tenant du jeton est désactivé, ou tous les tenants auxquels il a accès le sont.
decision-tenant-disabled-advice = Pour que ses jetons fonctionnent de nouveau, activez le tenant dans ses paramètres.
decision-wrong-tenant = Le jeton n’a pas accès au tenant demandé, ou ce tenant est désactivé ou n’existe pas.
decision-wrong-tenant-advice = Comparez le tenant de la configuration du proxy aux tenants du jeton.
decision-wrong-module = Le jeton n’a pas le module demandé, ou ce module n’est pas activé pour le tenant.
decision-wrong-module-advice = Comparez les modules du jeton et du tenant à ceux que demande le proxy ou le client d’API.
decision-missing-permission = Le jeton n’a pas la permission { $permission }.
decision-missing-permission-advice = Si la requête doit être autorisée, ajoutez cette permission au jeton.
decision-no-token = La requête ne contient pas de jeton.
decision-no-token-advice = Envoyez-le dans Authorization: Bearer, dans X-API-Key ou comme mot de passe de l’authentification Basic.
decision-no-method = Le proxy n’a pas envoyé la méthode de la requête.
decision-unknown-method = Aucune permission ne couvre la méthode de la requête.
decision-unknown-method-advice = Les jetons n’autorisent que GET, HEAD, OPTIONS, PUT, PATCH, POST et DELETE.
decision-ambiguous-method = Le proxy a envoyé deux méthodes différentes.
decision-ambiguous-path = Le chemin de la requête est ambigu.
decision-ambiguous-path-advice = Envoyez-le sans doubles barres obliques, segments de points, points-virgules, barres obliques inverses ou encodées.
decision-unreadable-query = La chaîne de requête que le proxy envoie à Latchkey n’est pas valide.
decision-unknown-parameter = Le proxy envoie à Latchkey un paramètre inconnu, peut-être une faute de frappe dans tenant ou module.
decision-unknown-parameter-advice = Corrigez l’adresse de vérification dans la configuration du proxy. Latchkey accepte les paramètres tenant et module.
decision-proxy-advice = Comparez la configuration du proxy à celle de la documentation.
decision-other = Motif : { $reason }
