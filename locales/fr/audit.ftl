# Ce qui s'est passé, en mots simples.

audit-token-issued = Délivré
audit-token-changed = Modifié
audit-token-disabled = Désactivé
audit-token-enabled = Activé
audit-token-rotated = Renouvelé
audit-secret-ended = Ancien secret arrêté plus tôt
audit-secret-extended = Ancien secret prolongé
audit-token-revoked = Révoqué
audit-old-secret-ends = Fin de l'ancien secret
# À côté du nom d'un token qui a agi.
audit-by-token = (un token)
# Seulement à l'oreille : avant l'ancienne valeur, et avant la nouvelle.
audit-before = Avant :
audit-after = Maintenant :
audit-none = Rien n'est consigné.
audit-shown = { $n ->
    [one] { $n } événement
   *[other] { $n } événements
}
# À la place de l'image elle-même.
audit-picture = une image

# Les mots pour ce qui se fait d'autre, et sur quoi : « Tenant Acme – Créé ».
audit-created = Création
audit-renamed = Nouveau nom
audit-moved = Déplacement
audit-deleted = Suppression
audit-user-signed-in = Connexion
audit-user-signed-out = Déconnexion
audit-user-password-changed = Mot de passe modifié
audit-user-password-reset = Mot de passe réinitialisé
audit-user-language-changed = Langue modifiée
audit-checked = Vérification
audit-database-restored = Restauration confirmée
audit-started = Commencé
audit-stopped = Arrêté
audit-thing-token = Token
audit-thing-tenant = Tenant
audit-thing-app = Application
audit-thing-module = Module
audit-thing-user = Personne
audit-thing-api-client = Client d'API
audit-thing-audit = Journal d'audit
audit-thing-database = Base de données
audit-role = Rôle
audit-role-owner = Propriétaire
audit-role-tenant-admin = Administrateur de tenant
audit-role-auditor = Auditeur
audit-enabled = Activé
audit-disabled = Désactivé
audit-checked-events = Événements vérifiés
audit-known-until = Connu jusqu'au
audit-lost-events = Événements perdus
audit-broken-chains = Chaînes rompues
audit-checked-all = Jusqu'à la fin
audit-yes = oui
audit-no = non

audit-lead = Qui a fait quoi dans ce tenant, quand et d'où, le plus récent en premier.
audit-lead-all = Qui a fait quoi, quand et d'où, dans tous les tenants que vous pouvez voir, le plus récent en premier.
audit-action = Quoi
audit-everything = Tout
audit-actor = Qui
audit-object = Sur quoi
audit-from = Du
audit-to = Au
# Sous les filtres.
audit-days = Qui : un e-mail ou un nom de token. Sur quoi : un nom ou un identifiant. Les jours commencent à minuit à l'heure de { $zone }.
audit-details = Détails
audit-event = Événement
audit-request = Requête
audit-export = Enregistrer cette liste en :
audit-csv = CSV
audit-json = JSON
audit-none-found = Aucun événement ne correspond
audit-none-found-text = Les noms sont comparés en entier, tels qu'ils étaient alors. Essayez avec moins de filtres.
audit-none-yet = Il ne s'est encore rien passé
audit-none-yet-text = Désormais, tout ce qui est délivré, modifié ou révoqué figure ici, avec qui l'a fait et d'où. Personne ne peut désactiver cela.

audit-trust = Peut-on s'y fier ?
audit-trust-text = Chaque événement est scellé avec celui qui le précède, sous une clé qui n'est pas dans la base de données. Quiconque modifie, retire, ajoute ou déplace un événement dans la base est découvert ici.
audit-check = Vérifier maintenant
audit-check-rest = Vérifier la suite
audit-head = Télécharger la tête de chaîne
audit-head-text = Conservez la tête de chaîne ailleurs : « latchkey audit verify --head FICHIER » découvre plus tard si des événements plus récents ont été coupés.
audit-whole = { $n ->
    [one] { $n } événement vérifié : il est tel qu'il a été écrit.
   *[other] { $n } événements vérifiés : tous sont tels qu'ils ont été écrits.
}
audit-part-whole = { $n ->
    [one] { $n } événement vérifié, il est tel qu'il a été écrit. Le temps a manqué : vérifiez la suite ci-dessous.
   *[other] { $n } événements vérifiés, tous sont tels qu'ils ont été écrits. Le temps a manqué : vérifiez la suite ci-dessous.
}
# Ce qui a été trouvé dans l'un de plusieurs tenants.
audit-in-chain = { $chain } : { $what }
audit-no-tenant = Événements hors tenant
# $event est un numéro, ou un numéro avec date et identifiant entre parenthèses.
audit-fault-changed = L'événement { $event } a été modifié, ou un événement précédent a été retiré.
audit-fault-missing = L'événement { $event } manque ; celui qui le suit est entre parenthèses.
audit-fault-inserted = L'événement { $event } a été ajouté : Latchkey ne l'a pas écrit.
audit-fault-reordered = L'événement { $event } n'est pas là où il a été écrit.
audit-fault-cut-off = À partir de l'événement { $event }, des événements ont été coupés.
audit-fault-replaced = L'événement { $event } n'est plus celui qu'il était.
audit-more-chains = { $n ->
    [one] Une autre chaîne est rompue.
   *[other] { $n } autres chaînes sont rompues.
}
audit-broken-advice = Quelqu'un a écrit dans la base de données sans passer par Latchkey : gardez-en une copie telle quelle, et comparez-la avec une sauvegarde.
audit-along-with = Révoqué avec
