# Connexion, première mise en service, le compte de la personne.

sign-in = Se connecter
sign-in-title = Se connecter
sign-in-email = E-mail
sign-in-password = Mot de passe
sign-in-wrong = L'e-mail et le mot de passe ne correspondent pas.

setup-title = Mettre Latchkey en service
setup-lead = Cette page ne sert qu'une fois : elle crée le compte du propriétaire et le premier tenant.
setup-code = Code à usage unique
setup-code-hint = Il est affiché dans le terminal où Latchkey a été lancé.
setup-owner = Propriétaire
setup-tenant = Premier tenant
setup-tenant-hint = Une organisation dont les tokens restent séparés de ceux des autres. Vous pourrez en créer d'autres plus tard.
setup-save = Enregistrer
setup-code-wrong = Ce n'est pas le code. Copiez-le depuis le terminal où Latchkey a été lancé.
setup-email-taken = Quelqu'un se connecte déjà avec cette adresse. Choisissez-en une autre.
setup-done-flash = Bienvenue. Le tenant { $name } est prêt pour son premier token.

account-title = Compte
account-language-title = Langue
account-language = Langue
account-language-hint = La langue dans laquelle ces pages s'affichent.
account-save = Enregistrer
account-password-title = Mot de passe
account-current-password = Mot de passe actuel
account-new-password = Nouveau mot de passe
account-password-hint = Au moins 8 caractères. Quelques mots sans rapport entre eux conviennent bien.
account-password-ends-sessions = Si vous le changez, vos autres sessions prennent fin.
account-change-password = Changer le mot de passe
account-own-password-title = Choisissez votre mot de passe
account-own-password-why = Le mot de passe avec lequel vous vous êtes connecté a été généré pour vous. Choisissez-en un autre pour continuer.
account-language-automatic = Selon le tenant ou le navigateur
account-saved-flash = Enregistré.
account-current-wrong = Ce n'est pas votre mot de passe actuel.
account-password-flash = Votre mot de passe a été modifié et vos autres sessions ont été fermées.
account-role-owner = Propriétaire
account-role-tenant-admin = Administrateur de tenant
account-role-auditor = Auditeur
account-role-none = Aucun rôle

# Un nouveau mot de passe.
password-too-short = { $n ->
    [one] Utilisez au moins { $n } caractère.
   *[other] Utilisez au moins { $n } caractères.
}
password-too-long = { $n ->
    [one] Utilisez au plus { $n } caractère.
   *[other] Utilisez au plus { $n } caractères.
}
password-guessable = C'est l'un des premiers que l'on essaierait. Quelques mots sans rapport entre eux conviennent bien.
password-made-of-names = Il est formé de votre adresse, du nom d'un tenant ou du nom Latchkey. Ajoutez quelques mots sans rapport avec eux.
password-same = Choisissez un mot de passe différent de l'actuel.
