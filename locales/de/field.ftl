# Was mit einem Feld nicht stimmt. Jeder Satz sagt, was zu tun ist.

field-missing = Dieses Feld ist nicht angekommen. Laden Sie die Seite neu und versuchen Sie es noch einmal.
field-doubled = Dieses Feld ist mehrfach angekommen. Laden Sie die Seite neu und versuchen Sie es noch einmal.
field-empty = Füllen Sie dieses Feld aus.
field-too-long = { $n ->
    [one] Hier passt höchstens { $n } Zeichen hinein.
   *[other] Hier passen höchstens { $n } Zeichen hinein.
}
field-invisible = Darin stehen Zeichen, die man nicht sieht, etwa Steuer- oder Schreibrichtungszeichen. Tippen Sie den Text neu ein, statt ihn einzufügen.
field-markup = Darin steht Markup. Lassen Sie die spitzen Klammern weg.
field-slug = Verwenden Sie Kleinbuchstaben von a bis z, Ziffern und einzelne Bindestriche, zusammen höchstens 40 Zeichen.
field-email = Das ist keine E-Mail-Adresse.
field-unknown-choice = Wählen Sie einen der angebotenen Werte.

expiry-no-such-date = Dieses Datum gibt es nicht.
expiry-no-such-time = Diese Uhrzeit gibt es nicht.
expiry-skipped = Diesen Zeitpunkt überspringen die Uhren zu Beginn der Sommerzeit. Wählen Sie eine andere Uhrzeit.
expiry-past = Dieser Zeitpunkt ist schon vorbei. Wählen Sie einen in der Zukunft.
expiry-too-far = Das ist mehr als 100 Jahre entfernt. Wählen Sie ein früheres Datum oder „Kein Ablauf“.

logo-too-large = Diese Datei ist größer als 1 MiB. Wählen Sie eine kleinere.
logo-not-an-image = Das ist kein PNG-, JPEG- oder WebP-Bild. Wählen Sie eine andere Datei.
logo-too-many-pixels = Dieses Bild ist breiter oder höher als 2.000 Pixel. Wählen Sie ein kleineres.
