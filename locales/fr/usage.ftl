# L'emploi d'un token : le graphique de sa page.

usage-title = Utilisation sur les 30 derniers jours
usage-allowed = Autorisées
usage-refused = Refusées
# Ce que montre le graphique, pour qui ne le voit pas.
usage-chart = Utilisations par jour du { $first } au { $last }. Les mêmes chiffres figurent dans le tableau ci-dessous.
# Après un jour et deux-points.
usage-counts = autorisées : { $allowed }, refusées : { $refused }
usage-areas = À quoi il a servi
usage-no-module = Aucun module en particulier
usage-refused-times = { $n ->
    [one] { $n } refusée
   *[other] { $n } refusées
}
usage-numbers = Chiffres par jour
usage-day = Jour
usage-hint = Les jours commencent et finissent à minuit UTC. Les nouvelles utilisations apparaissent au bout d’une minute environ.
usage-never = Ce token n’a jamais été utilisé.
usage-only-refused = Ce token n’a jamais été utilisé : toutes les requêtes qui le portaient ont été refusées.
usage-not-lately = Aucune utilisation n’a été comptée ces 30 derniers jours.
