# Fehler in einem Feld. Jeder Satz sagt, was zu tun ist.

field-missing = Dieses Feld wurde nicht übermittelt. Laden Sie die Seite neu und versuchen Sie es noch einmal.
field-doubled = Dieses Feld wurde mehrmals übermittelt. Laden Sie die Seite neu und versuchen Sie es noch einmal.
field-empty = Füllen Sie dieses Feld aus.
field-too-long = { $n ->
    [one] Verwenden Sie höchstens { $n } Zeichen.
   *[other] Verwenden Sie höchstens { $n } Zeichen.
}
field-invisible = Dieser Text enthält unsichtbare Zeichen, etwa Steuer- oder Schreibrichtungszeichen. Tippen Sie ihn, statt ihn einzufügen.
field-markup = Dieser Text enthält Markup. Entfernen Sie die spitzen Klammern.
field-slug = Verwenden Sie höchstens 40 Zeichen: Kleinbuchstaben von a bis z, Ziffern und einzelne Bindestriche.
field-email = Geben Sie eine E-Mail-Adresse ein, etwa name@example.com.
field-unknown-choice = Wählen Sie einen der angebotenen Werte.

expiry-no-such-date = Dieses Datum gibt es nicht. Wählen Sie ein anderes.
expiry-no-such-time = Diese Uhrzeit gibt es nicht. Wählen Sie eine andere.
expiry-skipped = Diese Uhrzeit entfällt bei der Umstellung auf die Sommerzeit. Wählen Sie eine andere.
expiry-past = Dieser Zeitpunkt liegt in der Vergangenheit. Wählen Sie einen späteren.
expiry-too-far = Dieses Datum liegt mehr als 100 Jahre in der Zukunft. Wählen Sie ein früheres oder „Kein Ablauf“.

logo-too-large = Diese Datei ist größer als 1 MiB. Wählen Sie eine kleinere.
logo-not-an-image = Das ist kein PNG-, JPEG- oder WebP-Bild. Wählen Sie eine andere Datei.
logo-too-many-pixels = Dieses Bild ist mehr als 2.000 Pixel breit oder hoch. Wählen Sie ein kleineres.
