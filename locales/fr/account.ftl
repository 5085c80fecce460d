# Connexion, première mise en service, le compte de la personne.

sign-in = Se connecter
sign-in-title = Se connecter
sign-in-email = E-mail
sign-in-password = Mot de passe

setup-title = Mettre Latchkey en service
setup-lead = Cette page ne sert qu'une fois : elle crée le compte du propriétaire et le premier tenant.
setup-code = Code à usage unique
setup-code-hint = Il est affiché dans le terminal où Latchkey a été lancé.
setup-owner = Propriétaire
setup-tenant = Premier tenant
setup-tenant-hint = Une organisation dont les tokens restent séparés de ceux des autres. Vous pourrez en créer d'autres plus tard.
setup-save = Enregistrer

account-title = Compte
account-language-title = Langue
account-language = Langue
account-language-hint = La langue dans laquelle ces pages s'affichent.
account-save = Enregistrer
account-password-title = Mot de passe
account-current-password = Mot de passe actuel
account-new-password = Nouveau mot de passe
account-password-hint = Au moins 12 caractères. Quelques mots sans rapport entre eux conviennent bien.
account-password-ends-sessions = Si vous le changez, vos autres sessions prennent fin.
account-change-password = Changer le mot de passe
