# Renouvellement : un nouveau secret pour le même jeton.

rotate-title = Renouveler le secret
rotate-what = Le jeton garde son nom, ses accès et sa date d’expiration. Un nouveau secret remplace { $masked }.
rotate-overlap = Période de transition pour l’ancien secret
rotate-none = Aucune
rotate-none-hint = l’ancien secret cesse de fonctionner à l’enregistrement
rotate-hour = 1 heure
rotate-day = 24 heures
rotate-week = 7 jours
rotate-custom-hint = jusqu’à 30 jours
rotate-token-ends = Le jeton lui-même expire le { $when }. Aucun secret ne fonctionne plus longtemps.
rotate-running = Un secret antérieur fonctionne encore jusqu’au { $when }. Si vous renouvelez le secret avant cette date, les deux cessent immédiatement de fonctionner. Pour choisir une période de transition, invalidez d’abord le secret antérieur.
rotate-lost = Le secret affiché auparavant n’a pas été enregistré et ne peut plus être affiché. Il n’a jamais fonctionné. L’ancien fonctionne toujours.
rotate-copy-now = Copiez le nouveau secret maintenant
# Suivi de l’une des phrases ci-dessous.
rotate-shown-once = <strong>{ $name }</strong>. Le nouveau secret ne sera plus affiché. Il devient actif quand vous enregistrez.
rotate-old-ends-at-save = L’ancien secret cesse alors de fonctionner.
rotate-old-ends-in-hour = L’ancien secret fonctionne encore 1 heure.
rotate-old-ends-in-day = L’ancien secret fonctionne encore 24 heures.
rotate-old-ends-in-week = L’ancien secret fonctionne encore 7 jours.
rotate-old-ends = L’ancien secret fonctionne jusqu’au { $when }.
rotate-leave-warning = Si vous partez sans enregistrer, rien ne change : l’ancien secret continue de fonctionner, et le nouveau ne fonctionnera jamais.

rotated-flash = Le nouveau secret est actif. L’ancien fonctionne jusqu’au { $when }.
rotated-flash-at-once = Le nouveau secret est actif. L’ancien ne fonctionne plus.
rotate-overtaken-flash = Une autre personne a renouvelé le jeton { $name } entre-temps. Votre nouveau secret a été abandonné.
rotate-overlapping = Un secret antérieur fonctionne encore. Choisissez « Aucune », ce qui invalide les deux, ou invalidez d’abord le secret antérieur.
rotate-past = Cette date est passée. Choisissez une date ultérieure.
rotate-after-expiry = Le jeton expire avant. Choisissez une date plus proche.
rotate-too-long = L’ancien secret peut fonctionner encore 30 jours au plus. Choisissez une date plus proche.

# Les secrets sur la page des détails.
secret-title = Secrets
secret-generation = N° { $number }
secret-made = Créé
secret-works = Validité
# Suivi d’une date.
secret-until = jusqu’au
secret-ended = terminée le
secret-present = comme le jeton
secret-end = Invalider maintenant
secret-extend = Prolonger
secret-extend-by = Garder l’ancien secret valable pendant
secret-hour = 1 heure
secret-day = 24 heures
secret-week = 7 jours
secret-ended-flash = L’ancien secret ne fonctionne plus.
secret-extended-flash = L’ancien secret fonctionne maintenant jusqu’au { $when }.
secret-longest-flash = L’ancien secret fonctionne déjà jusqu’au { $when }, ce qui est la durée maximale.
secret-over-flash = Ce secret n’était déjà plus valable. Rien n’a été modifié.
