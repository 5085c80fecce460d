# API clients: the APIs that introspect tokens. List, create, secret, details, revoke.

api-client-title = API clients
api-client-lead = An API client is an API that asks Latchkey about the tokens it receives (token introspection). It only sees tokens that have at least one of its modules.
api-client-one = API client
api-client-create = Create
api-client-new = Create API client
api-client-save = Save
api-client-cancel = Cancel
api-client-name = Name
api-client-name-hint = The API that checks tokens. Choose a name you’ll recognise a year from now.
api-client-modules = Modules
api-client-modules-hint = The parts of the protected API it serves.
api-client-status = Status
api-client-created = Created
api-client-created-by = Created by
api-client-secret = Secret
api-client-secret-hint = Latchkey keeps only the first and last characters. If you lose the secret, create another API client and revoke this one.
api-client-id = Client ID
api-client-none = No API clients yet
api-client-none-text = APIs behind a proxy don’t need one: the proxy checks tokens for them. Create one for an API that checks tokens itself.

api-client-copy-now = Copy the secret now
api-client-shown-once = You won’t see it again. It is already active.
api-client-try-hint = Replace the last word with a token. For tokens that aren’t active, or have none of the modules, the answer is active: false.
api-client-leave-warning = If you leave this page, the secret is gone.

api-client-revoke-title = Revoke API client
api-client-revoke-warning = As soon as you revoke it, this API can no longer check tokens. This can’t be undone.
api-client-revoke-how = To confirm, type the API client’s name: <strong>{ $name }</strong>

# Results and errors.
api-client-modules-none = Choose at least one module.
api-client-form-unreadable = Part of this form was not sent. Check it and save again.
api-client-name-mismatch = This isn’t the API client’s name. Type it exactly as shown above.
api-client-revoked-flash = { $name } is revoked. It can no longer check tokens.
api-client-already-revoked-flash = { $name } was already revoked.
