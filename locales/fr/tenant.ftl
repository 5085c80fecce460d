# Les tenants : liste, création, résumé, paramètres.

tenant-tenants = Tenants
tenant-one = Tenant
tenant-create = Créer
tenant-new = Créer un tenant
tenant-save = Enregistrer
tenant-cancel = Annuler
tenant-name = Nom
tenant-slug = Nom court
tenant-slug-hint-new = Son nom dans les adresses : minuscules, chiffres et traits d'union. Laissé vide, il est tiré du nom.
tenant-slug-hint-change = Son nom dans les adresses : minuscules, chiffres et traits d'union. Les adresses avec l'ancien nom court continuent de fonctionner.
tenant-time-zone = Fuseau horaire
tenant-time-zone-hint = Les dates sont lues et affichées dans ce fuseau.
tenant-language = Langue
tenant-language-hint = Pour les personnes qui n'en ont pas choisi elles-mêmes.
tenant-status = État
tenant-active-tokens = Tokens actifs
tenant-created = Créé

tenant-search = Rechercher par nom ou nom court
tenant-find = Rechercher
tenant-none-found = Aucun tenant ne correspond
tenant-none-found-text = Aucun des tenants que vous pouvez voir ne contient cela dans son nom ou son nom court.
tenant-clear-search = Tout afficher

tenant-none = Aucun tenant pour l'instant
tenant-none-text = Un tenant est une organisation dont les ressources restent séparées de celles des autres. Chaque token appartient à un tenant.
tenant-begin-create = Créez le premier tenant avec le bouton ci-dessus.
tenant-begin-token = Sur sa page « API », créez un token.
tenant-begin-use = Copiez le secret dans le programme qui doit l'utiliser.
tenant-none-given = Aucun tenant ne vous a été attribué. Demandez l'accès à un propriétaire.

tenant-tokens = Tokens
tenant-attention = À examiner
tenant-all-well = Rien à examiner.
# Après un nombre de tokens.
tenant-late = { $n ->
    [one] expiré, mais encore appelé
   *[other] expirés, mais encore appelés
}
tenant-expiring = { $n ->
    [one] expire dans les 30 jours
   *[other] expirent dans les 30 jours
}
tenant-orphaned = { $n ->
    [one] reste valable alors que son créateur est parti
   *[other] restent valables alors que leur créateur est parti
}
tenant-unused = { $n ->
    [one] inutilisé depuis 90 jours
   *[other] inutilisés depuis 90 jours
}
tenant-never-used = { $n ->
    [one] créé il y a 30 jours ou plus et jamais utilisé
   *[other] créés il y a 30 jours ou plus et jamais utilisés
}
tenant-facts = À propos de ce tenant

tenant-disable-title = Désactiver ce tenant
tenant-disable-text = Tant qu'il est désactivé, ses tokens sont refusés. Rien n'est supprimé, et il peut être réactivé.
tenant-disable-ask = Désactiver ce tenant…
tenant-disable-sure = Tous les tokens de <strong>{ $name }</strong> cessent aussitôt de fonctionner.
tenant-disable = Désactiver
tenant-is-disabled = Ce tenant est désactivé
tenant-enable-text = Ses tokens sont refusés. Une fois le tenant réactivé, ceux qui sont encore valables fonctionnent aussitôt.
tenant-enable = Activer

# Un tenant au-dessus d'un autre, et ceux qui sont en dessous.
tenant-parent = Tenant parent
tenant-parent-hint = Les personnes qui administrent ou auditent le parent, ou un tenant au-dessus, le peuvent aussi ici. Leurs tokens n'atteignent ce tenant que s'ils incluent les sous-tenants. Tant qu'un tenant au-dessus est désactivé, les tokens de celui-ci sont refusés.
tenant-parent-none = Aucun
tenant-parent-now = Ce tenant se trouve sous <strong>{ $parent }</strong>.
tenant-parent-top = Ce tenant ne se trouve sous aucun autre.
tenant-parent-change = Changer de parent…
tenant-parent-circle = Un tenant ne peut se trouver ni sous lui-même, ni sous un tenant qui se trouve sous lui.
tenant-parent-too-deep = Les tenants s'imbriquent sur huit niveaux au plus.
tenant-children = Sous-tenants
tenant-below = sous
tenant-next = Suivant
tenant-back = Retour
tenant-move = Déplacer
tenant-move-below = { $name } passe sous { $parent }
tenant-move-to-top = { $name } ne sera plus sous aucun autre tenant
tenant-move-along = { $n ->
    [one] Un tenant en dessous le suit.
   *[other] { $n } tenants en dessous le suivent.
}
tenant-move-reached-by = { $n ->
    [one] Un token d'un tenant au-dessus, qui inclut les sous-tenants, l'atteindra, avec tout ce qui est en dessous.
   *[other] { $n } tokens des tenants au-dessus, qui incluent les sous-tenants, l'atteindront, avec tout ce qui est en dessous.
}
tenant-move-lost-by = { $n ->
    [one] Un token, qui inclut les sous-tenants, ne l'atteindra plus.
   *[other] { $n } tokens, qui incluent les sous-tenants, ne l'atteindront plus.
}
tenant-move-people = Les personnes qui ont un rôle dans { $parent }, ou au-dessus, l'ont aussi ici.
tenant-move-people-lost = Les personnes qui n'ont leur rôle que par { $parent } le perdent ici.
tenant-move-disabled = { $parent } est désactivé : les tokens de ce tenant sont refusés aussitôt.
tenant-disabled-above = Un tenant au-dessus de celui-ci est désactivé : ses tokens sont refusés tant qu'il le reste.

# Ce qui s'est passé et ce qui ne va pas.
tenant-slug-needed = Aucun nom court ne peut être tiré de ce nom. Saisissez-en un.
tenant-slug-taken = Un autre tenant porte déjà ce nom court. Choisissez-en un autre.
tenant-created-flash = Le tenant { $name } a été créé.
tenant-saved-flash = Enregistré.
tenant-disabled-flash = Le tenant { $name } est désactivé. Ses tokens sont désormais refusés.
tenant-enabled-flash = Le tenant { $name } est activé. Ses tokens valables fonctionnent de nouveau.
tenant-slug-change = Changer le nom court
tenant-slug-headline = { $name } prend le nom court { $slug }
tenant-slug-tokens = { $n ->
    [one] Un jeton actif de ce tenant est concerné. Il continue de fonctionner.
   *[other] { $n } jetons actifs de ce tenant sont concernés. Ils continuent de fonctionner.
}
tenant-slug-alias = Les proxys, programmes et liens qui utilisent « { $slug } » continuent de fonctionner, et aucun autre tenant ne peut le prendre. Les réponses indiquent désormais le nouveau nom court : une API qui compare les noms courts doit le connaître.
