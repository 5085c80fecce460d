# Anmeldung, Einrichtung beim ersten Start, das eigene Konto.

sign-in = Anmelden
sign-in-title = Anmelden
sign-in-email = E-Mail
sign-in-password = Passwort

setup-title = Latchkey einrichten
setup-lead = Diese Seite gibt es nur einmal: Hier entstehen das Konto des Eigentümers und der erste Tenant.
setup-code = Einmalcode
setup-code-hint = Er steht in dem Terminal, in dem Latchkey gestartet wurde.
setup-owner = Eigentümer
setup-tenant = Erster Tenant
setup-tenant-hint = Eine Organisation, deren Tokens von denen der anderen getrennt bleiben. Weitere können später hinzukommen.
setup-save = Speichern

account-title = Konto
account-language-title = Sprache
account-language = Sprache
account-language-hint = In dieser Sprache sehen Sie diese Seiten.
account-save = Speichern
account-password-title = Passwort
account-current-password = Aktuelles Passwort
account-new-password = Neues Passwort
account-password-hint = Mindestens 12 Zeichen. Gut sind ein paar Wörter, die nicht zusammengehören.
account-password-ends-sessions = Wenn Sie es ändern, enden Ihre anderen Sitzungen.
account-change-password = Passwort ändern
