# Error pages.

error-home = Back to start
error-id = Error ID, for the operator of Latchkey:
error-sign-in = Sign in

error-bad-request = Bad request
error-bad-request-text = Something in it is missing, duplicated or unreadable. Go back and try again.
error-signed-out = You have been signed out
error-signed-out-text = Your session ended before the change was saved. Nothing was changed. Sign in and try again.
error-forbidden = Not allowed
error-forbidden-text = Your account doesn’t have permission to do this. Ask an owner for it.
error-stale-form = This form has expired
error-stale-form-text = You may have signed in again since you opened it. Nothing was changed. Go back, reload the page and try again.
error-not-found = Not found
error-not-found-text = This page doesn’t exist, or your account can’t see it.
error-method = Method not allowed
error-method-text = This address doesn’t accept this kind of request.
error-conflict = Changed by someone else
error-conflict-text = This changed after you opened it. Nothing was saved. Go back, reload the page and make your change again.
error-too-large = Too large
error-too-large-text = The request is larger than this page accepts. A logo can be up to 1 MiB.
error-unprocessable = Invalid input
error-unprocessable-text = The data doesn’t match what this page expects. Go back and try again.
error-too-many = Too many attempts
error-too-many-text = Wait a moment, then try again.
error-broken = Something went wrong
error-broken-text = This is our fault, not yours, and no change was left half done. Try again. If it keeps happening, contact the operator of Latchkey.
error-unavailable = Temporarily unavailable
error-unavailable-text = Latchkey can’t reach something it needs. Try again in a moment.
error-limit = Limit reached
error-limit-apps = A tenant can have { $n } apps. Delete one that is no longer used, then try again.
error-limit-modules = There can be { $n } modules. Delete one that is no longer used, then try again.
error-limit-api-clients = There can be { $n } API clients. Revoke one that is no longer used, then try again.
error-limit-tenants = There can be { $n } tenants.
error-limit-tokens = A tenant can have { $n } tokens. Use another tenant for new ones.
error-limit-keys = A token can send { $n } idempotency keys in 24 hours. Try again later.
error-limit-bulk = A tenant can have { $n } bulk actions running. Wait until one has finished, then try again.
