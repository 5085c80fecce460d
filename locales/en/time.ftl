# Times and lists, put together by src/i18n.

ago-just-now = just now
ago-minutes = { $n } min ago
ago-hours = { $n } h ago
ago-yesterday = yesterday
ago-days = { $n ->
    [one] { $n } day ago
   *[other] { $n } days ago
}

# $most: all but the last, separated by commas.
list-and = { $most } and { $last }
