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
# Pour les lecteurs d’écran, après « Modules » : un tenant a un onglet du même nom.
shell-modules-which = (catalogue)
shell-tokens = Jetons
shell-audit-which = (tous les tenants)
shell-sign-out = Se déconnecter
shell-breadcrumbs = Fil d’Ariane

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
# Les lignes affichées : $range vaut "1–4", $total un nombre ou "1 000+".
paging-range = { $range } sur { $total }
paging-of-many = { $total } au total

form-optional = facultatif
form-problems = { $n ->
    [one] Il y a un problème
   *[other] Il y a { $n } problèmes
}

# Au-dessus de chaque page tant que la vérification est suspendue ; suivi d’une commande.
shell-closed-behind = La vérification des jetons est suspendue. Cette base de données a été restaurée depuis une sauvegarde : des jetons révoqués après celle-ci pourraient fonctionner de nouveau. Tous les jetons sont refusés tant que vous n’avez pas confirmé la restauration.
shell-closed-head = La vérification des jetons est suspendue. Le fichier de tête du journal d’audit est inutilisable : Latchkey ne peut pas savoir si cette base de données est à jour. Tous les jetons sont refusés tant que vous ne l’avez pas confirmé.
shell-closed-command = Sur le serveur, exécutez :

# À côté du message sur l’action qui vient d’être faite.
shell-undo = Annuler cette action
shell-dismiss = Masquer ce message

# Quand une action sur une page qui reste ouverte n’a pas abouti.
shell-no-answer = Latchkey n’a pas répondu. Vérifiez votre connexion, puis rechargez la page pour voir si la modification a été enregistrée.
shell-load-again = Recharger la page

# En haut de chaque page que voit un propriétaire.
shell-disk-full = Le disque de la base de données est plein. Les jetons sont toujours vérifiés, et vous pouvez toujours révoquer, désactiver, mettre fin aux sessions et vous connecter. Libérez de l’espace sur ce disque : le reste fonctionnera de nouveau quelques secondes plus tard.
shell-disk-reserve = Il n’y a pas assez d’espace pour le fichier de réserve, à côté de la base de données. Si le disque se remplit, vous risquez de ne plus pouvoir révoquer ni désactiver quoi que ce soit. Libérez de l’espace sur ce disque.
