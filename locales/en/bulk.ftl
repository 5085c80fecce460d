# Bulk actions: one change to many tokens.

bulk-label = Bulk action
bulk-choose = Select { $name }
bulk-choose-page = All on this page
bulk-rows = Tokens
bulk-rows-page = Selected
# $number is a number or "1,000+".
bulk-rows-matching = All { $number } matching
bulk-rows-all = All { $number } tokens
bulk-deed = Action
bulk-deed-expire = Change expiration
bulk-continue = Continue
bulk-show = Show progress
bulk-none-chosen = Select at least one token, or choose all of them.
bulk-tenant-disabled = This tenant is disabled. Enable it before you enable its tokens or change their expiration.

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
    [one] Change expiration of { $n } token
   *[other] Change expiration of { $n } tokens
}
bulk-end = Change expiration
bulk-what-disable = Anything using these tokens will stop working immediately, until you enable them again.
bulk-what-enable = These tokens will work again immediately.
bulk-what-revoke = Anything using these tokens will stop working immediately. This can’t be undone.
bulk-what-expire = All of these tokens will expire on { $when }.
bulk-what-never = These tokens will no longer expire.
bulk-first = Tokens
bulk-more = { $n ->
    [one] and { $n } more
   *[other] and { $n } more
}
bulk-left = Skipped
bulk-left-disabled = { $n ->
    [one] { $n } is already disabled.
   *[other] { $n } are already disabled.
}
bulk-left-enabled = { $n ->
    [one] { $n } is not disabled.
   *[other] { $n } are not disabled.
}
bulk-left-same-end = { $n ->
    [one] { $n } already expires at that time.
   *[other] { $n } already expire at that time.
}
bulk-left-expired = { $n ->
    [one] { $n } has expired and can’t be changed.
   *[other] { $n } have expired and can’t be changed.
}
bulk-left-revoked = { $n ->
    [one] { $n } is revoked and can’t be changed.
   *[other] { $n } are revoked and can’t be changed.
}
bulk-left-not-yours = { $n ->
    [one] { $n } can access tenants whose tokens you don’t manage.
   *[other] { $n } can access tenants whose tokens you don’t manage.
}
bulk-left-changed = { $n ->
    [one] { $n } was changed in the meantime and no longer matched your selection.
   *[other] { $n } were changed in the meantime and no longer matched your selection.
}
bulk-nothing-title = Nothing to change
bulk-nothing = None of the selected tokens would change.
bulk-overtaken = Something changed after you opened this page. Nothing has been done yet. Review the page and confirm again.
bulk-type = Number of tokens
bulk-type-how = To confirm, type the number of tokens to revoke: <strong>{ $number }</strong>
bulk-type-wrong = This isn’t the number. Type { $number }.

bulk-doing-disable = Disabling tokens
bulk-doing-enable = Enabling tokens
bulk-doing-revoke = Revoking tokens
bulk-doing-expire = Changing expiration
bulk-done-disable = { $n ->
    [one] { $n } token disabled.
   *[other] { $n } tokens disabled.
}
bulk-done-enable = { $n ->
    [one] { $n } token enabled.
   *[other] { $n } tokens enabled.
}
bulk-done-revoke = { $n ->
    [one] { $n } token revoked.
   *[other] { $n } tokens revoked.
}
bulk-done-expire = { $n ->
    [one] Expiration of { $n } token changed.
   *[other] Expiration of { $n } tokens changed.
}
bulk-progress = { $seen } of { $all }
bulk-finished = Done.
bulk-stopped-asked = Stopped. Changes made so far are kept.
bulk-stopped-rights = Stopped: the person who started this can no longer manage these tokens. Changes made so far are kept.
bulk-stopped-tenant = Stopped: this tenant was disabled in the meantime. Changes made so far are kept.
bulk-stopped-past = Stopped: the new expiration date has passed in the meantime. Changes made so far are kept.
bulk-over-flash = This bulk action had already finished.
bulk-begun = Started on { $when } by { $who }
bulk-stop = Stop
bulk-stop-hint = The action continues if you leave this page. If you stop it, changes made so far are kept.
bulk-reload = Reload
bulk-list = Back to list
