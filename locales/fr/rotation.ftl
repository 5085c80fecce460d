# Un autre secret pour le même token.

rotate-title = Renouveler le secret
rotate-what = Le token garde son nom, ses droits et son expiration. Il reçoit un nouveau secret à la place de { $masked }.
rotate-overlap = L'ancien secret fonctionne encore
rotate-none = Pas du tout
rotate-none-hint = il s'arrête quand vous enregistrez
rotate-hour = 1 heure
rotate-day = 24 heures
rotate-week = 7 jours
rotate-custom-hint = jusqu'à 30 jours
rotate-token-ends = Le token lui-même expire : { $when }. Aucun secret ne fonctionne plus longtemps.
rotate-running = Un secret antérieur fonctionne encore jusqu'au { $when }. D'ici là, un renouvellement arrête les deux aussitôt ; arrêtez d'abord celui-là pour choisir autrement.
rotate-lost = Le secret affiché auparavant n'a pas été enregistré et ne peut plus être affiché. Il n'a jamais fonctionné. L'ancien fonctionne comme avant.
rotate-copy-now = Copiez le nouveau secret maintenant
# Suivi de l'une des phrases ci-dessous.
rotate-shown-once = <strong>{ $name }</strong>. Il n'est affiché que cette fois et fonctionne dès que vous enregistrez.
rotate-old-ends-at-save = L'ancien s'arrête à cet instant.
rotate-old-ends-in-hour = L'ancien fonctionne encore 1 heure.
rotate-old-ends-in-day = L'ancien fonctionne encore 24 heures.
rotate-old-ends-in-week = L'ancien fonctionne encore 7 jours.
rotate-old-ends = L'ancien fonctionne jusqu'au { $when }.
rotate-leave-warning = Si vous partez sans enregistrer, rien ne change : l'ancien secret continue de fonctionner, et celui-ci ne fonctionnera jamais.

rotated-flash = Le nouveau secret fonctionne dès maintenant. L'ancien fonctionne jusqu'au { $when }.
rotated-flash-at-once = Le nouveau secret fonctionne dès maintenant. L'ancien est refusé.
rotate-overtaken-flash = Quelqu'un d'autre a renouvelé le token { $name } entre-temps. Votre nouveau secret a été abandonné.
rotate-overlapping = Un secret antérieur fonctionne encore à côté de l'actuel. Seul « Pas du tout » est possible, ce qui arrête les deux.
rotate-past = Ce moment est passé.
rotate-after-expiry = Le token lui-même expire avant.
rotate-too-long = L'ancien secret fonctionne au plus 30 jours.

# Les secrets sur la page des détails.
secret-title = Secrets
secret-generation = N° { $number }
secret-made = Créé
secret-works = Fonctionne
# Suivi d'un moment.
secret-until = jusqu'au
secret-ended = plus depuis le
secret-present = aussi longtemps que le token
secret-end = Arrêter maintenant
secret-extend = Prolonger
secret-extend-by = Laisser fonctionner l'ancien secret à partir de maintenant pendant
secret-hour = 1 heure
secret-day = 24 heures
secret-week = 7 jours
secret-ended-flash = L'ancien secret est arrêté. Il est désormais refusé.
secret-extended-flash = L'ancien secret fonctionne jusqu'au { $when }.
secret-longest-flash = L'ancien secret fonctionne déjà jusqu'au { $when }, et pas plus longtemps.
secret-over-flash = Ce secret était déjà arrêté. Rien n'a été modifié.
