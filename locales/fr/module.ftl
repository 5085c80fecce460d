# Les modules : le catalogue de la plateforme, et ceux qu'a un tenant.

modules-title = Modules
modules-lead = Un module est un domaine de l'API que Latchkey protège, comme les appareils ou la facturation. Chaque tenant en a certains, et un token ouvre ceux pour lesquels il a été délivré.
modules-one = Module
modules-built-in = intégré
modules-tenants = Tenants
modules-create = Créer
modules-new = Créer un module
modules-save = Enregistrer
modules-cancel = Annuler
modules-name = Nom
modules-name-hint = Ce qu'on lit en le choisissant pour un token.
modules-slug = Nom court
modules-slug-hint = Son nom pour les passerelles et les programmes : minuscules, chiffres et traits d'union. Laissé vide, il est tiré du nom. Il ne change plus jamais.
modules-slug-stays = Les passerelles connaissent le module sous ce nom, il ne change donc pas.
modules-in-tenants = { $n ->
    [0] Dans aucun tenant
    [one] Dans { $n } tenant
   *[other] Dans { $n } tenants
}

modules-none = Aucun module à vous pour l'instant
modules-none-text = Il n'y a encore que le module intégré, qui représente la Tenant API de Latchkey.
modules-none-ask = Il n'y a encore que le module intégré. Un propriétaire ajoute les domaines de votre API.
modules-begin-create = Créez un module pour chaque domaine de votre API qu'un token doit pouvoir ouvrir à lui seul.
modules-begin-enable = Activez-le pour un tenant sur la page « Modules » de celui-ci.
modules-begin-use = Choisissez-le en créant un token, et indiquez son nom court dans la configuration de votre passerelle.

modules-delete-title = Supprimer ce module
modules-delete-text = Aucun token ni client d'API ne l'a. Supprimé, il disparaît du catalogue et de tous les tenants.
modules-delete-ask = Supprimer ce module…
modules-delete-sure = <strong>{ $name }</strong> disparaît définitivement. Un nouveau module du même nom court en est un autre.
modules-delete = Supprimer
modules-delete-held = Il ne peut pas être supprimé tant que des tokens ou des clients d'API l'ont. Révoquez d'abord ceux-ci :
modules-held-by-api-client = Client d'API
modules-more-tokens = et d'autres

modules-of-tenant = Modules de ce tenant
modules-of-tenant-hint = Un token n'ouvre un module que là où le tenant l'a. Retirez-en un, et les tokens qui l'ont y sont aussitôt refusés.
modules-built-in-hint = la Tenant API de Latchkey
modules-active-tokens = { $n ->
    [one] { $n } token actif
   *[other] { $n } tokens actifs
}
# So many that they are not counted to the end: 1,000+.
modules-very-many-active-tokens = { $number } tokens actifs
modules-tokens = Tokens actifs
modules-no-tokens = aucun
modules-lacking = Un module manque ?
modules-lacking-text = Les modules sont créés une seule fois pour toute la plateforme, dans son catalogue.
modules-catalogue = Ouvrir le catalogue

# Ce qui s'est passé, et ce qui ne va pas.
modules-slug-taken = Un autre module a ce nom court. Choisissez-en un autre.
modules-gone = L'un de ces modules n'existe plus. Vérifiez la liste.
modules-in-use = Ce module n'a pas été supprimé : des tokens ou des clients d'API l'ont. Révoquez-les d'abord.
modules-created-flash = { $name } est créé. Activez-le pour des tenants sur leurs pages « Modules ».
modules-saved-flash = Enregistré.
modules-deleted-flash = { $name } est supprimé.
