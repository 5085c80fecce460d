# Sammelaktionen: eine Änderung an vielen Tokens.

bulk-label = Sammelaktion
bulk-choose = { $name } auswählen
bulk-choose-page = Alle auf dieser Seite
bulk-rows = Tokens
bulk-rows-page = Ausgewählte
# $number is a number or "1.000+".
bulk-rows-matching = Alle Treffer ({ $number })
bulk-rows-all = Alle Tokens ({ $number })
bulk-deed = Aktion
bulk-deed-expire = Ablauf ändern
bulk-continue = Fortfahren
bulk-show = Fortschritt anzeigen
bulk-none-chosen = Wählen Sie mindestens ein Token oder alle aus.
bulk-tenant-disabled = Dieser Tenant ist deaktiviert. Aktivieren Sie ihn, bevor Sie seine Tokens aktivieren oder ihren Ablauf ändern.

bulk-disable = { $n ->
    [one] { $n } Token deaktivieren
   *[other] { $n } Tokens deaktivieren
}
bulk-enable = { $n ->
    [one] { $n } Token aktivieren
   *[other] { $n } Tokens aktivieren
}
bulk-revoke = { $n ->
    [one] { $n } Token widerrufen
   *[other] { $n } Tokens widerrufen
}
bulk-expire = { $n ->
    [one] Ablauf von { $n } Token ändern
   *[other] Ablauf von { $n } Tokens ändern
}
bulk-end = Ablauf ändern
bulk-what-disable = Anfragen mit diesen Tokens werden dann sofort abgelehnt, bis Sie die Tokens wieder aktivieren.
bulk-what-enable = Diese Tokens funktionieren dann sofort wieder.
bulk-what-revoke = Anfragen mit diesen Tokens werden dann sofort abgelehnt. Das lässt sich nicht rückgängig machen.
bulk-what-expire = Alle diese Tokens laufen am { $when } ab.
bulk-what-never = Diese Tokens laufen dann nicht mehr ab.
bulk-first = Tokens
bulk-more = { $n ->
    [one] und { $n } weiteres
   *[other] und { $n } weitere
}
bulk-left = Übersprungen
bulk-left-disabled = { $n ->
    [one] { $n } ist bereits deaktiviert.
   *[other] { $n } sind bereits deaktiviert.
}
bulk-left-enabled = { $n ->
    [one] { $n } ist nicht deaktiviert.
   *[other] { $n } sind nicht deaktiviert.
}
bulk-left-same-end = { $n ->
    [one] { $n } läuft bereits zu diesem Zeitpunkt ab.
   *[other] { $n } laufen bereits zu diesem Zeitpunkt ab.
}
bulk-left-expired = { $n ->
    [one] { $n } ist abgelaufen und lässt sich nicht mehr ändern.
   *[other] { $n } sind abgelaufen und lassen sich nicht mehr ändern.
}
bulk-left-revoked = { $n ->
    [one] { $n } wurde widerrufen und lässt sich nicht mehr ändern.
   *[other] { $n } wurden widerrufen und lassen sich nicht mehr ändern.
}
bulk-left-not-yours = { $n ->
    [one] { $n } hat Zugriff auf Tenants, deren Tokens Sie nicht verwalten.
   *[other] { $n } haben Zugriff auf Tenants, deren Tokens Sie nicht verwalten.
}
bulk-left-changed = { $n ->
    [one] { $n } wurde inzwischen geändert und passte nicht mehr zur Auswahl.
   *[other] { $n } wurden inzwischen geändert und passten nicht mehr zur Auswahl.
}
bulk-nothing-title = Nichts zu ändern
bulk-nothing = Keines der ausgewählten Tokens würde sich ändern.
bulk-overtaken = Nach dem Öffnen dieser Seite hat sich etwas geändert. Es wurde noch nichts ausgeführt. Prüfen Sie die Angaben und bestätigen Sie noch einmal.
bulk-type = Anzahl der Tokens
bulk-type-how = Geben Sie zur Bestätigung ein, wie viele Tokens Sie widerrufen: <strong>{ $number }</strong>
bulk-type-wrong = Das ist nicht die Anzahl. Geben Sie { $number } ein.

bulk-doing-disable = Tokens werden deaktiviert
bulk-doing-enable = Tokens werden aktiviert
bulk-doing-revoke = Tokens werden widerrufen
bulk-doing-expire = Ablauf wird geändert
bulk-done-disable = { $n ->
    [one] { $n } Token deaktiviert.
   *[other] { $n } Tokens deaktiviert.
}
bulk-done-enable = { $n ->
    [one] { $n } Token aktiviert.
   *[other] { $n } Tokens aktiviert.
}
bulk-done-revoke = { $n ->
    [one] { $n } Token widerrufen.
   *[other] { $n } Tokens widerrufen.
}
bulk-done-expire = { $n ->
    [one] Ablauf von { $n } Token geändert.
   *[other] Ablauf von { $n } Tokens geändert.
}
bulk-progress = { $seen } von { $all }
bulk-finished = Fertig.
bulk-stopped-asked = Angehalten. Bisherige Änderungen bleiben bestehen.
bulk-stopped-rights = Angehalten: Die Person, die das gestartet hat, darf diese Tokens nicht mehr verwalten. Bisherige Änderungen bleiben bestehen.
bulk-stopped-tenant = Angehalten: Dieser Tenant wurde inzwischen deaktiviert. Bisherige Änderungen bleiben bestehen.
bulk-stopped-past = Angehalten: Das neue Ablaufdatum liegt inzwischen in der Vergangenheit. Bisherige Änderungen bleiben bestehen.
bulk-over-flash = Die Sammelaktion war schon abgeschlossen.
bulk-begun = Gestartet am { $when } von { $who }
bulk-stop = Anhalten
bulk-stop-hint = Die Aktion läuft weiter, wenn Sie diese Seite verlassen. Wenn Sie sie anhalten, bleiben bisherige Änderungen bestehen.
bulk-reload = Neu laden
bulk-list = Zurück zur Liste
