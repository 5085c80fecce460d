# What is done to many tokens at once.

bulk-label = Several tokens at once
bulk-choose = Choose { $name }
bulk-choose-page = All on this page
bulk-rows = Which tokens
bulk-rows-page = Those that are ticked
# $number is a number or "1,000+".
bulk-rows-matching = All { $number } that match
bulk-rows-all = All { $number } tokens
bulk-deed = What to do
bulk-deed-expire = Change expiration
bulk-continue = Continue
bulk-show = Show progress
bulk-none-chosen = Tick at least one token, or choose all of them.
bulk-tenant-disabled = This tenant is disabled. No token is enabled, and no end is changed, until it is enabled.

bulk-disable = { $n ->
    [one] Disable { $n } token
   *[other] Disable { $n } tokens
}
bulk-enable = { $n ->
    [one] Enable { $n } token
   *[other] Enable { $n } tokens
}
bulk-revoke = { $n ->
    [one] Revoke { $n } token
   *[other] Revoke { $n } tokens
}
bulk-expire = { $n ->
    [one] Change the expiration of { $n } token
   *[other] Change the expiration of { $n } tokens
}
bulk-end = Change expiration
bulk-what-disable = Whatever uses them is refused from then on, until they are enabled again.
bulk-what-enable = They work from then on.
bulk-what-revoke = Whatever uses them is refused from then on. This cannot be undone.
bulk-what-expire = From then on they end on { $when }, whatever their end is now.
bulk-what-never = From then on they have no end, whatever their end is now.
bulk-first = Which ones
bulk-more = { $n ->
    [one] and { $n } more
   *[other] and { $n } more
}
bulk-left = Left alone
bulk-left-disabled = { $n ->
    [one] { $n } is disabled already.
   *[other] { $n } are disabled already.
}
bulk-left-enabled = { $n ->
    [one] { $n } is not disabled.
   *[other] { $n } are not disabled.
}
bulk-left-same-end = { $n ->
    [one] { $n } ends then already.
   *[other] { $n } end then already.
}
bulk-left-expired = { $n ->
    [one] { $n } has expired, and does not change any more.
   *[other] { $n } have expired, and do not change any more.
}
bulk-left-revoked = { $n ->
    [one] { $n } is revoked, and that is final.
   *[other] { $n } are revoked, and that is final.
}
bulk-left-not-yours = { $n ->
    [one] { $n } reaches tenants whose tokens you do not manage.
   *[other] { $n } reach tenants whose tokens you do not manage.
}
bulk-left-changed = { $n ->
    [one] { $n } was changed meanwhile, and no longer matched.
   *[other] { $n } were changed meanwhile, and no longer matched.
}
bulk-nothing-title = Nothing to do
bulk-nothing = None of the chosen tokens would change.
bulk-overtaken = Something has changed since this page was made, and nothing was done yet. Look at it once more.
bulk-type = Number of tokens
bulk-type-how = To confirm, type how many tokens you revoke: <strong>{ $number }</strong>
bulk-type-wrong = This is not the number. Type { $number }.

bulk-doing-disable = Disabling tokens
bulk-doing-enable = Enabling tokens
bulk-doing-revoke = Revoking tokens
bulk-doing-expire = Changing expirations
bulk-done-disable = { $n ->
    [one] { $n } token is disabled.
   *[other] { $n } tokens are disabled.
}
bulk-done-enable = { $n ->
    [one] { $n } token is enabled.
   *[other] { $n } tokens are enabled.
}
bulk-done-revoke = { $n ->
    [one] { $n } token is revoked.
   *[other] { $n } tokens are revoked.
}
bulk-done-expire = { $n ->
    [one] { $n } token has its new end.
   *[other] { $n } tokens have their new end.
}
bulk-progress = { $seen } of { $all }
bulk-finished = Done.
bulk-stopped-asked = Stopped. What was done before stays done.
bulk-stopped-rights = Stopped: whoever began it may not manage these tokens any more. What was done before stays done.
bulk-stopped-tenant = Stopped: this tenant was disabled meanwhile. What was done before stays done.
bulk-stopped-past = Stopped: the new end has come meanwhile. What was done before stays done.
bulk-over-flash = It was over already.
bulk-begun = Begun { $when } by { $who }
bulk-stop = Stop
bulk-stop-hint = It goes on when you leave this page. What is done stays done when you stop it.
bulk-reload = Reload
bulk-list = To the list
