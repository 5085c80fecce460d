# The API explorer, and the names of the API’s operations.

explorer-title = API explorer
explorer-intro = All operations of the Tenant API for this tenant. Requests take effect: this is not a sandbox.
explorer-document = OpenAPI document
explorer-token = Secret
explorer-token-hint = Paste a token’s secret. It stays on this page and is gone when you leave.
explorer-fields-hint = Empty fields are not sent. Separate list items with commas. Enter null for no value.
explorer-no-script = Sending requests needs JavaScript. The curl commands work without it.
explorer-needs = Required permissions: { $permissions }
explorer-send = Send
explorer-curl = Same request with curl
explorer-curl-hint = curl reads the secret from the variable LATCHKEY_TOKEN.
explorer-headers = Headers
explorer-body = Body
explorer-empty = (empty)
explorer-failed = The request didn’t reach Latchkey.
explorer-missing = The address is incomplete: fill in the marked field.

api-group-me = This token
api-group-tenants = Tenants
api-group-apps = Apps
api-group-tokens = Tokens
api-group-audit = Audit events
api-group-verification = Verification

api-op-me = Show what this token may do
api-op-list-tenants = List tenants
api-op-read-tenant = Get a tenant
api-op-list-modules = List the tenant’s modules
api-op-list-apps = List apps
api-op-create-app = Create an app
api-op-read-app = Get an app
api-op-update-app = Update an app
api-op-delete-app = Delete an app
api-op-list-tokens = List tokens
api-op-create-token = Create a token
api-op-read-token = Get a token
api-op-update-token = Update a token
api-op-revoke-token = Revoke a token
api-op-rotate-token = Rotate a token
api-op-disable-token = Disable a token
api-op-enable-token = Enable a token
api-op-list-audit-events = List audit events
api-op-verify = Verify a request for a proxy
api-op-introspect = Introspect a token
