# Erreurs dans un champ. Chaque phrase dit ce qu’il faut faire.

field-missing = Ce champ n’a pas été transmis. Rechargez la page et réessayez.
field-doubled = Ce champ a été transmis plusieurs fois. Rechargez la page et réessayez.
field-empty = Remplissez ce champ.
field-too-long = { $n ->
    [one] Utilisez au plus { $n } caractère.
   *[other] Utilisez au plus { $n } caractères.
}
field-invisible = Ce texte contient des caractères invisibles, par exemple de contrôle ou de sens d’écriture. Saisissez-le au lieu de le coller.
field-markup = Ce texte contient des balises. Retirez les chevrons.
field-slug = Utilisez au plus 40 caractères : minuscules de a à z sans accent, chiffres et traits d’union isolés.
field-email = Saisissez une adresse e-mail, par exemple nom@example.com.
field-unknown-choice = Choisissez l’une des valeurs proposées.

expiry-no-such-date = Cette date n’existe pas. Choisissez-en une autre.
expiry-no-such-time = Cette heure n’existe pas. Choisissez-en une autre.
expiry-skipped = Cette heure n’existe pas lors du passage à l’heure d’été. Choisissez-en une autre.
expiry-past = Cette date est passée. Choisissez une date ultérieure.
expiry-too-far = Cette date est dans plus de 100 ans. Choisissez-en une plus proche, ou « Sans expiration ».

logo-too-large = Ce fichier dépasse 1 Mio. Choisissez-en un plus petit.
logo-not-an-image = Ce n’est pas une image PNG, JPEG ou WebP. Choisissez un autre fichier.
logo-too-many-pixels = Cette image dépasse 2 000 pixels en largeur ou en hauteur. Choisissez-en une plus petite.
