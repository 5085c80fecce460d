# Changing a token.

edit-title = Edit token
edit-keep = As it is: { $end }
edit-review = What will change
edit-afterwards = Afterwards:
edit-overtaken = Somebody changed this token meanwhile. What you typed is kept; the next page compares it with the token as it is now.
edit-overtaken-by = See what happened

# What will change, a sentence each. Arguments are names and moments.
edit-renames = Is called “{ $new }” instead of “{ $old }”.
edit-description = Has another description.
edit-no-description = Has no description any more.
edit-logo = Has another image.
edit-no-logo = Has no image any more.
edit-ends-later = Works longer: until { $new } instead of { $old }.
edit-ends-sooner = Ends sooner: on { $new } instead of { $old }.
edit-ends-never = Never ends any more; so far it works until { $old }.
edit-ends = Ends on { $new }; so far it never does.
edit-reaches = Also reaches { $tenants }.
edit-reaches-no-longer = No longer reaches { $tenants }.
edit-reaches-below = Also reaches the subtenants of { $tenant }, including future ones.
edit-reaches-below-no-longer = No longer reaches the subtenants of { $tenant }.
edit-reaches-all = Reaches all tenants, including future ones.
edit-reaches-only = Reaches { $tenants } only, no longer all tenants.
edit-app = Is bound to the app { $new }.
edit-other-app = Is bound to the app { $new } instead of { $old }.
edit-no-app = Is not bound to the app { $old } any more.
edit-opens = Also opens { $modules }.
edit-opens-no-longer = No longer opens { $modules }.
edit-adds = Adds { $permissions }.
edit-takes-away = Takes away { $permissions }.

edit-saved-flash = { $name } is saved.
edit-nothing-flash = { $name } stays as it was: nothing was changed.
edit-logo-gone = The image is not there any more. Choose it again.
edit-not-yours-to-rename = You can’t change the name, description, image or app of this token: it reaches tenants whose tokens you don’t manage.
edit-locked = This token reaches tenants whose tokens you don’t manage. You can narrow, disable or revoke it; its name, description, image and app stay as they are.
edit-not-yours-to-widen = You may not add anything to this token: it reaches tenants whose tokens you do not manage. You may take things away.
