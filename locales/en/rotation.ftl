# Rotation: a new secret for the same token.

rotate-title = Rotate secret
rotate-what = The token keeps its name, access and expiration. A new secret replaces { $masked }.
rotate-overlap = Overlap with the old secret
rotate-none = None
rotate-none-hint = the old secret stops working when you save
rotate-hour = 1 hour
rotate-day = 24 hours
rotate-week = 7 days
rotate-custom-hint = up to 30 days
rotate-token-ends = The token itself expires on { $when }. No secret works longer than that.
rotate-running = An earlier secret works until { $when }. If you rotate before then, both stop working immediately. To choose an overlap, end the earlier one first.
rotate-lost = The secret shown before was not saved and can’t be shown again. It never worked. The old secret still works.
rotate-copy-now = Copy the new secret now
# Followed by one of the sentences below.
rotate-shown-once = <strong>{ $name }</strong>. You won’t see it again. It becomes active when you save.
rotate-old-ends-at-save = The old secret stops working then.
rotate-old-ends-in-hour = The old secret keeps working for 1 hour.
rotate-old-ends-in-day = The old secret keeps working for 24 hours.
rotate-old-ends-in-week = The old secret keeps working for 7 days.
rotate-old-ends = The old secret keeps working until { $when }.
rotate-leave-warning = If you leave without saving, nothing changes: the old secret keeps working, and this one never will.

rotated-flash = The new secret is active. The old one works until { $when }.
rotated-flash-at-once = The new secret is active. The old one no longer works.
rotate-overtaken-flash = Someone else rotated { $name } in the meantime. Your new secret was discarded.
rotate-overlapping = An earlier secret still works. Choose “None”, which ends both, or end the earlier one first.
rotate-past = This time has passed. Choose a later one.
rotate-after-expiry = The token expires before that. Choose an earlier time.
rotate-too-long = The old secret can work for at most 30 days. Choose an earlier time.

# The secrets on the details page.
secret-title = Secrets
secret-generation = No. { $number }
secret-made = Created
secret-works = Validity
# Followed by a time.
secret-until = until
secret-ended = ended on
secret-present = same as the token
secret-end = End now
secret-extend = Extend
secret-extend-by = Keep the old secret working for
secret-hour = 1 hour
secret-day = 24 hours
secret-week = 7 days
secret-ended-flash = The old secret no longer works.
secret-extended-flash = The old secret works until { $when }.
secret-longest-flash = The old secret already works until { $when }, the longest time possible.
secret-over-flash = This secret had already ended. Nothing was changed.
