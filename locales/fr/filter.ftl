# Les filtres de la liste des jetons, et son tri.

filter-title = Filtres
filter-apply = Appliquer
filter-any = Indifférent
filter-chip = { $filter } : { $value }
filter-without = Retirer ce filtre
filter-found = Résultats : { $number }
filter-found-beginning = Résultats : { $number }. Avec autant de jetons, moins de trois lettres ne trouvent que les noms qui commencent ainsi.
filter-export = Exporter :
filter-scope-this = Ce tenant
filter-scope-selected = Tenants sélectionnés
filter-permission = Permission
filter-expiring = Expire
filter-usage = Utilisation
filter-never = Jamais utilisé
filter-module = Module
filter-app = Application
filter-attention = À traiter
filter-late = Expiré, encore appelé
filter-orphaned = Créateur parti
filter-sort = Trier par
filter-sort-newest = Les plus récents d’abord
filter-sort-oldest = Les plus anciens d’abord
filter-sort-name = Nom, de A à Z
filter-sort-name-back = Nom, de Z à A
filter-sort-expires = Expiration, la plus proche d’abord
filter-sort-expires-back = Expiration, la plus lointaine d’abord
filter-sort-used = Dernière utilisation, la plus récente d’abord
filter-sort-unused = Dernière utilisation, la plus ancienne d’abord
filter-days = Dans les { $n } prochains jours
filter-unused = Pas utilisé depuis { $n } jours
filter-never-since = Jamais utilisé, créé il y a plus de { $n } jours
# Sous l’état d’une ligne qui vient d’être modifiée et reste à sa place.
filter-matches-no-more = Ne correspond plus aux filtres
