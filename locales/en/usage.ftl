# How much a token is used: the chart on its page.

usage-title = Use in the last 30 days
usage-allowed = Allowed
usage-refused = Refused
# What the chart shows, for whoever cannot see it.
usage-chart = Uses a day from { $first } to { $last }. The same stands in the table below.
# Behind a day and a colon.
usage-counts = { $allowed } allowed, { $refused } refused
usage-areas = What it was used for
usage-no-module = No particular module
usage-refused-times = { $n } refused
usage-numbers = Numbers by day
usage-day = Day
usage-hint = Days begin and end at midnight UTC. New uses appear within about a minute.
usage-never = This token has never been used.
usage-only-refused = This token has never been used: every request with it was refused.
usage-not-lately = No use was counted in the last 30 days.
