# Ce qui ne va pas dans un champ. Chaque phrase dit que faire.

field-missing = Ce champ n'est pas arrivé. Rechargez la page et réessayez.
field-doubled = Ce champ est arrivé plusieurs fois. Rechargez la page et réessayez.
field-empty = Remplissez ce champ.
field-too-long = { $n ->
    [one] Ce champ accepte au plus { $n } caractère.
   *[other] Ce champ accepte au plus { $n } caractères.
}
field-invisible = Ce texte contient des caractères invisibles, par exemple de contrôle ou de sens d'écriture. Saisissez-le à nouveau au lieu de le coller.
field-markup = Ce texte contient des balises. Retirez les chevrons.
field-slug = Utilisez des minuscules de a à z sans accent, des chiffres et des traits d'union isolés, 40 caractères au plus.
field-email = Ce n'est pas une adresse e-mail.
field-unknown-choice = Choisissez l'une des valeurs proposées.

expiry-no-such-date = Cette date n'existe pas.
expiry-no-such-time = Cette heure n'existe pas.
expiry-skipped = Cette heure est sautée lors du passage à l'heure d'été. Choisissez-en une autre.
expiry-past = Ce moment est déjà passé. Choisissez-en un dans le futur.
expiry-too-far = C'est dans plus de 100 ans. Choisissez une date plus proche, ou « Sans expiration ».

logo-too-large = Ce fichier dépasse 1 Mio. Choisissez-en un plus petit.
logo-not-an-image = Ce n'est pas une image PNG, JPEG ou WebP. Choisissez un autre fichier.
logo-too-many-pixels = Cette image dépasse 2 000 pixels en largeur ou en hauteur. Choisissez-en une plus petite.
