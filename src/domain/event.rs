//! The kinds of audit events: what each is called, what it is about, how a page says it, and whether people are notified.

use super::notice;

/// Every kind, for the macro `$declare`. A name is the kind of its object, a dot, and what happened to it. `says` names the
/// sentence of `i18n::msg` that pages show, `notifies` the notice that goes out with the event.
macro_rules! for_each_event {
    ($declare:ident) => {
        $declare! {
            TokenIssued = "token.issued" says AUDIT_TOKEN_ISSUED notifies Issued;
            TokenChanged = "token.changed" says AUDIT_TOKEN_CHANGED;
            TokenDisabled = "token.disabled" says AUDIT_TOKEN_DISABLED;
            TokenEnabled = "token.enabled" says AUDIT_TOKEN_ENABLED;
            TokenRotated = "token.rotated" says AUDIT_TOKEN_ROTATED notifies Rotated;
            SecretEnded = "token.secret_ended" says AUDIT_SECRET_ENDED;
            SecretExtended = "token.secret_extended" says AUDIT_SECRET_EXTENDED;
            TokenRevoked = "token.revoked" says AUDIT_TOKEN_REVOKED notifies Revoked;
            TenantCreated = "tenant.created" says AUDIT_CREATED;
            TenantChanged = "tenant.changed" says AUDIT_TOKEN_CHANGED;
            TenantDisabled = "tenant.disabled" says AUDIT_TOKEN_DISABLED;
            TenantEnabled = "tenant.enabled" says AUDIT_TOKEN_ENABLED;
            TenantMoved = "tenant.moved" says AUDIT_MOVED;
            SlugRemoved = "tenant.slug_removed" says AUDIT_SLUG_REMOVED;
            NotificationsChanged = "tenant.notifications_changed" says NOTIFY_AUDIT_CHANGED;
            WebhookSecretReplaced = "tenant.webhook_secret_replaced" says NOTIFY_AUDIT_SECRET;
            NotificationTested = "tenant.notification_tested" says NOTIFY_AUDIT_TESTED;
            NotificationsRetried = "tenant.notifications_retried" says NOTIFY_AUDIT_RETRIED;
            NotificationsDismissed = "tenant.notifications_dismissed" says NOTIFY_AUDIT_FORGOTTEN;
            AppCreated = "app.created" says AUDIT_CREATED;
            AppRenamed = "app.renamed" says AUDIT_RENAMED;
            AppDeleted = "app.deleted" says AUDIT_DELETED;
            ModuleCreated = "module.created" says AUDIT_CREATED;
            ModuleChanged = "module.changed" says AUDIT_TOKEN_CHANGED;
            ModuleRenamed = "module.renamed" says AUDIT_RENAMED;
            ModuleEnabled = "module.enabled" says AUDIT_TOKEN_ENABLED;
            ModuleDisabled = "module.disabled" says AUDIT_TOKEN_DISABLED;
            ModuleDeleted = "module.deleted" says AUDIT_DELETED;
            UserCreated = "user.created" says AUDIT_CREATED;
            UserSignedIn = "user.signed_in" says AUDIT_USER_SIGNED_IN;
            UserSignedOut = "user.signed_out" says AUDIT_USER_SIGNED_OUT;
            PasswordChanged = "user.password_changed" says AUDIT_USER_PASSWORD_CHANGED;
            PasswordReset = "user.password_reset" says AUDIT_USER_PASSWORD_RESET;
            LanguageChanged = "user.language_changed" says AUDIT_USER_LANGUAGE_CHANGED;
            ApiClientCreated = "api_client.created" says AUDIT_CREATED;
            ApiClientRevoked = "api_client.revoked" says AUDIT_TOKEN_REVOKED;
            AuditChecked = "audit.checked" says AUDIT_CHECKED;
            DatabaseRestored = "database.restored" says AUDIT_DATABASE_RESTORED;
            BulkStarted = "bulk.started" says AUDIT_STARTED;
            BulkStopped = "bulk.stopped" says AUDIT_STOPPED;
        }
    };
}
pub(crate) use for_each_event;

macro_rules! declare {
    ($($kind:ident = $name:literal says $sentence:ident $(notifies $notice:ident)?;)+) => {
        /// What happened, as the audit log records it.
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

for_each_event!(declare);

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
