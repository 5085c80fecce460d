# Modifier un token.

edit-title = Modifier le token
edit-keep = Comme avant : { $end }
edit-review = Ce qui va changer
edit-afterwards = Ensuite :
edit-overtaken = Quelqu'un a modifié ce token entre-temps. Vos saisies sont conservées ; la page suivante les compare au token tel qu'il est maintenant.
edit-overtaken-by = Voir ce qui s'est passé

# Ce qui va changer, une phrase chacun. Les valeurs sont des noms et des moments.
edit-renames = S'appelle « { $new } » au lieu de « { $old } ».
edit-description = A une autre description.
edit-no-description = N'a plus de description.
edit-logo = A une autre image.
edit-no-logo = N'a plus d'image.
edit-ends-later = Fonctionne plus longtemps : jusqu'au { $new } au lieu du { $old }.
edit-ends-sooner = Expire plus tôt : le { $new } au lieu du { $old }.
edit-ends-never = N'expire plus ; jusqu'ici il fonctionne jusqu'au { $old }.
edit-ends = Expire le { $new } ; jusqu'ici il n'expire pas.
edit-reaches = Atteint aussi { $tenants }.
edit-reaches-no-longer = N'atteint plus { $tenants }.
edit-reaches-below = Atteint aussi les sous-tenants de { $tenant }, y compris les futurs.
edit-reaches-below-no-longer = N'atteint plus les sous-tenants de { $tenant }.
edit-reaches-all = Atteint tous les tenants, y compris les futurs.
edit-reaches-only = N'atteint plus que { $tenants } au lieu de tous les tenants.
edit-app = Est lié à l'application { $new }.
edit-other-app = Est lié à l'application { $new } au lieu de { $old }.
edit-no-app = N'est plus lié à l'application { $old }.
edit-opens = Ouvre aussi { $modules }.
edit-opens-no-longer = N'ouvre plus { $modules }.
edit-adds = Ajoute { $permissions }.
edit-takes-away = Retire { $permissions }.

edit-saved-flash = Le token { $name } est enregistré.
edit-nothing-flash = Le token { $name } reste tel quel : rien n'a été modifié.
edit-logo-gone = L'image n'est plus là. Choisissez-la de nouveau.
edit-not-yours-to-rename = Vous ne pouvez pas modifier le nom, la description, l’image ni l’application de ce jeton : il atteint des tenants dont vous ne gérez pas les jetons.
edit-locked = Ce jeton atteint des tenants dont vous ne gérez pas les jetons. Vous pouvez le restreindre, le désactiver ou le révoquer ; son nom, sa description, son image et son application ne changent pas.
edit-not-yours-to-widen = Vous ne pouvez rien ajouter à ce token : il atteint des tenants dont vous ne gérez pas les tokens. Vous pouvez lui retirer des droits.
