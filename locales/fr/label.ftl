# Les textes d’un jeton : dans les formulaires et dans ce qu’une modification change. Les deux dernières phrases les citent tous.

label-name = Nom
label-name-hint = Le programme qui utilise le jeton. Choisissez un nom que vous reconnaîtrez dans un an.
label-name-changed = Nouveau nom : « { $new } » (avant : « { $old } »).

label-description = Description
label-description-hint = Qui contacter, où il est utilisé. 500 caractères au plus.
label-description-changed = Nouvelle description.
label-description-removed = Description supprimée.

label-not-yours = Ce jeton a accès à des tenants dont vous ne gérez pas les jetons. Vous ne pouvez donc pas modifier son nom, sa description, son image ni son application.
label-locked = Ce jeton a accès à des tenants dont vous ne gérez pas les jetons. Vous pouvez le restreindre, le désactiver ou le révoquer, mais pas modifier son nom, sa description, son image ni son application.
