# Modules: the platform’s catalogue, and the modules of a tenant.

modules-title = Modules
modules-lead = A module is an area of the API that Latchkey protects, such as devices or billing. Each tenant has some modules enabled, and each token can access the modules chosen for it.
modules-one = Module
modules-built-in = built in
modules-tenants = Tenants
modules-create = Create
modules-new = Create module
modules-save = Save
modules-cancel = Cancel
modules-name = Name
modules-name-hint = What people see when they choose it for a token.
modules-slug = Slug
modules-slug-hint = Its name for gateways and programs: lowercase letters, digits and hyphens. Leave it empty to derive it from the name. You can’t change it later.
modules-slug-stays = Gateways identify the module by its slug, so it can’t be changed.
modules-in-tenants = { $n ->
    [0] Enabled in no tenant
    [one] Enabled in { $n } tenant
   *[other] Enabled in { $n } tenants
}

modules-none = No custom modules yet
modules-none-text = The only module so far is the built-in one: Latchkey’s own Tenant API.
modules-none-ask = The only module so far is the built-in one. An owner can add the areas of your API.
modules-begin-create = Create a module for each area of your API that you grant access to separately.
modules-begin-enable = Enable it for a tenant on the tenant’s Modules page.
modules-begin-use = Choose it when you create a token, and use its slug in your gateway’s configuration.

modules-delete-title = Delete this module
modules-delete-text = No token or API client uses it. Deleting it removes it from the catalogue and from every tenant.
modules-delete-ask = Delete module…
modules-delete-sure = This deletes <strong>{ $name }</strong> for good. A new module with the same slug is a different module.
modules-delete = Delete
modules-delete-held = It can’t be deleted while tokens or API clients use it. Revoke these first:
modules-held-by-api-client = API client
modules-more-tokens = and more

modules-of-tenant = Modules of this tenant
modules-of-tenant-hint = Tokens can access a module only in tenants that have it enabled. If you disable one, requests for it are refused here immediately.
modules-built-in-hint = Latchkey’s own Tenant API
modules-active-tokens = { $n ->
    [one] { $n } active token
   *[other] { $n } active tokens
}
# More than are counted: 1,000+.
modules-very-many-active-tokens = { $number } active tokens
modules-tokens = Active tokens
modules-no-tokens = none
modules-lacking = Missing a module?
modules-lacking-text = Modules are created once for the whole platform, in the catalogue.
modules-catalogue = Open the catalogue

# Results and errors.
modules-slug-taken = Another module has this slug. Choose a different one.
modules-gone = One of these modules no longer exists. Check the list.
modules-in-use = This module can’t be deleted: tokens or API clients use it. Revoke them first.
modules-created-flash = { $name } created. Enable it for tenants on their Modules pages.
modules-saved-flash = Saved.
modules-deleted-flash = { $name } deleted.
modules-disable-title = Disable modules
modules-disable-headline = { $modules } is about to be disabled in { $tenant }
modules-disable-headline-many = { $modules } are about to be disabled in { $tenant }
modules-disable = Disable
modules-losing = { $module }: { $text }
modules-losing-own = { $n ->
    [one] { $n } active token of this tenant loses access here.
   *[other] { $n } active tokens of this tenant lose access here.
}
modules-losing-foreign = { $n ->
    [one] { $n } active token of another tenant loses access here.
   *[other] { $n } active tokens of other tenants lose access here.
}
modules-owners-only = Only owners can enable it
modules-owners-only-hint = Tenant administrators see the module and can disable it, but not enable it. Where it is already enabled, it stays enabled.
modules-owners-only-short = only owners can enable it
