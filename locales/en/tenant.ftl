# Tenants: list, create, Summary, Settings.

tenant-tenants = Tenants
tenant-one = Tenant
tenant-create = Create
tenant-new = Create tenant
tenant-save = Save
tenant-cancel = Cancel
tenant-name = Name
tenant-slug = Slug
tenant-slug-hint-new = Its name in addresses: lowercase letters, digits and hyphens. Leave it empty to derive it from the name.
tenant-slug-hint-change = Its name in addresses: lowercase letters, digits and hyphens. Addresses with the old slug keep working.
tenant-time-zone = Time zone
tenant-time-zone-hint = Dates and times are entered and shown in this time zone.
tenant-language = Language
tenant-language-hint = For mail about its tokens, and for people who haven’t chosen a language.
tenant-status = Status
tenant-active-tokens = Active tokens
tenant-created = Created

tenant-search = Search by name or slug
tenant-find = Search
tenant-none-found = No matching tenants
tenant-none-found-text = No tenant you can see has this in its name or slug. Change the search or show all.
tenant-clear-search = Show all

tenant-none = No tenants yet
tenant-none-text = A tenant is an organisation whose resources are kept apart from all others. Every token belongs to one tenant.
tenant-begin-create = Create the first tenant with the button above.
tenant-begin-token = On its API page, create a token.
tenant-begin-use = Copy the secret into the program that will use it.
tenant-none-given = You don’t have access to a tenant yet. Ask an owner for access.

tenant-tokens = Tokens
tenant-attention = Needs attention
tenant-all-well = Nothing needs attention.
# Follows a number.
tenant-late = { $n ->
    [one] token has expired but is still called
   *[other] tokens have expired but are still called
}
tenant-expiring = { $n ->
    [one] token expires within 30 days
   *[other] tokens expire within 30 days
}
tenant-orphaned = { $n ->
    [one] token still works although its creator has left
   *[other] tokens still work although their creator has left
}
tenant-unused = { $n ->
    [one] token has not been used for 90 days
   *[other] tokens have not been used for 90 days
}
tenant-never-used = { $n ->
    [one] token has not been used since it was created over 30 days ago
   *[other] tokens have not been used since they were created over 30 days ago
}
tenant-facts = About this tenant

tenant-disable-title = Disable this tenant
tenant-disable-text = While it is disabled, its tokens are refused. Nothing is deleted, and you can enable it again.
tenant-disable-ask = Disable tenant…
tenant-disable-sure = All tokens of <strong>{ $name }</strong> will stop working immediately.
tenant-disable = Disable
tenant-is-disabled = This tenant is disabled
tenant-enable-text = Its tokens are refused. When you enable it, tokens that are still valid work again immediately.
tenant-enable = Enable

# Parent tenants and subtenants.
tenant-parent = Parent tenant
tenant-parent-hint = People with a role in the parent, or in a tenant above it, have the same role here. Tokens of those tenants can access this one only if they include subtenants. While one of them is disabled, this tenant’s tokens are refused.
tenant-parent-none = None
tenant-parent-now = This tenant is a subtenant of <strong>{ $parent }</strong>.
tenant-parent-top = No parent tenant.
tenant-parent-change = Change parent tenant…
tenant-parent-circle = A tenant can’t be below itself or one of its own subtenants. Choose another parent.
tenant-parent-too-deep = Tenants can be nested at most eight levels deep. Choose another parent.
tenant-children = Subtenants
tenant-below = parent:
tenant-next = Next
tenant-back = Back
tenant-move = Move
tenant-move-below = { $name } becomes a subtenant of { $parent }
tenant-move-to-top = { $name } will have no parent tenant
tenant-move-along = { $n ->
    [one] Its subtenant moves with it.
   *[other] Its { $n } subtenants move with it.
}
tenant-move-reached-by = { $n ->
    [one] { $n } token of a tenant above includes subtenants and will be able to access this tenant and its subtenants.
   *[other] { $n } tokens of the tenants above include subtenants and will be able to access this tenant and its subtenants.
}
tenant-move-lost-by = { $n ->
    [one] { $n } token that includes subtenants will no longer be able to access this tenant.
   *[other] { $n } tokens that include subtenants will no longer be able to access this tenant.
}
tenant-move-people = People with a role in { $parent }, or above it, get the same role here.
tenant-move-people-lost = People who have their role only through { $parent } lose it here.
tenant-move-disabled = { $parent } is disabled, so the tokens of this tenant will be refused immediately.
tenant-disabled-above = A tenant above this one is disabled. The tokens of this tenant are refused until it is enabled.

# Results and errors.
tenant-slug-needed = No slug can be derived from this name. Enter one.
tenant-slug-taken = Another tenant has this slug. Choose a different one.
tenant-name-taken = This name is taken. Choose a different one.
tenant-created-flash = { $name } created.
tenant-saved-flash = Saved.
tenant-disabled-flash = { $name } is disabled. Its tokens are refused.
tenant-enabled-flash = { $name } is enabled. Its valid tokens work again.
tenant-slug-change = Change slug
tenant-slug-headline = { $name } gets the slug { $slug }
tenant-slug-tokens = { $n ->
    [one] { $n } active token of this tenant is affected. It keeps working.
   *[other] { $n } active tokens of this tenant are affected. They keep working.
}
tenant-slug-no-tokens = This tenant has no active tokens.
tenant-slug-alias = Proxies, programs and links that use “{ $slug }” keep working, and no other tenant can take it. Responses contain the new slug from now on, so update any API that compares slugs.
tenant-former = Former slugs
tenant-former-text = They still lead to this tenant: proxies, programs and links that use one keep working. Remove a slug once nothing uses it.
tenant-former-since = assigned on
tenant-former-remove = Remove
tenant-former-remove-title = Remove former slug
tenant-former-headline = “{ $slug }” will no longer lead to { $name }
tenant-former-refused = Proxies configured with “{ $slug }” will get 403 for every request, and links that use it will stop working. Check your proxies’ configuration first.
tenant-former-kept = No other tenant can ever use this slug. { $name } can take it back in its settings.
tenant-former-removed-flash = “{ $slug }” was removed.
tenant-ask-tokens = Affected tokens
tenant-ask-list = Show active tokens
tenant-disable-headline = { $name } is about to be disabled
tenant-disable-tokens = { $n ->
    [one] { $n } active token stops working immediately.
   *[other] { $n } active tokens stop working immediately.
}
