# Ce qui est fait à plusieurs tokens à la fois.

bulk-label = Plusieurs tokens à la fois
bulk-choose = Choisir { $name }
bulk-choose-page = Tous sur cette page
bulk-rows = Quels tokens
bulk-rows-page = Ceux qui sont cochés
# $number is a number or "1 000+".
bulk-rows-matching = Les { $number } qui correspondent
bulk-rows-all = Les { $number } tokens
bulk-deed = Que faire
bulk-deed-expire = Changer l’expiration
bulk-continue = Continuer
bulk-show = Voir l’avancement
bulk-none-chosen = Cochez au moins un token, ou choisissez-les tous.
bulk-tenant-disabled = Ce tenant est désactivé. Tant qu’il l’est, aucun token n’y est activé et aucune fin n’y est changée.

bulk-disable = { $n ->
    [one] Désactiver { $n } token
   *[other] Désactiver { $n } tokens
}
bulk-enable = { $n ->
    [one] Activer { $n } token
   *[other] Activer { $n } tokens
}
bulk-revoke = { $n ->
    [one] Révoquer { $n } token
   *[other] Révoquer { $n } tokens
}
bulk-expire = { $n ->
    [one] Changer l’expiration de { $n } token
   *[other] Changer l’expiration de { $n } tokens
}
bulk-end = Changer l’expiration
bulk-what-disable = Tout ce qui les utilise sera refusé, jusqu’à ce qu’ils soient activés de nouveau.
bulk-what-enable = Ils fonctionneront dès lors.
bulk-what-revoke = Tout ce qui les utilise sera refusé. C’est irréversible.
bulk-what-expire = Ils prendront fin le { $when }, quelle que soit leur fin actuelle.
bulk-what-never = Ils n’auront plus de fin, quelle que soit leur fin actuelle.
bulk-first = Lesquels
bulk-more = { $n ->
    [one] et { $n } autre
   *[other] et { $n } autres
}
bulk-left = Laissés tels quels
bulk-left-disabled = { $n ->
    [one] { $n } est déjà désactivé.
   *[other] { $n } sont déjà désactivés.
}
bulk-left-enabled = { $n ->
    [one] { $n } n’est pas désactivé.
   *[other] { $n } ne sont pas désactivés.
}
bulk-left-same-end = { $n ->
    [one] { $n } a déjà cette fin.
   *[other] { $n } ont déjà cette fin.
}
bulk-left-expired = { $n ->
    [one] { $n } a expiré et ne change plus.
   *[other] { $n } ont expiré et ne changent plus.
}
bulk-left-revoked = { $n ->
    [one] { $n } est révoqué, et c’est définitif.
   *[other] { $n } sont révoqués, et c’est définitif.
}
bulk-left-not-yours = { $n ->
    [one] { $n } atteint des tenants dont vous ne gérez pas les tokens.
   *[other] { $n } atteignent des tenants dont vous ne gérez pas les tokens.
}
bulk-left-changed = { $n ->
    [one] { $n } a changé entre-temps et ne correspondait plus.
   *[other] { $n } ont changé entre-temps et ne correspondaient plus.
}
bulk-nothing-title = Rien à faire
bulk-nothing = Aucun des tokens choisis ne changerait.
bulk-overtaken = Quelque chose a changé depuis que cette page a été faite, et rien n’a encore été fait. Regardez-la encore une fois.
bulk-type = Nombre de tokens
bulk-type-how = Pour confirmer, tapez combien de tokens vous révoquez : <strong>{ $number }</strong>
bulk-type-wrong = Ce n’est pas le nombre. Tapez { $number }.

bulk-doing-disable = Désactivation de tokens
bulk-doing-enable = Activation de tokens
bulk-doing-revoke = Révocation de tokens
bulk-doing-expire = Changement d’expirations
bulk-done-disable = { $n ->
    [one] { $n } token est désactivé.
   *[other] { $n } tokens sont désactivés.
}
bulk-done-enable = { $n ->
    [one] { $n } token est activé.
   *[other] { $n } tokens sont activés.
}
bulk-done-revoke = { $n ->
    [one] { $n } token est révoqué.
   *[other] { $n } tokens sont révoqués.
}
bulk-done-expire = { $n ->
    [one] { $n } token a sa nouvelle fin.
   *[other] { $n } tokens ont leur nouvelle fin.
}
bulk-progress = { $seen } sur { $all }
bulk-finished = Terminé.
bulk-stopped-asked = Arrêté. Ce qui était fait reste fait.
bulk-stopped-rights = Arrêté : la personne qui l’a commencé ne peut plus gérer ces tokens. Ce qui était fait reste fait.
bulk-stopped-tenant = Arrêté : ce tenant a été désactivé entre-temps. Ce qui était fait reste fait.
bulk-stopped-past = Arrêté : la nouvelle fin est arrivée entre-temps. Ce qui était fait reste fait.
bulk-over-flash = C’était déjà fini.
bulk-begun = Commencé le { $when } par { $who }
bulk-stop = Arrêter
bulk-stop-hint = Cela continue quand vous quittez cette page. Ce qui est fait reste fait quand vous l’arrêtez.
bulk-reload = Recharger
bulk-list = Vers la liste
