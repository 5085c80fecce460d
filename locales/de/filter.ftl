# Die Filter der Tokenliste und ihre Sortierung.

filter-title = Filter
filter-apply = Anwenden
filter-any = Beliebig
filter-chip = { $filter }: { $value }
filter-without = Diesen Filter entfernen
filter-found = { $number } gefunden
filter-found-beginning = { $number } gefunden. Bei so vielen Tokens finden weniger als drei Buchstaben nur Namen, die damit beginnen.
filter-export = Exportieren:
filter-scope-this = Dieser Tenant
filter-scope-selected = Ausgewählte Tenants
filter-permission = Berechtigung
filter-expiring = Läuft ab
filter-usage = Nutzung
filter-never = Nie verwendet
filter-module = Modul
filter-app = App
filter-attention = Handlungsbedarf
filter-late = Abgelaufen, wird noch aufgerufen
filter-orphaned = Ersteller ausgeschieden
filter-sort = Sortierung
filter-sort-newest = Neueste zuerst
filter-sort-oldest = Älteste zuerst
filter-sort-name = Name, A bis Z
filter-sort-name-back = Name, Z bis A
filter-sort-expires = Ablauf, früheste zuerst
filter-sort-expires-back = Ablauf, späteste zuerst
filter-sort-used = Zuletzt verwendet, neueste zuerst
filter-sort-unused = Zuletzt verwendet, älteste zuerst
filter-days = Innerhalb von { $n } Tagen
filter-unused = Seit { $n } Tagen nicht verwendet
filter-never-since = Nie verwendet, älter als { $n } Tage
# Unter dem Status einer Zeile, die gerade geändert wurde und stehen bleibt.
filter-matches-no-more = Passt nicht mehr zu den Filtern
