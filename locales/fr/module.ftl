# Les modules : le catalogue de la plateforme, et les modules d’un tenant.

modules-title = Modules
modules-lead = Un module est une partie de l’API que Latchkey protège, comme les appareils ou la facturation. Dans chaque tenant, certains modules sont activés, et chaque jeton a accès aux modules choisis pour lui.
modules-one = Module
modules-built-in = intégré
modules-tenants = Tenants
modules-create = Créer
modules-new = Créer un module
modules-save = Enregistrer
modules-cancel = Annuler
modules-name = Nom
modules-name-hint = Le nom affiché quand on le choisit pour un jeton.
modules-slug = Nom court
modules-slug-hint = Son nom pour les passerelles et les programmes : minuscules, chiffres et traits d’union. Laissez ce champ vide pour le déduire du nom. Il ne pourra plus être modifié.
modules-slug-stays = Les passerelles identifient le module par ce nom, qui ne peut donc pas être modifié.
modules-in-tenants = { $n ->
    [0] Activé dans aucun tenant
    [one] Activé dans { $n } tenant
   *[other] Activé dans { $n } tenants
}

modules-none = Aucun module personnalisé pour l’instant
modules-none-text = Pour l’instant, il n’y a que le module intégré : l’API Tenant de Latchkey.
modules-none-ask = Pour l’instant, il n’y a que le module intégré. Un propriétaire peut ajouter les parties de votre API.
modules-begin-create = Créez un module pour chaque partie de votre API dont l’accès doit être accordé séparément.
modules-begin-enable = Activez-le pour un tenant sur la page « Modules » de celui-ci.
modules-begin-use = Choisissez-le lorsque vous créez un jeton, et utilisez son nom court dans la configuration de votre passerelle.

modules-delete-title = Supprimer le module
modules-delete-text = Aucun jeton ni client d’API n’utilise ce module. Sa suppression le retire du catalogue et de tous les tenants.
modules-delete-ask = Supprimer le module…
modules-delete-sure = <strong>{ $name }</strong> sera supprimé définitivement. Un nouveau module portant le même nom court sera un autre module.
modules-delete = Supprimer
modules-delete-held = Il ne peut pas être supprimé tant que des jetons ou des clients d’API l’utilisent. Révoquez d’abord ceux-ci :
modules-held-by-api-client = Client d’API
modules-more-tokens = et d’autres

modules-of-tenant = Modules de ce tenant
modules-of-tenant-hint = Un jeton n’a accès à un module que dans les tenants où il est activé. Si vous en désactivez un, les requêtes qui le concernent sont immédiatement refusées ici.
modules-built-in-hint = L’API Tenant de Latchkey
modules-active-tokens = { $n ->
    [one] { $n } jeton actif
   *[other] { $n } jetons actifs
}
# Plus que ce que l’on compte : 1 000+.
modules-very-many-active-tokens = { $number } jetons actifs
modules-tokens = Jetons actifs
modules-no-tokens = aucun
modules-lacking = Il manque un module ?
modules-lacking-text = Les modules sont créés une seule fois pour toute la plateforme, dans le catalogue.
modules-catalogue = Ouvrir le catalogue

# Résultats et erreurs.
modules-slug-taken = Un autre module porte déjà ce nom court. Choisissez-en un autre.
modules-gone = L’un de ces modules n’existe plus. Vérifiez la liste.
modules-in-use = Ce module ne peut pas être supprimé : des jetons ou des clients d’API l’utilisent. Révoquez-les d’abord.
modules-created-flash = { $name } a été créé. Activez ce module pour un tenant sur la page « Modules » de celui-ci.
modules-saved-flash = Enregistré.
modules-deleted-flash = { $name } a été supprimé.
modules-disable-title = Désactiver des modules
modules-disable-headline = { $modules } va être désactivé dans { $tenant }
modules-disable-headline-many = { $modules } vont être désactivés dans { $tenant }
modules-disable = Désactiver
modules-losing = { $module } : { $text }
modules-losing-own = { $n ->
    [one] { $n } jeton actif de ce tenant perd l’accès ici.
   *[other] { $n } jetons actifs de ce tenant perdent l’accès ici.
}
modules-losing-foreign = { $n ->
    [one] { $n } jeton actif d’un autre tenant perd l’accès ici.
   *[other] { $n } jetons actifs d’autres tenants perdent l’accès ici.
}
modules-owners-only = Seuls les propriétaires peuvent l’activer
modules-owners-only-hint = Les administrateurs de tenant voient le module et peuvent le désactiver, mais pas l’activer. Là où il est déjà activé, il le reste.
modules-owners-only-short = activation réservée aux propriétaires
