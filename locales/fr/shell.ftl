# Ce qui entoure chaque page.

app-name = Latchkey

shell-skip = Aller au contenu
shell-menu = Menu
shell-switch = Changer de tenant, actuellement :
shell-manage-tenants = Gérer les tenants
shell-sections = Rubriques
shell-administration = Administration
shell-tenant = Tenant
shell-modules = Modules
# À la suite, pour l'oreille : la page d'un tenant a aussi un onglet "Modules".
shell-modules-which = (tout le catalogue)
shell-tokens = Tokens
shell-audit-which = (tous les tenants)
shell-sign-out = Se déconnecter
shell-breadcrumbs = Vous êtes ici

tab-label = Pages de ce tenant
tab-summary = Résumé
tab-settings = Paramètres
tab-api = API
tab-apps = Applications
tab-modules = Modules
tab-audit = Audit

paging-label = Pages de cette liste
paging-previous = Page précédente
paging-next = Page suivante
# Les lignes affichées : $range vaut "1–4", $total un nombre ou "1 000+".
paging-range = { $range } sur { $total }
paging-of-many = { $total } au total

form-optional = facultatif
form-problems = { $n ->
    [one] Il y a un problème
   *[other] Il y a { $n } problèmes
}

# Au-dessus de chaque page tant que rien n'est vérifié, avant la commande.
shell-closed-behind = La vérification est fermée : cette base de données provient d'une sauvegarde, et des tokens révoqués depuis pourraient fonctionner de nouveau. Tous les tokens sont refusés jusqu'à confirmation.
shell-closed-head = La vérification est fermée : le fichier du dernier état du journal est inutilisable, et nul ne sait si cette base de données est à jour. Tous les tokens sont refusés jusqu'à confirmation.
shell-closed-command = Commande à lancer sur le serveur :

# À côté de l'annonce de ce qui vient d'être fait.
shell-undo = Annuler cette action
shell-dismiss = Masquer ce message

# Après une demande faite sans quitter la page, et qui n'a pas abouti.
shell-no-answer = Latchkey n'a pas répondu. Vérifiez votre connexion, puis rechargez cette page : elle montre si quelque chose a été modifié.
shell-load-again = Recharger cette page
