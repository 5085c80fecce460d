# Why a request was refused, looked up by its decision ID.

decision-title = Decisions
decision-lead = Every refused request gets a decision ID, in the header X-Latchkey-Decision-Id. Look up the reason here, from a few seconds after the refusal and for seven days.
decision-id = Decision ID
decision-look-up = Look up
decision-time = Time
decision-token = Token
decision-token-unknown = unknown
decision-tenant = Requested tenant
decision-module = Requested module
decision-method = Method
decision-address = Address
decision-not-told = not specified
decision-none-found = No decision found
decision-none-found-text = No refusal has this ID, it is older than seven days, or your account can’t see it.

# Each reason, with what to do.
decision-unknown = No token has this secret.
decision-unknown-advice = It may be mistyped, cut off or from another instance. Compare its last four characters with those on the token’s page.
decision-disabled = The token is disabled.
decision-disabled-advice = To let it work again, enable it on its page.
decision-expired = The token has expired.
decision-revoked = The token is revoked.
decision-issue-another = This can’t be undone. Create a new token for the program that uses it.
decision-secret-replaced = The secret was replaced by a newer one, and its overlap is over.
decision-secret-replaced-advice = Give the program the token’s current secret, or rotate the token again.
decision-tenant-disabled = The token’s tenant is disabled, or all tenants it can access are.
decision-tenant-disabled-advice = To let its tokens work again, enable the tenant in its settings.
decision-wrong-tenant = The token can’t access the requested tenant, or that tenant is disabled or doesn’t exist.
decision-wrong-tenant-advice = Compare the tenant in the proxy’s configuration with the token’s tenants.
decision-wrong-module = The token doesn’t have the requested module, or the module isn’t enabled for the tenant.
decision-wrong-module-advice = Compare the modules of the token and the tenant with those the proxy or API client requests.
decision-missing-permission = The token doesn’t have the permission { $permission }.
decision-missing-permission-advice = If the request should be allowed, add the permission to the token.
decision-no-token = The request has no token.
decision-no-token-advice = Send it as Authorization: Bearer, as X-API-Key, or as the password of Basic authentication.
decision-no-method = The proxy didn’t send the request’s method.
decision-unknown-method = No permission covers the request’s method.
decision-unknown-method-advice = Tokens allow only GET, HEAD, OPTIONS, PUT, PATCH, POST and DELETE.
decision-ambiguous-method = The proxy sent two different methods.
decision-ambiguous-path = The request’s path is ambiguous.
decision-ambiguous-path-advice = Send it without double slashes, dot segments, semicolons, backslashes and encoded slashes.
decision-unreadable-query = The query string that the proxy sends to Latchkey is invalid.
decision-unknown-parameter = The proxy sends Latchkey an unknown query parameter, perhaps a mistyped tenant or module.
decision-unknown-parameter-advice = Correct the verification address in the proxy’s configuration. Latchkey accepts the parameters tenant and module.
decision-proxy-advice = Compare the proxy’s configuration with the one in the documentation.
decision-other = Reason: { $reason }
