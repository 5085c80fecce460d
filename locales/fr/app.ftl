# Les applications : les intégrations d’un tenant.

apps-one = Application
apps-active-tokens = Jetons actifs
apps-created = Créée
apps-create = Créer
apps-new = Créer une application
apps-save = Enregistrer
apps-cancel = Annuler
apps-name = Nom
apps-name-hint = Le programme ou l’intégration qui utilise l’API de ce tenant.
apps-slug = Nom court
apps-slug-hint = Son nom pour les passerelles et les programmes : minuscules, chiffres et traits d’union. Laissez ce champ vide pour le déduire du nom. Il ne pourra plus être modifié.
apps-slug-stays = Les passerelles et les journaux identifient l’application par ce nom, qui ne peut donc pas être modifié.

apps-none = Aucune application pour l’instant
apps-none-text = Une application est une intégration de ce tenant : un logiciel d’entrepôt, un tableau de bord, un partenaire. Quand un jeton est lié à une application, chaque requête indique d’où elle vient.
apps-begin-create = Créez une application avec le bouton ci-dessus.
apps-begin-token = Choisissez-la lorsque vous créez un jeton.
apps-begin-see = Votre API reçoit le nom court de l’application avec chaque requête qui utilise le jeton.

apps-delete-title = Supprimer l’application
apps-delete-text = Aucun jeton n’est lié à cette application.
apps-delete-ask = Supprimer l’application…
apps-delete-sure = <strong>{ $name }</strong> sera supprimée définitivement. Une nouvelle application portant le même nom court sera une autre application.
apps-delete = Supprimer
apps-delete-held = Elle ne peut pas être supprimée tant que des jetons lui sont liés. Révoquez d’abord ceux-ci :

# Résultats et erreurs.
apps-slug-taken = Une autre application de ce tenant porte déjà ce nom court. Choisissez-en un autre.
apps-in-use = Cette application ne peut pas être supprimée : des jetons lui sont liés. Révoquez-les d’abord.
apps-created-flash = { $name } a été créée. Choisissez cette application lorsque vous créez un jeton.
apps-saved-flash = Enregistré.
apps-deleted-flash = { $name } a été supprimée.
