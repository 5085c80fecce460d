# Tokens: list, details, revoke; permissions and states.

token-create = Create
token-search = Search by name or id
token-list = Tokens of this tenant
token-list-all = Tokens of all tenants
token-lead-all = Every token of every tenant. What you do to one, you do in its tenant.
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
token-status-all = All states
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
token-secret-hint = Only its beginning and end are kept.
token-id = Public id

token-none-found = No token matches
token-none-found-text = No token is like that. Take a filter away, or search for something else.
token-clear-filters = Clear filters
token-none-yet = No tokens yet
token-none-yet-text = A token lets a program use this tenant’s API without a person signing in. You choose what it may do and until when, and you see its secret once.
token-none-yet-how = Begin at the button above: it takes about a minute.

token-revoke-title = Revoke token
token-revoke-warning = Whatever uses this token is refused from now on. This cannot be undone.
token-revoke-last-used = Last used: { $when }.
token-revoke-never-used = It has never been used.
token-revoke-how = To confirm, type the token’s name: <strong>{ $name }</strong>
token-revoke-cancel = Cancel
token-name = Name

# Who a token is for, in lists.
token-scope-below = { $tenant } and its subtenants
token-scope-below-future = { $tenant } and its subtenants, including future ones
token-scope-all = All tenants
token-scope-all-future = All tenants, including future ones

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
# One or two letters that tell the four apart.
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

# What happened, and what is wrong.
token-disabled-tenant = This tenant is disabled. Enable it before you issue tokens.
token-revoked-flash = { $name } is revoked. It is refused from now on.
token-already-revoked-flash = { $name } was revoked before.
token-disabled-flash = { $name } is disabled. It is refused from now on, until it is enabled.
token-enabled-flash = { $name } is enabled. It works from now on.
token-already-disabled-flash = { $name } was disabled before.
token-already-enabled-flash = { $name } was enabled before.
token-over-revoked = { $name } is revoked, and that is final. Nothing was changed.
token-over-expired = { $name } has expired, and does not change any more. Duplicate it to issue another one like it.
token-name-mismatch = This is not the token’s name. Type it exactly as it stands above.
token-tenants-none = Choose at least one tenant.
token-tenants-unknown = One of these tenants is not there, or not yours to choose.
token-tenants-disabled = { $name } is disabled. Leave it out, or enable it first.
token-all-not-allowed = You may not issue tokens for all tenants.
token-permissions-none = Choose at least one permission.
token-tenant-is-disabled = This tenant is disabled: all its tokens are refused, and no new one can be issued until it is enabled.

token-created-with = Created with token
token-issued-title = Tokens created with it
token-issued-hint = Programs that hold this token created them over the Tenant API, directly or with one of these.
token-issued-count = { $n ->
    [one] { $n } token
   *[other] { $n } tokens
}
token-issued-review = Review and revoke
token-issued-also = { $n ->
    [one] Also revoke this { $n } token
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
