# L'assistant qui délivre un token.

wizard-title = Créer un token
wizard-steps = Étapes
wizard-step-done = terminé
wizard-general = Général
wizard-access = Accès
wizard-overview = Vue d'ensemble
wizard-token = Token
wizard-summary = Résumé
wizard-next = Suivant
wizard-back = Retour
wizard-cancel = Annuler
wizard-save = Enregistrer
wizard-edit = Modifier
wizard-none = non renseigné

wizard-name = Nom
wizard-name-hint = Ce qui utilise le token, pour que vous le reconnaissiez dans un an.
wizard-description = Description
wizard-description-hint = À qui s'adresser, où il est utilisé. Jusqu'à 500 caractères.
wizard-logo = Logo
wizard-logo-hint = PNG, JPEG ou WebP, jusqu'à 1 Mio. Choisissez un fichier ou déposez-le ici.
wizard-logo-now = Image actuelle
wizard-logo-remove = Retirer l'image
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
wizard-moment = Valable jusqu'au { $moment }.
wizard-moment-never = Valable jusqu'à sa révocation.

wizard-copy-of = Copie de { $name }
wizard-prefill-odd = Une partie de ce que demande l'adresse n'a pas été comprise et manque. Vérifiez tous les champs.

wizard-tenant = Tenant
wizard-scope-this = Ce tenant
# À côté d'une case sous le choix « Ce tenant ».
wizard-scope-subtenants = et ses sous-tenants, y compris les futurs
wizard-scope-subtenants-hint = les tenants qui se trouvent en dessous, à tous les niveaux
wizard-scope-this-below = Ce tenant et ses sous-tenants
wizard-scope-selected = Tenants sélectionnés
wizard-scope-selected-hint = ceux que vous cochez
wizard-scope-all = Tous les tenants
wizard-scope-all-hint = y compris les futurs
wizard-scope-list = Tenants à choisir
wizard-scope-filter = Filtrer les tenants
wizard-app = Application
wizard-app-hint = L'intégration qui utilise le token. Ce que fait le token lui est attribué.
wizard-app-none = Aucune application
wizard-app-unknown = Cette application n'existe plus. Choisissez-en une autre, ou aucune.
wizard-modules = Modules
wizard-modules-hint = Les domaines de l'API que le token ouvre. Sans sélection, il n'en ouvre aucun.
wizard-modules-none = aucun module
wizard-module-administration = ouvre la Tenant API de Latchkey : avec lui, le token gère les tokens, les applications et les modules
wizard-module-unknown = L'un de ces modules n'existe plus. Vérifiez votre sélection.
# $tenants : "Globex et Initech".
wizard-module-not-enabled = { $module } n'est pas activé pour { $tenants }. Retirez-le, ou faites-le d'abord activer.

# $verbs : "lire et créer" ; $tenants : "Acme et Globex". Tous les arguments portent leur balisage.
wizard-may-in = { $verbs } dans { $tenants }
# Tient lieu de $tenants ou $all quand des modules sont choisis ; $modules : "appareils et facturation".
wizard-modules-of = { $modules } chez { $tenants }
# $all : wizard-all-tenants.
wizard-may-everywhere = { $verbs } dans { $all }, y compris les futurs
wizard-all-tenants = tous les tenants
# $what : l'un des deux ci-dessus ; $until : "20 février 2027, 14:00 Europe/Berlin".
wizard-sentence-until = Peut { $what } jusqu'au { $until }.
wizard-sentence-forever = Peut { $what }, sans expiration.
wizard-not = sauf : { $names }
wizard-expires-in-days = dans { $n ->
    [one] { $n } jour
   *[other] { $n } jours
}
wizard-expires-in-a-year = dans 1 an
wizard-scope-only = { $tenant } uniquement

wizard-copy-now = Copiez le token maintenant
wizard-shown-once = <strong>{ $name }</strong>. Le token n'est affiché que cette fois et fonctionne dès que vous enregistrez.
wizard-secret = Secret
wizard-copy = Copier
wizard-copied = Copié. Conservez-le en lieu sûr.
wizard-copy-failed = Votre navigateur n'a pas permis la copie. Le texte est sélectionné : copiez-le avec Ctrl+C ou ⌘C.
wizard-try = Essayer
wizard-try-hint = Une réponse arrive dès que le token est enregistré.
wizard-copy-command = Copier la commande
wizard-command-copied = Commande copiée.
wizard-leave-warning = Si vous partez sans enregistrer, ce token est perdu. Vous pourrez en générer un autre.

wizard-gone = Ce secret est perdu
wizard-gone-text = Le secret de <strong>{ $name }</strong> a été affiché une fois et ne peut pas l'être de nouveau. Il ne fonctionne pas, car il n'a pas été enregistré.
wizard-gone-how = Tout ce que vous avez saisi est conservé. Générez un autre secret à sa place, ou annulez.
wizard-generate-another = En générer un autre

wizard-saved = Le token fonctionne dès maintenant.
wizard-details = Afficher les détails
wizard-close = Fermer
