# L’explorateur d’API, et les noms des opérations de l’API.

explorer-title = Explorateur d’API
explorer-intro = Toutes les opérations de l’API Tenant pour ce tenant. Les requêtes sont réellement exécutées.
explorer-document = Document OpenAPI
explorer-token = Secret
explorer-token-hint = Collez le secret d’un jeton. Il reste dans cette page et disparaît quand vous la quittez.
explorer-fields-hint = Les champs vides ne sont pas envoyés. Séparez les éléments d’une liste par des virgules. null signifie : aucune valeur.
explorer-no-script = L’envoi nécessite JavaScript. Les commandes curl fonctionnent sans.
explorer-needs = Permissions requises : { $permissions }
explorer-send = Envoyer
explorer-curl = La même requête avec curl
explorer-curl-hint = curl lit le secret dans la variable LATCHKEY_TOKEN.
explorer-headers = En-têtes
explorer-body = Corps
explorer-empty = (vide)
explorer-failed = La requête n’a pas atteint Latchkey.
explorer-missing = L’adresse est incomplète : remplissez le champ signalé.

api-group-me = Ce jeton
api-group-tenants = Tenants
api-group-apps = Applications
api-group-tokens = Jetons
api-group-audit = Événements d’audit
api-group-verification = Vérification

api-op-me = Afficher ce que peut faire ce jeton
api-op-list-tenants = Lister les tenants
api-op-read-tenant = Obtenir un tenant
api-op-list-modules = Lister les modules du tenant
api-op-list-apps = Lister les applications
api-op-create-app = Créer une application
api-op-read-app = Obtenir une application
api-op-update-app = Modifier une application
api-op-delete-app = Supprimer une application
api-op-list-tokens = Lister les jetons
api-op-create-token = Créer un jeton
api-op-read-token = Obtenir un jeton
api-op-update-token = Modifier un jeton
api-op-revoke-token = Révoquer un jeton
api-op-rotate-token = Renouveler un jeton
api-op-disable-token = Désactiver un jeton
api-op-enable-token = Activer un jeton
api-op-list-audit-events = Lister les événements d’audit
api-op-verify = Vérifier une requête pour un proxy
api-op-introspect = Vérifier un jeton (introspection)
