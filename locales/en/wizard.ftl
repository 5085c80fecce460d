# The wizard that issues a token.

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

wizard-name = Name
wizard-name-hint = What uses the token, so that you recognise it a year from now.
wizard-description = Description
wizard-description-hint = Who to ask, where it runs. Up to 500 characters.
wizard-logo = Logo
wizard-logo-hint = PNG, JPEG or WebP, up to 1 MiB. Choose a file or drop it here.
wizard-logo-now = Present image
wizard-logo-remove = Remove the image
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
wizard-moment-never = Works until somebody revokes it.

wizard-copy-of = Copy of { $name }
wizard-prefill-odd = Some of what the address asked for was not understood and is left out. Look at every field.

wizard-tenant = Tenant
wizard-scope-this = This tenant
# Beside a box below the choice "This tenant".
wizard-scope-subtenants = and its subtenants, including future ones
wizard-scope-subtenants-hint = the tenants that stand below it, however far
wizard-scope-this-below = This tenant and its subtenants
wizard-scope-selected = Selected tenants
wizard-scope-selected-hint = the ones you tick
wizard-scope-all = All tenants
wizard-scope-all-hint = including future ones
wizard-scope-list = Tenants to choose from
wizard-scope-filter = Filter tenants
wizard-app = App
wizard-app-hint = The integration that uses the token. What the token does is attributed to it.
wizard-app-none = No app
wizard-app-unknown = This app is not there any more. Choose another one, or none.
wizard-modules = Modules
wizard-modules-hint = The areas of the API that the token opens. Without any, it opens none of them.
wizard-modules-none = no modules
wizard-module-administration = opens Latchkey’s own Tenant API: with it, the token manages tokens, apps and modules
wizard-module-unknown = One of these modules is not there any more. Look at your choice again.
# $tenants: "Globex and Initech".
wizard-module-not-enabled = { $module } is not enabled for { $tenants }. Leave it out, or have it enabled there first.

# $verbs: "read and create"; $tenants: "Acme and Globex". All arguments carry markup.
wizard-may-in = { $verbs } in { $tenants }
# Stands for $tenants or $all when modules were chosen; $modules: "devices and billing".
wizard-modules-of = { $modules } of { $tenants }
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
wizard-shown-once = <strong>{ $name }</strong>. It is shown this once and starts to work when you save.
wizard-secret = Secret
wizard-copy = Copy
wizard-copied = Copied. Keep it somewhere safe.
wizard-copy-failed = Your browser did not allow copying. The text is selected: copy it with Ctrl+C or ⌘C.
wizard-try = Try it
wizard-try-hint = It answers once the token is saved.
wizard-copy-command = Copy command
wizard-command-copied = Command copied.
wizard-leave-warning = Leave without saving and this token is gone. You can generate another one.

wizard-gone = This secret is gone
wizard-gone-text = The secret of <strong>{ $name }</strong> was shown once and cannot be shown again. It does not work, because it was not saved.
wizard-gone-how = Everything you typed is kept. Generate another secret in its place, or cancel.
wizard-generate-another = Generate another one

wizard-saved = The token works from now on.
wizard-details = View details
wizard-close = Close
