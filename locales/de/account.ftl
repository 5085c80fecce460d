# Anmeldung, Einrichtung beim ersten Start, das eigene Konto.

sign-in = Anmelden
sign-in-title = Anmelden
sign-in-email = E-Mail
sign-in-password = Passwort
sign-in-wrong = E-Mail oder Passwort ist falsch.

setup-title = Latchkey einrichten
setup-lead = Diese Seite lässt sich nur einmal verwenden. Sie erstellt das Konto des Eigentümers und den ersten Tenant.
setup-code = Einmalcode
setup-code-hint = Sie finden ihn in dem Terminal, in dem Sie Latchkey gestartet haben.
setup-owner = Eigentümer
setup-tenant = Erster Tenant
setup-tenant-hint = Eine Organisation, deren Tokens von allen anderen getrennt sind. Weitere Tenants können Sie später hinzufügen.
setup-save = Speichern
setup-code-wrong = Der Code ist falsch. Kopieren Sie ihn aus dem Terminal, in dem Sie Latchkey gestartet haben.
setup-email-taken = Mit dieser E-Mail-Adresse gibt es schon ein Konto. Wählen Sie eine andere.
setup-done-flash = Willkommen! Der Tenant { $name } ist bereit für sein erstes Token.

account-title = Konto
account-language-title = Sprache
account-language = Sprache
account-language-hint = Die Sprache dieser Seiten.
account-save = Speichern
account-password-title = Passwort
account-current-password = Aktuelles Passwort
account-new-password = Neues Passwort
account-password-hint = Mindestens 8 Zeichen. Gut geeignet sind ein paar Wörter ohne Zusammenhang.
account-password-ends-sessions = Wenn Sie es ändern, werden Sie überall sonst abgemeldet.
account-change-password = Passwort ändern
account-own-password-title = Eigenes Passwort wählen
account-own-password-why = Das Passwort, mit dem Sie sich angemeldet haben, wurde für Sie erzeugt. Wählen Sie ein anderes, um fortzufahren.
account-language-automatic = Automatisch
account-saved-flash = Gespeichert.
account-current-wrong = Das ist nicht Ihr aktuelles Passwort.
account-password-flash = Passwort geändert. Überall sonst wurden Sie abgemeldet.
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
password-guessable = Dieses Passwort ist zu leicht zu erraten. Verwenden Sie ein paar Wörter ohne Zusammenhang.
password-made-of-names = Dieses Passwort besteht aus Ihrer Adresse, dem Namen eines Tenants oder dem Wort Latchkey. Fügen Sie ein paar Wörter hinzu, die nichts damit zu tun haben.
password-same = Wählen Sie ein anderes Passwort als das aktuelle.
