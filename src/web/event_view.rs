//! Audit events in plain words: what happened, and the values before and after.

mod members;

use chrono_tz::Tz;

use self::members::changes;
use super::token_view;
use super::view::When;
use crate::domain::audit::RecordedEvent;
use crate::domain::event::{EventKind, for_each_event};
use crate::domain::time::Timestamp;
use crate::i18n::{Locale, Message, msg};

/// An event as a page shows it.
pub struct EventView {
    /// `Changed`, `Rotated`.
    pub what: String,
    /// The actor: an email address or a token's name.
    pub who: String,
    /// Whether a token did it, over the Tenant API.
    pub by_token: bool,
    /// When.
    pub when: When,
    /// The client's address; empty if there was none.
    pub from: String,
    /// The changed values.
    pub changes: Vec<Changed>,
}

/// One value that an event changed.
pub struct Changed {
    /// `Permissions`.
    pub label: String,
    /// `Read`; `None` if there was none before.
    pub before: Option<String>,
    /// `Read, Delete`.
    pub after: String,
}

/// What happened, in a word or two; the name itself for an event from another version.
pub fn action(locale: Locale, action: &str) -> String {
    EventKind::from_name(action).map_or_else(|| action.to_owned(), |kind| locale.t(sentence(kind)))
}

macro_rules! sentences {
    ($($kind:ident = $name:literal says $sentence:ident $(notifies $notice:ident)?;)+) => {
        /// The words for an event.
        const fn sentence(kind: EventKind) -> Message<'static> {
            match kind {
                $(EventKind::$kind => msg::$sentence,)+
            }
        }
    };
}

for_each_event!(sentences);

/// What kind of thing it is about.
pub fn object_kind(locale: Locale, kind: &str) -> String {
    let message = match kind {
        "token" => msg::AUDIT_OBJECT_TOKEN,
        "tenant" => msg::AUDIT_OBJECT_TENANT,
        "app" => msg::AUDIT_OBJECT_APP,
        "module" => msg::AUDIT_OBJECT_MODULE,
        "user" => msg::AUDIT_OBJECT_USER,
        "api_client" => msg::AUDIT_OBJECT_API_CLIENT,
        "audit" => msg::AUDIT_OBJECT_AUDIT,
        "database" => msg::AUDIT_OBJECT_DATABASE,
        "bulk" => msg::BULK_LABEL,
        other => return other.to_owned(),
    };
    locale.t(message)
}

/// The object's name at that time; `1 other tenant` for a tenant whose name the reader may not see.
pub fn object_name(locale: Locale, event: &RecordedEvent) -> String {
    if event.object_kind == "tenant" && event.object_label.is_empty() {
        return token_view::other_tenants(locale, 1).unwrap_or_default();
    }
    event.object_label.clone()
}

/// An event in this language, with times in this time zone.
pub fn view(locale: Locale, zone: Tz, now: Timestamp, event: RecordedEvent) -> EventView {
    EventView {
        what: action(locale, &event.action),
        by_token: event.actor_kind == "token",
        who: event.actor_label,
        when: When::ago(locale, event.at, now, zone),
        from: event.address.unwrap_or_default(),
        changes: changes(locale, zone, event.before.as_ref(), event.after.as_ref()),
    }
}

/// The same with date and time in full, for a list about many objects.
pub fn full_view(locale: Locale, zone: Tz, now: Timestamp, event: RecordedEvent) -> EventView {
    let at = event.at;
    EventView { when: When::moment(locale, at, zone), ..view(locale, zone, now, event) }
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Berlin;
    use serde_json::{Value, json};

    use super::*;

    fn described(before: Value, after: Value) -> Vec<String> {
        let before = (!before.is_null()).then_some(before);
        changes(Locale::En, Berlin, before.as_ref(), Some(&after))
            .into_iter()
            .map(|changed| match changed.before {
                Some(before) => format!("{}: {before} > {}", changed.label, changed.after),
                None => format!("{}: {}", changed.label, changed.after),
            })
            .collect()
    }

    #[test]
    fn every_member_is_told_in_words() {
        let all = json!({
            "name": "Deploy", "description": "", "tenant_scope": "this", "tenants": [], "app": null,
            "modules": ["devices"], "permissions": ["read", "delete"], "expires_at": "2026-11-22T12:00:00Z",
        });
        assert_eq!(
            described(Value::Null, all),
            [
                "Name: Deploy",
                "Description: none",
                "Tenants: This tenant",
                "App: none",
                "Modules: devices",
                "Permissions: Read, Delete",
                "Expires: 22 November 2026, 13:00 Europe/Berlin (UTC+1)",
            ]
        );
        assert_eq!(
            described(json!({ "status": "active" }), json!({ "status": "revoked" })),
            ["Status: Active > Revoked"]
        );
        assert_eq!(
            described(
                json!({ "tenant_scope": "all", "tenants": ["*"], "expires_at": null, "app": "x" }),
                json!({ "tenant_scope": "selected", "tenants": ["A", "B"], "expires_at": "odd", "app": null }),
            ),
            ["Tenants: All tenants > A, B", "App: x > none", "Expires: no expiration > odd"]
        );
        assert_eq!(
            described(json!({ "last_four": "aaaa" }), json!({ "last_four": "bbbb", "overlap": "none" })),
            ["Secret: …aaaa > …bbbb"]
        );
        assert_eq!(described(json!({ "tenants": ["A"] }), json!({ "tenants": [] })), ["Tenants: A > none"]);
        assert!(described(json!([1]), json!("x")).is_empty());
    }

    #[test]
    fn what_concerns_no_token_is_told_too() {
        assert_eq!(
            described(
                json!({ "slug": "a", "language": "de", "disabled": true, "role": "auditor" }),
                json!({ "slug": "b", "language": null, "disabled": false, "role": "king" }),
            ),
            ["Slug: a > b", "Role: Auditor > king", "Language: Deutsch > none", "Disabled: yes > no"]
        );
        assert_eq!(described(Value::Null, json!({ "events": 1_234 })), ["Checked events: 1,234"]);
        let begun = |action: &str| described(Value::Null, json!({ "deed": action, "tokens": 1_200 }));
        let actions = ["Disable", "Enable", "Revoke", "Change expiration", "paint"];
        for (action, words) in ["disable", "enable", "revoke", "expire", "paint"].into_iter().zip(actions) {
            assert_eq!(begun(action), [format!("Action: {words}"), "Tokens: 1,200".to_owned()]);
        }
    }

    #[test]
    fn every_event_has_its_words() {
        for locale in Locale::ALL {
            for kind in EventKind::ALL {
                let (done, thing) = (action(locale, kind.name()), object_kind(locale, kind.object()));
                assert!(!done.contains(['.', '_']), "{kind:?}: {done}");
                assert!(!thing.starts_with("audit-") && !thing.starts_with("bulk-"), "{kind:?}: {thing}");
            }
        }
        assert_eq!(action(Locale::En, "robot.painted"), "robot.painted");
        assert_eq!(object_kind(Locale::En, "robot"), "robot");
    }
}
