# Who is told what becomes of the tokens, and whether it arrived.

notify-title = Notifications
notify-lead = Who hears of it when a token is issued or about to expire, and whether it reached them.
notify-settings-text = People and programs can be told when a token is about to expire, and when one is issued, rotated or revoked.
notify-settings-link = Set up notifications

notify-emails = Email addresses
notify-emails-hint = One a line, up to 10. Letters are in the tenant’s language.
notify-only-logs = No mail server is set up (LATCHKEY_SMTP_URL). Until there is one, letters are written to the log only.
notify-webhook = Webhook
notify-webhook-hint = An https address that is sent a signed POST. Addresses inside this machine’s own network are not called.
notify-kinds = What they are told
notify-kind-issued = Issued
notify-kind-rotated = Rotated
notify-kind-revoked = Revoked
notify-kind-expires-30 = Expires in 30 days
notify-kind-expires-7 = Expires in 7 days
notify-kind-expires-1 = Expires in 1 day
notify-kind-expired = Expired
notify-kind-test = Test

notify-secret = Webhook secret
notify-secret-since = Requests are signed with a secret that was made on { $when }.
notify-secret-old = The one before it signs too until { $when }.
notify-secret-ask = Make a new secret …
notify-secret-sure = You see the new secret once. The old one goes on signing beside it for 24 hours, so that the receiver can change over.
notify-secret-make = Make a new secret
notify-secret-copy = Copy the secret now
notify-secret-once = Give it to the program that receives the webhook. It is shown this once.
notify-secret-use = Requests are signed as Standard Webhooks specifies. Verify them with a ready-made library and this secret; docs/notifications.md has an example.
notify-secret-leave = When you leave this page, nobody can see the secret any more. A new one can be made at any time.

notify-test-title = Does it arrive?
notify-test-text = A test goes to every address above and to the webhook. How it went stands in the list below.
notify-test = Send a test

notify-newest = Newest messages
notify-failed-title = Failed for good
notify-failed-count = { $count } did not arrive within a day
notify-what = What
notify-to = To
notify-outcome = Outcome
notify-when = When
notify-actions = Actions
notify-again = Try again
notify-forget = Dismiss
notify-again-all = Try all again
notify-forget-all = Dismiss all

notify-waiting = On its way
notify-delivered = Delivered
notify-logged = In the log
notify-failed = Failed
notify-tried-again = tried again { $when }
notify-trouble-status = the webhook answered { $code }
notify-trouble-mail = the mail server refused it ({ $code })
notify-trouble-timeout = no answer in time
notify-trouble-name = the name leads nowhere
notify-trouble-private = the address may not be called
notify-trouble-connection = no secure connection
notify-trouble-broken-off = the connection broke off
notify-trouble-gone = the webhook was taken out
notify-trouble-mail-server = the mail server cannot be reached
notify-trouble-letter = no letter can be written to that address

notify-email-wrong = Address { $number } is not an email address. Type it as in name@example.com.
notify-emails-many = { $n ->
    [one] At most { $n } address can be told.
   *[other] At most { $n } addresses can be told.
}
notify-webhook-malformed = This is not an address. Type it whole, as in https://example.com/hooks.
notify-webhook-plain = Only https addresses are called. The operator can allow http in networks of their own.
notify-webhook-credentials = Leave user name and password out of the address. The signature shows who calls.
notify-webhook-private = This address is not on the public internet. The operator can allow networks of their own (LATCHKEY_WEBHOOK_ALLOW_PRIVATE).
notify-kinds-none = Choose at least one, or nobody hears of anything.

notify-saved-flash = Saved.
notify-secret-replaced-flash = Somebody made a new secret meanwhile. Nothing was changed.
notify-test-flash = A test is on its way. Reload this page in a moment to see how it went.
notify-testing-flash = The last test is still on its way.
notify-nobody-flash = There is nobody to tell yet.
notify-again-flash = { $n ->
    [0] Nothing was left to try again.
    [one] { $n } message is tried again.
   *[other] { $n } messages are tried again.
}
notify-forgotten-flash = { $n ->
    [0] Nothing was left to dismiss.
    [one] { $n } message is dismissed.
   *[other] { $n } messages are dismissed.
}
# After a number, in the tenant’s Summary.
notify-attention = { $n ->
    [one] notification failed for good
   *[other] notifications failed for good
}

# In the audit trail.
notify-audit-changed = Notifications changed
notify-audit-secret = New webhook secret
notify-audit-tested = Test sent
notify-audit-retried = Failed messages tried again
notify-audit-forgotten = Failed messages dismissed
notify-audit-deliveries = Messages
