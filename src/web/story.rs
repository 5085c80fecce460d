//! The audit trail in plain words: what happened, and what was before and after.

use chrono_tz::Tz;
use serde_json::{Map, Value};

use super::view::When;
use crate::domain::audit::Recorded;
use crate::domain::time::Timestamp;
use crate::domain::token::Status;
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

/// An event in this language, its moments on these clocks.
pub fn tell(locale: Locale, zone: Tz, now: Timestamp, event: Recorded) -> Story {
    Story {
        what: match event.action.as_str() {
            "token.issued" => locale.t("audit-token-issued"),
            "token.changed" => locale.t("audit-token-changed"),
            "token.disabled" => locale.t("audit-token-disabled"),
            "token.enabled" => locale.t("audit-token-enabled"),
            "token.rotated" => locale.t("audit-token-rotated"),
            "token.secret_ended" => locale.t("audit-secret-ended"),
            "token.secret_extended" => locale.t("audit-secret-extended"),
            "token.revoked" => locale.t("audit-token-revoked"),
            _ => event.action,
        },
        by_token: event.actor_kind == "token",
        who: event.actor_label,
        when: When::ago(locale, event.at, now, zone),
        from: event.address.unwrap_or_default(),
        changes: changes(locale, zone, event.before.as_ref(), event.after.as_ref()),
    }
}

/// The members that are told, in this order, each with the key of its label.
const MEMBERS: [(&str, &str); 11] = [
    ("name", "token-name"),
    ("description", "wizard-description"),
    ("logo", "wizard-logo"),
    ("status", "token-status"),
    ("tenants", "token-tenants"),
    ("app", "wizard-app"),
    ("modules", "wizard-modules"),
    ("permissions", "token-permissions"),
    ("expires_at", "token-expires"),
    ("last_four", "token-secret"),
    ("previous_secret_ends_at", "audit-old-secret-ends"),
];

fn changes(locale: Locale, zone: Tz, before: Option<&Value>, after: Option<&Value>) -> Vec<Changed> {
    let members = |value: Option<&Value>| value.and_then(Value::as_object).cloned();
    let (before, after) = (members(before), members(after).unwrap_or_default());
    let mut told = Vec::new();
    for (member, label) in MEMBERS {
        let now = text(locale, zone, member, &after);
        let then = before.as_ref().and_then(|before| text(locale, zone, member, before));
        if now.is_none() && then.is_none() {
            continue;
        }
        let none = || locale.t("wizard-none");
        told.push(Changed {
            label: locale.t(label),
            // What is told of something new has nothing before it.
            before: before.as_ref().and(then.filter(|text| !text.is_empty())),
            after: now.filter(|text| !text.is_empty()).unwrap_or_else(none),
        });
    }
    told
}

/// A member in words; nothing when it is not there, an empty text when it is there and says "none".
fn text(locale: Locale, zone: Tz, member: &str, members: &Map<String, Value>) -> Option<String> {
    if member == "tenants" {
        return tenants(locale, members);
    }
    let value = members.get(member)?;
    let plain = || value.as_str().unwrap_or_default().to_owned();
    Some(match (member, value) {
        ("expires_at", Value::Null) => locale.t("token-no-expiration"),
        ("expires_at" | "previous_secret_ends_at", _) => {
            let moment = plain().parse::<Timestamp>();
            moment.map_or_else(|_| plain(), |at| locale.moment_with_zone(at, zone))
        }
        ("logo", Value::String(_)) => locale.t("audit-picture"),
        ("last_four", _) => format!("…{}", plain()),
        ("status", _) => match Status::from_name(&plain()) {
            Some(Status::Active) => locale.t("status-active"),
            Some(Status::Disabled) => locale.t("status-disabled"),
            Some(Status::Expired) => locale.t("status-expired"),
            Some(Status::Revoked) => locale.t("status-revoked"),
            None => plain(),
        },
        ("permissions", Value::Array(names)) => {
            let words = names.iter().filter_map(Value::as_str).map(|name| match name {
                "read" => locale.t("permission-read"),
                "write" => locale.t("permission-write"),
                "create" => locale.t("permission-create"),
                "delete" => locale.t("permission-delete"),
                other => other.to_owned(),
            });
            words.collect::<Vec<_>>().join(", ")
        }
        (_, Value::Array(items)) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        _ => plain(),
    })
}

/// Scope and tenants are one thing to people.
fn tenants(locale: Locale, members: &Map<String, Value>) -> Option<String> {
    let names = || members.get("tenants").and_then(Value::as_array).cloned().unwrap_or_default();
    match members.get("tenant_scope").and_then(Value::as_str) {
        Some("this") => Some(locale.t("wizard-scope-this")),
        Some("all") => Some(locale.t("token-scope-all")),
        None if !members.contains_key("tenants") => None,
        _ => Some(names().iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Berlin;
    use serde_json::json;

    use super::*;

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
}
