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
apps-slug-hint = Its name for gateways and programs: lowercase letters, digits and hyphens. Leave it empty to derive it from the name. You can’t change it later.
apps-slug-stays = Gateways and logs identify the app by its slug, so it can’t be changed.

apps-none = No apps yet
apps-none-text = An app is one integration of this tenant: a warehouse program, a dashboard, a partner. Tokens bound to an app show which integration is behind each request.
apps-begin-create = Create an app with the button above.
apps-begin-token = Choose it when you create a token.
apps-begin-see = Your API receives the app’s slug with every request that uses the token.

apps-delete-title = Delete this app
apps-delete-text = No tokens are bound to it.
apps-delete-ask = Delete app…
apps-delete-sure = This deletes <strong>{ $name }</strong> for good. A new app with the same slug is a different app.
apps-delete = Delete
apps-delete-held = It can’t be deleted while tokens are bound to it. Revoke these first:

# Results and errors.
apps-slug-taken = Another app of this tenant has this slug. Choose a different one.
apps-in-use = This app can’t be deleted: tokens are bound to it. Revoke them first.
apps-created-flash = { $name } created. Choose it when you create a token.
apps-saved-flash = Saved.
apps-deleted-flash = { $name } deleted.
