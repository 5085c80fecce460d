# Rotation: ein neues Geheimnis für dasselbe Token.

rotate-title = Geheimnis rotieren
rotate-what = Das Token behält Name, Zugriff und Ablaufdatum. Ein neues Geheimnis ersetzt { $masked }.
rotate-overlap = Übergangszeit für das alte Geheimnis
rotate-none = Keine
rotate-none-hint = das alte Geheimnis gilt nach dem Speichern nicht mehr
rotate-hour = 1 Stunde
rotate-day = 24 Stunden
rotate-week = 7 Tage
rotate-custom-hint = bis zu 30 Tage
rotate-token-ends = Das Token selbst läuft ab: { $when }. Länger gilt kein Geheimnis.
rotate-running = Ein früheres Geheimnis gilt noch bis { $when }. Wenn Sie vorher rotieren, enden beide sofort. Um eine Übergangszeit zu wählen, beenden Sie zuerst das frühere.
rotate-lost = Das zuletzt angezeigte Geheimnis wurde nicht gespeichert und lässt sich nicht noch einmal anzeigen. Es hat nie gegolten. Das alte gilt weiter.
rotate-copy-now = Kopieren Sie das neue Geheimnis jetzt
# Danach folgt einer der nächsten Sätze.
rotate-shown-once = <strong>{ $name }</strong>. Das neue Geheimnis wird nicht noch einmal angezeigt. Es wird aktiv, wenn Sie speichern.
rotate-old-ends-at-save = Das alte endet dann.
rotate-old-ends-in-hour = Das alte gilt noch 1 Stunde.
rotate-old-ends-in-day = Das alte gilt noch 24 Stunden.
rotate-old-ends-in-week = Das alte gilt noch 7 Tage.
rotate-old-ends = Das alte gilt noch bis { $when }.
rotate-leave-warning = Wenn Sie die Seite verlassen, ohne zu speichern, ändert sich nichts: Das alte Geheimnis gilt weiter, das neue gilt nie.

rotated-flash = Das neue Geheimnis ist aktiv. Das alte gilt noch bis { $when }.
rotated-flash-at-once = Das neue Geheimnis ist aktiv. Das alte gilt nicht mehr.
rotate-overtaken-flash = Inzwischen hat jemand anderes das Token { $name } rotiert. Ihr neues Geheimnis wurde verworfen.
rotate-overlapping = Ein früheres Geheimnis gilt noch. Wählen Sie „Keine“, dann enden beide, oder beenden Sie zuerst das frühere.
rotate-past = Dieser Zeitpunkt ist vorbei. Wählen Sie einen späteren.
rotate-after-expiry = Das Token läuft vorher ab. Wählen Sie einen früheren Zeitpunkt.
rotate-too-long = Das alte Geheimnis kann höchstens 30 Tage weiter gelten. Wählen Sie einen früheren Zeitpunkt.

# Die Geheimnisse auf der Detailseite.
secret-title = Geheimnisse
secret-generation = Nr. { $number }
secret-made = Erstellt
secret-works = Gültig
# Danach folgt ein Zeitpunkt.
secret-until = bis
secret-ended = nicht mehr seit
secret-present = so lange wie das Token
secret-end = Jetzt beenden
secret-extend = Verlängern
secret-extend-by = Altes Geheimnis weiter gelten lassen für
secret-hour = 1 Stunde
secret-day = 24 Stunden
secret-week = 7 Tage
secret-ended-flash = Das alte Geheimnis gilt nicht mehr.
secret-extended-flash = Das alte Geheimnis gilt jetzt bis { $when }.
secret-longest-flash = Das alte Geheimnis gilt bereits bis { $when }. Länger ist nicht möglich.
secret-over-flash = Dieses Geheimnis war schon beendet. Es wurde nichts geändert.
