# Pages for what does not work.

error-home = Back to the start
error-id = Id of this problem, for whoever runs Latchkey:
error-sign-in = Sign in

error-bad-request = This request makes no sense
error-bad-request-text = Something in it is missing, doubled or unreadable. Go back and try again.
error-signed-out = You were signed out
error-signed-out-text = Your session ended before this was done, so nothing was changed. Sign in and try again.
error-forbidden = Not allowed
error-forbidden-text = Your account may not do this. Ask an owner if it should.
error-stale-form = This form is too old
error-stale-form-text = You may have signed in again since it was opened. Go back, reload the page and try again; nothing was changed.
error-not-found = Not found
error-not-found-text = There is nothing here, or it is not for your account.
error-method = Not this way
error-method-text = This address does not answer to this kind of request.
error-conflict = Somebody was faster
error-conflict-text = This has changed since you opened it. Go back, look at it again, and repeat what you want; nothing was changed.
error-too-large = Too much at once
error-too-large-text = More was sent than is taken here. A logo may have up to 1 MiB.
error-unprocessable = This cannot be understood
error-unprocessable-text = What was sent does not fit what is expected here. Go back and try again.
error-too-many = Too often
error-too-many-text = Wait a little, then try again.
error-broken = Something broke
error-broken-text = It is not your fault, and nothing was half changed. Try again; if it stays, tell whoever runs Latchkey.
error-unavailable = Not available right now
error-unavailable-text = Latchkey cannot reach what it needs. Try again in a moment.
error-limit = There are as many as there can be
error-limit-apps = A tenant can have { $n } apps. Delete one that is no longer used, then try again.
error-limit-modules = There can be { $n } modules. Delete one that is no longer used, then try again.
error-limit-api-clients = There can be { $n } API clients. Revoke one that is no longer used, then try again.
error-limit-tenants = There can be { $n } tenants.
error-limit-tokens = A tenant can have { $n } tokens. Use another tenant for new ones.
error-limit-keys = A token can send { $n } idempotency keys in 24 hours. Try again later.
error-limit-bulk = A tenant can have { $n } bulk changes running. Wait until one is done, then try again.
