# Das Audit-Log.

audit-token-issued = Erstellt
audit-token-changed = Geändert
audit-token-disabled = Deaktiviert
audit-token-enabled = Aktiviert
audit-token-rotated = Rotiert
audit-secret-ended = Altes Geheimnis vorzeitig ungültig gemacht
audit-secret-extended = Altes Geheimnis verlängert
audit-token-revoked = Widerrufen
audit-old-secret-ends = Altes Geheimnis gültig bis
# Steht hinter dem Namen eines Tokens, das über die API etwas geändert hat.
audit-by-token = (Token)
# Für Screenreader: vor dem alten Wert und vor dem neuen.
audit-before = Vorher:
audit-after = Nachher:
audit-none = Keine Ereignisse.
audit-shown = { $n ->
    [one] { $n } Ereignis
   *[other] { $n } Ereignisse
}
# Steht für ein Bild.
audit-picture = Bild

# Weitere Aktionen und ihre Objekte: "Tenant Acme – Erstellt".
audit-created = Erstellt
audit-renamed = Umbenannt
audit-moved = Verschoben
audit-slug-removed = Früheres Kürzel entfernt
audit-deleted = Gelöscht
audit-user-signed-in = Angemeldet
audit-user-signed-out = Abgemeldet
audit-user-password-changed = Passwort geändert
audit-user-password-reset = Passwort zurückgesetzt
audit-user-language-changed = Sprache geändert
audit-checked = Geprüft
audit-database-restored = Wiederherstellung bestätigt
audit-started = Gestartet
audit-stopped = Angehalten
audit-object-token = Token
audit-object-tenant = Tenant
audit-object-app = App
audit-object-module = Modul
audit-object-user = Benutzer
audit-object-api-client = API-Client
audit-object-audit = Audit-Log
audit-object-database = Datenbank
audit-role = Rolle
audit-role-owner = Eigentümer
audit-role-tenant-admin = Tenant-Administrator
audit-role-auditor = Prüfer
audit-enabled = Aktiviert
audit-disabled = Deaktiviert
audit-checked-events = Geprüfte Ereignisse
audit-known-until = Bekannt bis
audit-lost-events = Verlorene Ereignisse
audit-broken-chains = Beschädigte Ketten
audit-checked-all = Vollständig
audit-yes = ja
audit-no = nein

audit-lead = Wer in diesem Tenant wann und von wo was getan hat. Neueste zuerst.
audit-lead-all = Wer wann und von wo was getan hat, in allen Tenants, die Sie sehen können. Neueste zuerst.
audit-action = Aktion
audit-everything = Alle Aktionen
audit-actor = Akteur
audit-object = Objekt
audit-from = Von
audit-to = Bis
# Unter den Filtern.
audit-days = Akteur: E-Mail oder Tokenname. Objekt: Name oder ID. Die Tage beginnen um Mitternacht ({ $zone }).
audit-details = Details
audit-event = Ereignis
audit-request = Anfrage-ID
audit-export = Exportieren:
audit-csv = CSV
audit-json = JSON
audit-none-found = Keine passenden Ereignisse
audit-none-found-text = Namen müssen vollständig übereinstimmen, so wie sie damals lauteten. Entfernen oder ändern Sie einen Filter.
audit-none-yet = Noch keine Ereignisse
audit-none-yet-text = Hier erscheint jede Änderung: wer sie wann und von wo vorgenommen hat. Das lässt sich nicht abschalten.

audit-trust = Integrität
audit-trust-text = Jedes Ereignis ist zusammen mit dem vorherigen versiegelt. Der Schlüssel liegt nicht in der Datenbank. Wenn jemand dort ein Ereignis ändert, entfernt, hinzufügt oder verschiebt, fällt es bei der Prüfung auf.
audit-check = Jetzt prüfen
audit-check-rest = Prüfung fortsetzen
audit-head = Prüfpunkt herunterladen
audit-head-text = Bewahren Sie den Prüfpunkt an einem anderen Ort auf. Mit ihm erkennt „latchkey audit verify --head DATEI“ später, ob Ereignisse vom Ende des Logs entfernt wurden.
audit-whole = { $n ->
    [one] { $n } Ereignis geprüft. Es ist unverändert.
   *[other] { $n } Ereignisse geprüft. Alle sind unverändert.
}
audit-part-whole = { $n ->
    [one] { $n } Ereignis geprüft. Es ist unverändert. Für den Rest reichte die Zeit nicht: Setzen Sie die Prüfung unten fort.
   *[other] { $n } Ereignisse geprüft. Alle sind unverändert. Für den Rest reichte die Zeit nicht: Setzen Sie die Prüfung unten fort.
}
# Ein Fund in einem von mehreren Tenants.
audit-in-chain = { $chain }: { $what }
audit-no-tenant = Ereignisse der Plattform
# $event ist eine Nummer, oder eine Nummer mit Datum und ID in Klammern.
audit-fault-changed = Ereignis { $event } wurde geändert, oder ein früheres wurde entfernt.
audit-fault-missing = Ereignis { $event } fehlt. Datum und ID sind die des nächsten Ereignisses.
audit-fault-inserted = Ereignis { $event } wurde an Latchkey vorbei eingefügt.
audit-fault-reordered = Ereignis { $event } wurde verschoben.
audit-fault-cut-off = Ereignis { $event } und alle späteren wurden entfernt.
audit-fault-replaced = Ereignis { $event } wurde durch ein anderes ersetzt.
audit-more-chains = { $n ->
    [one] Eine weitere Kette ist beschädigt.
   *[other] { $n } weitere Ketten sind beschädigt.
}
audit-broken-advice = Jemand hat die Datenbank an Latchkey vorbei geändert. Bewahren Sie eine unveränderte Kopie auf und vergleichen Sie sie mit einer Sicherung.
audit-along-with = Zusammen widerrufen mit
