//! The kinds of audit events: their names, what they are about, and who is notified.

use super::notice;

/// Declares the kinds. A name consists of the kind of the object, a dot, and the action. `notifies` names the notice
/// that is sent with the event.
macro_rules! events {
    ($($kind:ident = $name:literal $(notifies $notice:ident)?;)+) => {
        /// An action that the audit log records.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum EventKind {
            $(#[doc = concat!("`", $name, "`.")] $kind,)+
        }

        impl EventKind {
            /// Every kind, in the order in which the filter lists them.
            pub(crate) const ALL: &[Self] = &[$(Self::$kind),+];

            /// Its name in the database, the API and exports. A name never changes: the audit chain covers it.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)+
                }
            }

            /// The notice that subscribers get; `None` if nobody is notified.
            pub(crate) fn notice(self) -> Option<notice::Kind> {
                match self {
                    $(Self::$kind => None$(.or(Some(notice::Kind::$notice)))?,)+
                }
            }
        }
    };
}

events! {
    TokenIssued = "token.issued" notifies Issued;
    TokenChanged = "token.changed";
    TokenDisabled = "token.disabled";
    TokenEnabled = "token.enabled";
    TokenRotated = "token.rotated" notifies Rotated;
    SecretEnded = "token.secret_ended";
    SecretExtended = "token.secret_extended";
    TokenRevoked = "token.revoked" notifies Revoked;
    TenantCreated = "tenant.created";
    TenantChanged = "tenant.changed";
    TenantDisabled = "tenant.disabled";
    TenantEnabled = "tenant.enabled";
    TenantMoved = "tenant.moved";
    SlugRemoved = "tenant.slug_removed";
    NotificationsChanged = "tenant.notifications_changed";
    WebhookSecretReplaced = "tenant.webhook_secret_replaced";
    NotificationTested = "tenant.notification_tested";
    NotificationsRetried = "tenant.notifications_retried";
    NotificationsDismissed = "tenant.notifications_dismissed";
    AppCreated = "app.created";
    AppRenamed = "app.renamed";
    AppDeleted = "app.deleted";
    ModuleCreated = "module.created";
    ModuleChanged = "module.changed";
    ModuleRenamed = "module.renamed";
    ModuleEnabled = "module.enabled";
    ModuleDisabled = "module.disabled";
    ModuleDeleted = "module.deleted";
    UserCreated = "user.created";
    UserSignedIn = "user.signed_in";
    UserSignedOut = "user.signed_out";
    PasswordChanged = "user.password_changed";
    PasswordReset = "user.password_reset";
    LanguageChanged = "user.language_changed";
    ApiClientCreated = "api_client.created";
    ApiClientRevoked = "api_client.revoked";
    AuditChecked = "audit.checked";
    DatabaseRestored = "database.restored";
    BulkStarted = "bulk.started";
    BulkStopped = "bulk.stopped";
}

impl EventKind {
    /// The kind with this name; `None` for a name that another version wrote.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// Whether it may be written to a full disk, using the reserve: it removes access, ends a session, or signs
    /// someone in who may want to do so. Such writes are small. Everything else waits for space.
    pub(crate) const fn may_use_reserve(self) -> bool {
        match self {
            Self::TokenDisabled
            | Self::SecretEnded
            | Self::TokenRevoked
            | Self::TenantDisabled
            | Self::AppDeleted
            | Self::ModuleDisabled
            | Self::ModuleDeleted
            | Self::SlugRemoved
            | Self::UserSignedIn
            | Self::UserSignedOut
            | Self::PasswordChanged
            | Self::PasswordReset
            | Self::ApiClientRevoked
            | Self::BulkStopped => true,
            Self::TokenIssued
            | Self::TokenChanged
            | Self::TokenEnabled
            | Self::TokenRotated
            | Self::SecretExtended
            | Self::TenantCreated
            | Self::TenantChanged
            | Self::TenantEnabled
            | Self::TenantMoved
            | Self::NotificationsChanged
            | Self::WebhookSecretReplaced
            | Self::NotificationTested
            | Self::NotificationsRetried
            | Self::NotificationsDismissed
            | Self::AppCreated
            | Self::AppRenamed
            | Self::ModuleChanged
            | Self::ModuleCreated
            | Self::ModuleRenamed
            | Self::ModuleEnabled
            | Self::UserCreated
            | Self::LanguageChanged
            | Self::ApiClientCreated
            | Self::AuditChecked
            | Self::DatabaseRestored
            // Bulk actions that remove access allow it themselves.
            | Self::BulkStarted => false,
        }
    }

    /// The kind of object: `token`, `tenant`, `app`, `module`, `user`, `api_client`, ...
    pub(crate) fn object(self) -> &'static str {
        self.name().split_once('.').map_or(self.name(), |(object, _)| object)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_lead_back_to_their_kind() {
        let names: BTreeSet<&str> = EventKind::ALL.iter().map(|kind| kind.name()).collect();
        assert_eq!(names.len(), EventKind::ALL.len());
        for kind in EventKind::ALL {
            assert_eq!(EventKind::from_name(kind.name()), Some(*kind));
        }
        assert_eq!(EventKind::from_name("robot.painted"), None);
        assert_eq!(EventKind::SecretEnded.object(), "token");
        assert_eq!(EventKind::ApiClientRevoked.object(), "api_client");
    }

    #[test]
    fn what_ends_something_may_use_the_reserve_and_what_begins_something_may_not() {
        for kind in EventKind::ALL {
            let (_, what) = kind.name().split_once('.').unwrap();
            let ends = ["revoked", "disabled", "deleted", "_ended", "removed", "stopped", "signed_out"];
            if ends.iter().any(|end| what.ends_with(end)) {
                assert!(kind.may_use_reserve(), "{}", kind.name());
            }
            let begins = ["issued", "created", "enabled", "rotated", "extended", "started", "renamed"];
            if begins.iter().any(|begin| what.ends_with(begin)) {
                assert!(!kind.may_use_reserve(), "{}", kind.name());
            }
        }
    }

    #[test]
    fn a_notice_of_a_change_has_the_name_of_its_event() {
        let notices = EventKind::ALL.iter().filter_map(|kind| Some((kind.name(), kind.notice()?.name())));
        let notices: Vec<_> = notices.collect();
        assert_eq!(notices.len(), 3);
        for (event, notice) in notices {
            assert_eq!(event, notice);
        }
    }
}
