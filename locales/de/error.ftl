# Fehlerseiten.

error-home = Zur Startseite
error-id = Fehler-ID für den Betreiber von Latchkey:
error-sign-in = Anmelden

error-bad-request = Ungültige Anfrage
error-bad-request-text = Etwas darin fehlt, ist doppelt oder unlesbar. Gehen Sie zurück und versuchen Sie es noch einmal.
error-signed-out = Sie wurden abgemeldet
error-signed-out-text = Ihre Sitzung endete, bevor die Änderung gespeichert war. Es wurde nichts geändert. Melden Sie sich an und versuchen Sie es noch einmal.
error-forbidden = Nicht erlaubt
error-forbidden-text = Ihr Konto hat dafür keine Berechtigung. Bitten Sie einen Eigentümer darum.
error-stale-form = Dieses Formular ist abgelaufen
error-stale-form-text = Vielleicht haben Sie sich seit dem Öffnen neu angemeldet. Es wurde nichts geändert. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.
error-not-found = Nicht gefunden
error-not-found-text = Diese Seite gibt es nicht, oder Ihr Konto darf sie nicht sehen.
error-method = Methode nicht erlaubt
error-method-text = Diese Adresse nimmt solche Anfragen nicht an.
error-conflict = Von jemand anderem geändert
error-conflict-text = Der Inhalt hat sich geändert, nachdem Sie ihn geöffnet haben. Es wurde nichts gespeichert. Gehen Sie zurück, laden Sie die Seite neu und nehmen Sie Ihre Änderung noch einmal vor.
error-too-large = Zu groß
error-too-large-text = Die Anfrage ist größer, als diese Seite annimmt. Ein Logo darf bis zu 1 MiB groß sein.
error-unprocessable = Ungültige Eingabe
error-unprocessable-text = Die Daten entsprechen nicht dem, was diese Seite erwartet. Gehen Sie zurück und versuchen Sie es noch einmal.
error-too-many = Zu viele Versuche
error-too-many-text = Warten Sie einen Moment und versuchen Sie es dann noch einmal.
error-broken = Etwas ist schiefgegangen
error-broken-text = Der Fehler liegt bei uns, nicht bei Ihnen, und keine Änderung ist halb ausgeführt. Versuchen Sie es noch einmal. Wenn es wieder passiert, wenden Sie sich an den Betreiber von Latchkey.
error-unavailable = Vorübergehend nicht verfügbar
error-unavailable-text = Etwas, das Latchkey braucht, ist gerade nicht erreichbar. Versuchen Sie es gleich noch einmal.
error-limit = Die Höchstzahl ist erreicht
error-limit-apps = Ein Tenant kann { $n } Apps haben. Löschen Sie eine, die nicht mehr verwendet wird, und versuchen Sie es noch einmal.
error-limit-modules = Es kann { $n } Module geben. Löschen Sie eines, das nicht mehr verwendet wird, und versuchen Sie es noch einmal.
error-limit-api-clients = Es kann { $n } API-Clients geben. Widerrufen Sie einen, der nicht mehr verwendet wird, und versuchen Sie es noch einmal.
error-limit-tenants = Es kann { $n } Tenants geben.
error-limit-tokens = Ein Tenant kann { $n } Tokens haben. Verwenden Sie für neue einen anderen Tenant.
error-limit-keys = Ein Token kann in 24 Stunden { $n } Idempotency-Keys senden. Versuchen Sie es später noch einmal.
error-limit-bulk = In einem Tenant können { $n } Sammelaktionen gleichzeitig laufen. Warten Sie, bis eine abgeschlossen ist, und versuchen Sie es noch einmal.
