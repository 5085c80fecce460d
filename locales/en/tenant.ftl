# Tenants: list, create, Summary, Settings.

tenant-tenants = Tenants
tenant-one = Tenant
tenant-create = Create
tenant-new = Create tenant
tenant-save = Save
tenant-cancel = Cancel
tenant-name = Name
tenant-slug = Slug
tenant-slug-hint-new = Its name in addresses: small letters, digits and hyphens. Left empty, it is made from the name.
tenant-slug-hint-change = Its name in addresses: small letters, digits and hyphens. Addresses with the old slug go on working.
tenant-time-zone = Time zone
tenant-time-zone-hint = Dates are read and shown in it.
tenant-language = Language
tenant-language-hint = For people who have not chosen one themselves.
tenant-status = Status
tenant-active-tokens = Active tokens
tenant-created = Created

tenant-search = Search by name or slug
tenant-find = Search
tenant-none-found = No tenant matches
tenant-none-found-text = No tenant that you may see has that in its name or slug.
tenant-clear-search = Show all

tenant-none = No tenants yet
tenant-none-text = A tenant is an organisation whose resources are kept apart from the others’. Tokens belong to one.
tenant-begin-create = Create the first tenant with the button above.
tenant-begin-token = On its API page, create a token.
tenant-begin-use = Copy the secret into the program that is to use it.
tenant-none-given = No tenant has been given to you. Ask an owner for access.

tenant-tokens = Tokens
tenant-attention = Needs attention
tenant-all-well = Nothing needs attention.
# After a number of tokens.
tenant-late = { $n ->
    [one] expired, but is still called
   *[other] expired, but are still called
}
tenant-expiring = { $n ->
    [one] expires within 30 days
   *[other] expire within 30 days
}
tenant-orphaned = { $n ->
    [one] works on though whoever issued it is gone
   *[other] work on though whoever issued them is gone
}
tenant-unused = { $n ->
    [one] was not used for 90 days
   *[other] were not used for 90 days
}
tenant-never-used = { $n ->
    [one] was issued 30 days ago or earlier and never used
   *[other] were issued 30 days ago or earlier and never used
}
tenant-facts = About this tenant

tenant-disable-title = Disable this tenant
tenant-disable-text = Its tokens are refused while it is disabled. Nothing is deleted, and it can be enabled again.
tenant-disable-ask = Disable this tenant …
tenant-disable-sure = Every token of <strong>{ $name }</strong> stops working at once.
tenant-disable = Disable
tenant-is-disabled = This tenant is disabled
tenant-enable-text = Its tokens are refused. Enabled again, those that are still valid work at once.
tenant-enable = Enable

# A tenant above another one, and those below it.
tenant-parent = Parent tenant
tenant-parent-hint = People who administer or audit the parent, or one above it, can do so here too. Tokens of theirs reach this tenant only if they include subtenants. While one above is disabled, this tenant’s tokens are refused.
tenant-parent-none = None
tenant-parent-now = This tenant stands below <strong>{ $parent }</strong>.
tenant-parent-top = This tenant stands below no other one.
tenant-parent-change = Change parent …
tenant-parent-circle = A tenant cannot stand below itself, nor below a tenant that is below it.
tenant-parent-too-deep = Tenants can be nested eight levels deep, no deeper.
tenant-children = Subtenants
tenant-below = below
tenant-next = Next
tenant-back = Back
tenant-move = Move
tenant-move-below = { $name } moves below { $parent }
tenant-move-to-top = { $name } will stand below no other tenant
tenant-move-along = { $n ->
    [one] One tenant below it moves along.
   *[other] { $n } tenants below it move along.
}
tenant-move-reached-by = { $n ->
    [one] One token of a tenant above, which includes subtenants, will reach it and everything below it.
   *[other] { $n } tokens of the tenants above, which include subtenants, will reach it and everything below it.
}
tenant-move-lost-by = { $n ->
    [one] One token, which includes subtenants, will no longer reach it.
   *[other] { $n } tokens, which include subtenants, will no longer reach it.
}
tenant-move-people = People with a role in { $parent }, or above it, get the same role here.
tenant-move-people-lost = People who have their role only through { $parent } lose it here.
tenant-move-disabled = { $parent } is disabled, so the tokens of this tenant are refused at once.
tenant-disabled-above = A tenant above this one is disabled, so its tokens are refused until that one is enabled.

# What happened, and what is wrong.
tenant-slug-needed = No slug can be made from this name. Type one.
tenant-slug-taken = Another tenant has this slug. Choose a different one.
tenant-created-flash = { $name } is made.
tenant-saved-flash = Saved.
tenant-disabled-flash = { $name } is disabled. Its tokens are refused from now on.
tenant-enabled-flash = { $name } is enabled. Its valid tokens work again.
tenant-slug-change = Change slug
tenant-slug-headline = { $name } gets the slug { $slug }
tenant-slug-tokens = { $n ->
    [one] One active token of this tenant is concerned. It keeps working.
   *[other] { $n } active tokens of this tenant are concerned. They keep working.
}
tenant-slug-alias = Proxies, programs and links that use “{ $slug }” keep working, and no other tenant can take it. Answers name the new slug from now on: an API that compares slugs must learn it.
