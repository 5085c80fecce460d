# Die Texte eines Tokens: in Formularen und bei dem, was eine Bearbeitung ändert. Die letzten beiden Sätze nennen sie alle.

label-name = Name
label-name-hint = Wofür das Token verwendet wird. Wählen Sie einen Namen, den Sie in einem Jahr noch zuordnen können.
label-name-changed = Neuer Name: „{ $new }“ (bisher „{ $old }“).

label-description = Beschreibung
label-description-hint = Wer zuständig ist, wo es läuft. Höchstens 500 Zeichen.
label-description-changed = Neue Beschreibung.
label-description-removed = Beschreibung entfernt.

label-not-yours = Dieses Token hat Zugriff auf Tenants, deren Tokens Sie nicht verwalten. Name, Beschreibung, Bild und App können Sie daher nicht ändern.
label-locked = Dieses Token hat Zugriff auf Tenants, deren Tokens Sie nicht verwalten. Sie können es einschränken, deaktivieren oder widerrufen, aber nicht Name, Beschreibung, Bild oder App ändern.
