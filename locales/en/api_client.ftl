# API clients: the APIs that introspect tokens. List, create, the secret once, details, revoke.

api-client-title = API clients
api-client-lead = An API client is an API that asks Latchkey itself about the tokens it is handed (token introspection). It learns of tokens that have at least one of its modules, and of no others.
api-client-one = API client
api-client-create = Create
api-client-new = Create API client
api-client-save = Save
api-client-cancel = Cancel
api-client-name = Name
api-client-name-hint = The API that asks, so that you recognise it a year from now.
api-client-modules = Modules
api-client-modules-hint = The parts of the protected API that it serves.
api-client-status = Status
api-client-created = Created
api-client-created-by = Created by
api-client-secret = Secret
api-client-secret-hint = Only its beginning and end are kept. If it is lost, create another API client and revoke this one.
api-client-id = Client id
api-client-none = No API clients yet
api-client-none-text = APIs behind a proxy that asks for them need none. Create one for an API that asks by itself.

api-client-copy-now = Copy the secret now
api-client-shown-once = It is shown this once, and works already.
api-client-try-hint = Put a token in the place of the last word. Tokens that are not active, or have none of the modules, give active: false.
api-client-leave-warning = When you leave this page, the secret is gone.

api-client-revoke-title = Revoke API client
api-client-revoke-warning = This API cannot ask about tokens any more from now on. This cannot be undone.
api-client-revoke-how = To confirm, type the API client’s name: <strong>{ $name }</strong>

# What happened, and what is wrong.
api-client-modules-none = Choose at least one module.
api-client-form-unreadable = This form did not arrive whole. Check it and save again.
api-client-name-mismatch = This is not the API client’s name. Type it exactly as it stands above.
api-client-revoked-flash = { $name } is revoked. It is refused from now on.
api-client-already-revoked-flash = { $name } was revoked before.
