# Warum eine Anfrage abgelehnt wurde, gesucht über ihre Entscheidungs-ID.

decision-title = Entscheidungen
decision-lead = Jede abgelehnte Anfrage erhält eine Entscheidungs-ID im Header X-Latchkey-Decision-Id. Hier finden Sie den Grund, ab wenigen Sekunden nach der Ablehnung und sieben Tage lang.
decision-id = Entscheidungs-ID
decision-look-up = Nachschlagen
decision-time = Zeitpunkt
decision-token = Token
decision-token-unknown = unbekannt
decision-tenant = Angefragter Tenant
decision-module = Angefragtes Modul
decision-method = Methode
decision-address = Adresse
decision-not-told = nicht angegeben
decision-none-found = Keine Entscheidung gefunden
decision-none-found-text = Es gibt keine Ablehnung mit dieser ID, sie ist älter als sieben Tage, oder Ihr Konto darf sie nicht sehen.

# Die Gründe, jeweils mit Abhilfe.
decision-unknown = Kein Token hat dieses Geheimnis.
decision-unknown-advice = Vielleicht ist es vertippt, abgeschnitten oder stammt von einer anderen Instanz. Vergleichen Sie die letzten vier Zeichen mit denen auf der Seite des Tokens.
decision-disabled = Das Token ist deaktiviert.
decision-disabled-advice = Damit es wieder funktioniert, aktivieren Sie es auf seiner Seite.
decision-expired = Das Token ist abgelaufen.
decision-revoked = Das Token wurde widerrufen.
decision-issue-another = Das lässt sich nicht rückgängig machen. Erstellen Sie ein neues Token für das Programm, das es verwendet.
decision-secret-replaced = Das Geheimnis wurde durch ein neueres ersetzt, und die Übergangszeit ist vorbei.
decision-secret-replaced-advice = Geben Sie dem Programm das aktuelle Geheimnis des Tokens, oder rotieren Sie das Token noch einmal.
decision-tenant-disabled = Der Tenant des Tokens ist deaktiviert, oder alle Tenants, auf die es Zugriff hat, sind es.
decision-tenant-disabled-advice = Damit seine Tokens wieder funktionieren, aktivieren Sie den Tenant in seinen Einstellungen.
decision-wrong-tenant = Das Token hat keinen Zugriff auf den angefragten Tenant, oder es gibt diesen nicht, oder er ist deaktiviert.
decision-wrong-tenant-advice = Vergleichen Sie den Tenant in der Konfiguration des Proxys mit den Tenants des Tokens.
decision-wrong-module = Das Token hat das angefragte Modul nicht, oder es ist für den Tenant nicht aktiviert.
decision-wrong-module-advice = Vergleichen Sie die Module des Tokens und des Tenants mit denen, die der Proxy oder der API-Client anfragt.
decision-missing-permission = Dem Token fehlt die Berechtigung { $permission }.
decision-missing-permission-advice = Wenn die Anfrage erlaubt sein soll, fügen Sie dem Token die Berechtigung hinzu.
decision-no-token = Die Anfrage enthält kein Token.
decision-no-token-advice = Senden Sie es als Authorization: Bearer, als X-API-Key oder als Passwort der Basic-Authentifizierung.
decision-no-method = Der Proxy hat die Methode der Anfrage nicht gesendet.
decision-unknown-method = Keine Berechtigung umfasst die Methode der Anfrage.
decision-unknown-method-advice = Tokens erlauben nur GET, HEAD, OPTIONS, PUT, PATCH, POST und DELETE.
decision-ambiguous-method = Der Proxy hat zwei verschiedene Methoden gesendet.
decision-ambiguous-path = Der Pfad der Anfrage ist nicht eindeutig.
decision-ambiguous-path-advice = Senden Sie ihn ohne doppelte Schrägstriche, Punkt-Segmente, Semikolons, Backslashes und codierte Schrägstriche.
decision-unreadable-query = Der Query-String, den der Proxy an Latchkey sendet, ist ungültig.
decision-unknown-parameter = Der Proxy sendet Latchkey einen unbekannten Query-Parameter, vielleicht ein vertipptes tenant oder module.
decision-unknown-parameter-advice = Korrigieren Sie die Prüfadresse in der Konfiguration des Proxys. Latchkey akzeptiert die Parameter tenant und module.
decision-proxy-advice = Vergleichen Sie die Konfiguration des Proxys mit der in der Dokumentation.
decision-other = Grund: { $reason }
