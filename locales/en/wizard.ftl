# The wizard that creates a token.

wizard-title = Create token
wizard-steps = Steps
wizard-step-done = done
wizard-general = General
wizard-access = Access
wizard-overview = Overview
wizard-token = Token
wizard-summary = Summary
wizard-next = Next
wizard-back = Back
wizard-cancel = Cancel
wizard-save = Save
wizard-edit = Edit
wizard-none = none

wizard-logo = Logo
wizard-logo-hint = PNG, JPEG or WebP, up to 1 MiB. Choose a file or drop it here.
wizard-logo-now = Current image
wizard-logo-remove = Remove image
wizard-expiration = Expiration date
wizard-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
wizard-one-year = 1 year
wizard-custom = Custom
wizard-no-expiration = No expiration
wizard-date = Date
wizard-time = Time
wizard-zone = Time zone: { $zone }
wizard-moment = Works until { $moment }.
wizard-moment-never = Works until it is revoked.

wizard-copy-of = Copy of { $name }
wizard-prefill-odd = Part of the link could not be read and was left out. Check every field.

wizard-tenant = Tenant
wizard-scope-this = This tenant
# Next to a checkbox below the choice "This tenant".
wizard-scope-subtenants = and its subtenants, including future ones
wizard-scope-subtenants-hint = all tenants below it, at every level
wizard-scope-this-below = This tenant and its subtenants
wizard-scope-selected = Selected tenants
wizard-scope-selected-hint = only these, no future ones
wizard-scope-all = All tenants
wizard-scope-all-hint = including future ones
wizard-scope-list = Tenants to choose from
wizard-scope-filter = Filter tenants
wizard-app = App
wizard-app-hint = The integration that uses the token. Requests with the token are attributed to it.
wizard-app-none = No app
wizard-app-unknown = This app no longer exists. Choose another one, or none.
wizard-modules = Modules
wizard-modules-hint = Parts of the API this token can access. Without any, it has no access.
wizard-modules-none = no modules
wizard-module-administration = Latchkey’s own Tenant API: the token can manage tokens, apps and modules
wizard-module-unknown = One of these modules no longer exists. Check your selection.
# $tenants: "Globex and Initech".
wizard-module-not-enabled = { $module } is not enabled for { $tenants }. Remove it, or have it enabled there first.

# $verbs: "read and create"; $tenants: "Acme and Globex". All arguments carry markup.
wizard-may-in = { $verbs } in { $tenants }
# Stands for $tenants or $all when modules were chosen; $modules: "devices and billing".
wizard-modules-of = { $modules } for { $tenants }
# $all: wizard-all-tenants.
wizard-may-everywhere = { $verbs } in { $all }, including future ones
wizard-all-tenants = all tenants
# $what: one of the two above; $until: "20 February 2027, 14:00 Europe/Berlin".
wizard-sentence-until = Can { $what } until { $until }.
wizard-sentence-forever = Can { $what }, with no expiration.
wizard-not = not: { $names }
wizard-expires-in-days = in { $n ->
    [one] { $n } day
   *[other] { $n } days
}
wizard-expires-in-a-year = in 1 year
wizard-scope-only = { $tenant } only

wizard-copy-now = Copy the token now
wizard-shown-once = <strong>{ $name }</strong>. You won’t see it again. It becomes active when you save.
wizard-secret = Secret
wizard-copy = Copy
wizard-copied = Copied. Store it somewhere safe.
wizard-copy-failed = Your browser blocked copying. The text is selected: press Ctrl+C or ⌘C.
wizard-try = Try it
wizard-try-hint = Works after you save.
wizard-copy-command = Copy command
wizard-command-copied = Command copied.
wizard-leave-warning = If you leave without saving, this token is gone. You can create a new secret.

wizard-gone = This secret is gone
wizard-gone-text = The secret of <strong>{ $name }</strong> was shown once and can’t be shown again. It never worked, because it was not saved.
wizard-gone-how = Everything you entered is kept. Create a new secret, or cancel.
wizard-generate-another = Create new secret

wizard-saved = The token is active.
wizard-details = View details
wizard-close = Close
