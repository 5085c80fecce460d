//! The audit log in plain words: what happened, and what was before and after.

mod members;

use chrono_tz::Tz;

use self::members::changes;
use super::view::When;
use crate::domain::audit::Recorded;
use crate::domain::time::Timestamp;
use crate::i18n::Locale;

/// An event as a page tells it.
pub struct Story {
    /// `Changed`, `Rotated`.
    pub what: String,
    /// Who did it: an e-mail address, a token's name.
    pub who: String,
    /// Whether a token did it, over the Tenant API.
    pub by_token: bool,
    /// When.
    pub when: When,
    /// From which address; empty when there was none.
    pub from: String,
    /// What was before and what is now.
    pub changes: Vec<Changed>,
}

/// One thing that an event changed.
pub struct Changed {
    /// `Permissions`.
    pub label: String,
    /// `Read`; nothing when there was nothing before.
    pub before: Option<String>,
    /// `Read, Delete`.
    pub after: String,
}

/// Everything that is ever written down, in the order of a list to choose from.
pub const ACTIONS: &[&str] = &[
    "token.issued",
    "token.changed",
    "token.disabled",
    "token.enabled",
    "token.rotated",
    "token.secret_ended",
    "token.secret_extended",
    "token.revoked",
    "tenant.created",
    "tenant.changed",
    "tenant.disabled",
    "tenant.enabled",
    "tenant.notifications_changed",
    "tenant.webhook_secret_replaced",
    "tenant.notification_tested",
    "tenant.notifications_retried",
    "tenant.notifications_dismissed",
    "app.created",
    "app.renamed",
    "app.deleted",
    "module.created",
    "module.renamed",
    "module.enabled",
    "module.disabled",
    "module.deleted",
    "user.created",
    "user.signed_in",
    "user.signed_out",
    "user.password_changed",
    "user.password_reset",
    "user.language_changed",
    "api_client.created",
    "api_client.revoked",
    "audit.checked",
    "database.restored",
    "tenant.moved",
    "bulk.started",
    "bulk.stopped",
];

/// What was done, in a word or two; an action of another version in its own.
pub fn done(locale: Locale, action: &str) -> String {
    let key = match action {
        "token.issued" => "audit-token-issued",
        "token.rotated" => "audit-token-rotated",
        "token.secret_ended" => "audit-secret-ended",
        "token.secret_extended" => "audit-secret-extended",
        "user.signed_in" => "audit-user-signed-in",
        "user.signed_out" => "audit-user-signed-out",
        "user.password_changed" => "audit-user-password-changed",
        "user.password_reset" => "audit-user-password-reset",
        "user.language_changed" => "audit-user-language-changed",
        "audit.checked" => "audit-checked",
        "database.restored" => "audit-database-restored",
        "tenant.notifications_changed" => "notify-audit-changed",
        "tenant.webhook_secret_replaced" => "notify-audit-secret",
        "tenant.notification_tested" => "notify-audit-tested",
        "tenant.notifications_retried" => "notify-audit-retried",
        "tenant.notifications_dismissed" => "notify-audit-forgotten",
        "bulk.started" => "audit-started",
        "bulk.stopped" => "audit-stopped",
        other => match other.split_once('.').map_or(other, |(_, verb)| verb) {
            "created" => "audit-created",
            "changed" => "audit-token-changed",
            "renamed" => "audit-renamed",
            "moved" => "audit-moved",
            "disabled" => "audit-token-disabled",
            "enabled" => "audit-token-enabled",
            "revoked" => "audit-token-revoked",
            "deleted" => "audit-deleted",
            _ => return other.to_owned(),
        },
    };
    locale.t(key)
}

/// What kind of thing it is about.
pub fn thing(locale: Locale, kind: &str) -> String {
    let key = match kind {
        "token" => "audit-thing-token",
        "tenant" => "audit-thing-tenant",
        "app" => "audit-thing-app",
        "module" => "audit-thing-module",
        "user" => "audit-thing-user",
        "api_client" => "audit-thing-api-client",
        "audit" => "audit-thing-audit",
        "database" => "audit-thing-database",
        "bulk" => "bulk-label",
        other => return other.to_owned(),
    };
    locale.t(key)
}

/// An event in this language, its moments on these clocks.
pub fn tell(locale: Locale, zone: Tz, now: Timestamp, event: Recorded) -> Story {
    Story {
        what: done(locale, &event.action),
        by_token: event.actor_kind == "token",
        who: event.actor_label,
        when: When::ago(locale, event.at, now, zone),
        from: event.address.unwrap_or_default(),
        changes: changes(locale, zone, event.before.as_ref(), event.after.as_ref()),
    }
}

/// The same with date and time in full, for a list of many things.
pub fn tell_fully(locale: Locale, zone: Tz, now: Timestamp, event: Recorded) -> Story {
    let at = event.at;
    Story { when: When::moment(locale, at, zone), ..tell(locale, zone, now, event) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use chrono_tz::Europe::Berlin;
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::notice::Kind;

    fn told(before: Value, after: Value) -> Vec<String> {
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
            told(Value::Null, all),
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
            told(json!({ "status": "active" }), json!({ "status": "revoked" })),
            ["Status: Active > Revoked"]
        );
        assert_eq!(
            told(
                json!({ "tenant_scope": "all", "tenants": ["*"], "expires_at": null, "app": "x" }),
                json!({ "tenant_scope": "selected", "tenants": ["A", "B"], "expires_at": "odd", "app": null }),
            ),
            ["Tenants: All tenants > A, B", "App: x > none", "Expires: no expiration > odd"]
        );
        assert_eq!(
            told(json!({ "last_four": "aaaa" }), json!({ "last_four": "bbbb", "overlap": "none" })),
            ["Secret: …aaaa > …bbbb"]
        );
        assert_eq!(told(json!({ "tenants": ["A"] }), json!({ "tenants": [] })), ["Tenants: A > none"]);
        assert!(told(json!([1]), json!("x")).is_empty());
    }

    #[test]
    fn what_concerns_no_token_is_told_too() {
        assert_eq!(
            told(
                json!({ "slug": "a", "language": "de", "disabled": true, "role": "auditor" }),
                json!({ "slug": "b", "language": null, "disabled": false, "role": "king" }),
            ),
            ["Slug: a > b", "Role: Auditor > king", "Language: Deutsch > none", "Disabled: yes > no"]
        );
        assert_eq!(told(Value::Null, json!({ "events": 1_234 })), ["Checked events: 1,234"]);
        let begun = |deed: &str| told(Value::Null, json!({ "deed": deed, "tokens": 1_200 }));
        let deeds = ["Disable", "Enable", "Revoke", "Change expiration", "paint"];
        for (deed, words) in ["disable", "enable", "revoke", "expire", "paint"].into_iter().zip(deeds) {
            assert_eq!(begun(deed), [format!("Action: {words}"), "Tokens: 1,200".to_owned()]);
        }
    }

    #[test]
    fn every_action_that_is_written_has_its_words() {
        let mut written = BTreeSet::new();
        for file in sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))) {
            let product = file.split("\n#[cfg(test)]\nmod tests {").next().unwrap();
            for text in product.split('"').skip(1).step_by(2) {
                let kinds = [
                    "token.",
                    "tenant.",
                    "app.",
                    "module.",
                    "user.",
                    "api_client.",
                    "audit.",
                    "database.",
                    "bulk.",
                ];
                // A token that ends is told of, but nobody did it.
                if text == Kind::Expired.name() {
                    continue;
                }
                let verb = kinds.iter().find_map(|kind| text.strip_prefix(kind));
                if verb.is_some_and(|verb| {
                    verb.ends_with('d') || ["_in", "_out", "_reset"].iter().any(|end| verb.ends_with(end))
                }) {
                    written.insert(text.to_owned());
                }
            }
        }
        assert_eq!(written, ACTIONS.iter().map(|action| (*action).to_owned()).collect());
        for locale in Locale::ALL {
            for action in ACTIONS {
                let kind = thing(locale, action.split('.').next().unwrap());
                assert!(
                    !done(locale, action).contains(['.', '_'])
                        && !kind.starts_with("audit-")
                        && !kind.starts_with("bulk-"),
                    "{action}: {kind}"
                );
            }
        }
        assert_eq!(done(Locale::En, "robot.painted"), "robot.painted");
        assert_eq!(thing(Locale::En, "robot"), "robot");
    }

    fn sources(folder: &Path) -> Vec<String> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.extend(sources(&path));
            } else if !["tests.rs", "story.rs"]
                .map(Into::into)
                .contains(&path.file_name().unwrap().to_owned())
                && !path.to_string_lossy().contains("/tests/")
            {
                found.push(std::fs::read_to_string(&path).unwrap());
            }
        }
        found
    }
}
