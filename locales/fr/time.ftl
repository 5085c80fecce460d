# Durées et énumérations, assemblées par src/i18n.

ago-just-now = à l’instant
ago-minutes = il y a { $n } min
ago-hours = il y a { $n } h
ago-yesterday = hier
ago-days = { $n ->
    [one] il y a { $n } jour
   *[other] il y a { $n } jours
}

# $most : tous sauf le dernier, séparés par des virgules.
list-and = { $most } et { $last }
