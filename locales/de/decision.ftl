# Warum eine Anfrage abgewiesen wurde, gesucht nach der ID, die der Aufrufer bekam.

decision-title = Entscheidungen
decision-lead = Wer abgewiesen wird, bekommt eine ID genannt (in X-Latchkey-Decision-Id). Hier führt sie zum Grund, ab wenigen Sekunden nach der Abweisung und sieben Tage lang.
decision-id = Entscheidungs-ID
decision-look-up = Nachschlagen
decision-time = Zeitpunkt
decision-token = Token
decision-token-unknown = unbekannt
decision-tenant = Verlangter Tenant
decision-module = Verlangtes Modul
decision-method = Methode
decision-address = Adresse
decision-not-told = keine Angabe
decision-none-found = Keine Entscheidung gefunden
decision-none-found-text = Es gibt keine Abweisung mit dieser ID, oder sie ist nicht für Ihr Konto bestimmt, oder sie ist älter als sieben Tage.

# Die Gründe, und was zu tun ist.
decision-unknown = Kein Token hat das Geheimnis, das vorgelegt wurde.
decision-unknown-advice = Es kann vertippt, abgeschnitten oder von einer anderen Instanz sein. Vergleichen Sie die letzten vier Zeichen mit der Seite des Tokens.
decision-disabled = Das Token ist deaktiviert.
decision-disabled-advice = Aktivieren Sie es auf seiner Seite, wenn es wieder gelten soll.
decision-expired = Das Token ist abgelaufen.
decision-revoked = Das Token ist widerrufen.
decision-issue-another = Dabei bleibt es. Stellen Sie für das, was es verwendet, ein anderes Token aus.
decision-secret-replaced = Das Geheimnis wurde durch ein anderes ersetzt, und seine Übergangszeit ist vorbei.
decision-secret-replaced-advice = Geben Sie dem, was das Token verwendet, das jetzige Geheimnis, oder rotieren Sie das Token noch einmal.
decision-tenant-disabled = Der Tenant des Tokens ist deaktiviert, oder alle Tenants, für die es gilt.
decision-tenant-disabled-advice = Aktivieren Sie den Tenant in seinen Einstellungen, wenn seine Tokens wieder gelten sollen.
decision-wrong-tenant = Das Token gilt nicht für den verlangten Tenant, oder dieser ist deaktiviert oder nicht vorhanden.
decision-wrong-tenant-advice = Vergleichen Sie den Tenant, den der Proxy nennt, mit den Tenants des Tokens.
decision-wrong-module = Das Token hat das verlangte Modul nicht, oder beim Tenant ist es nicht aktiviert.
decision-wrong-module-advice = Vergleichen Sie die Module des Tokens und des Tenants mit dem, was der Proxy oder der API-Client verlangt.
decision-missing-permission = Dem Token fehlt die Berechtigung { $permission }.
decision-missing-permission-advice = Stellen Sie ein Token aus, das sie hat, wenn die Anfrage erlaubt sein soll.
decision-no-token = Es wurde kein Token vorgelegt.
decision-no-token-advice = Senden Sie es als Authorization: Bearer, als X-API-Key oder als Passwort von Basic.
decision-no-method = Der Proxy hat die Methode der Anfrage nicht genannt.
decision-unknown-method = Keine Berechtigung umfasst die Methode der Anfrage.
decision-unknown-method-advice = Tokens erlauben GET, HEAD, OPTIONS, PUT, PATCH, POST und DELETE, sonst nichts.
decision-ambiguous-method = Der Proxy hat zwei verschiedene Methoden genannt.
decision-ambiguous-path = Der Pfad der Anfrage lässt sich auf zwei Arten lesen.
decision-ambiguous-path-advice = Senden Sie ihn ohne doppelte Schrägstriche, Punkte als Abschnitte, Semikolons, umgekehrte und codierte Schrägstriche.
decision-unreadable-query = Die Adresse, unter der der Proxy fragt, ist nicht zu verstehen.
decision-unknown-parameter = Der Proxy fragt Latchkey mit einem unbekannten Query-Parameter, vielleicht einem Tippfehler in tenant oder module.
decision-unknown-parameter-advice = Korrigieren Sie die Prüfadresse in der Konfiguration des Proxys. Latchkey kennt die Parameter tenant und module.
decision-proxy-advice = Vergleichen Sie die Konfiguration des Proxys mit der in der Dokumentation.
decision-other = Grund: { $reason }
