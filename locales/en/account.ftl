# Sign-in, first-run setup, one's own account.

sign-in = Sign in
sign-in-title = Sign in
sign-in-email = Email
sign-in-password = Password

setup-title = Set up Latchkey
setup-lead = This page works once: it makes the owner’s account and the first tenant.
setup-code = One-time code
setup-code-hint = It stands in the terminal where Latchkey was started.
setup-owner = Owner
setup-tenant = First tenant
setup-tenant-hint = An organisation whose tokens are kept apart from the others’. More can be made later.
setup-save = Save

account-title = Account
account-language-title = Language
account-language = Language
account-language-hint = What these pages are written in.
account-save = Save
account-password-title = Password
account-current-password = Current password
account-new-password = New password
account-password-hint = At least 12 characters. A few words that do not belong together are good.
account-password-ends-sessions = Your other sessions end when you change it.
account-change-password = Change password
