# Was mit vielen Tokens auf einmal geschieht.

bulk-label = Mehrere Tokens auf einmal
bulk-choose = { $name } auswählen
bulk-choose-page = Alle auf dieser Seite
bulk-rows = Welche Tokens
bulk-rows-page = Die angehakten
# $number is a number or "1.000+".
bulk-rows-matching = Alle { $number } passenden
bulk-rows-all = Alle { $number } Tokens
bulk-deed = Was geschehen soll
bulk-deed-expire = Ablauf ändern
bulk-continue = Fortfahren
bulk-show = Fortschritt zeigen
bulk-none-chosen = Haken Sie mindestens einen Token an, oder wählen Sie alle.
bulk-tenant-disabled = Dieser Tenant ist deaktiviert. Bis er wieder aktiviert ist, wird kein Token aktiviert und kein Ablauf geändert.

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
bulk-what-disable = Was sie verwendet, wird von da an abgewiesen, bis sie wieder aktiviert werden.
bulk-what-enable = Von da an funktionieren sie.
bulk-what-revoke = Was sie verwendet, wird von da an abgewiesen. Das lässt sich nicht rückgängig machen.
bulk-what-expire = Von da an enden sie am { $when }, wann auch immer sie jetzt enden.
bulk-what-never = Von da an laufen sie nicht mehr ab, wann auch immer sie jetzt enden.
bulk-first = Um welche es geht
bulk-more = { $n ->
    [one] und { $n } weiterer
   *[other] und { $n } weitere
}
bulk-left = Unverändert bleiben
bulk-left-disabled = { $n ->
    [one] { $n } ist schon deaktiviert.
   *[other] { $n } sind schon deaktiviert.
}
bulk-left-enabled = { $n ->
    [one] { $n } ist nicht deaktiviert.
   *[other] { $n } sind nicht deaktiviert.
}
bulk-left-same-end = { $n ->
    [one] { $n } endet schon dann.
   *[other] { $n } enden schon dann.
}
bulk-left-expired = { $n ->
    [one] { $n } ist abgelaufen und ändert sich nicht mehr.
   *[other] { $n } sind abgelaufen und ändern sich nicht mehr.
}
bulk-left-revoked = { $n ->
    [one] { $n } ist widerrufen, und das ist endgültig.
   *[other] { $n } sind widerrufen, und das ist endgültig.
}
bulk-left-not-yours = { $n ->
    [one] { $n } erreicht Tenants, deren Tokens Sie nicht verwalten.
   *[other] { $n } erreichen Tenants, deren Tokens Sie nicht verwalten.
}
bulk-left-changed = { $n ->
    [one] { $n } wurde inzwischen geändert und passte nicht mehr.
   *[other] { $n } wurden inzwischen geändert und passten nicht mehr.
}
bulk-nothing-title = Nichts zu tun
bulk-nothing = Keiner der ausgewählten Tokens würde sich ändern.
bulk-overtaken = Seit diese Seite entstand, hat sich etwas geändert; noch ist nichts geschehen. Sehen Sie es sich noch einmal an.
bulk-type = Anzahl der Tokens
bulk-type-how = Tippen Sie zur Bestätigung, wie viele Tokens Sie widerrufen: <strong>{ $number }</strong>
bulk-type-wrong = Das ist nicht die Anzahl. Tippen Sie { $number }.

bulk-doing-disable = Tokens werden deaktiviert
bulk-doing-enable = Tokens werden aktiviert
bulk-doing-revoke = Tokens werden widerrufen
bulk-doing-expire = Abläufe werden geändert
bulk-done-disable = { $n ->
    [one] { $n } Token ist deaktiviert.
   *[other] { $n } Tokens sind deaktiviert.
}
bulk-done-enable = { $n ->
    [one] { $n } Token ist aktiviert.
   *[other] { $n } Tokens sind aktiviert.
}
bulk-done-revoke = { $n ->
    [one] { $n } Token ist widerrufen.
   *[other] { $n } Tokens sind widerrufen.
}
bulk-done-expire = { $n ->
    [one] { $n } Token hat seinen neuen Ablauf.
   *[other] { $n } Tokens haben ihren neuen Ablauf.
}
bulk-progress = { $seen } von { $all }
bulk-finished = Fertig.
bulk-stopped-asked = Angehalten. Was vorher geschehen ist, bleibt.
bulk-stopped-rights = Angehalten: Wer das begonnen hat, darf diese Tokens nicht mehr verwalten. Was vorher geschehen ist, bleibt.
bulk-stopped-tenant = Angehalten: Dieser Tenant wurde inzwischen deaktiviert. Was vorher geschehen ist, bleibt.
bulk-stopped-past = Angehalten: Der neue Ablauf ist inzwischen gekommen. Was vorher geschehen ist, bleibt.
bulk-over-flash = Es war schon zu Ende.
bulk-begun = Begonnen { $when } von { $who }
bulk-stop = Anhalten
bulk-stop-hint = Es geht weiter, wenn Sie diese Seite verlassen. Was geschehen ist, bleibt, wenn Sie es anhalten.
bulk-reload = Neu laden
bulk-list = Zur Liste
