# Die Filter der Tokenliste und ihre Reihenfolge.

filter-title = Filter
filter-apply = Anwenden
filter-any = Beliebig
filter-chip = { $filter }: { $value }
filter-without = Ohne diesen Filter anzeigen
filter-found = { $number } gefunden
filter-found-beginning = { $number } gefunden. Unter so vielen Token finden weniger als drei Buchstaben nur Namen, die damit beginnen.
filter-export = Exportieren:
filter-scope-this = Dieser Tenant
filter-scope-selected = Ausgewählte Tenants
filter-permission = Berechtigung
filter-expiring = Läuft ab
filter-usage = Verwendung
filter-never = Nie verwendet
filter-module = Modul
filter-app = App
filter-attention = Braucht Aufmerksamkeit
filter-late = Abgelaufen, aber noch aufgerufen
filter-orphaned = Ersteller nicht mehr da
filter-sort = Reihenfolge
filter-sort-newest = Neueste zuerst
filter-sort-oldest = Älteste zuerst
filter-sort-name = Name, A bis Z
filter-sort-name-back = Name, Z bis A
filter-sort-expires = Ablauf, früheste zuerst
filter-sort-expires-back = Ablauf, späteste zuerst
filter-sort-used = Verwendung, letzte zuerst
filter-sort-unused = Verwendung, am längsten her zuerst
filter-days = In { $n } Tagen
filter-unused = Seit { $n } Tagen unbenutzt
filter-never-since = In { $n } Tagen nie verwendet
# Unter dem Status einer Zeile, die eben geändert wurde und an ihrem Platz bleibt.
filter-matches-no-more = Passt nicht mehr zu den Filtern
