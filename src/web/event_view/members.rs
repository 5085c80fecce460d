//! The values of an event before and after, member by member, in words.

use chrono_tz::Tz;
use serde_json::{Map, Value};

use super::Changed;
use crate::domain::labels::LabelField;
use crate::domain::notice::Kind;
use crate::domain::person::Role;
use crate::domain::time::Timestamp;
use crate::domain::token::Status;
use crate::i18n::{Locale, Message, msg};
use crate::service::visible::{OTHERS, VisibleNames};
use crate::web::notifications::rows;
use crate::web::{labels, token_view};

/// The members shown first, in this order, each with its label.
const FIRST: [(&str, Message<'static>); 17] = [
    ("name", msg::TOKEN_NAME),
    ("email", msg::SIGN_IN_EMAIL),
    ("slug", msg::TENANT_SLUG),
    ("parent", msg::TENANT_PARENT),
    ("role", msg::AUDIT_ROLE),
    ("time_zone", msg::TENANT_TIME_ZONE),
    ("language", msg::TENANT_LANGUAGE),
    ("enabled", msg::AUDIT_ENABLED),
    ("disabled", msg::AUDIT_DISABLED),
    ("owners_only", msg::MODULES_OWNERS_ONLY),
    ("events", msg::AUDIT_CHECKED_EVENTS),
    ("known_until", msg::AUDIT_KNOWN_UNTIL),
    ("lost_events", msg::AUDIT_LOST_EVENTS),
    ("broken", msg::AUDIT_BROKEN_CHAINS),
    ("whole", msg::AUDIT_CHECKED_ALL),
    ("deed", msg::AUDIT_ACTION),
    ("tokens", msg::SHELL_TOKENS),
];

/// Those shown after the texts of a token.
const LAST: [(&str, Message<'static>); 14] = [
    ("logo", msg::WIZARD_LOGO),
    ("status", msg::TOKEN_STATUS),
    ("along_with", msg::AUDIT_ALONG_WITH),
    ("tenants", msg::TOKEN_TENANTS),
    ("app", msg::WIZARD_APP),
    ("modules", msg::WIZARD_MODULES),
    ("permissions", msg::TOKEN_PERMISSIONS),
    ("expires_at", msg::TOKEN_EXPIRES),
    ("last_four", msg::TOKEN_SECRET),
    ("previous_secret_ends_at", msg::AUDIT_OLD_SECRET_ENDS),
    ("emails", msg::NOTIFY_EMAILS),
    ("webhook", msg::NOTIFY_WEBHOOK),
    ("kinds", msg::NOTIFY_KINDS),
    ("deliveries", msg::NOTIFY_AUDIT_DELIVERIES),
];

/// All of them.
fn members() -> impl Iterator<Item = (&'static str, Message<'static>)> {
    // A token's name is a member like every other thing's.
    let texts = LabelField::all().filter(|field| *field != LabelField::Name).map(labels::control);
    FIRST.into_iter().chain(texts.map(|text| (text.name, text.label))).chain(LAST)
}

/// What differs between the members of `before` and of `after`, or all of `after` where there was nothing before.
pub(super) fn changes(
    locale: Locale,
    zone: Tz,
    before: Option<&Value>,
    after: Option<&Value>,
) -> Vec<Changed> {
    let object = |value: Option<&Value>| value.and_then(Value::as_object).cloned();
    let (before, after) = (object(before), object(after).unwrap_or_default());
    let mut changed = Vec::new();
    for (member, label) in members() {
        let now = text(locale, zone, member, &after);
        let then = before.as_ref().and_then(|before| text(locale, zone, member, before));
        if now.is_none() && then.is_none() {
            continue;
        }
        let none = || locale.t(msg::WIZARD_NONE);
        changed.push(Changed {
            label: locale.t(label),
            // A new object has no value before.
            before: before.as_ref().and(then.filter(|text| !text.is_empty())),
            after: now.filter(|text| !text.is_empty()).unwrap_or_else(none),
        });
    }
    changed
}

/// A member in words; `None` if it is absent, empty if it is present and means "none".
fn text(locale: Locale, zone: Tz, member: &str, members: &Map<String, Value>) -> Option<String> {
    if member == "tenants" {
        return tenants(locale, members);
    }
    if member == "parent" && others(members).is_some() && members.get(member).is_some_and(Value::is_null) {
        return token_view::other_tenants(locale, 1);
    }
    let value = members.get(member)?;
    let plain = || value.as_str().unwrap_or_default().to_owned();
    Some(match (member, value) {
        ("expires_at", Value::Null) => locale.t(msg::TOKEN_NO_EXPIRATION),
        ("expires_at" | "previous_secret_ends_at" | "known_until", _) => {
            let moment = plain().parse::<Timestamp>();
            moment.map_or_else(|_| plain(), |at| locale.moment_with_zone(at, zone))
        }
        ("deed", _) => match plain().as_str() {
            "disable" => locale.t(msg::TOKEN_DISABLE),
            "enable" => locale.t(msg::TOKEN_ENABLE),
            "revoke" => locale.t(msg::TOKEN_REVOKE),
            "expire" => locale.t(msg::BULK_DEED_EXPIRE),
            _ => plain(),
        },
        ("logo", Value::String(_)) => locale.t(msg::AUDIT_PICTURE),
        ("last_four", _) => format!("…{}", plain()),
        ("status", _) => match Status::from_name(&plain()) {
            Some(Status::Active) => locale.t(msg::STATUS_ACTIVE),
            Some(Status::Disabled) => locale.t(msg::STATUS_DISABLED),
            Some(Status::Expired) => locale.t(msg::STATUS_EXPIRED),
            Some(Status::Revoked) => locale.t(msg::STATUS_REVOKED),
            None => plain(),
        },
        ("permissions", Value::Array(names)) => {
            let words = names.iter().filter_map(Value::as_str).map(|name| match name {
                "read" => locale.t(msg::PERMISSION_READ),
                "write" => locale.t(msg::PERMISSION_WRITE),
                "create" => locale.t(msg::PERMISSION_CREATE),
                "delete" => locale.t(msg::PERMISSION_DELETE),
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
            Some(Role::Owner) => locale.t(msg::AUDIT_ROLE_OWNER),
            Some(Role::TenantAdmin) => locale.t(msg::AUDIT_ROLE_TENANT_ADMIN),
            Some(Role::Auditor) => locale.t(msg::AUDIT_ROLE_AUDITOR),
            None => plain(),
        },
        (_, Value::Bool(true)) => locale.t(msg::AUDIT_YES),
        (_, Value::Bool(false)) => locale.t(msg::AUDIT_NO),
        (_, Value::Number(number)) => number.as_i64().map_or_else(plain, |number| locale.number(number)),
        (_, Value::Array(items)) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        _ => plain(),
    })
}

/// To people, scope and tenants are one thing.
fn tenants(locale: Locale, members: &Map<String, Value>) -> Option<String> {
    let names = || members.get("tenants").and_then(Value::as_array).cloned().unwrap_or_default();
    match members.get("tenant_scope").and_then(Value::as_str) {
        Some("this") => Some(locale.t(msg::WIZARD_SCOPE_THIS)),
        Some("this_and_subtenants") => Some(locale.t(msg::WIZARD_SCOPE_THIS_BELOW)),
        Some("all") => Some(locale.t(msg::TOKEN_SCOPE_ALL)),
        None if !members.contains_key("tenants") => None,
        _ => {
            let names = names().iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect();
            Some(
                token_view::shown(locale, VisibleNames { names, others: others(members).unwrap_or(0) })
                    .join(", "),
            )
        }
    }
}

/// How many tenants the event does not name to its reader.
fn others(members: &Map<String, Value>) -> Option<usize> {
    members.get(OTHERS).and_then(Value::as_u64).and_then(|others| usize::try_from(others).ok())
}
