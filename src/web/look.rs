//! How a token looks on every page.

use chrono_tz::Tz;

use super::view::{Badge, BadgeKind};
use crate::domain::id::LogoId;
use crate::domain::time::Timestamp;
use crate::domain::token::{Life, Status, TenantScope, Token};
use crate::i18n::Locale;
use crate::service::visible::{Readable, Shown};
use crate::store::tokens::ReachedTenant;

/// A token that expires within this many days gets a warning.
const SOON: i64 = 7;

/// The badge of a status; an upcoming expiration is shown in advance.
pub fn badge(locale: Locale, life: Life, now: Timestamp, zone: Tz) -> Badge {
    let (kind, text) = match life.status(now) {
        Status::Active => match life.expires_at.map(|end| days_until(end, now, zone)) {
            Some(days) if days <= SOON => (BadgeKind::Expiring, locale.tn("status-expires-in-days", days)),
            _ => (BadgeKind::Active, locale.t("status-active")),
        },
        Status::Disabled => (BadgeKind::Disabled, locale.t("status-disabled")),
        Status::Expired => (BadgeKind::Expired, locale.t("status-expired")),
        Status::Revoked => (BadgeKind::Revoked, locale.t("status-revoked")),
    };
    Badge { kind, text }
}

/// Days of the tenant's calendar between now and `end`; 0 is today.
fn days_until(end: Timestamp, now: Timestamp, zone: Tz) -> i64 {
    let day = |at: Timestamp| at.utc().with_timezone(&zone).date_naive();
    day(end).signed_duration_since(day(now)).num_days()
}

/// The secret as it may be shown for good: `lk_…9fQ2`.
pub fn masked(prefix: &str, last_four: &str) -> String {
    format!("{prefix}_…{last_four}")
}

/// The tenants it reaches, by name; `home` is the one it belongs to.
pub fn scope(
    locale: Locale,
    readable: &Readable,
    token: &Token,
    home: &str,
    reached: &[ReachedTenant],
) -> String {
    match token.scope {
        TenantScope::This => home.to_owned(),
        TenantScope::ThisAndBelow => locale.t1("token-scope-below", "tenant", home),
        TenantScope::Selected(_) => shown(locale, readable.names(reached)).join(", "),
        TenantScope::All => locale.t("token-scope-all"),
    }
}

/// The tenants it can access, by name, with `reached` for the scope "selected"; `None` means all.
pub fn names(
    locale: Locale,
    scope: &TenantScope,
    home: &str,
    reached: impl IntoIterator<Item = String>,
) -> Option<Vec<String>> {
    match scope {
        TenantScope::This => Some(vec![home.to_owned()]),
        TenantScope::ThisAndBelow => Some(vec![locale.t1("token-scope-below", "tenant", home)]),
        TenantScope::Selected(_) => Some(reached.into_iter().collect()),
        TenantScope::All => None,
    }
}

/// The names that may be read, and how many other tenants there are.
pub fn shown(locale: Locale, shown: Shown) -> Vec<String> {
    let Shown { mut names, others } = shown;
    names.extend(other_tenants(locale, others));
    names
}

/// `2 other tenants`; nothing where there are none.
pub fn other_tenants(locale: Locale, others: usize) -> Option<String> {
    (others > 0).then(|| locale.tn("token-other-tenants", i64::try_from(others).unwrap_or(i64::MAX)))
}

/// The address of its picture, if it has one; `home` is the slug of the tenant it belongs to.
pub fn logo(home: &str, logo: Option<LogoId>) -> Option<String> {
    logo.map(|logo| format!("/administration/tenants/{home}/api/logos/{logo}"))
}
