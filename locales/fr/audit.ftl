# Le journal d’audit. Les actions sont des noms, car leur objet est masculin ou féminin.

audit-token-issued = Création
audit-token-changed = Modification
audit-token-disabled = Désactivation
audit-token-enabled = Activation
audit-token-rotated = Renouvellement
audit-secret-ended = Fin anticipée de l’ancien secret
audit-secret-extended = Prolongation de l’ancien secret
audit-token-revoked = Révocation
audit-old-secret-ends = Ancien secret valable jusqu’au
# Suit le nom d’un jeton qui a fait une modification par l’API.
audit-by-token = (jeton)
# Pour les lecteurs d’écran : avant l’ancienne valeur et avant la nouvelle.
audit-before = Avant :
audit-after = Après :
audit-none = Aucun événement.
audit-shown = { $n ->
    [one] { $n } événement
   *[other] { $n } événements
}
# À la place d’une image.
audit-picture = image

# Autres actions, et leur objet : « Tenant Acme – Création ».
audit-created = Création
audit-renamed = Changement de nom
audit-moved = Déplacement
audit-slug-removed = Retrait d’un ancien nom court
audit-deleted = Suppression
audit-user-signed-in = Connexion
audit-user-signed-out = Déconnexion
audit-user-password-changed = Changement de mot de passe
audit-user-password-reset = Réinitialisation du mot de passe
audit-user-language-changed = Changement de langue
audit-checked = Vérification
audit-database-restored = Confirmation de la restauration
audit-started = Lancement
audit-stopped = Arrêt
audit-object-token = Jeton
audit-object-tenant = Tenant
audit-object-app = Application
audit-object-module = Module
audit-object-user = Utilisateur
audit-object-api-client = Client d’API
audit-object-audit = Journal d’audit
audit-object-database = Base de données
audit-role = Rôle
audit-role-owner = Propriétaire
audit-role-tenant-admin = Administrateur de tenant
audit-role-auditor = Auditeur
audit-enabled = Activé
audit-disabled = Désactivé
audit-checked-events = Événements vérifiés
audit-known-until = Connue jusqu’au
audit-lost-events = Événements perdus
audit-broken-chains = Chaînes rompues
audit-checked-all = Complète
audit-yes = oui
audit-no = non

audit-lead = Qui a fait quoi dans ce tenant, quand et d’où. Du plus récent au plus ancien.
audit-lead-all = Qui a fait quoi, quand et d’où, dans tous les tenants que vous pouvez voir. Du plus récent au plus ancien.
audit-action = Action
audit-everything = Toutes
audit-actor = Auteur
audit-object = Objet
audit-from = Du
audit-to = Au
# Sous les filtres.
audit-days = Auteur : e-mail ou nom de jeton. Objet : nom ou identifiant. Les jours commencent à minuit ({ $zone }).
audit-details = Détails
audit-event = Événement
audit-request = Identifiant de requête
audit-export = Exporter :
audit-csv = CSV
audit-json = JSON
audit-none-found = Aucun événement ne correspond
audit-none-found-text = Les noms doivent correspondre en entier, tels qu’ils étaient à ce moment-là. Retirez ou modifiez un filtre.
audit-none-yet = Aucun événement pour l’instant
audit-none-yet-text = Chaque modification apparaît ici : qui l’a faite, quand et d’où. Cela ne peut pas être désactivé.

audit-trust = Intégrité
audit-trust-text = Chaque événement est scellé avec le précédent, au moyen d’une clé qui n’est pas stockée dans la base de données. Si quelqu’un y modifie, retire, ajoute ou déplace un événement, cette vérification le détecte.
audit-check = Vérifier maintenant
audit-check-rest = Poursuivre la vérification
audit-head = Télécharger le point de contrôle
audit-head-text = Conservez le point de contrôle ailleurs. Avec lui, « latchkey audit verify --head FICHIER » détecte plus tard si des événements ont été retirés de la fin du journal.
audit-whole = { $n ->
    [one] { $n } événement vérifié. Il est intact.
   *[other] { $n } événements vérifiés. Tous sont intacts.
}
audit-part-whole = { $n ->
    [one] { $n } événement vérifié. Il est intact. La vérification a pris trop de temps pour se terminer : poursuivez-la ci-dessous.
   *[other] { $n } événements vérifiés. Tous sont intacts. La vérification a pris trop de temps pour se terminer : poursuivez-la ci-dessous.
}
# Ce qui a été trouvé dans l’un de plusieurs tenants.
audit-in-chain = { $chain } : { $what }
audit-no-tenant = Événements de la plateforme
# $event est un numéro, ou un numéro avec date et identifiant entre parenthèses.
audit-fault-changed = L’événement { $event } a été modifié, ou un événement précédent a été retiré.
audit-fault-missing = L’événement { $event } manque. La date et l’identifiant sont ceux de l’événement suivant.
audit-fault-inserted = L’événement { $event } a été ajouté sans passer par Latchkey.
audit-fault-reordered = L’événement { $event } a été déplacé.
audit-fault-cut-off = L’événement { $event } et tous les suivants ont été retirés.
audit-fault-replaced = L’événement { $event } a été remplacé par un autre.
audit-more-chains = { $n ->
    [one] Une autre chaîne est rompue.
   *[other] { $n } autres chaînes sont rompues.
}
audit-broken-advice = Quelqu’un a modifié la base de données sans passer par Latchkey. Gardez-en une copie telle quelle et comparez-la à une sauvegarde.
audit-along-with = Révoqué avec
