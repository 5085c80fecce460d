# Pourquoi une requête a été refusée, retrouvé par l'identifiant que l'appelant a reçu.

decision-title = Décisions
decision-lead = Toute requête refusée reçoit un identifiant (l'en-tête X-Latchkey-Decision-Id). Il mène ici au motif, quelques secondes après le refus et pendant sept jours.
decision-id = Identifiant de décision
decision-look-up = Consulter
decision-time = Date et heure
decision-token = Token
decision-token-unknown = inconnu
decision-tenant = Tenant demandé
decision-module = Module demandé
decision-method = Méthode
decision-address = Adresse
decision-not-told = non précisé
decision-none-found = Aucune décision trouvée
decision-none-found-text = Aucun refus n'a cet identifiant, ou il n'est pas pour votre compte, ou il date de plus de sept jours.

# Les motifs, et que faire.
decision-unknown = Aucun token n'a le secret présenté.
decision-unknown-advice = Il peut être mal saisi, tronqué ou provenir d'une autre instance. Comparez ses quatre derniers caractères avec la page du token.
decision-disabled = Le token est désactivé.
decision-disabled-advice = Activez-le sur sa page s'il doit fonctionner de nouveau.
decision-expired = Le token a expiré.
decision-revoked = Le token est révoqué.
decision-issue-another = C'est définitif. Délivrez un autre token à ce qui l'utilise.
decision-secret-replaced = Le secret a été remplacé par un autre, et sa période de transition est terminée.
decision-secret-replaced-advice = Donnez à ce qui utilise le token son secret actuel, ou renouvelez-le encore une fois.
decision-tenant-disabled = Le tenant du token est désactivé, ou tous ceux qu'il atteint.
decision-tenant-disabled-advice = Activez le tenant dans ses paramètres si ses tokens doivent fonctionner de nouveau.
decision-wrong-tenant = Le token n'atteint pas le tenant demandé, ou ce tenant est désactivé ou n'existe pas.
decision-wrong-tenant-advice = Comparez le tenant indiqué par le proxy avec les tenants du token.
decision-wrong-module = Le token n'a pas le module demandé, ou celui-ci n'est pas activé pour le tenant.
decision-wrong-module-advice = Comparez les modules du token et du tenant avec ce que demande le proxy ou le client d'API.
decision-missing-permission = Il manque au token la permission { $permission }.
decision-missing-permission-advice = Délivrez un token qui l'a, si la requête doit être autorisée.
decision-no-token = Aucun token n'a été présenté.
decision-no-token-advice = Envoyez-le dans Authorization: Bearer, dans X-API-Key ou comme mot de passe de Basic.
decision-no-method = Le proxy n'a pas indiqué la méthode de la requête.
decision-unknown-method = Aucune permission ne couvre la méthode de la requête.
decision-unknown-method-advice = Les tokens autorisent GET, HEAD, OPTIONS, PUT, PATCH, POST et DELETE, et rien d'autre.
decision-ambiguous-method = Le proxy a indiqué deux méthodes différentes.
decision-ambiguous-path = Le chemin de la requête peut se lire de deux façons.
decision-ambiguous-path-advice = Envoyez-le sans doubles barres obliques, segments de points, points-virgules, barres obliques inverses ou encodées.
decision-unreadable-query = L'adresse à laquelle le proxy interroge est incompréhensible.
decision-unknown-parameter = Le proxy interroge Latchkey avec un paramètre inconnu, peut-être une faute de frappe dans tenant ou module.
decision-unknown-parameter-advice = Corrigez l’adresse de vérification dans la configuration du proxy. Latchkey connaît les paramètres tenant et module.
decision-proxy-advice = Comparez la configuration du proxy avec celle de la documentation.
decision-other = Motif : { $reason }
