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
