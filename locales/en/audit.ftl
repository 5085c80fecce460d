# What happened, in plain words.

audit-token-issued = Issued
audit-token-changed = Changed
audit-token-disabled = Disabled
audit-token-enabled = Enabled
audit-token-rotated = Rotated
audit-secret-ended = Old secret ended early
audit-secret-extended = Old secret given more time
audit-token-revoked = Revoked
audit-old-secret-ends = The old secret ends
# Beside the name of a token that acted.
audit-by-token = (a token)
# Only heard: before the old value, and before the new one.
audit-before = Before:
audit-after = Now:
audit-none = Nothing is on record.
audit-shown = { $n ->
    [one] { $n } event
   *[other] { $n } events
}
# Instead of a picture itself.
audit-picture = a picture

# The words for what else is done, and what it is done to: "Tenant Acme – Created".
audit-created = Created
audit-renamed = Renamed
audit-moved = Moved
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
audit-thing-token = Token
audit-thing-tenant = Tenant
audit-thing-app = App
audit-thing-module = Module
audit-thing-user = Person
audit-thing-api-client = API client
audit-thing-audit = Audit trail
audit-thing-database = Database
audit-role = Role
audit-role-owner = Owner
audit-role-tenant-admin = Tenant administrator
audit-role-auditor = Auditor
audit-enabled = Enabled
audit-disabled = Disabled
audit-checked-events = Events checked
audit-known-until = Known until
audit-lost-events = Events lost
audit-broken-chains = Broken chains
audit-checked-all = To the end
audit-yes = yes
audit-no = no

audit-lead = Who did what in this tenant, when and from where, the newest first.
audit-lead-all = Who did what, when and from where, in every tenant that you may see, the newest first.
audit-action = What
audit-everything = Everything
audit-actor = Who
audit-object = To what
audit-from = From
audit-to = To
# Below the filters.
audit-days = Who is an email or a token’s name, to what a name or an id. Days begin at midnight in { $zone }.
audit-details = Details
audit-event = Event
audit-request = Request
audit-export = Save this list as:
audit-csv = CSV
audit-json = JSON
audit-none-found = No event matches
audit-none-found-text = Names are compared as a whole, as they were at that time. Try fewer filters.
audit-none-yet = Nothing has happened yet
audit-none-yet-text = From now on, everything that is issued, changed or revoked stands here, with who did it and from where. Nobody can switch that off.

audit-trust = Can this be trusted?
audit-trust-text = Each event is sealed together with the one before it, under a key that is not in the database. Whoever changes, removes, adds or moves an event in the database is found out here.
audit-check = Check now
audit-check-rest = Check the rest
audit-head = Download the head
audit-head-text = Keep the head elsewhere: “latchkey audit verify --head FILE” finds out later whether newer events were cut off.
audit-whole = { $n ->
    [one] { $n } event checked: it is as it was written.
   *[other] { $n } events checked: all are as they were written.
}
audit-part-whole = { $n ->
    [one] { $n } event checked, and it is as it was written. Time ran out: check the rest below.
   *[other] { $n } events checked, and all are as they were written. Time ran out: check the rest below.
}
# What was found in one of several tenants.
audit-in-chain = { $chain }: { $what }
audit-no-tenant = Events of no tenant
# $event is a number, or a number with date and id in brackets.
audit-fault-changed = Event { $event } was changed, or one before it was taken out.
audit-fault-missing = Event { $event } is missing; in brackets stands the one after it.
audit-fault-inserted = Event { $event } was put in: Latchkey did not write it.
audit-fault-reordered = Event { $event } does not stand where it was written.
audit-fault-cut-off = From event { $event } on, events were cut off.
audit-fault-replaced = Event { $event } is another one than it was.
audit-more-chains = { $n ->
    [one] One more chain is broken.
   *[other] { $n } more chains are broken.
}
audit-broken-advice = Somebody wrote into the database past Latchkey: keep a copy of it as it is, and compare it with a backup.
audit-along-with = Revoked along with
