# Was jede Seite umgibt.

app-name = Latchkey

shell-skip = Zum Inhalt springen
shell-menu = Menü
shell-switch = Tenant wechseln, jetzt:
shell-manage-tenants = Tenants verwalten
shell-sections = Bereiche
shell-administration = Verwaltung
shell-tenant = Tenant
shell-modules = Module
# Dahinter, für das Ohr: Auch die Seite eines Tenants hat einen Reiter "Module".
shell-modules-which = (gesamter Katalog)
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
paging-previous = Vorige
paging-next = Nächste
# Welche Zeilen zu sehen sind: $range ist "1–4", $total eine Zahl oder "1.000+".
paging-range = { $range } von { $total }
paging-of-many = { $total } insgesamt

form-optional = optional
form-problems = { $n ->
    [one] Es gibt ein Problem
   *[other] Es gibt { $n } Probleme
}

# Steht über jeder Seite, solange nichts geprüft wird, vor dem Befehl.
shell-closed-behind = Die Prüfung ist geschlossen: Diese Datenbank stammt aus einer Sicherung, und seither widerrufene Tokens könnten wieder funktionieren. Alle Tokens werden abgewiesen, bis jemand das bestätigt.
shell-closed-head = Die Prüfung ist geschlossen: Die Datei mit dem neuesten Stand des Protokolls ist unbrauchbar, und niemand weiß, ob diese Datenbank aktuell ist. Alle Tokens werden abgewiesen, bis jemand das bestätigt.
shell-closed-command = Befehl auf dem Server:

# Neben der Nachricht, was gerade getan wurde.
shell-undo = Rückgängig machen
shell-dismiss = Diese Meldung ausblenden

# Nach dem, was ohne die Seite zu verlassen verlangt wurde und nicht ging.
shell-no-answer = Latchkey hat nicht geantwortet. Prüfen Sie Ihre Verbindung und laden Sie diese Seite dann neu: Sie zeigt, ob etwas geändert wurde.
shell-load-again = Diese Seite neu laden
