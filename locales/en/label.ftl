# The texts of a token: on forms, and what an edit changes. The last two sentences name them all.

label-name = Name
label-name-hint = The program that uses the token. Choose a name you’ll recognise a year from now.
label-name-changed = Renamed to “{ $new }” (was “{ $old }”).

label-description = Description
label-description-hint = Who to contact, where it runs. Up to 500 characters.
label-description-changed = New description.
label-description-removed = Description removed.

label-not-yours = This token can access tenants whose tokens you don’t manage, so you can’t change its name, description, image or app.
label-locked = This token can access tenants whose tokens you don’t manage. You can restrict, disable or revoke it, but not change its name, description, image or app.
