# Usage of a token: the chart on its page.

usage-title = Calls in the last 30 days
usage-allowed = Allowed
usage-refused = Refused
# The chart for screen readers.
usage-chart = Calls per day from { $first } to { $last }. The table below has the same numbers.
# Follows a day and a colon.
usage-counts = { $allowed } allowed, { $refused } refused
usage-areas = Calls by module
usage-no-module = No module
usage-refused-times = { $n } refused
usage-numbers = Calls per day
usage-day = Day
usage-hint = Days start and end at midnight UTC. New calls appear within about a minute.
usage-never = This token has never been used.
usage-only-refused = This token has never been used: every call with it was refused.
usage-not-lately = No calls in the last 30 days.
