# Notifications about tokens: who gets them, and whether they arrived.

notify-title = Notifications
notify-lead = Who is notified when a token is created, rotated, revoked or about to expire, and whether the messages arrived.
notify-settings-text = Notify people and programs when a token is created, rotated, revoked or about to expire.
notify-settings-link = Set up notifications

notify-emails = Email addresses
notify-emails-hint = One per line, up to 10. Messages are in the tenant’s language.
notify-only-logs = No mail server is set up (LATCHKEY_SMTP_URL), so mail is only written to the log.
notify-webhook = Webhook
notify-webhook-hint = An https address that receives a signed POST. It can’t be on a private network.
notify-kinds = Events
notify-kind-issued = Created
notify-kind-rotated = Rotated
notify-kind-revoked = Revoked
notify-kind-expires-30 = 30 days before expiry
notify-kind-expires-7 = 7 days before expiry
notify-kind-expires-1 = 1 day before expiry
notify-kind-expired = Expired
notify-kind-test = Test

notify-secret = Webhook secret
notify-secret-since = Requests are signed with a secret created on { $when }.
notify-secret-old = The previous secret also signs until { $when }.
notify-secret-ask = Rotate secret…
notify-secret-sure = You’ll see the new secret once. The old one keeps signing alongside it for 24 hours, so that the receiver can switch over.
notify-secret-make = Rotate secret
notify-secret-copy = Copy the secret now
notify-secret-once = Give it to the program that receives the webhook. You won’t see it again.
notify-secret-use = Requests are signed according to Standard Webhooks. Verify them with an existing library and this secret. docs/notifications.md has an example.
notify-secret-leave = If you leave this page, nobody can see the secret again. You can rotate it at any time.

notify-test-title = Test delivery
notify-test-text = A test message is sent to every address above and to the webhook. The result appears in the list below.
notify-test = Send test

notify-newest = Recent messages
notify-failed-title = Undelivered messages
notify-failed-count = Not delivered within a day: { $count }
notify-what = Event
notify-to = Recipient
notify-outcome = Status
notify-when = Time
notify-actions = Actions
notify-again = Retry
notify-forget = Dismiss
notify-again-all = Retry all
notify-forget-all = Dismiss all

notify-waiting = Pending
notify-delivered = Delivered
notify-logged = Logged
notify-failed = Failed
notify-tried-again = next attempt on { $when }
notify-trouble-status = webhook responded with { $code }
notify-trouble-mail = rejected by the mail server ({ $code })
notify-trouble-timeout = timed out
notify-trouble-name = host not found
notify-trouble-private = address not allowed
notify-trouble-connection = no secure connection
notify-trouble-broken-off = connection lost
notify-trouble-gone = webhook removed
notify-trouble-mail-server = mail server unreachable
notify-trouble-letter = invalid address

notify-email-wrong = Address { $number } isn’t an email address. Enter it in the form name@example.com.
notify-emails-many = { $n ->
    [one] Enter at most { $n } address.
   *[other] Enter at most { $n } addresses.
}
notify-webhook-malformed = Enter a complete address, such as https://example.com/hooks.
notify-webhook-plain = Use an https address. The operator can allow http on private networks.
notify-webhook-credentials = Remove the user name and password from the address. The signature shows that a request comes from Latchkey.
notify-webhook-private = This address isn’t on the public internet. The operator can allow private networks (LATCHKEY_WEBHOOK_ALLOW_PRIVATE).
notify-kinds-none = Choose at least one event.

notify-saved-flash = Saved.
notify-secret-replaced-flash = Someone else rotated the secret in the meantime. Nothing was changed.
notify-test-flash = The test is on its way. Reload this page in a moment to see the result.
notify-testing-flash = The previous test is still on its way.
notify-nobody-flash = Add an email address or a webhook first.
notify-again-flash = { $n ->
    [0] Nothing left to retry.
    [one] Retrying { $n } message.
   *[other] Retrying { $n } messages.
}
notify-forgotten-flash = { $n ->
    [0] Nothing left to dismiss.
    [one] { $n } message dismissed.
   *[other] { $n } messages dismissed.
}
# Follows a number on the tenant’s Summary.
notify-attention = { $n ->
    [one] notification could not be delivered
   *[other] notifications could not be delivered
}

# In the audit log.
notify-audit-changed = Notifications changed
notify-audit-secret = Webhook secret rotated
notify-audit-tested = Test sent
notify-audit-retried = Undelivered messages retried
notify-audit-forgotten = Undelivered messages dismissed
notify-audit-deliveries = Messages
