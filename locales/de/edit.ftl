# Ein Token bearbeiten.

edit-title = Token bearbeiten
edit-keep = Unverändert: { $end }
edit-review = Änderungen prüfen
edit-afterwards = Nach dem Speichern:
edit-overtaken = Inzwischen hat jemand anderes dieses Token geändert. Ihre Eingaben bleiben erhalten, und die nächste Seite vergleicht sie mit dem aktuellen Stand.
edit-overtaken-by = Änderungen ansehen

# Was sich ändert, je eine Zeile. Die Werte sind Namen und Zeitpunkte.
edit-logo = Neues Bild.
edit-no-logo = Bild entfernt.
edit-ends-later = Läuft später ab: { $new } (bisher { $old }).
edit-ends-sooner = Läuft früher ab: { $new } (bisher { $old }).
edit-ends-never = Läuft nicht mehr ab (bisher { $old }).
edit-ends = Läuft am { $new } ab (bisher kein Ablauf).
edit-reaches = Hat zusätzlich Zugriff auf { $tenants }.
edit-reaches-no-longer = Hat keinen Zugriff mehr auf { $tenants }.
edit-reaches-below = Hat zusätzlich Zugriff auf die Untertenants von { $tenant }, auch künftige.
edit-reaches-below-no-longer = Hat keinen Zugriff mehr auf die Untertenants von { $tenant }.
edit-reaches-all = Hat Zugriff auf alle Tenants, auch künftige.
edit-reaches-only = Hat nur noch Zugriff auf { $tenants } (bisher alle Tenants).
edit-app = An die App { $new } gebunden.
edit-other-app = An die App { $new } gebunden (bisher { $old }).
edit-no-app = An keine App mehr gebunden (bisher { $old }).
edit-opens = Module hinzugefügt: { $modules }.
edit-opens-no-longer = Module entfernt: { $modules }.
edit-adds = Berechtigungen hinzugefügt: { $permissions }.
edit-takes-away = Berechtigungen entfernt: { $permissions }.

edit-saved-flash = Das Token { $name } wurde gespeichert.
edit-nothing-flash = Am Token { $name } wurde nichts geändert.
edit-logo-gone = Das Bild ist nicht mehr verfügbar. Wählen Sie es noch einmal aus.
edit-not-yours-to-widen = Dieses Token hat Zugriff auf Tenants, deren Tokens Sie nicht verwalten. Sie können seinen Zugriff nur einschränken, nicht erweitern.
