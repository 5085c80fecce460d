# Qui apprend ce que deviennent les tokens, et si le message est arrivé.

notify-title = Notifications
notify-lead = Qui est prévenu quand un token est émis ou va expirer, et si le message est arrivé.
notify-settings-text = Des personnes et des programmes peuvent être prévenus quand un token va expirer, et quand il est émis, renouvelé ou révoqué.
notify-settings-link = Régler les notifications

notify-emails = Adresses e-mail
notify-emails-hint = Une par ligne, 10 au plus. Les lettres sont dans la langue du tenant.
notify-only-logs = Aucun serveur de messagerie n'est réglé (LATCHKEY_SMTP_URL). D'ici là, les lettres ne sont écrites que dans le journal.
notify-webhook = Webhook
notify-webhook-hint = Une adresse https qui reçoit un POST signé. Les adresses du réseau propre à cette machine ne sont pas appelées.
notify-kinds = Ce qui est annoncé
notify-kind-issued = Émis
notify-kind-rotated = Renouvelé
notify-kind-revoked = Révoqué
notify-kind-expires-30 = Expire dans 30 jours
notify-kind-expires-7 = Expire dans 7 jours
notify-kind-expires-1 = Expire dans 1 jour
notify-kind-expired = Expiré
notify-kind-test = Essai

notify-secret = Secret du webhook
notify-secret-since = Les requêtes sont signées avec un secret créé le { $when }.
notify-secret-old = Le précédent signe aussi jusqu'au { $when }.
notify-secret-ask = Créer un nouveau secret…
notify-secret-sure = Vous voyez le nouveau secret une seule fois. L'ancien signe encore à côté pendant 24 heures, le temps que le destinataire change.
notify-secret-make = Créer un nouveau secret
notify-secret-copy = Copiez le secret maintenant
notify-secret-once = Donnez-le au programme qui reçoit le webhook. Il n'est affiché que cette fois.
notify-secret-use = Les requêtes sont signées selon la spécification Standard Webhooks. Vérifiez-les avec une bibliothèque existante et ce secret ; docs/notifications.md montre un exemple.
notify-secret-leave = Dès que vous quittez cette page, plus personne ne peut voir le secret. Un nouveau peut être créé à tout moment.

notify-test-title = Est-ce que cela arrive ?
notify-test-text = Un essai part vers toutes les adresses ci-dessus et vers le webhook. Le résultat figure dans la liste ci-dessous.
notify-test = Envoyer un essai

notify-newest = Derniers messages
notify-failed-title = Échecs définitifs
notify-failed-count = { $count } non arrivés en une journée
notify-what = Quoi
notify-to = À
notify-outcome = Résultat
notify-when = Quand
notify-actions = Actions
notify-again = Réessayer
notify-forget = Écarter
notify-again-all = Tout réessayer
notify-forget-all = Tout écarter

notify-waiting = En route
notify-delivered = Arrivé
notify-logged = Dans le journal
notify-failed = Échoué
notify-tried-again = nouvel essai le { $when }
notify-trouble-status = le webhook a répondu { $code }
notify-trouble-mail = le serveur de messagerie l'a refusé ({ $code })
notify-trouble-timeout = pas de réponse à temps
notify-trouble-name = le nom ne mène nulle part
notify-trouble-private = l'adresse ne peut pas être appelée
notify-trouble-connection = pas de connexion sûre
notify-trouble-broken-off = la connexion s'est rompue
notify-trouble-gone = le webhook a été retiré
notify-trouble-mail-server = le serveur de messagerie est injoignable
notify-trouble-letter = impossible d'écrire à cette adresse

notify-email-wrong = L'adresse { $number } n'est pas une adresse e-mail. Écrivez-la comme nom@example.com.
notify-emails-many = { $n ->
    [one] { $n } adresse au plus est possible.
   *[other] { $n } adresses au plus sont possibles.
}
notify-webhook-malformed = Ce n'est pas une adresse. Écrivez-la en entier, comme https://example.com/hooks.
notify-webhook-plain = Seules les adresses https sont appelées. L'exploitant peut permettre http dans ses propres réseaux.
notify-webhook-credentials = Retirez le nom d'utilisateur et le mot de passe de l'adresse. La signature montre qui appelle.
notify-webhook-private = Cette adresse n'est pas sur l'internet public. L'exploitant peut permettre ses propres réseaux (LATCHKEY_WEBHOOK_ALLOW_PRIVATE).
notify-kinds-none = Choisissez-en au moins un, sinon personne n'apprend rien.

notify-saved-flash = Enregistré.
notify-secret-replaced-flash = Quelqu'un a créé un nouveau secret entre-temps. Rien n'a été modifié.
notify-test-flash = Un essai est en route. Rechargez cette page dans un instant pour voir le résultat.
notify-testing-flash = Le dernier essai est encore en route.
notify-nobody-flash = Il n'y a encore personne à prévenir.
notify-again-flash = { $n ->
    [0] Il n'y avait plus rien à réessayer.
    [one] { $n } message est réessayé.
   *[other] { $n } messages sont réessayés.
}
notify-forgotten-flash = { $n ->
    [0] Il n'y avait plus rien à écarter.
    [one] { $n } message est écarté.
   *[other] { $n } messages sont écartés.
}
# Après un nombre, dans le résumé du tenant.
notify-attention = { $n ->
    [one] notification a définitivement échoué
   *[other] notifications ont définitivement échoué
}

# Dans l'audit.
notify-audit-changed = Notifications modifiées
notify-audit-secret = Nouveau secret de webhook
notify-audit-tested = Essai envoyé
notify-audit-retried = Messages échoués réessayés
notify-audit-forgotten = Messages échoués écartés
notify-audit-deliveries = Messages
