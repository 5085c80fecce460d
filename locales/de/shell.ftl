# Der Rahmen jeder Seite.

app-name = Latchkey

shell-skip = Zum Inhalt springen
shell-menu = Menü
shell-switch = Tenant wechseln, aktuell:
shell-manage-tenants = Tenants verwalten
shell-sections = Bereiche
shell-administration = Verwaltung
shell-tenant = Tenant
shell-modules = Module
# Für Screenreader, hinter "Module": Ein Tenant hat einen gleichnamigen Reiter.
shell-modules-which = (Katalog)
shell-tokens = Tokens
shell-audit-which = (alle Tenants)
shell-sign-out = Abmelden
shell-breadcrumbs = Sie sind hier

tab-label = Seiten dieses Tenants
tab-summary = Übersicht
tab-settings = Einstellungen
tab-api = API
tab-apps = Apps
tab-modules = Module
tab-audit = Audit

paging-label = Seiten dieser Liste
paging-previous = Vorherige
paging-next = Nächste
# Angezeigte Zeilen: $range ist "1–4", $total eine Zahl oder "1.000+".
paging-range = { $range } von { $total }
paging-of-many = { $total } insgesamt

form-optional = optional
form-problems = { $n ->
    [one] Es gibt ein Problem
   *[other] Es gibt { $n } Probleme
}

# Steht über jeder Seite, solange die Prüfung pausiert; danach folgt ein Befehl.
shell-closed-behind = Die Prüfung der Tokens ist ausgesetzt. Diese Datenbank wurde aus einer Sicherung wiederhergestellt. Tokens, die danach widerrufen wurden, könnten wieder funktionieren. Alle Tokens werden abgelehnt, bis Sie die Wiederherstellung bestätigen.
shell-closed-head = Die Prüfung der Tokens ist ausgesetzt. Die Head-Datei des Audit-Logs ist nicht verwendbar, daher lässt sich nicht feststellen, ob diese Datenbank aktuell ist. Alle Tokens werden abgelehnt, bis Sie das bestätigen.
shell-closed-command = Führen Sie auf dem Server aus:

# Neben der Meldung über die letzte Aktion.
shell-undo = Rückgängig machen
shell-dismiss = Meldung ausblenden

# Wenn eine Aktion auf einer Seite, die offen bleibt, nicht möglich war.
shell-no-answer = Latchkey hat nicht geantwortet. Prüfen Sie Ihre Verbindung und laden Sie die Seite neu, um zu sehen, ob die Änderung gespeichert wurde.
shell-load-again = Seite neu laden

# Steht über jeder Seite, die ein Eigentümer sieht.
shell-disk-full = Die Festplatte der Datenbank ist voll. Tokens werden weiterhin geprüft, und Sie können weiterhin widerrufen, deaktivieren, Sitzungen beenden und sich anmelden. Schaffen Sie auf dieser Festplatte Platz: Wenige Sekunden später funktioniert auch alles andere wieder.
shell-disk-reserve = Für die Reservedatei neben der Datenbank reicht der Platz nicht. Wenn die Festplatte voll ist, lässt sich möglicherweise nichts mehr widerrufen oder deaktivieren. Schaffen Sie auf dieser Festplatte Platz.
