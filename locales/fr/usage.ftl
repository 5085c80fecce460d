# Utilisation d’un jeton : le graphique de sa page.

usage-title = Appels des 30 derniers jours
usage-allowed = Autorisés
usage-refused = Refusés
# Le graphique pour les lecteurs d’écran.
usage-chart = Appels par jour du { $first } au { $last }. Le tableau ci-dessous contient les mêmes chiffres.
# Suit un jour et un deux-points.
usage-counts = autorisés : { $allowed }, refusés : { $refused }
usage-areas = Appels par module
usage-no-module = Aucun module
usage-refused-times = { $n ->
    [one] { $n } refusé
   *[other] { $n } refusés
}
usage-numbers = Appels par jour
usage-day = Jour
usage-hint = Les jours commencent et finissent à minuit UTC. Les nouveaux appels apparaissent au bout d’une minute environ.
usage-never = Ce jeton n’a jamais été utilisé.
usage-only-refused = Ce jeton n’a jamais été utilisé : tous les appels faits avec lui ont été refusés.
usage-not-lately = Aucun appel ces 30 derniers jours.
