# The API explorer, and the names of what programs may call.

explorer-title = API explorer
explorer-intro = Every operation of the Tenant API for this tenant. What you send is done.
explorer-document = OpenAPI document
explorer-token = Secret to send
explorer-token-hint = Paste a token’s secret. It stays in this page, and is gone when you leave it.
explorer-fields-hint = Empty fields are not sent. Write lists with commas, and null for no value.
explorer-no-script = Sending needs JavaScript; the curl lines work without it.
explorer-needs = Permissions needed: { $permissions }
explorer-send = Send
explorer-curl = The same call with curl
explorer-curl-hint = curl takes the secret from the variable LATCHKEY_TOKEN.
explorer-headers = Headers
explorer-body = Body
explorer-empty = (empty)
explorer-failed = The call did not get through.
explorer-missing = The address of the call has a gap: fill in the marked field.

api-group-me = This token
api-group-tenants = Tenants
api-group-apps = Apps
api-group-tokens = Tokens
api-group-audit = Audit events
api-group-verification = Verification

api-op-me = What the presented token may do
api-op-list-tenants = List tenants
api-op-read-tenant = Read a tenant
api-op-list-modules = List the tenant’s modules
api-op-list-apps = List apps
api-op-create-app = Create an app
api-op-read-app = Read an app
api-op-update-app = Change an app
api-op-delete-app = Delete an app
api-op-list-tokens = List tokens
api-op-create-token = Issue a token
api-op-read-token = Read a token
api-op-update-token = Change a token
api-op-revoke-token = Revoke a token for good
api-op-rotate-token = Give a token a new secret
api-op-disable-token = Disable a token
api-op-enable-token = Enable a token
api-op-list-audit-events = List audit events
api-op-verify = Ask for a proxy whether a request may pass
api-op-introspect = Introspect a token
