# Actions groupées : une modification de plusieurs jetons.

bulk-label = Action groupée
bulk-choose = Sélectionner { $name }
bulk-choose-page = Tous sur cette page
bulk-rows = Jetons
bulk-rows-page = Sélection
# $number is a number or "1 000+".
bulk-rows-matching = Tous les résultats ({ $number })
bulk-rows-all = Tous les jetons ({ $number })
bulk-deed = Action
bulk-deed-expire = Modifier l’expiration
bulk-continue = Continuer
bulk-show = Afficher l’avancement
bulk-none-chosen = Sélectionnez au moins un jeton, ou tous.
bulk-tenant-disabled = Ce tenant est désactivé. Activez-le avant d’activer ses jetons ou de modifier leur expiration.

bulk-disable = { $n ->
    [one] Désactiver { $n } jeton
   *[other] Désactiver { $n } jetons
}
bulk-enable = { $n ->
    [one] Activer { $n } jeton
   *[other] Activer { $n } jetons
}
bulk-revoke = { $n ->
    [one] Révoquer { $n } jeton
   *[other] Révoquer { $n } jetons
}
bulk-expire = { $n ->
    [one] Modifier l’expiration de { $n } jeton
   *[other] Modifier l’expiration de { $n } jetons
}
bulk-end = Modifier l’expiration
bulk-what-disable = Tout ce qui utilise ces jetons cessera immédiatement de fonctionner, jusqu’à ce que vous les activiez de nouveau.
bulk-what-enable = Ces jetons fonctionneront de nouveau immédiatement.
bulk-what-revoke = Tout ce qui utilise ces jetons cessera immédiatement de fonctionner. Cette action est irréversible.
bulk-what-expire = Tous ces jetons expireront le { $when }.
bulk-what-never = Ces jetons n’expireront plus.
bulk-first = Jetons
bulk-more = { $n ->
    [one] et { $n } autre
   *[other] et { $n } autres
}
bulk-left = Ignorés
bulk-left-disabled = { $n ->
    [one] { $n } est déjà désactivé.
   *[other] { $n } sont déjà désactivés.
}
bulk-left-enabled = { $n ->
    [one] { $n } n’est pas désactivé.
   *[other] { $n } ne sont pas désactivés.
}
bulk-left-same-end = { $n ->
    [one] { $n } expire déjà à ce moment-là.
   *[other] { $n } expirent déjà à ce moment-là.
}
bulk-left-expired = { $n ->
    [one] { $n } a expiré et ne peut plus être modifié.
   *[other] { $n } ont expiré et ne peuvent plus être modifiés.
}
bulk-left-revoked = { $n ->
    [one] { $n } est révoqué et ne peut plus être modifié.
   *[other] { $n } sont révoqués et ne peuvent plus être modifiés.
}
bulk-left-not-yours = { $n ->
    [one] { $n } a accès à des tenants dont vous ne gérez pas les jetons.
   *[other] { $n } ont accès à des tenants dont vous ne gérez pas les jetons.
}
bulk-left-changed = { $n ->
    [one] { $n } a été modifié entre-temps et ne correspondait plus à la sélection.
   *[other] { $n } ont été modifiés entre-temps et ne correspondaient plus à la sélection.
}
bulk-nothing-title = Rien à modifier
bulk-nothing = Aucun des jetons sélectionnés ne changerait.
bulk-overtaken = Quelque chose a changé après l’ouverture de cette page. Rien n’a encore été fait. Vérifiez la page et confirmez de nouveau.
bulk-type = Nombre de jetons
bulk-type-how = Pour confirmer, saisissez le nombre de jetons à révoquer : <strong>{ $number }</strong>
bulk-type-wrong = Ce n’est pas le bon nombre. Saisissez { $number }.

bulk-doing-disable = Désactivation des jetons
bulk-doing-enable = Activation des jetons
bulk-doing-revoke = Révocation des jetons
bulk-doing-expire = Modification de l’expiration
bulk-done-disable = { $n ->
    [one] { $n } jeton désactivé.
   *[other] { $n } jetons désactivés.
}
bulk-done-enable = { $n ->
    [one] { $n } jeton activé.
   *[other] { $n } jetons activés.
}
bulk-done-revoke = { $n ->
    [one] { $n } jeton révoqué.
   *[other] { $n } jetons révoqués.
}
bulk-done-expire = { $n ->
    [one] Expiration de { $n } jeton modifiée.
   *[other] Expiration de { $n } jetons modifiée.
}
bulk-progress = { $seen } sur { $all }
bulk-finished = Terminé.
bulk-stopped-asked = Action arrêtée. Les modifications déjà faites sont conservées.
bulk-stopped-rights = Action arrêtée : la personne qui l’a lancée ne peut plus gérer ces jetons. Les modifications déjà faites sont conservées.
bulk-stopped-tenant = Action arrêtée : ce tenant a été désactivé entre-temps. Les modifications déjà faites sont conservées.
bulk-stopped-past = Action arrêtée : la nouvelle date d’expiration est passée entre-temps. Les modifications déjà faites sont conservées.
bulk-over-flash = L’action groupée était déjà terminée.
bulk-begun = Lancée le { $when } par { $who }
bulk-stop = Arrêter
bulk-stop-hint = L’action continue si vous quittez cette page. Si vous l’arrêtez, les modifications déjà faites sont conservées.
bulk-reload = Recharger
bulk-list = Retour à la liste
