//! What an event says of a thing before and after, member by member, in words.

use chrono_tz::Tz;
use serde_json::{Map, Value};

use super::Changed;
use crate::domain::notice::Kind;
use crate::domain::person::Role;
use crate::domain::time::Timestamp;
use crate::domain::token::Status;
use crate::i18n::Locale;
use crate::service::visible::{OTHERS, Shown};
use crate::web::look;
use crate::web::notifications::rows;

/// The members shown, in this order, each with the key of its label.
const MEMBERS: [(&str, &str); 32] = [
    ("name", "token-name"),
    ("email", "sign-in-email"),
    ("slug", "tenant-slug"),
    ("parent", "tenant-parent"),
    ("role", "audit-role"),
    ("time_zone", "tenant-time-zone"),
    ("language", "tenant-language"),
    ("enabled", "audit-enabled"),
    ("disabled", "audit-disabled"),
    ("owners_only", "modules-owners-only"),
    ("events", "audit-checked-events"),
    ("known_until", "audit-known-until"),
    ("lost_events", "audit-lost-events"),
    ("broken", "audit-broken-chains"),
    ("whole", "audit-checked-all"),
    ("deed", "audit-action"),
    ("tokens", "shell-tokens"),
    ("description", "wizard-description"),
    ("logo", "wizard-logo"),
    ("status", "token-status"),
    ("along_with", "audit-along-with"),
    ("tenants", "token-tenants"),
    ("app", "wizard-app"),
    ("modules", "wizard-modules"),
    ("permissions", "token-permissions"),
    ("expires_at", "token-expires"),
    ("last_four", "token-secret"),
    ("previous_secret_ends_at", "audit-old-secret-ends"),
    ("emails", "notify-emails"),
    ("webhook", "notify-webhook"),
    ("kinds", "notify-kinds"),
    ("deliveries", "notify-audit-deliveries"),
];

/// What differs between the members of `before` and of `after`, or all of `after` where there was nothing before.
pub(super) fn changes(
    locale: Locale,
    zone: Tz,
    before: Option<&Value>,
    after: Option<&Value>,
) -> Vec<Changed> {
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
            // A new object has no value before.
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
    if member == "parent" && others(members).is_some() && members.get(member).is_some_and(Value::is_null) {
        return look::other_tenants(locale, 1);
    }
    let value = members.get(member)?;
    let plain = || value.as_str().unwrap_or_default().to_owned();
    Some(match (member, value) {
        ("expires_at", Value::Null) => locale.t("token-no-expiration"),
        ("expires_at" | "previous_secret_ends_at" | "known_until", _) => {
            let moment = plain().parse::<Timestamp>();
            moment.map_or_else(|_| plain(), |at| locale.moment_with_zone(at, zone))
        }
        ("deed", _) => match plain().as_str() {
            "disable" => locale.t("token-disable"),
            "enable" => locale.t("token-enable"),
            "revoke" => locale.t("token-revoke"),
            "expire" => locale.t("bulk-deed-expire"),
            _ => plain(),
        },
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
        ("kinds", Value::Array(names)) => {
            let words = names.iter().filter_map(Value::as_str).filter_map(Kind::from_name);
            words.map(|kind| rows::kind(locale, kind)).collect::<Vec<_>>().join(", ")
        }
        ("language", Value::String(tag)) => {
            Locale::from_tag(tag).map_or_else(plain, |language| language.own_name().to_owned())
        }
        ("role", _) => match Role::from_name(&plain()) {
            Some(Role::Owner) => locale.t("audit-role-owner"),
            Some(Role::TenantAdmin) => locale.t("audit-role-tenant-admin"),
            Some(Role::Auditor) => locale.t("audit-role-auditor"),
            None => plain(),
        },
        (_, Value::Bool(true)) => locale.t("audit-yes"),
        (_, Value::Bool(false)) => locale.t("audit-no"),
        (_, Value::Number(number)) => number.as_i64().map_or_else(plain, |number| locale.number(number)),
        (_, Value::Array(items)) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        _ => plain(),
    })
}

/// Scope and tenants are one thing to people.
fn tenants(locale: Locale, members: &Map<String, Value>) -> Option<String> {
    let names = || members.get("tenants").and_then(Value::as_array).cloned().unwrap_or_default();
    match members.get("tenant_scope").and_then(Value::as_str) {
        Some("this") => Some(locale.t("wizard-scope-this")),
        Some("this_and_subtenants") => Some(locale.t("wizard-scope-this-below")),
        Some("all") => Some(locale.t("token-scope-all")),
        None if !members.contains_key("tenants") => None,
        _ => {
            let names = names().iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect();
            Some(look::shown(locale, Shown { names, others: others(members).unwrap_or(0) }).join(", "))
        }
    }
}

/// How many tenants the event does not name to its reader.
fn others(members: &Map<String, Value>) -> Option<usize> {
    members.get(OTHERS).and_then(Value::as_u64).and_then(|others| usize::try_from(others).ok())
}
