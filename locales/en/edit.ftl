# Editing a token.

edit-title = Edit token
edit-keep = No change: { $end }
edit-review = Review changes
edit-afterwards = After saving:
edit-overtaken = Someone else changed this token in the meantime. Your input is kept, and the next page compares it with the token as it is now.
edit-overtaken-by = See what changed

# What will change, one line each. Arguments are names and times.
edit-logo = New image.
edit-no-logo = Image removed.
edit-ends-later = Expires later: { $new } (was { $old }).
edit-ends-sooner = Expires sooner: { $new } (was { $old }).
edit-ends-never = No longer expires (was { $old }).
edit-ends = Expires on { $new } (had no expiration).
edit-reaches = Can also access { $tenants }.
edit-reaches-no-longer = Can no longer access { $tenants }.
edit-reaches-below = Can also access the subtenants of { $tenant }, including future ones.
edit-reaches-below-no-longer = Can no longer access the subtenants of { $tenant }.
edit-reaches-all = Can access all tenants, including future ones.
edit-reaches-only = Can access only { $tenants } (was all tenants).
edit-app = Bound to the app { $new }.
edit-other-app = Bound to the app { $new } (was { $old }).
edit-no-app = No longer bound to an app (was { $old }).
edit-opens = Modules added: { $modules }.
edit-opens-no-longer = Modules removed: { $modules }.
edit-adds = Permissions added: { $permissions }.
edit-takes-away = Permissions removed: { $permissions }.

edit-saved-flash = { $name } saved.
edit-nothing-flash = { $name } was not changed.
edit-logo-gone = The image has expired. Choose it again.
edit-not-yours-to-widen = This token can access tenants whose tokens you don’t manage. You can remove access from it, but not add any.
