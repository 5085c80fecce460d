# Les tenants : liste, création, résumé, paramètres.

tenant-tenants = Tenants
tenant-one = Tenant
tenant-create = Créer
tenant-new = Créer un tenant
tenant-save = Enregistrer
tenant-cancel = Annuler
tenant-name = Nom
tenant-slug = Nom court
tenant-slug-hint-new = Son nom dans les adresses : minuscules, chiffres et traits d’union. Laissez ce champ vide pour le déduire du nom.
tenant-slug-hint-change = Son nom dans les adresses : minuscules, chiffres et traits d’union. Les adresses avec l’ancien nom court continuent de fonctionner.
tenant-time-zone = Fuseau horaire
tenant-time-zone-hint = Les dates et heures sont saisies et affichées dans ce fuseau.
tenant-language = Langue
tenant-language-hint = Pour les e-mails sur ses jetons et pour les personnes qui n’ont pas choisi de langue.
tenant-status = État
tenant-active-tokens = Jetons actifs
tenant-created = Créé

tenant-search = Rechercher par nom ou nom court
tenant-find = Rechercher
tenant-none-found = Aucun tenant ne correspond
tenant-none-found-text = Aucun tenant auquel vous avez accès ne contient ce texte dans son nom ou son nom court. Modifiez la recherche ou affichez tout.
tenant-clear-search = Tout afficher

tenant-none = Aucun tenant pour l’instant
tenant-none-text = Un tenant est une organisation dont les ressources sont séparées de toutes les autres. Chaque jeton appartient à un tenant.
tenant-begin-create = Créez le premier tenant avec le bouton ci-dessus.
tenant-begin-token = Sur sa page « API », créez un jeton.
tenant-begin-use = Copiez le secret dans le programme qui doit l’utiliser.
tenant-none-given = Vous n’avez encore accès à aucun tenant. Demandez l’accès à un propriétaire.

tenant-tokens = Jetons
tenant-attention = À traiter
tenant-all-well = Rien à traiter.
# Suit un nombre.
tenant-late = { $n ->
    [one] jeton a expiré mais est encore appelé
   *[other] jetons ont expiré mais sont encore appelés
}
tenant-expiring = { $n ->
    [one] jeton expire dans les 30 prochains jours
   *[other] jetons expirent dans les 30 prochains jours
}
tenant-orphaned = { $n ->
    [one] jeton fonctionne encore alors que son créateur est parti
   *[other] jetons fonctionnent encore alors que leur créateur est parti
}
tenant-unused = { $n ->
    [one] jeton n’a pas été utilisé depuis 90 jours
   *[other] jetons n’ont pas été utilisés depuis 90 jours
}
tenant-never-used = { $n ->
    [one] jeton n’a jamais été utilisé depuis sa création il y a plus de 30 jours
   *[other] jetons n’ont jamais été utilisés depuis leur création il y a plus de 30 jours
}
tenant-facts = À propos de ce tenant

tenant-disable-title = Désactiver le tenant
tenant-disable-text = Tant qu’il est désactivé, ses jetons sont refusés. Rien n’est supprimé, et vous pouvez le réactiver.
tenant-disable-ask = Désactiver le tenant…
tenant-disable-sure = Tous les jetons du tenant <strong>{ $name }</strong> cesseront immédiatement de fonctionner.
tenant-disable = Désactiver
tenant-is-disabled = Ce tenant est désactivé
tenant-enable-text = Ses jetons sont refusés. Si vous l’activez, les jetons encore valables fonctionnent de nouveau immédiatement.
tenant-enable = Activer

# Tenants parents et sous-tenants.
tenant-parent = Tenant parent
tenant-parent-hint = Les personnes qui ont un rôle dans le tenant parent, ou dans un tenant au-dessus, ont le même rôle ici. Les jetons de ces tenants n’ont accès à celui-ci que s’ils incluent les sous-tenants. Si l’un d’eux est désactivé, les jetons de ce tenant sont refusés.
tenant-parent-none = Aucun
tenant-parent-now = Le tenant parent est <strong>{ $parent }</strong>.
tenant-parent-top = Aucun tenant parent.
tenant-parent-change = Changer de tenant parent…
tenant-parent-circle = Un tenant ne peut pas être placé sous lui-même ni sous l’un de ses sous-tenants. Choisissez un autre parent.
tenant-parent-too-deep = Les tenants peuvent être imbriqués sur huit niveaux au plus. Choisissez un autre parent.
tenant-children = Sous-tenants
tenant-below = parent :
tenant-next = Suivant
tenant-back = Retour
tenant-move = Déplacer
tenant-move-below = { $name } passe sous { $parent }
tenant-move-to-top = { $name } n’aura plus de tenant parent
tenant-move-along = { $n ->
    [one] Son sous-tenant est déplacé avec lui.
   *[other] Ses { $n } sous-tenants sont déplacés avec lui.
}
tenant-move-reached-by = { $n ->
    [one] { $n } jeton d’un tenant supérieur inclut les sous-tenants et aura accès à ce tenant et à ses sous-tenants.
   *[other] { $n } jetons de tenants supérieurs incluent les sous-tenants et auront accès à ce tenant et à ses sous-tenants.
}
tenant-move-lost-by = { $n ->
    [one] { $n } jeton qui inclut les sous-tenants n’aura plus accès à ce tenant.
   *[other] { $n } jetons qui incluent les sous-tenants n’auront plus accès à ce tenant.
}
tenant-move-people = Les personnes qui ont un rôle dans { $parent } ou au-dessus auront le même rôle ici.
tenant-move-people-lost = Les personnes qui n’ont leur rôle que par { $parent } le perdront ici.
tenant-move-disabled = { $parent } est désactivé : les jetons de ce tenant seront immédiatement refusés.
tenant-disabled-above = Un tenant supérieur est désactivé. Les jetons de ce tenant sont refusés tant qu’il n’est pas réactivé.

# Résultats et erreurs.
tenant-slug-needed = Aucun nom court ne peut être déduit de ce nom. Saisissez-en un.
tenant-slug-taken = Un autre tenant porte déjà ce nom court. Choisissez-en un autre.
tenant-name-taken = Ce nom est déjà pris. Choisissez-en un autre.
tenant-created-flash = Le tenant { $name } a été créé.
tenant-saved-flash = Enregistré.
tenant-disabled-flash = Le tenant { $name } est désactivé. Ses jetons sont refusés.
tenant-enabled-flash = Le tenant { $name } est activé. Ses jetons valables fonctionnent de nouveau.
tenant-slug-change = Modifier le nom court
tenant-slug-headline = { $name } prend le nom court { $slug }
tenant-slug-tokens = { $n ->
    [one] { $n } jeton actif de ce tenant est concerné. Il continue de fonctionner.
   *[other] { $n } jetons actifs de ce tenant sont concernés. Ils continuent de fonctionner.
}
tenant-slug-no-tokens = Ce tenant n’a aucun jeton actif.
tenant-slug-alias = Les proxys, programmes et liens qui utilisent « { $slug } » continuent de fonctionner, et aucun autre tenant ne peut le prendre. Les réponses contiendront le nouveau nom court : adaptez les API qui comparent les noms courts.
tenant-former = Anciens noms courts
tenant-former-text = Ils mènent toujours à ce tenant : les proxys, programmes et liens qui en utilisent un continuent de fonctionner. Retirez un nom court dès que plus rien ne l’utilise.
tenant-former-since = attribué le
tenant-former-remove = Retirer
tenant-former-remove-title = Retirer un ancien nom court
tenant-former-headline = « { $slug } » ne mènera plus à { $name }
tenant-former-refused = Les proxys configurés avec « { $slug } » recevront 403 à chaque requête, et les liens qui l’utilisent ne fonctionneront plus. Vérifiez d’abord la configuration de vos proxys.
tenant-former-kept = Aucun autre tenant ne pourra jamais prendre ce nom court. { $name } peut le reprendre dans ses paramètres.
tenant-former-removed-flash = « { $slug } » a été retiré.
tenant-ask-tokens = Jetons concernés
tenant-ask-list = Afficher les jetons actifs
tenant-disable-headline = { $name } va être désactivé
tenant-disable-tokens = { $n ->
    [one] { $n } jeton actif cesse immédiatement de fonctionner.
   *[other] { $n } jetons actifs cessent immédiatement de fonctionner.
}
