# Wer erfährt, was aus den Tokens wird, und ob es angekommen ist.

notify-title = Benachrichtigungen
notify-lead = Wer davon erfährt, wenn ein Token ausgestellt wird oder bald abläuft, und ob es angekommen ist.
notify-settings-text = Personen und Programme können erfahren, dass ein Token bald abläuft und wann eines ausgestellt, rotiert oder widerrufen wird.
notify-settings-link = Benachrichtigungen einrichten

notify-emails = E-Mail-Adressen
notify-emails-hint = Eine pro Zeile, bis zu 10. Geschrieben wird in der Sprache des Tenants.
notify-only-logs = Es ist kein Mailserver eingerichtet (LATCHKEY_SMTP_URL). Bis dahin stehen Nachrichten nur im Log.
notify-webhook = Webhook
notify-webhook-hint = Eine https-Adresse, an die ein signierter POST geht. Adressen im eigenen Netz dieses Rechners werden nicht aufgerufen.
notify-kinds = Was sie erfahren
notify-kind-issued = Ausgestellt
notify-kind-rotated = Rotiert
notify-kind-revoked = Widerrufen
notify-kind-expires-30 = Läuft in 30 Tagen ab
notify-kind-expires-7 = Läuft in 7 Tagen ab
notify-kind-expires-1 = Läuft in 1 Tag ab
notify-kind-expired = Abgelaufen
notify-kind-test = Test

notify-secret = Geheimnis des Webhooks
notify-secret-since = Anfragen werden mit einem Geheimnis vom { $when } signiert.
notify-secret-old = Das vorherige signiert noch mit bis { $when }.
notify-secret-ask = Neues Geheimnis erzeugen …
notify-secret-sure = Sie sehen das neue Geheimnis einmal. Das alte signiert noch 24 Stunden lang mit, damit der Empfänger umstellen kann.
notify-secret-make = Neues Geheimnis erzeugen
notify-secret-copy = Kopieren Sie das Geheimnis jetzt
notify-secret-once = Geben Sie es dem Programm, das den Webhook empfängt. Es wird nur dieses eine Mal gezeigt.
notify-secret-use = Anfragen sind nach Standard Webhooks signiert. Prüfen Sie sie mit einer fertigen Bibliothek und diesem Geheimnis; docs/notifications.md zeigt ein Beispiel.
notify-secret-leave = Sobald Sie diese Seite verlassen, kann niemand das Geheimnis mehr sehen. Ein neues lässt sich jederzeit erzeugen.

notify-test-title = Kommt es an?
notify-test-text = Ein Test geht an alle Adressen oben und an den Webhook. Wie es ausging, steht in der Liste darunter.
notify-test = Test senden

notify-newest = Neueste Nachrichten
notify-failed-title = Endgültig gescheitert
notify-failed-count = { $count } kamen binnen eines Tages nicht an
notify-what = Was
notify-to = An
notify-outcome = Ergebnis
notify-when = Wann
notify-actions = Aktionen
notify-again = Erneut versuchen
notify-forget = Verwerfen
notify-again-all = Alle erneut versuchen
notify-forget-all = Alle verwerfen

notify-waiting = Unterwegs
notify-delivered = Zugestellt
notify-logged = Im Log
notify-failed = Gescheitert
notify-tried-again = neuer Versuch { $when }
notify-trouble-status = der Webhook antwortete { $code }
notify-trouble-mail = der Mailserver wies sie ab ({ $code })
notify-trouble-timeout = keine Antwort in der Zeit
notify-trouble-name = der Name führt nirgendwohin
notify-trouble-private = die Adresse darf nicht aufgerufen werden
notify-trouble-connection = keine sichere Verbindung
notify-trouble-broken-off = die Verbindung brach ab
notify-trouble-gone = der Webhook wurde entfernt
notify-trouble-mail-server = der Mailserver ist nicht erreichbar
notify-trouble-letter = an diese Adresse lässt sich nicht schreiben

notify-email-wrong = Adresse { $number } ist keine E-Mail-Adresse. Schreiben Sie sie wie name@example.com.
notify-emails-many = { $n ->
    [one] Höchstens { $n } Adresse ist möglich.
   *[other] Höchstens { $n } Adressen sind möglich.
}
notify-webhook-malformed = Das ist keine Adresse. Schreiben Sie sie ganz aus, etwa https://example.com/hooks.
notify-webhook-plain = Nur https-Adressen werden aufgerufen. Der Betreiber kann http in eigenen Netzen erlauben.
notify-webhook-credentials = Lassen Sie Benutzername und Passwort aus der Adresse weg. Wer aufruft, zeigt die Signatur.
notify-webhook-private = Diese Adresse liegt nicht im öffentlichen Internet. Der Betreiber kann eigene Netze erlauben (LATCHKEY_WEBHOOK_ALLOW_PRIVATE).
notify-kinds-none = Wählen Sie mindestens eines aus, sonst erfährt niemand etwas.

notify-saved-flash = Gespeichert.
notify-secret-replaced-flash = Inzwischen hat jemand ein neues Geheimnis erzeugt. Es wurde nichts geändert.
notify-test-flash = Ein Test ist unterwegs. Laden Sie diese Seite gleich neu, um zu sehen, wie es ausging.
notify-testing-flash = Der letzte Test ist noch unterwegs.
notify-nobody-flash = Noch gibt es niemanden zu benachrichtigen.
notify-again-flash = { $n ->
    [0] Es war nichts mehr zu versuchen.
    [one] { $n } Nachricht wird erneut versucht.
   *[other] { $n } Nachrichten werden erneut versucht.
}
notify-forgotten-flash = { $n ->
    [0] Es war nichts mehr zu verwerfen.
    [one] { $n } Nachricht ist verworfen.
   *[other] { $n } Nachrichten sind verworfen.
}
# Nach einer Anzahl, in der Übersicht des Tenants.
notify-attention = { $n ->
    [one] Benachrichtigung ist endgültig gescheitert
   *[other] Benachrichtigungen sind endgültig gescheitert
}

# Im Audit.
notify-audit-changed = Benachrichtigungen geändert
notify-audit-secret = Neues Webhook-Geheimnis
notify-audit-tested = Test gesendet
notify-audit-retried = Gescheiterte Nachrichten erneut versucht
notify-audit-forgotten = Gescheiterte Nachrichten verworfen
notify-audit-deliveries = Nachrichten
