# What is wrong with a field. Each sentence says what to do.

field-missing = This field did not arrive. Reload the page and try again.
field-doubled = This field arrived more than once. Reload the page and try again.
field-empty = Fill this in.
field-too-long = { $n ->
    [one] At most { $n } character fits here.
   *[other] At most { $n } characters fit here.
}
field-invisible = This contains characters that cannot be seen, such as control or direction marks. Type it anew instead of pasting it.
field-markup = This contains markup. Leave out the angle brackets.
field-slug = Use small letters, digits and single hyphens, at most 40 of them.
field-email = This is not an e-mail address.
field-unknown-choice = Choose one of the values offered.

expiry-no-such-date = There is no such date.
expiry-no-such-time = There is no such time.
expiry-skipped = The clocks skip this moment when daylight saving time begins. Choose another time.
expiry-past = This moment has passed. Choose one in the future.
expiry-too-far = This is more than 100 years away. Choose an earlier date, or no expiration.

logo-too-large = This file is larger than 1 MiB. Choose a smaller one.
logo-not-an-image = This is no PNG, JPEG or WebP image. Choose another file.
logo-too-many-pixels = This image has more than 2,000 pixels a side. Choose a smaller one.
