# Zeiten und Aufzählungen, zusammengesetzt von src/i18n.

ago-just-now = gerade eben
ago-minutes = vor { $n } Min.
ago-hours = vor { $n } Std.
ago-yesterday = gestern
ago-days = { $n ->
    [one] vor { $n } Tag
   *[other] vor { $n } Tagen
}

# $most: alle bis auf das letzte, durch Kommas getrennt.
list-and = { $most } und { $last }
