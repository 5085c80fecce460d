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
