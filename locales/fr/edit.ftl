# Modifier un jeton.

edit-title = Modifier le jeton
edit-keep = Sans changement : { $end }
edit-review = Vérifier les modifications
edit-afterwards = Après l’enregistrement :
edit-overtaken = Une autre personne a modifié ce jeton entre-temps. Vos saisies sont conservées, et la page suivante les compare au jeton actuel.
edit-overtaken-by = Voir ce qui a changé

# Ce qui va changer, une ligne chacun. Les valeurs sont des noms et des dates.
edit-logo = Nouvelle image.
edit-no-logo = Image supprimée.
edit-ends-later = Expire plus tard : { $new } (avant : { $old }).
edit-ends-sooner = Expire plus tôt : { $new } (avant : { $old }).
edit-ends-never = N’expire plus (avant : { $old }).
edit-ends = Expire le { $new } (avant : sans expiration).
edit-reaches = A aussi accès à { $tenants }.
edit-reaches-no-longer = N’a plus accès à { $tenants }.
edit-reaches-below = A aussi accès aux sous-tenants du tenant { $tenant }, y compris les futurs.
edit-reaches-below-no-longer = N’a plus accès aux sous-tenants du tenant { $tenant }.
edit-reaches-all = A accès à tous les tenants, y compris les futurs.
edit-reaches-only = N’a plus accès qu’à { $tenants } (avant : tous les tenants).
edit-app = Lié à l’application { $new }.
edit-other-app = Lié à l’application { $new } (avant : { $old }).
edit-no-app = N’est plus lié à une application (avant : { $old }).
edit-opens = Modules ajoutés : { $modules }.
edit-opens-no-longer = Modules retirés : { $modules }.
edit-adds = Permissions ajoutées : { $permissions }.
edit-takes-away = Permissions retirées : { $permissions }.

edit-saved-flash = Le jeton { $name } a été enregistré.
edit-nothing-flash = Le jeton { $name } n’a pas été modifié.
edit-logo-gone = L’image n’est plus disponible. Choisissez-la de nouveau.
edit-not-yours-to-widen = Ce jeton a accès à des tenants dont vous ne gérez pas les jetons. Vous pouvez réduire ses accès, mais pas les étendre.
