# Errors in a field. Each sentence says what to do.

field-missing = This field was not sent. Reload the page and try again.
field-doubled = This field was sent more than once. Reload the page and try again.
field-empty = Fill in this field.
field-too-long = { $n ->
    [one] Use at most { $n } character.
   *[other] Use at most { $n } characters.
}
field-invisible = This contains invisible characters, such as control or direction marks. Type it instead of pasting it.
field-markup = This contains markup. Remove the angle brackets.
field-slug = Use up to 40 lowercase letters, digits and single hyphens.
field-email = Enter an email address, such as name@example.com.
field-unknown-choice = Choose one of the values offered.

expiry-no-such-date = This date doesn’t exist. Choose another one.
expiry-no-such-time = This time doesn’t exist. Choose another one.
expiry-skipped = This time is skipped when daylight saving time begins. Choose another one.
expiry-past = This time has passed. Choose a later one.
expiry-too-far = This is more than 100 years away. Choose an earlier date, or “No expiration”.

logo-too-large = This file is larger than 1 MiB. Choose a smaller one.
logo-not-an-image = This isn’t a PNG, JPEG or WebP image. Choose another file.
logo-too-many-pixels = This image is more than 2,000 pixels wide or high. Choose a smaller one.
