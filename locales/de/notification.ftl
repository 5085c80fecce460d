# Benachrichtigungen über Tokens: an wen sie gehen und ob sie angekommen sind.

notify-title = Benachrichtigungen
notify-lead = Wer benachrichtigt wird, wenn ein Token erstellt, rotiert oder widerrufen wird oder bald abläuft, und ob die Nachrichten angekommen sind.
notify-settings-text = Benachrichtigen Sie Personen und Programme, wenn ein Token erstellt, rotiert oder widerrufen wird oder bald abläuft.
notify-settings-link = Benachrichtigungen einrichten

notify-emails = E-Mail-Adressen
notify-emails-hint = Eine pro Zeile, höchstens 10. Die Nachrichten sind in der Sprache des Tenants.
notify-only-logs = Es ist kein Mailserver eingerichtet (LATCHKEY_SMTP_URL). E-Mails werden daher nur ins Log geschrieben.
notify-webhook = Webhook
notify-webhook-hint = Eine https-Adresse, die einen signierten POST erhält. Sie darf nicht in einem privaten Netz liegen.
notify-kinds = Ereignisse
notify-kind-issued = Erstellt
notify-kind-rotated = Rotiert
notify-kind-revoked = Widerrufen
notify-kind-expires-30 = 30 Tage vor Ablauf
notify-kind-expires-7 = 7 Tage vor Ablauf
notify-kind-expires-1 = 1 Tag vor Ablauf
notify-kind-expired = Abgelaufen
notify-kind-test = Test

notify-secret = Webhook-Geheimnis
notify-secret-since = Anfragen werden mit einem Geheimnis signiert, das am { $when } erstellt wurde.
notify-secret-old = Das vorherige signiert noch bis zum { $when } mit.
notify-secret-ask = Geheimnis rotieren …
notify-secret-sure = Sie sehen das neue Geheimnis nur einmal. Das alte signiert noch 24 Stunden lang mit, damit der Empfänger umstellen kann.
notify-secret-make = Geheimnis rotieren
notify-secret-copy = Kopieren Sie das Geheimnis jetzt
notify-secret-once = Geben Sie es dem Programm, das den Webhook empfängt. Es wird nicht noch einmal angezeigt.
notify-secret-use = Anfragen sind nach Standard Webhooks signiert. Prüfen Sie sie mit einer fertigen Bibliothek und diesem Geheimnis. docs/notifications.md enthält ein Beispiel.
notify-secret-leave = Wenn Sie diese Seite verlassen, kann niemand das Geheimnis mehr sehen. Sie können es jederzeit rotieren.

notify-test-title = Zustellung testen
notify-test-text = Eine Testnachricht geht an alle Adressen oben und an den Webhook. Das Ergebnis erscheint in der Liste unten.
notify-test = Test senden

notify-newest = Neueste Nachrichten
notify-failed-title = Nicht zugestellte Nachrichten
notify-failed-count = Innerhalb eines Tages nicht zugestellt: { $count }
notify-what = Ereignis
notify-to = Empfänger
notify-outcome = Status
notify-when = Zeitpunkt
notify-actions = Aktionen
notify-again = Erneut versuchen
notify-forget = Verwerfen
notify-again-all = Alle erneut versuchen
notify-forget-all = Alle verwerfen

notify-waiting = Ausstehend
notify-delivered = Zugestellt
notify-logged = Im Log
notify-failed = Fehlgeschlagen
notify-tried-again = nächster Versuch am { $when }
notify-trouble-status = Webhook antwortete mit { $code }
notify-trouble-mail = vom Mailserver abgelehnt ({ $code })
notify-trouble-timeout = Zeitüberschreitung
notify-trouble-name = Host nicht gefunden
notify-trouble-private = Adresse nicht erlaubt
notify-trouble-connection = keine sichere Verbindung
notify-trouble-broken-off = Verbindung abgebrochen
notify-trouble-gone = Webhook entfernt
notify-trouble-mail-server = Mailserver nicht erreichbar
notify-trouble-letter = ungültige Adresse

notify-email-wrong = Adresse { $number } ist keine E-Mail-Adresse. Geben Sie sie in der Form name@example.com ein.
notify-emails-many = { $n ->
    [one] Geben Sie höchstens { $n } Adresse ein.
   *[other] Geben Sie höchstens { $n } Adressen ein.
}
notify-webhook-malformed = Geben Sie eine vollständige Adresse ein, etwa https://example.com/hooks.
notify-webhook-plain = Verwenden Sie eine https-Adresse. Der Betreiber kann http in privaten Netzen erlauben.
notify-webhook-credentials = Entfernen Sie Benutzername und Passwort aus der Adresse. Die Signatur zeigt, dass eine Anfrage von Latchkey kommt.
notify-webhook-private = Diese Adresse liegt nicht im öffentlichen Internet. Der Betreiber kann private Netze erlauben (LATCHKEY_WEBHOOK_ALLOW_PRIVATE).
notify-kinds-none = Wählen Sie mindestens ein Ereignis aus.

notify-saved-flash = Gespeichert.
notify-secret-replaced-flash = Inzwischen hat jemand anderes das Geheimnis rotiert. Es wurde nichts geändert.
notify-test-flash = Der Test ist unterwegs. Laden Sie diese Seite gleich neu, um das Ergebnis zu sehen.
notify-testing-flash = Der vorige Test ist noch unterwegs.
notify-nobody-flash = Geben Sie zuerst eine E-Mail-Adresse oder einen Webhook an.
notify-again-flash = { $n ->
    [0] Es gab nichts mehr zu senden.
    [one] { $n } Nachricht wird erneut gesendet.
   *[other] { $n } Nachrichten werden erneut gesendet.
}
notify-forgotten-flash = { $n ->
    [0] Es gab nichts mehr zu verwerfen.
    [one] { $n } Nachricht verworfen.
   *[other] { $n } Nachrichten verworfen.
}
# Steht nach einer Zahl in der Übersicht des Tenants.
notify-attention = { $n ->
    [one] Benachrichtigung konnte nicht zugestellt werden
   *[other] Benachrichtigungen konnten nicht zugestellt werden
}

# Im Audit-Log.
notify-audit-changed = Benachrichtigungen geändert
notify-audit-secret = Webhook-Geheimnis rotiert
notify-audit-tested = Test gesendet
notify-audit-retried = Nicht zugestellte Nachrichten erneut versucht
notify-audit-forgotten = Nicht zugestellte Nachrichten verworfen
notify-audit-deliveries = Nachrichten
