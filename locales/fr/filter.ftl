# Les filtres de la liste des tokens, et son ordre.

filter-title = Filtres
filter-apply = Appliquer
filter-any = Indifférent
filter-chip = { $filter } : { $value }
filter-without = Afficher sans ce filtre
filter-found = { $number } résultats
filter-found-beginning = { $number } résultats. Parmi autant de tokens, moins de trois lettres ne trouvent que les noms qui commencent ainsi.
filter-export = Exporter :
filter-scope-this = Ce tenant
filter-scope-selected = Tenants sélectionnés
filter-permission = Permission
filter-expiring = Expire
filter-usage = Utilisation
filter-never = Jamais utilisé
filter-module = Module
filter-app = Application
filter-attention = À examiner
filter-late = Expiré, mais encore appelé
filter-orphaned = Créateur parti
filter-sort = Trié par
filter-sort-newest = Plus récents d'abord
filter-sort-oldest = Plus anciens d'abord
filter-sort-name = Nom, de A à Z
filter-sort-name-back = Nom, de Z à A
filter-sort-expires = Expiration, la plus proche d'abord
filter-sort-expires-back = Expiration, la plus lointaine d'abord
filter-sort-used = Utilisation, la plus récente d'abord
filter-sort-unused = Utilisation, la plus ancienne d'abord
filter-days = Dans les { $n } jours
filter-unused = Inutilisé depuis { $n } jours
filter-never-since = Jamais utilisé en { $n } jours
# Sous le statut d'une ligne qui vient d'être modifiée et reste à sa place.
filter-matches-no-more = Ne correspond plus aux filtres
