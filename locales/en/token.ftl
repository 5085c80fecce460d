# Tokens: list, details, revoke; permissions and statuses.

token-create = Create
token-search = Search by name or ID
token-list = Tokens of this tenant
token-list-all = Tokens of all tenants
token-lead-all = All tokens of all tenants. You manage each token in its own tenant.
token-home = Belongs to
token-tabs = Pages of this token
token-tab-general = General
token-tab-access = Access
token-tab-usage = Usage
token-tab-audit = Audit
token-token = Token
token-tenants = Tenants
token-permissions = Permissions
token-status = Status
token-status-all = All statuses
token-created = Created
# Under the day a token expires.
token-created-on = created { $date }
token-created-by = Created by
token-expires = Expires
token-last-used = Last used
token-no-expiration = no expiration
token-never-used = never used
token-edit = Edit
token-rotate = Rotate
token-duplicate = Duplicate
token-disable = Disable
token-enable = Enable
token-revoke = Revoke
token-secret = Secret
token-secret-hint = Latchkey keeps only the first and last characters.
token-id = Public ID

token-none-found = No matching tokens
token-none-found-text = Remove a filter or change the search.
token-clear-filters = Clear filters
token-none-yet = No tokens yet
token-none-yet-text = A token lets a program use this tenant’s API without anyone signing in. You choose what it may do and for how long, and you see its secret once.
token-none-yet-how = Create one with the button above. It takes about a minute.

token-revoke-title = Revoke token
token-revoke-warning = Anything using this token will stop working immediately. This can’t be undone.
token-revoke-last-used = Last used: { $when }.
token-revoke-never-used = This token has never been used.
token-revoke-how = To confirm, type the token’s name: <strong>{ $name }</strong>
token-revoke-cancel = Cancel
token-name = Name

# The tenants of a token, in lists.
token-scope-below = { $tenant } and its subtenants
token-scope-below-future = { $tenant } and its subtenants, including future ones
token-scope-all = All tenants
token-scope-all-future = All tenants, including future ones
token-other-tenants = { $n ->
    [one] 1 other tenant
   *[other] { $n } other tenants
}
token-keep-other-tenants = { $n ->
    [one] 1 other tenant that you can’t see
   *[other] { $n } other tenants that you can’t see
}

status-active = Active
status-disabled = Disabled
status-expired = Expired
status-revoked = Revoked
status-expires-in-days = { $n ->
    [0] Expires today
    [one] Expires in { $n } day
   *[other] Expires in { $n } days
}

permission-read = Read
permission-write = Write
permission-create = Create
permission-delete = Delete
# One or two letters each; no two are alike.
permission-read-letter = R
permission-write-letter = W
permission-create-letter = C
permission-delete-letter = D
# Inside "Can read and create in Acme".
permission-verb-read = read
permission-verb-write = write
permission-verb-create = create
permission-verb-delete = delete
permission-read-methods = GET, HEAD, OPTIONS
permission-write-methods = PUT, PATCH
permission-create-methods = POST
permission-delete-methods = DELETE

# Results and errors.
token-disabled-tenant = This tenant is disabled. Enable it before you create tokens.
token-revoked-flash = { $name } is revoked. It no longer works.
token-already-revoked-flash = { $name } was already revoked.
token-disabled-flash = { $name } is disabled. It won’t work until you enable it.
token-enabled-flash = { $name } is enabled. It works again.
token-already-disabled-flash = { $name } was already disabled.
token-already-enabled-flash = { $name } was already enabled.
token-over-revoked = { $name } is revoked and can’t be changed.
token-over-expired = { $name } has expired and can’t be changed. Duplicate it to create a similar one.
token-name-mismatch = This isn’t the token’s name. Type it exactly as shown above.
token-tenants-none = Choose at least one tenant.
token-tenants-unknown = One of these tenants doesn’t exist, or you can’t choose it. Check your selection.
token-tenants-disabled = { $name } is disabled. Remove it from the selection, or enable it first.
token-all-not-allowed = You can’t create tokens for all tenants. Choose the tenants.
token-permissions-none = Choose at least one permission.
token-tenant-is-disabled = This tenant is disabled. All its tokens are refused, and you can’t create tokens until it is enabled.
token-created-with = Created with token
token-issued-title = Tokens created with it
token-issued-hint = They were created through the Tenant API with this token, directly or with another token in this list.
token-issued-count = { $n ->
    [one] { $n } token
   *[other] { $n } tokens
}
token-issued-review = Review and revoke
token-issued-also = { $n ->
    [one] Also revoke this token
   *[other] Also revoke these { $n } tokens
}
token-issued-elsewhere = { $n ->
    [one] { $n } more token belongs to a tenant whose tokens you don’t manage. It keeps working.
   *[other] { $n } more tokens belong to tenants whose tokens you don’t manage. They keep working.
}
token-issued-only = This token is already revoked. Tokens created with it still exist.
token-issued-revoked = { $n ->
    [one] { $n } token created with it is revoked too.
   *[other] { $n } tokens created with it are revoked too.
}
token-issued-under-way = { $n ->
    [one] { $n } token created with it is being revoked.
   *[other] { $n } tokens created with it are being revoked.
}
