# Les notifications sur les jetons : qui les reçoit, et si elles sont arrivées.

notify-title = Notifications
notify-lead = Qui est prévenu quand un jeton est créé, renouvelé, révoqué ou sur le point d’expirer, et si les messages sont arrivés.
notify-settings-text = Prévenez des personnes et des programmes quand un jeton est créé, renouvelé, révoqué ou sur le point d’expirer.
notify-settings-link = Configurer les notifications

notify-emails = Adresses e-mail
notify-emails-hint = Une par ligne, 10 au plus. Les messages sont dans la langue du tenant.
notify-only-logs = Aucun serveur de messagerie n’est configuré (LATCHKEY_SMTP_URL) : les e-mails sont seulement écrits dans les journaux du serveur.
notify-webhook = Webhook
notify-webhook-hint = Une adresse https qui reçoit un POST signé. Elle ne doit pas se trouver dans un réseau privé.
notify-kinds = Événements
notify-kind-issued = Créé
notify-kind-rotated = Renouvelé
notify-kind-revoked = Révoqué
notify-kind-expires-30 = 30 jours avant l’expiration
notify-kind-expires-7 = 7 jours avant l’expiration
notify-kind-expires-1 = 1 jour avant l’expiration
notify-kind-expired = Expiré
notify-kind-test = Test

notify-secret = Secret du webhook
notify-secret-since = Les requêtes sont signées avec un secret créé le { $when }.
notify-secret-old = Le secret précédent continue de signer jusqu’au { $when }.
notify-secret-ask = Renouveler le secret…
notify-secret-sure = Vous ne verrez le nouveau secret qu’une fois. L’ancien continue de signer pendant 24 heures, pour laisser au destinataire le temps de basculer.
notify-secret-make = Renouveler le secret
notify-secret-copy = Copiez le secret maintenant
notify-secret-once = Donnez-le au programme qui reçoit le webhook. Il ne sera plus affiché.
notify-secret-use = Les requêtes sont signées selon Standard Webhooks. Vérifiez-les avec une bibliothèque existante et ce secret. docs/notifications.md contient un exemple.
notify-secret-leave = Si vous quittez cette page, plus personne ne pourra voir le secret. Vous pouvez le renouveler à tout moment.

notify-test-title = Tester l’envoi
notify-test-text = Un message de test est envoyé à toutes les adresses ci-dessus et au webhook. Le résultat s’affiche dans la liste ci-dessous.
notify-test = Envoyer un test

notify-newest = Derniers messages
notify-failed-title = Messages non distribués
notify-failed-count = Non distribués en une journée : { $count }
notify-what = Événement
notify-to = Destinataire
notify-outcome = État
notify-when = Date
notify-actions = Actions
notify-again = Réessayer
notify-forget = Ignorer
notify-again-all = Tout réessayer
notify-forget-all = Tout ignorer

notify-waiting = En attente
notify-delivered = Distribué
notify-logged = Écrit dans les journaux
notify-failed = Échec
notify-tried-again = prochain essai le { $when }
notify-trouble-status = réponse { $code } du webhook
notify-trouble-mail = refusé par le serveur de messagerie ({ $code })
notify-trouble-timeout = délai dépassé
notify-trouble-name = hôte introuvable
notify-trouble-private = adresse non autorisée
notify-trouble-connection = pas de connexion sécurisée
notify-trouble-broken-off = connexion interrompue
notify-trouble-gone = webhook supprimé
notify-trouble-mail-server = serveur de messagerie injoignable
notify-trouble-letter = adresse non valide

notify-email-wrong = L’adresse { $number } n’est pas une adresse e-mail. Saisissez-la sous la forme nom@example.com.
notify-emails-many = { $n ->
    [one] Saisissez au plus { $n } adresse.
   *[other] Saisissez au plus { $n } adresses.
}
notify-webhook-malformed = Saisissez une adresse complète, par exemple https://example.com/hooks.
notify-webhook-plain = Utilisez une adresse https. L’exploitant peut autoriser http dans des réseaux privés.
notify-webhook-credentials = Retirez le nom d’utilisateur et le mot de passe de l’adresse. La signature montre qu’une requête vient de Latchkey.
notify-webhook-private = Cette adresse n’est pas sur l’internet public. L’exploitant peut autoriser des réseaux privés (LATCHKEY_WEBHOOK_ALLOW_PRIVATE).
notify-kinds-none = Choisissez au moins un événement.

notify-saved-flash = Enregistré.
notify-secret-replaced-flash = Une autre personne a renouvelé le secret entre-temps. Rien n’a été modifié.
notify-test-flash = Le test est en route. Rechargez cette page dans un instant pour voir le résultat.
notify-testing-flash = Le test précédent est encore en route.
notify-nobody-flash = Ajoutez d’abord une adresse e-mail ou un webhook.
notify-again-flash = { $n ->
    [0] Il n’y avait plus rien à renvoyer.
    [one] Nouvel envoi de { $n } message.
   *[other] Nouvel envoi de { $n } messages.
}
notify-forgotten-flash = { $n ->
    [0] Il n’y avait plus rien à ignorer.
    [one] { $n } message ignoré.
   *[other] { $n } messages ignorés.
}
# Suit un nombre dans le résumé du tenant.
notify-attention = { $n ->
    [one] notification n’a pas pu être distribuée
   *[other] notifications n’ont pas pu être distribuées
}

# Dans le journal d’audit.
notify-audit-changed = Modification des notifications
notify-audit-secret = Renouvellement du secret du webhook
notify-audit-tested = Envoi d’un test
notify-audit-retried = Nouvel envoi de messages non distribués
notify-audit-forgotten = Abandon de messages non distribués
notify-audit-deliveries = Messages
