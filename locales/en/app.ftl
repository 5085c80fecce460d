# Apps: the integrations of a tenant.

apps-one = App
apps-active-tokens = Active tokens
apps-created = Created
apps-create = Create
apps-new = Create app
apps-save = Save
apps-cancel = Cancel
apps-name = Name
apps-name-hint = The program or integration that uses this tenant’s API.
apps-slug = Slug
apps-slug-hint = Its name for gateways and programs: small letters, digits and hyphens. Left empty, it is made from the name. It stays for good.
apps-slug-stays = Gateways and logs know the app by it, so it stays.

apps-none = No apps yet
apps-none-text = An app is one integration of this tenant: a warehouse program, a dashboard, a partner. Tokens that belong to one show who is behind a request.
apps-begin-create = Create an app with the button above.
apps-begin-token = Choose it when you create a token.
apps-begin-see = Your API receives its slug with each request that the token makes.

apps-delete-title = Delete this app
apps-delete-text = No token belongs to it.
apps-delete-ask = Delete this app …
apps-delete-sure = <strong>{ $name }</strong> is gone for good. A new app of the same slug is another one.
apps-delete = Delete
apps-delete-held = It cannot be deleted while tokens belong to it. Revoke these first:

# What happened, and what is wrong.
apps-slug-taken = Another app of this tenant has this slug. Choose a different one.
apps-in-use = This app was not deleted: tokens belong to it. Revoke them first.
apps-created-flash = { $name } is made. Choose it when you create a token.
apps-saved-flash = Saved.
apps-deleted-flash = { $name } is deleted.
