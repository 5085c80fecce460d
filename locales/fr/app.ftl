# Les applications : les intégrations d'un tenant.

apps-one = Application
apps-active-tokens = Tokens actifs
apps-created = Créée
apps-create = Créer
apps-new = Créer une application
apps-save = Enregistrer
apps-cancel = Annuler
apps-name = Nom
apps-name-hint = Le programme ou l'intégration qui utilise l'API de ce tenant.
apps-slug = Nom court
apps-slug-hint = Son nom pour les passerelles et les programmes : minuscules, chiffres et traits d'union. Laissé vide, il est tiré du nom. Il ne change plus jamais.
apps-slug-stays = Les passerelles et les journaux connaissent l'application sous ce nom, il ne change donc pas.

apps-none = Aucune application pour l'instant
apps-none-text = Une application est une intégration de ce tenant : un logiciel d'entrepôt, un tableau de bord, un partenaire. Les tokens qui lui appartiennent montrent qui est derrière une requête.
apps-begin-create = Créez une application avec le bouton ci-dessus.
apps-begin-token = Choisissez-la en créant un token.
apps-begin-see = Votre API reçoit son nom court avec chaque requête que fait le token.

apps-delete-title = Supprimer cette application
apps-delete-text = Aucun token ne lui appartient.
apps-delete-ask = Supprimer cette application…
apps-delete-sure = <strong>{ $name }</strong> disparaît définitivement. Une nouvelle application du même nom court en est une autre.
apps-delete = Supprimer
apps-delete-held = Elle ne peut pas être supprimée tant que des tokens lui appartiennent. Révoquez d'abord ceux-ci :

# Ce qui s'est passé, et ce qui ne va pas.
apps-slug-taken = Une autre application de ce tenant a ce nom court. Choisissez-en un autre.
apps-in-use = Cette application n'a pas été supprimée : des tokens lui appartiennent. Révoquez-les d'abord.
apps-created-flash = { $name } est créée. Choisissez-la en créant un token.
apps-saved-flash = Enregistré.
apps-deleted-flash = { $name } est supprimée.
