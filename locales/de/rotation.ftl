# Rotation: ein neues Geheimnis für dasselbe Token.

rotate-title = Geheimnis rotieren
rotate-what = Das Token behält Name, Zugriff und Ablaufdatum. Ein neues Geheimnis ersetzt { $masked }.
rotate-overlap = Übergangszeit für das alte Geheimnis
rotate-none = Keine
rotate-none-hint = das alte Geheimnis ist nach dem Speichern nicht mehr gültig
rotate-hour = 1 Stunde
rotate-day = 24 Stunden
rotate-week = 7 Tage
rotate-custom-hint = bis zu 30 Tage
rotate-token-ends = Das Token selbst läuft am { $when } ab. Kein Geheimnis ist länger gültig.
rotate-running = Ein früheres Geheimnis ist noch bis zum { $when } gültig. Wenn Sie vorher rotieren, werden beide sofort ungültig. Um eine Übergangszeit zu wählen, machen Sie zuerst das frühere ungültig.
rotate-lost = Das zuletzt angezeigte Geheimnis wurde nicht gespeichert und lässt sich nicht noch einmal anzeigen. Es war nie gültig. Das alte ist weiterhin gültig.
rotate-copy-now = Kopieren Sie das neue Geheimnis jetzt
# Danach folgt einer der nächsten Sätze.
rotate-shown-once = <strong>{ $name }</strong>. Das neue Geheimnis wird nicht noch einmal angezeigt. Es wird aktiv, wenn Sie speichern.
rotate-old-ends-at-save = Das alte ist dann nicht mehr gültig.
rotate-old-ends-in-hour = Das alte bleibt noch 1 Stunde gültig.
rotate-old-ends-in-day = Das alte bleibt noch 24 Stunden gültig.
rotate-old-ends-in-week = Das alte bleibt noch 7 Tage gültig.
rotate-old-ends = Das alte bleibt noch bis zum { $when } gültig.
rotate-leave-warning = Wenn Sie die Seite verlassen, ohne zu speichern, ändert sich nichts: Das alte Geheimnis bleibt gültig, das neue wird es nie.

rotated-flash = Das neue Geheimnis ist aktiv. Das alte bleibt noch bis zum { $when } gültig.
rotated-flash-at-once = Das neue Geheimnis ist aktiv. Das alte ist nicht mehr gültig.
rotate-overtaken-flash = Inzwischen hat jemand anderes das Token { $name } rotiert. Ihr neues Geheimnis wurde verworfen.
rotate-overlapping = Ein früheres Geheimnis ist noch gültig. Wählen Sie „Keine“, dann werden beide ungültig, oder machen Sie zuerst das frühere ungültig.
rotate-past = Dieser Zeitpunkt liegt in der Vergangenheit. Wählen Sie einen späteren.
rotate-after-expiry = Das Token läuft vorher ab. Wählen Sie einen früheren Zeitpunkt.
rotate-too-long = Das alte Geheimnis kann höchstens 30 Tage lang gültig bleiben. Wählen Sie einen früheren Zeitpunkt.

# Die Geheimnisse auf der Detailseite.
secret-title = Geheimnisse
secret-generation = Nr. { $number }
secret-made = Erstellt
secret-works = Gültigkeit
# Danach folgt ein Zeitpunkt.
secret-until = bis
secret-ended = endete am
secret-present = wie das Token
secret-end = Jetzt ungültig machen
secret-extend = Verlängern
secret-extend-by = Altes Geheimnis gültig lassen für
secret-hour = 1 Stunde
secret-day = 24 Stunden
secret-week = 7 Tage
secret-ended-flash = Das alte Geheimnis ist nicht mehr gültig.
secret-extended-flash = Das alte Geheimnis ist jetzt bis zum { $when } gültig.
secret-longest-flash = Das alte Geheimnis ist bereits bis zum { $when } gültig. Länger ist nicht möglich.
secret-over-flash = Dieses Geheimnis war schon ungültig. Es wurde nichts geändert.
