# Ein anderes Geheimnis für dasselbe Token.

rotate-title = Geheimnis rotieren
rotate-what = Das Token behält Namen, Rechte und Ablauf. Es erhält ein neues Geheimnis anstelle von { $masked }.
rotate-overlap = Das alte Geheimnis gilt noch
rotate-none = Gar nicht
rotate-none-hint = es endet, wenn Sie speichern
rotate-hour = 1 Stunde
rotate-day = 24 Stunden
rotate-week = 7 Tage
rotate-custom-hint = bis zu 30 Tage
rotate-token-ends = Das Token selbst endet: { $when }. Länger gilt kein Geheimnis.
rotate-running = Ein früheres Geheimnis gilt noch bis { $when }. Bis dahin beendet eine Rotation beide sofort; beenden Sie zuerst das frühere, um anders zu wählen.
rotate-lost = Das zuvor gezeigte Geheimnis wurde nicht gespeichert und lässt sich nicht noch einmal zeigen. Es hat nie gegolten. Das alte gilt wie zuvor.
rotate-copy-now = Kopieren Sie das neue Geheimnis jetzt
# Danach folgt einer der Sätze darunter.
rotate-shown-once = <strong>{ $name }</strong>. Es wird nur dieses eine Mal gezeigt und gilt, sobald Sie speichern.
rotate-old-ends-at-save = Das alte endet in diesem Moment.
rotate-old-ends-in-hour = Das alte gilt noch 1 Stunde.
rotate-old-ends-in-day = Das alte gilt noch 24 Stunden.
rotate-old-ends-in-week = Das alte gilt noch 7 Tage.
rotate-old-ends = Das alte gilt bis { $when }.
rotate-leave-warning = Verlassen Sie die Seite, ohne zu speichern, ändert sich nichts: Das alte Geheimnis gilt weiter, dieses nie.

rotated-flash = Das neue Geheimnis gilt ab sofort. Das alte gilt bis { $when }.
rotated-flash-at-once = Das neue Geheimnis gilt ab sofort. Das alte wird abgewiesen.
rotate-overtaken-flash = Inzwischen hat jemand anderes das Token { $name } rotiert. Ihr neues Geheimnis wurde verworfen.
rotate-overlapping = Ein früheres Geheimnis gilt noch neben dem jetzigen. Nur „Gar nicht“ ist möglich, was beide beendet.
rotate-past = Dieser Moment ist vorbei.
rotate-after-expiry = Das Token selbst endet vorher.
rotate-too-long = Das alte Geheimnis gilt höchstens 30 Tage.

# Die Geheimnisse auf der Detailseite.
secret-title = Geheimnisse
secret-generation = Nr. { $number }
secret-made = Erzeugt
secret-works = Gilt
# Danach folgt ein Zeitpunkt.
secret-until = bis
secret-ended = nicht mehr seit
secret-present = so lange wie das Token
secret-end = Jetzt beenden
secret-extend = Verlängern
secret-extend-by = Das alte Geheimnis gilt von jetzt an noch
secret-hour = 1 Stunde
secret-day = 24 Stunden
secret-week = 7 Tage
secret-ended-flash = Das alte Geheimnis ist beendet. Es wird ab sofort abgewiesen.
secret-extended-flash = Das alte Geheimnis gilt bis { $when }.
secret-longest-flash = Das alte Geheimnis gilt bereits bis { $when }, und nicht länger.
secret-over-flash = Dieses Geheimnis war schon beendet. Nichts wurde geändert.
