# Modules: the platform's catalogue, and which of them a tenant has.

modules-title = Modules
modules-lead = A module is an area of the API that Latchkey guards, such as devices or billing. Each tenant has some of them, and a token opens those it was issued for.
modules-one = Module
modules-built-in = built in
modules-tenants = Tenants
modules-create = Create
modules-new = Create module
modules-save = Save
modules-cancel = Cancel
modules-name = Name
modules-name-hint = What people read when they choose it for a token.
modules-slug = Slug
modules-slug-hint = Its name for gateways and programs: small letters, digits and hyphens. Left empty, it is made from the name. It stays for good.
modules-slug-stays = Gateways know the module by it, so it stays.
modules-in-tenants = { $n ->
    [0] In no tenant
    [one] In { $n } tenant
   *[other] In { $n } tenants
}

modules-none = No modules of your own yet
modules-none-text = So far there is only the built-in one, which stands for Latchkey’s own Tenant API.
modules-none-ask = So far there is only the built-in one. An owner adds the areas of your API.
modules-begin-create = Create a module for each area of your API that a token should open on its own.
modules-begin-enable = Enable it for a tenant on the tenant’s Modules page.
modules-begin-use = Choose it when you create a token, and name its slug in your gateway’s configuration.

modules-delete-title = Delete this module
modules-delete-text = No token and no API client has it. Deleted, it is gone from the catalogue and from every tenant.
modules-delete-ask = Delete this module …
modules-delete-sure = <strong>{ $name }</strong> is gone for good. A new module of the same slug is another one.
modules-delete = Delete
modules-delete-held = It cannot be deleted while tokens or API clients have it. Revoke these first:
modules-held-by-api-client = API client
modules-more-tokens = and more

modules-of-tenant = Modules of this tenant
modules-of-tenant-hint = A token opens a module only where the tenant has it. Take one away, and the tokens that have it are refused there at once.
modules-built-in-hint = Latchkey’s own Tenant API
modules-active-tokens = { $n ->
    [one] { $n } active token
   *[other] { $n } active tokens
}
# So many that they are not counted to the end: 1,000+.
modules-very-many-active-tokens = { $number } active tokens
modules-tokens = Active tokens
modules-no-tokens = none
modules-lacking = Is a module missing?
modules-lacking-text = Modules are made once for the whole platform, in its catalogue.
modules-catalogue = Open the catalogue

# What happened, and what is wrong.
modules-slug-taken = Another module has this slug. Choose a different one.
modules-gone = One of these modules is not there any more. Look at the list again.
modules-in-use = This module was not deleted: tokens or API clients have it. Revoke them first.
modules-created-flash = { $name } is made. Enable it for tenants on their Modules pages.
modules-saved-flash = Saved.
modules-deleted-flash = { $name } is deleted.
