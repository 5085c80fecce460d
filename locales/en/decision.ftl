# Why a request was refused, looked up by the id that the caller was given.

decision-title = Decisions
decision-lead = Whoever is refused is told an id (the header X-Latchkey-Decision-Id). Here it leads to the reason, from a few seconds after the refusal on and for seven days.
decision-id = Decision id
decision-look-up = Look up
decision-time = Time
decision-token = Token
decision-token-unknown = unknown
decision-tenant = Tenant asked for
decision-module = Module asked for
decision-method = Method
decision-address = Address
decision-not-told = not told
decision-none-found = No decision found
decision-none-found-text = There is no refusal with this id, or it is not for your account, or it is older than seven days.

# The reasons, and what to do.
decision-unknown = No token has the secret that was presented.
decision-unknown-advice = It may be mistyped, cut off, or from another instance. Compare its last four characters with the token’s page.
decision-disabled = The token is disabled.
decision-disabled-advice = Enable it on its page if it shall work again.
decision-expired = The token has expired.
decision-revoked = The token is revoked.
decision-issue-another = It stays so. Issue another token for whatever uses it.
decision-secret-replaced = The secret was replaced by another one, and its overlap is over.
decision-secret-replaced-advice = Give whatever uses the token its present secret, or rotate it once more.
decision-tenant-disabled = The tenant of the token is disabled, or every tenant that it reaches.
decision-tenant-disabled-advice = Enable the tenant in its settings if its tokens shall work again.
decision-wrong-tenant = The token does not reach the tenant that was asked for, or that tenant is disabled or does not exist.
decision-wrong-tenant-advice = Compare the tenant that the proxy names with the tenants of the token.
decision-wrong-module = The token does not have the module that was asked for, or the tenant does not have it enabled.
decision-wrong-module-advice = Compare the modules of the token and of the tenant with what the proxy or the API client asks for.
decision-missing-permission = The token lacks the permission { $permission }.
decision-missing-permission-advice = Issue a token that has it, if the request shall be allowed.
decision-no-token = No token was presented.
decision-no-token-advice = Send it as Authorization: Bearer, as X-API-Key, or as the password of Basic.
decision-no-method = The proxy did not say which method the request has.
decision-unknown-method = No permission covers the method of the request.
decision-unknown-method-advice = Tokens allow GET, HEAD, OPTIONS, PUT, PATCH, POST and DELETE, and nothing else.
decision-ambiguous-method = The proxy named two different methods.
decision-ambiguous-path = The path of the request can be read in two ways.
decision-ambiguous-path-advice = Send it without doubled slashes, dots as segments, semicolons, backslashes and encoded slashes.
decision-unreadable-query = The address that the proxy asks at cannot be understood.
decision-unknown-parameter = The proxy asks Latchkey with a query parameter it does not know, maybe a mistyped tenant or module.
decision-unknown-parameter-advice = Correct the verification address in the proxy’s configuration. Latchkey knows the parameters tenant and module.
decision-proxy-advice = Compare the proxy’s configuration with the one in the documentation.
decision-other = Reason: { $reason }
