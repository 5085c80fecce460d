# Was geschehen ist, in einfachen Worten.

audit-token-issued = Ausgestellt
audit-token-changed = Geändert
audit-token-disabled = Deaktiviert
audit-token-enabled = Aktiviert
audit-token-rotated = Rotiert
audit-secret-ended = Altes Geheimnis vorzeitig beendet
audit-secret-extended = Altes Geheimnis verlängert
audit-token-revoked = Widerrufen
audit-old-secret-ends = Altes Geheimnis endet
# Neben dem Namen eines Tokens, das gehandelt hat.
audit-by-token = (ein Token)
# Nur zu hören: vor dem alten Wert und vor dem neuen.
audit-before = Vorher:
audit-after = Jetzt:
audit-none = Es ist nichts verzeichnet.
audit-shown = { $n ->
    [one] { $n } Ereignis
   *[other] { $n } Ereignisse
}
# Statt eines Bildes selbst.
audit-picture = ein Bild

# Die Wörter für das, was sonst getan wird, und woran: "Tenant Acme – Erstellt".
audit-created = Erstellt
audit-renamed = Umbenannt
audit-moved = Verschoben
audit-deleted = Gelöscht
audit-user-signed-in = Angemeldet
audit-user-signed-out = Abgemeldet
audit-user-password-changed = Passwort geändert
audit-user-password-reset = Passwort zurückgesetzt
audit-user-language-changed = Sprache geändert
audit-checked = Geprüft
audit-database-restored = Wiederherstellung bestätigt
audit-started = Begonnen
audit-stopped = Angehalten
audit-thing-token = Token
audit-thing-tenant = Tenant
audit-thing-app = App
audit-thing-module = Modul
audit-thing-user = Person
audit-thing-api-client = API-Client
audit-thing-audit = Protokoll
audit-thing-database = Datenbank
audit-role = Rolle
audit-role-owner = Inhaber
audit-role-tenant-admin = Tenant-Verwalter
audit-role-auditor = Prüfer
audit-enabled = Aktiviert
audit-disabled = Deaktiviert
audit-checked-events = Geprüfte Ereignisse
audit-known-until = Bekannt bis
audit-lost-events = Verlorene Ereignisse
audit-broken-chains = Beschädigte Ketten
audit-checked-all = Bis zum Ende
audit-yes = ja
audit-no = nein

audit-lead = Wer in diesem Tenant wann und von wo aus was getan hat, das Neueste zuerst.
audit-lead-all = Wer wann und von wo aus was getan hat, in allen Tenants, die Sie sehen dürfen, das Neueste zuerst.
audit-action = Was
audit-everything = Alles
audit-actor = Wer
audit-object = Woran
audit-from = Von
audit-to = Bis
# Unter den Filtern.
audit-days = Wer ist eine E-Mail oder ein Tokenname, woran ein Name oder eine ID. Die Tage beginnen um Mitternacht in { $zone }.
audit-details = Einzelheiten
audit-event = Ereignis
audit-request = Anfrage
audit-export = Diese Liste speichern als:
audit-csv = CSV
audit-json = JSON
audit-none-found = Kein Ereignis passt
audit-none-found-text = Namen werden im Ganzen verglichen, so wie sie damals waren. Versuchen Sie es mit weniger Filtern.
audit-none-yet = Noch ist nichts geschehen
audit-none-yet-text = Ab jetzt steht hier alles, was ausgestellt, geändert oder widerrufen wird, und wer es von wo aus getan hat. Niemand kann das abschalten.

audit-trust = Ist darauf Verlass?
audit-trust-text = Jedes Ereignis ist mit dem davor versiegelt, mit einem Schlüssel, der nicht in der Datenbank steht. Wer in der Datenbank ein Ereignis ändert, entfernt, hinzufügt oder verschiebt, fällt hier auf.
audit-check = Jetzt prüfen
audit-check-rest = Den Rest prüfen
audit-head = Kettenende herunterladen
audit-head-text = Bewahren Sie das Kettenende anderswo auf: „latchkey audit verify --head DATEI“ erkennt später, ob neuere Ereignisse abgeschnitten wurden.
audit-whole = { $n ->
    [one] { $n } Ereignis geprüft: Es ist so, wie es geschrieben wurde.
   *[other] { $n } Ereignisse geprüft: Alle sind so, wie sie geschrieben wurden.
}
audit-part-whole = { $n ->
    [one] { $n } Ereignis geprüft, es ist so, wie es geschrieben wurde. Die Zeit reichte nicht: Prüfen Sie unten den Rest.
   *[other] { $n } Ereignisse geprüft, alle sind so, wie sie geschrieben wurden. Die Zeit reichte nicht: Prüfen Sie unten den Rest.
}
# Was in einem von mehreren Tenants gefunden wurde.
audit-in-chain = { $chain }: { $what }
audit-no-tenant = Ereignisse ohne Tenant
# $event ist eine Nummer, oder eine Nummer mit Datum und ID in Klammern.
audit-fault-changed = Ereignis { $event } wurde geändert, oder eines davor wurde entfernt.
audit-fault-missing = Ereignis { $event } fehlt; in Klammern steht das nächste danach.
audit-fault-inserted = Ereignis { $event } wurde eingefügt: Latchkey hat es nicht geschrieben.
audit-fault-reordered = Ereignis { $event } steht nicht dort, wo es geschrieben wurde.
audit-fault-cut-off = Ab Ereignis { $event } wurden Ereignisse abgeschnitten.
audit-fault-replaced = Ereignis { $event } ist ein anderes als früher.
audit-more-chains = { $n ->
    [one] Eine weitere Kette ist beschädigt.
   *[other] { $n } weitere Ketten sind beschädigt.
}
audit-broken-advice = Jemand hat an Latchkey vorbei in die Datenbank geschrieben: Heben Sie eine Kopie davon auf, wie sie ist, und vergleichen Sie sie mit einer Sicherung.
audit-along-with = Widerrufen zusammen mit
