# The audit log.

audit-token-issued = Created
audit-token-changed = Changed
audit-token-disabled = Disabled
audit-token-enabled = Enabled
audit-token-rotated = Rotated
audit-secret-ended = Old secret ended early
audit-secret-extended = Old secret extended
audit-token-revoked = Revoked
audit-old-secret-ends = Old secret valid until
# Follows the name of a token that made a change over the API.
audit-by-token = (token)
# For screen readers: precede the old value and the new one.
audit-before = Before:
audit-after = After:
audit-none = No events.
audit-shown = { $n ->
    [one] { $n } event
   *[other] { $n } events
}
# Stands for an image.
audit-picture = image

# Other actions, and what they apply to: "Tenant Acme – Created".
audit-created = Created
audit-renamed = Renamed
audit-moved = Moved
audit-slug-removed = Former slug removed
audit-deleted = Deleted
audit-user-signed-in = Signed in
audit-user-signed-out = Signed out
audit-user-password-changed = Password changed
audit-user-password-reset = Password reset
audit-user-language-changed = Language changed
audit-checked = Checked
audit-database-restored = Restore confirmed
audit-started = Started
audit-stopped = Stopped
audit-object-token = Token
audit-object-tenant = Tenant
audit-object-app = App
audit-object-module = Module
audit-object-user = User
audit-object-api-client = API client
audit-object-audit = Audit log
audit-object-database = Database
audit-role = Role
audit-role-owner = Owner
audit-role-tenant-admin = Tenant administrator
audit-role-auditor = Auditor
audit-enabled = Enabled
audit-disabled = Disabled
audit-checked-events = Checked events
audit-known-until = Known until
audit-lost-events = Lost events
audit-broken-chains = Broken chains
audit-checked-all = Complete
audit-yes = yes
audit-no = no

audit-lead = Who did what in this tenant, when and from where. Newest first.
audit-lead-all = Who did what, when and from where, in all tenants you can see. Newest first.
audit-action = Action
audit-everything = All actions
audit-actor = Actor
audit-object = Target
audit-from = From
audit-to = To
# Below the filters.
audit-days = Actor: email or token name. Target: name or ID. Days start at midnight in { $zone }.
audit-details = Details
audit-event = Event
audit-request = Request ID
audit-export = Export:
audit-csv = CSV
audit-json = JSON
audit-none-found = No matching events
audit-none-found-text = Names have to match in full, as they were at the time. Remove or change a filter.
audit-none-yet = No events yet
audit-none-yet-text = Every change appears here, with who made it, when and from where. This can’t be turned off.

audit-trust = Integrity
audit-trust-text = Each event is sealed together with the one before it, using a key that isn’t stored in the database. If someone changes, removes, adds or moves an event in the database, this check finds it.
audit-check = Check now
audit-check-rest = Continue check
audit-head = Download checkpoint
audit-head-text = Store the checkpoint somewhere else. Later, “latchkey audit verify --head FILE” uses it to detect whether events were removed from the end of the log.
audit-whole = { $n ->
    [one] { $n } event checked. It is intact.
   *[other] { $n } events checked. All are intact.
}
audit-part-whole = { $n ->
    [one] { $n } event checked. It is intact. The check took too long to finish: continue it below.
   *[other] { $n } events checked. All are intact. The check took too long to finish: continue it below.
}
# A finding in one of several tenants.
audit-in-chain = { $chain }: { $what }
audit-no-tenant = Platform events
# $event is a number, or a number with date and ID in brackets.
audit-fault-changed = Event { $event } was changed, or an earlier event was removed.
audit-fault-missing = Event { $event } is missing. The date and ID are those of the next event.
audit-fault-inserted = Event { $event } was added without going through Latchkey.
audit-fault-reordered = Event { $event } was moved.
audit-fault-cut-off = Event { $event } and all later ones were removed.
audit-fault-replaced = Event { $event } was replaced by another one.
audit-more-chains = { $n ->
    [one] One more chain is broken.
   *[other] { $n } more chains are broken.
}
audit-broken-advice = Someone changed the database without going through Latchkey. Keep a copy of it as it is and compare it with a backup.
audit-along-with = Revoked along with
