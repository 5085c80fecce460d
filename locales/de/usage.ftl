# Nutzung eines Tokens: das Diagramm auf seiner Seite.

usage-title = Aufrufe in den letzten 30 Tagen
usage-allowed = Erlaubt
usage-refused = Abgelehnt
# Das Diagramm für Screenreader.
usage-chart = Aufrufe pro Tag vom { $first } bis { $last }. Die Tabelle darunter enthält dieselben Zahlen.
# Steht nach einem Tag und einem Doppelpunkt.
usage-counts = { $allowed } erlaubt, { $refused } abgelehnt
usage-areas = Aufrufe nach Modul
usage-no-module = Kein Modul
usage-refused-times = { $n } abgelehnt
usage-numbers = Aufrufe pro Tag
usage-day = Tag
usage-hint = Die Tage beginnen und enden um Mitternacht UTC. Neue Aufrufe erscheinen nach etwa einer Minute.
usage-never = Dieses Token wurde nie verwendet.
usage-only-refused = Dieses Token wurde nie verwendet: Alle Aufrufe damit wurden abgelehnt.
usage-not-lately = Keine Aufrufe in den letzten 30 Tagen.
