# The filters of the token list, and its order.

filter-title = Filters
filter-apply = Apply
filter-any = Any
filter-chip = { $filter }: { $value }
filter-without = Show without this filter
filter-found = { $number } found
filter-found-beginning = { $number } found. Among so many tokens, fewer than three letters find only names that begin with them.
filter-export = Export:
filter-scope-this = This tenant
filter-scope-selected = Selected tenants
filter-permission = Permission
filter-expiring = Expires
filter-usage = Use
filter-never = Never used
filter-module = Module
filter-app = App
filter-attention = Needs attention
filter-late = Expired, but still called
filter-orphaned = Creator is gone
filter-sort = Sorted by
filter-sort-newest = Newest first
filter-sort-oldest = Oldest first
filter-sort-name = Name, A to Z
filter-sort-name-back = Name, Z to A
filter-sort-expires = Expiration, soonest first
filter-sort-expires-back = Expiration, latest first
filter-sort-used = Last use, latest first
filter-sort-unused = Last use, longest ago first
filter-days = Within { $n } days
filter-unused = Not used for { $n } days
filter-never-since = Never used in { $n } days
# Below the status of a row that was just changed and stays where it was.
filter-matches-no-more = Does not match the filters any more
