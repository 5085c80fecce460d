# Connexion, première mise en service, compte personnel.

sign-in = Se connecter
sign-in-title = Se connecter
sign-in-email = E-mail
sign-in-password = Mot de passe
sign-in-wrong = E-mail ou mot de passe incorrect.

setup-title = Configurer Latchkey
setup-lead = Cette page ne sert qu’une fois. Elle crée le compte du propriétaire et le premier tenant.
setup-code = Code à usage unique
setup-code-hint = Il s’affiche dans le terminal où vous avez lancé Latchkey.
setup-owner = Propriétaire
setup-tenant = Premier tenant
setup-tenant-hint = Une organisation dont les jetons sont séparés de tous les autres. Vous pourrez ajouter d’autres tenants plus tard.
setup-save = Enregistrer
setup-code-wrong = Code incorrect. Copiez-le depuis le terminal où vous avez lancé Latchkey.
setup-email-taken = Un compte existe déjà avec cette adresse e-mail. Choisissez-en une autre.
setup-done-flash = Bienvenue ! Le tenant { $name } est prêt pour son premier jeton.

account-title = Compte
account-language-title = Langue
account-language = Langue
account-language-hint = La langue de ces pages.
account-save = Enregistrer
account-password-title = Mot de passe
account-current-password = Mot de passe actuel
account-new-password = Nouveau mot de passe
account-password-hint = Au moins 8 caractères. Quelques mots sans rapport entre eux conviennent bien.
account-password-ends-sessions = Si vous le changez, vos autres sessions seront fermées.
account-change-password = Changer le mot de passe
account-own-password-title = Choisissez votre mot de passe
account-own-password-why = Votre mot de passe a été généré pour vous. Choisissez-en un autre pour continuer.
account-language-automatic = Automatique
account-saved-flash = Enregistré.
account-current-wrong = Ce n’est pas votre mot de passe actuel.
account-password-flash = Mot de passe modifié. Vos autres sessions ont été fermées.
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
password-guessable = Ce mot de passe est trop facile à deviner. Utilisez quelques mots sans rapport entre eux.
password-made-of-names = Ce mot de passe se compose de votre adresse, du nom d’un tenant ou du mot Latchkey. Ajoutez quelques mots sans rapport avec eux.
password-same = Choisissez un mot de passe différent de l’actuel.
