# Another secret for the same token.

rotate-title = Rotate secret
rotate-what = The token keeps its name, its rights and its end. It gets a new secret in place of { $masked }.
rotate-overlap = The old secret still works
rotate-none = Not at all
rotate-none-hint = it ends when you save
rotate-hour = 1 hour
rotate-day = 24 hours
rotate-week = 7 days
rotate-custom-hint = up to 30 days
rotate-token-ends = The token itself ends: { $when }. No secret works longer.
rotate-running = An earlier secret still works until { $when }. Until then a rotation ends both at once; end that one first to choose otherwise.
rotate-lost = The secret that was shown before was not saved, and cannot be shown again. It never worked. The old one works as before.
rotate-copy-now = Copy the new secret now
# Followed by one of the sentences below.
rotate-shown-once = <strong>{ $name }</strong>. It is shown this once and starts to work when you save.
rotate-old-ends-at-save = The old one ends at that moment.
rotate-old-ends-in-hour = The old one works for 1 hour more.
rotate-old-ends-in-day = The old one works for 24 hours more.
rotate-old-ends-in-week = The old one works for 7 days more.
rotate-old-ends = The old one works until { $when }.
rotate-leave-warning = Leave without saving and nothing changes: the old secret goes on working, and this one never will.

rotated-flash = The new secret works from now on. The old one works until { $when }.
rotated-flash-at-once = The new secret works from now on. The old one is refused.
rotate-overtaken-flash = { $name } was rotated by somebody else meanwhile. Your new secret was thrown away.
rotate-overlapping = An earlier secret still works beside the present one. Only “Not at all” goes through, which ends both.
rotate-past = This moment has passed.
rotate-after-expiry = The token itself ends before that.
rotate-too-long = The old secret works for 30 days at most.

# The secrets on the details page.
secret-title = Secrets
secret-generation = No. { $number }
secret-made = Made
secret-works = Works
# Followed by a moment.
secret-until = until
secret-ended = no longer, since
secret-present = as long as the token
secret-end = End now
secret-extend = Extend
secret-extend-by = Let the old secret work from now on for
secret-hour = 1 hour
secret-day = 24 hours
secret-week = 7 days
secret-ended-flash = The old secret is ended. It is refused from now on.
secret-extended-flash = The old secret works until { $when }.
secret-longest-flash = The old secret works until { $when } already, and not longer.
secret-over-flash = This secret has ended before. Nothing was changed.
