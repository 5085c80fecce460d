# Seiten für das, was nicht geht.

error-home = Zurück zum Anfang
error-id = Kennung dieses Problems für die Person, die Latchkey betreibt:
error-sign-in = Anmelden

error-bad-request = Diese Anfrage ergibt keinen Sinn
error-bad-request-text = Etwas darin fehlt, ist doppelt oder nicht lesbar. Gehen Sie zurück und versuchen Sie es noch einmal.
error-signed-out = Sie wurden abgemeldet
error-signed-out-text = Ihre Sitzung endete, bevor dies erledigt war. Es wurde nichts geändert. Melden Sie sich an und versuchen Sie es noch einmal.
error-forbidden = Nicht erlaubt
error-forbidden-text = Ihr Konto darf das nicht. Fragen Sie einen Eigentümer, ob es das dürfen soll.
error-stale-form = Dieses Formular ist zu alt
error-stale-form-text = Vielleicht haben Sie sich neu angemeldet, seit es geöffnet wurde. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal; es wurde nichts geändert.
error-not-found = Nicht gefunden
error-not-found-text = Hier gibt es nichts, oder es ist nicht für Ihr Konto bestimmt.
error-method = Nicht auf diesem Weg
error-method-text = Diese Adresse antwortet nicht auf diese Art von Anfrage.
error-conflict = Jemand war schneller
error-conflict-text = Das hat sich geändert, seit Sie es geöffnet haben. Gehen Sie zurück, sehen Sie es sich noch einmal an und wiederholen Sie, was Sie möchten; es wurde nichts geändert.
error-too-large = Zu viel auf einmal
error-too-large-text = Es wurde mehr gesendet, als hier angenommen wird. Ein Logo darf bis zu 1 MiB groß sein.
error-unprocessable = Das ist nicht zu verstehen
error-unprocessable-text = Was gesendet wurde, passt nicht zu dem, was hier erwartet wird. Gehen Sie zurück und versuchen Sie es noch einmal.
error-too-many = Zu oft
error-too-many-text = Warten Sie ein wenig und versuchen Sie es dann noch einmal.
error-broken = Etwas ist schiefgegangen
error-broken-text = Es liegt nicht an Ihnen, und nichts wurde nur halb geändert. Versuchen Sie es noch einmal; wenn es so bleibt, sagen Sie der Person Bescheid, die Latchkey betreibt.
error-unavailable = Zurzeit nicht verfügbar
error-unavailable-text = Latchkey erreicht nicht, was es braucht. Versuchen Sie es gleich noch einmal.
error-limit = Die Höchstzahl ist erreicht
error-limit-apps = Ein Tenant kann { $n } Apps haben. Löschen Sie eine, die nicht mehr verwendet wird, und versuchen Sie es noch einmal.
error-limit-modules = Es kann { $n } Module geben. Löschen Sie eines, das nicht mehr verwendet wird, und versuchen Sie es noch einmal.
error-limit-api-clients = Es kann { $n } API-Clients geben. Widerrufen Sie einen, der nicht mehr verwendet wird, und versuchen Sie es noch einmal.
error-limit-tenants = Es kann { $n } Tenants geben.
error-limit-tokens = Ein Tenant kann { $n } Tokens haben. Verwenden Sie für neue einen anderen Tenant.
error-limit-keys = Ein Token kann in 24 Stunden { $n } Idempotency-Keys senden. Versuchen Sie es später noch einmal.
error-limit-bulk = In einem Tenant können { $n } Sammeländerungen gleichzeitig laufen. Warten Sie, bis eine fertig ist, und versuchen Sie es noch einmal.
