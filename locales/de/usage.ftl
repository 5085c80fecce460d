# Wie viel ein Token verwendet wird: das Diagramm auf seiner Seite.

usage-title = Verwendung in den letzten 30 Tagen
usage-allowed = Erlaubt
usage-refused = Abgelehnt
# Was das Diagramm zeigt, für alle, die es nicht sehen.
usage-chart = Verwendungen je Tag vom { $first } bis { $last }. Dasselbe steht in der Tabelle darunter.
# Hinter einem Tag und einem Doppelpunkt.
usage-counts = { $allowed } erlaubt, { $refused } abgelehnt
usage-areas = Wofür es verwendet wurde
usage-no-module = Kein bestimmtes Modul
usage-refused-times = { $n } abgelehnt
usage-numbers = Zahlen nach Tagen
usage-day = Tag
usage-hint = Tage beginnen und enden um Mitternacht UTC. Neue Verwendungen erscheinen nach etwa einer Minute.
usage-never = Dieses Token wurde nie verwendet.
usage-only-refused = Dieses Token wurde nie verwendet: Jede Anfrage damit wurde abgelehnt.
usage-not-lately = In den letzten 30 Tagen wurde keine Verwendung gezählt.
