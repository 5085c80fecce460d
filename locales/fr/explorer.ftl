# L’explorateur d’API, et les noms de ce que les programmes peuvent appeler.

explorer-title = Explorateur d’API
explorer-intro = Toutes les opérations de l’API Tenant pour ce tenant. Ce que vous envoyez est exécuté.
explorer-document = Document OpenAPI
explorer-token = Secret à envoyer
explorer-token-hint = Collez le secret d’un token. Il reste dans cette page et disparaît quand vous la quittez.
explorer-fields-hint = Les champs vides ne sont pas envoyés. Séparez les éléments d’une liste par des virgules ; null signifie aucune valeur.
explorer-no-script = L’envoi demande JavaScript ; les lignes curl fonctionnent sans.
explorer-needs = Permissions nécessaires : { $permissions }
explorer-send = Envoyer
explorer-curl = Le même appel avec curl
explorer-curl-hint = curl prend le secret dans la variable LATCHKEY_TOKEN.
explorer-headers = En-têtes
explorer-body = Contenu
explorer-empty = (vide)
explorer-failed = L’appel n’a pas abouti.
explorer-missing = L’adresse de l’appel est incomplète : remplissez le champ signalé.

api-group-me = Ce token
api-group-tenants = Tenants
api-group-apps = Applications
api-group-tokens = Jetons
api-group-audit = Événements d’audit
api-group-verification = Vérification

api-op-me = Ce que peut faire le token présenté
api-op-list-tenants = Lister les tenants
api-op-read-tenant = Lire un tenant
api-op-list-modules = Lister les modules du tenant
api-op-list-apps = Lister les applications
api-op-create-app = Créer une application
api-op-read-app = Lire une application
api-op-update-app = Modifier une application
api-op-delete-app = Supprimer une application
api-op-list-tokens = Lister les tokens
api-op-create-token = Émettre un token
api-op-read-token = Lire un token
api-op-update-token = Modifier un token
api-op-revoke-token = Révoquer définitivement un token
api-op-rotate-token = Donner un nouveau secret à un token
api-op-disable-token = Désactiver un token
api-op-enable-token = Activer un token
api-op-list-audit-events = Lister les événements d’audit
api-op-verify = Demander, pour un proxy, si une requête peut passer
api-op-introspect = Faire vérifier un token
