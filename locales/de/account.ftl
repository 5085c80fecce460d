# Anmeldung, Einrichtung beim ersten Start, das eigene Konto.

sign-in = Anmelden
sign-in-title = Anmelden
sign-in-email = E-Mail
sign-in-password = Passwort
sign-in-wrong = E-Mail und Passwort passen nicht zusammen.

setup-title = Latchkey einrichten
setup-lead = Diese Seite gibt es nur einmal: Hier entstehen das Konto des Eigentümers und der erste Tenant.
setup-code = Einmalcode
setup-code-hint = Er steht in dem Terminal, in dem Latchkey gestartet wurde.
setup-owner = Eigentümer
setup-tenant = Erster Tenant
setup-tenant-hint = Eine Organisation, deren Tokens von denen der anderen getrennt bleiben. Weitere können später hinzukommen.
setup-save = Speichern
setup-code-wrong = Das ist nicht der Code. Kopieren Sie ihn aus dem Terminal, in dem Latchkey gestartet wurde.
setup-email-taken = Mit dieser Adresse meldet sich schon jemand an. Wählen Sie eine andere.
setup-done-flash = Willkommen. Der Tenant { $name } ist bereit für sein erstes Token.

account-title = Konto
account-language-title = Sprache
account-language = Sprache
account-language-hint = In dieser Sprache sehen Sie diese Seiten.
account-save = Speichern
account-password-title = Passwort
account-current-password = Aktuelles Passwort
account-new-password = Neues Passwort
account-password-hint = Mindestens 8 Zeichen. Gut sind ein paar Wörter, die nicht zusammengehören.
account-password-ends-sessions = Wenn Sie es ändern, enden Ihre anderen Sitzungen.
account-change-password = Passwort ändern
account-own-password-title = Eigenes Passwort wählen
account-own-password-why = Das Passwort, mit dem Sie sich angemeldet haben, wurde für Sie erzeugt. Wählen Sie ein anderes, um fortzufahren.
account-language-automatic = Wie der Tenant oder der Browser es vorgibt
account-saved-flash = Gespeichert.
account-current-wrong = Das ist nicht Ihr aktuelles Passwort.
account-password-flash = Ihr Passwort wurde geändert, Ihre anderen Sitzungen wurden beendet.
account-role-owner = Eigentümer
account-role-tenant-admin = Tenant-Administrator
account-role-auditor = Prüfer
account-role-none = Keine Rolle

# Ein neues Passwort.
password-too-short = { $n ->
    [one] Verwenden Sie mindestens { $n } Zeichen.
   *[other] Verwenden Sie mindestens { $n } Zeichen.
}
password-too-long = { $n ->
    [one] Verwenden Sie höchstens { $n } Zeichen.
   *[other] Verwenden Sie höchstens { $n } Zeichen.
}
password-guessable = Das ist unter den ersten, die jemand ausprobieren würde. Gut sind ein paar Wörter, die nicht zusammengehören.
password-made-of-names = Es besteht aus Ihrer Adresse, dem Namen eines Tenants oder dem Namen Latchkey. Fügen Sie ein paar Wörter hinzu, die nichts damit zu tun haben.
password-same = Wählen Sie ein anderes Passwort als das aktuelle.
