# Sign-in, first-run setup, your own account.

sign-in = Sign in
sign-in-title = Sign in
sign-in-email = Email
sign-in-password = Password
sign-in-wrong = Wrong email or password.

setup-title = Set up Latchkey
setup-lead = You can use this page once. It creates the owner account and the first tenant.
setup-code = One-time code
setup-code-hint = Find it in the terminal where you started Latchkey.
setup-owner = Owner
setup-tenant = First tenant
setup-tenant-hint = An organisation whose tokens are kept apart from all others. You can add more tenants later.
setup-save = Save
setup-code-wrong = Wrong code. Copy it from the terminal where you started Latchkey.
setup-email-taken = An account with this email address already exists. Choose another address.
setup-done-flash = Welcome. { $name } is ready for its first token.

account-title = Account
account-language-title = Language
account-language = Language
account-language-hint = The language of these pages.
account-save = Save
account-password-title = Password
account-current-password = Current password
account-new-password = New password
account-password-hint = At least 8 characters. A few unrelated words work well.
account-password-ends-sessions = Changing it signs you out everywhere else.
account-change-password = Change password
account-own-password-title = Choose your own password
account-own-password-why = The password you signed in with was generated for you. Choose another one to continue.
account-language-automatic = Automatic
account-saved-flash = Saved.
account-current-wrong = This isn’t your current password.
account-password-flash = Password changed. You are signed out everywhere else.
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
password-guessable = This password is too easy to guess. Use a few unrelated words.
password-made-of-names = This password consists of your address, a tenant’s name or the word Latchkey. Add a few unrelated words.
password-same = Choose a password other than your current one.
