# Sign-in, first-run setup, one's own account.

sign-in = Sign in
sign-in-title = Sign in
sign-in-email = Email
sign-in-password = Password
sign-in-wrong = Email and password do not belong together.

setup-title = Set up Latchkey
setup-lead = This page works once: it makes the owner’s account and the first tenant.
setup-code = One-time code
setup-code-hint = It stands in the terminal where Latchkey was started.
setup-owner = Owner
setup-tenant = First tenant
setup-tenant-hint = An organisation whose tokens are kept apart from the others’. More can be made later.
setup-save = Save
setup-code-wrong = This is not the code. Copy it from the terminal where Latchkey was started.
setup-email-taken = Somebody signs in with this address already. Choose another one.
setup-done-flash = Welcome. { $name } is ready for its first token.

account-title = Account
account-language-title = Language
account-language = Language
account-language-hint = What these pages are written in.
account-save = Save
account-password-title = Password
account-current-password = Current password
account-new-password = New password
account-password-hint = At least 8 characters. A few words that do not belong together are good.
account-password-ends-sessions = Your other sessions end when you change it.
account-change-password = Change password
account-own-password-title = Choose your own password
account-own-password-why = The password that you signed in with was generated for you. Choose another one to continue.
account-language-automatic = As the tenant or the browser says
account-saved-flash = Saved.
account-current-wrong = This is not your current password.
account-password-flash = Your password was changed, and your other sessions were ended.
account-role-owner = Owner
account-role-tenant-admin = Tenant administrator
account-role-auditor = Auditor
account-role-none = No role

# A new password.
password-too-short = { $n ->
    [one] Use at least { $n } character.
   *[other] Use at least { $n } characters.
}
password-too-long = { $n ->
    [one] Use at most { $n } character.
   *[other] Use at most { $n } characters.
}
password-guessable = This is among the first that somebody would try. A few words that do not belong together are good.
password-made-of-names = It is made of your address, a tenant's name or the name Latchkey. Add a few words that have nothing to do with them.
password-same = Choose a password other than your current one.
