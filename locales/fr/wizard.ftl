# L’assistant qui crée un jeton.

wizard-title = Créer un jeton
wizard-steps = Étapes
wizard-step-done = terminé
wizard-general = Général
wizard-access = Accès
wizard-overview = Vue d’ensemble
wizard-token = Jeton
wizard-summary = Résumé
wizard-next = Suivant
wizard-back = Retour
wizard-cancel = Annuler
wizard-save = Enregistrer
wizard-edit = Modifier
wizard-none = non renseigné

wizard-logo = Logo
wizard-logo-hint = PNG, JPEG ou WebP, 1 Mio au plus. Choisissez un fichier ou déposez-le ici.
wizard-logo-now = Image actuelle
wizard-logo-remove = Retirer l’image
wizard-expiration = Date d'expiration
wizard-days = { $n ->
    [one] { $n } jour
   *[other] { $n } jours
}
wizard-one-year = 1 an
wizard-custom = Personnalisée
wizard-no-expiration = Sans expiration
wizard-date = Date
wizard-time = Heure
wizard-zone = Fuseau horaire : { $zone }
wizard-moment = Valable jusqu’au { $moment }.
wizard-moment-never = Valable jusqu’à sa révocation.

wizard-copy-of = Copie de { $name }
wizard-prefill-odd = Une partie du lien n’a pas pu être lue et a été ignorée. Vérifiez tous les champs.

wizard-tenant = Tenant
wizard-scope-this = Ce tenant
# À côté d’une case sous l’option « Ce tenant ».
wizard-scope-subtenants = et ses sous-tenants, y compris les futurs
wizard-scope-subtenants-hint = tous les tenants en dessous, à tous les niveaux
wizard-scope-this-below = Ce tenant et ses sous-tenants
wizard-scope-selected = Tenants sélectionnés
wizard-scope-selected-hint = uniquement ceux-ci, pas les futurs
wizard-scope-all = Tous les tenants
wizard-scope-all-hint = y compris les futurs
wizard-scope-list = Tenants au choix
wizard-scope-filter = Filtrer les tenants
wizard-app = Application
wizard-app-hint = L’intégration qui utilise le jeton. Les requêtes faites avec le jeton lui sont attribuées.
wizard-app-none = Aucune application
wizard-app-unknown = Cette application n’existe plus. Choisissez-en une autre, ou aucune.
wizard-modules = Modules
wizard-modules-hint = Les parties de l’API auxquelles ce jeton a accès. Sans sélection, il n’a aucun accès.
wizard-modules-none = aucun module
wizard-module-administration = L’API Tenant de Latchkey : le jeton peut gérer les jetons, les applications et les modules
wizard-module-unknown = L’un de ces modules n’existe plus. Vérifiez votre sélection.
# $tenants : "Globex et Initech".
wizard-module-not-enabled = { $module } n’est pas activé dans { $tenants }. Retirez-le, ou faites-le d’abord activer.

# $verbs : "lire et créer" ; $tenants : "Acme et Globex". Tous les arguments portent leur balisage.
wizard-may-in = { $verbs } dans { $tenants }
# Tient lieu de $tenants ou $all quand des modules sont choisis ; $modules : "appareils et facturation".
wizard-modules-of = { $modules } pour { $tenants }
# $all : wizard-all-tenants.
wizard-may-everywhere = { $verbs } dans { $all }, y compris les futurs
wizard-all-tenants = tous les tenants
# $what : l’un des deux ci-dessus ; $until : "20 février 2027, 14:00 Europe/Berlin".
wizard-sentence-until = Peut { $what } jusqu’au { $until }.
wizard-sentence-forever = Peut { $what }, sans expiration.
wizard-not = sans : { $names }
wizard-expires-in-days = dans { $n ->
    [one] { $n } jour
   *[other] { $n } jours
}
wizard-expires-in-a-year = dans 1 an
wizard-scope-only = { $tenant } uniquement

wizard-copy-now = Copiez le jeton maintenant
wizard-shown-once = <strong>{ $name }</strong>. Le jeton ne sera plus affiché. Il devient actif quand vous enregistrez.
wizard-secret = Secret
wizard-copy = Copier
wizard-copied = Copié. Conservez-le en lieu sûr.
wizard-copy-failed = Votre navigateur a bloqué la copie. Le texte est sélectionné : appuyez sur Ctrl+C ou ⌘C.
wizard-try = Essayer
wizard-try-hint = Fonctionne après l’enregistrement.
wizard-copy-command = Copier la commande
wizard-command-copied = Commande copiée.
wizard-leave-warning = Si vous partez sans enregistrer, ce jeton sera perdu. Vous pourrez créer un nouveau secret.

wizard-gone = Ce secret est perdu
wizard-gone-text = Le secret du jeton <strong>{ $name }</strong> a été affiché une fois et ne peut plus l’être. Il n’a jamais fonctionné, car il n’a pas été enregistré.
wizard-gone-how = Tout ce que vous avez saisi est conservé. Créez un nouveau secret, ou annulez.
wizard-generate-another = Créer un nouveau secret

wizard-saved = Le jeton est actif.
wizard-details = Afficher les détails
wizard-close = Fermer
