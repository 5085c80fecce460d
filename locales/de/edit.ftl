# Ein Token ändern.

edit-title = Token bearbeiten
edit-keep = Wie bisher: { $end }
edit-review = Was sich ändert
edit-afterwards = Danach:
edit-overtaken = Inzwischen hat jemand dieses Token geändert. Ihre Eingaben sind erhalten; die nächste Seite vergleicht sie mit dem Token, wie es jetzt ist.
edit-overtaken-by = Ansehen, was geschehen ist

# Was sich ändert, je ein Satz. Die Werte sind Namen und Zeitpunkte.
edit-renames = Heißt „{ $new }“ statt „{ $old }“.
edit-description = Hat eine andere Beschreibung.
edit-no-description = Hat keine Beschreibung mehr.
edit-logo = Hat ein anderes Bild.
edit-no-logo = Hat kein Bild mehr.
edit-ends-later = Gilt länger: bis { $new } statt { $old }.
edit-ends-sooner = Endet früher: am { $new } statt { $old }.
edit-ends-never = Endet nicht mehr; bisher gilt es bis { $old }.
edit-ends = Endet am { $new }; bisher endet es nicht.
edit-reaches = Erreicht auch { $tenants }.
edit-reaches-no-longer = Erreicht { $tenants } nicht mehr.
edit-reaches-below = Erreicht auch die Untertenants von { $tenant }, auch künftige.
edit-reaches-below-no-longer = Erreicht die Untertenants von { $tenant } nicht mehr.
edit-reaches-all = Erreicht alle Tenants, auch künftige.
edit-reaches-only = Erreicht nur noch { $tenants } statt aller Tenants.
edit-app = Ist an die App { $new } gebunden.
edit-other-app = Ist an die App { $new } statt { $old } gebunden.
edit-no-app = Ist nicht mehr an die App { $old } gebunden.
edit-opens = Öffnet auch { $modules }.
edit-opens-no-longer = Öffnet { $modules } nicht mehr.
edit-adds = Erhält zusätzlich: { $permissions }.
edit-takes-away = Verliert: { $permissions }.

edit-saved-flash = Das Token { $name } ist gespeichert.
edit-nothing-flash = Das Token { $name } bleibt, wie es war: Nichts wurde geändert.
edit-logo-gone = Das Bild ist nicht mehr da. Wählen Sie es noch einmal.
edit-not-yours-to-rename = Name, Beschreibung, Bild und App dieses Tokens können Sie nicht ändern: Es erreicht Tenants, deren Tokens Sie nicht verwalten.
edit-locked = Dieses Token erreicht Tenants, deren Tokens Sie nicht verwalten. Sie können es einschränken, deaktivieren oder widerrufen; Name, Beschreibung, Bild und App bleiben, wie sie sind.
edit-not-yours-to-widen = Sie dürfen diesem Token nichts hinzufügen: Es erreicht Tenants, deren Tokens Sie nicht verwalten. Wegnehmen dürfen Sie etwas.
