# The filters and sort order of the token list.

filter-title = Filters
filter-apply = Apply
filter-any = Any
filter-chip = { $filter }: { $value }
filter-without = Remove this filter
filter-found = { $number } found
filter-found-beginning = { $number } found. With this many tokens, fewer than three letters only match the start of a name.
filter-export = Export:
filter-scope-this = This tenant
filter-scope-selected = Selected tenants
filter-permission = Permission
filter-expiring = Expires
filter-usage = Usage
filter-never = Never used
filter-module = Module
filter-app = App
filter-attention = Needs attention
filter-late = Expired, still called
filter-orphaned = Creator has left
filter-sort = Sort by
filter-sort-newest = Newest first
filter-sort-oldest = Oldest first
filter-sort-name = Name, A to Z
filter-sort-name-back = Name, Z to A
filter-sort-expires = Expiration, soonest first
filter-sort-expires-back = Expiration, latest first
filter-sort-used = Last used, most recent first
filter-sort-unused = Last used, longest ago first
filter-days = Within { $n } days
filter-unused = Not used for { $n } days
filter-never-since = Never used, older than { $n } days
# Below the status of a row that was just changed and stays in place.
filter-matches-no-more = No longer matches the filters
