# Ce qui s'est passé, en mots simples.

audit-token-issued = Délivré
audit-token-changed = Modifié
audit-token-disabled = Désactivé
audit-token-enabled = Activé
audit-token-rotated = Renouvelé
audit-secret-ended = Ancien secret arrêté plus tôt
audit-secret-extended = Ancien secret prolongé
audit-token-revoked = Révoqué
audit-old-secret-ends = Fin de l'ancien secret
# À côté du nom d'un token qui a agi.
audit-by-token = (un token)
# Seulement à l'oreille : avant l'ancienne valeur, et avant la nouvelle.
audit-before = Avant :
audit-after = Maintenant :
audit-none = Rien n'est consigné.
audit-shown = { $n ->
    [one] { $n } événement
   *[other] { $n } événements
}
# À la place de l'image elle-même.
audit-picture = une image
