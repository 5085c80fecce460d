//! How tokens are shown on every page.

use chrono_tz::Tz;

use super::view::{Badge, BadgeKind};
use crate::domain::id::LogoId;
use crate::domain::time::Timestamp;
use crate::domain::token::{Life, Status, TenantScope, Token};
use crate::i18n::{Locale, msg};
use crate::service::visible::{Readable, VisibleNames};
use crate::store::tokens::ReachedTenant;

/// A token that expires within this many days gets a warning.
const SOON: i64 = 7;

/// The badge of a status; shows an upcoming expiration in advance.
pub fn badge(locale: Locale, life: Life, now: Timestamp, zone: Tz) -> Badge {
    let (kind, text) = match life.status(now) {
        Status::Active => match life.expires_at.map(|end| days_until(end, now, zone)) {
            Some(days) if days <= SOON => (BadgeKind::Expiring, locale.t(msg::status_expires_in_days(days))),
            _ => (BadgeKind::Active, locale.t(msg::STATUS_ACTIVE)),
        },
        Status::Disabled => (BadgeKind::Disabled, locale.t(msg::STATUS_DISABLED)),
        Status::Expired => (BadgeKind::Expired, locale.t(msg::STATUS_EXPIRED)),
        Status::Revoked => (BadgeKind::Revoked, locale.t(msg::STATUS_REVOKED)),
    };
    Badge { kind, text }
}

/// Days between now and `end` in the tenant's calendar; 0 is today.
fn days_until(end: Timestamp, now: Timestamp, zone: Tz) -> i64 {
    let day = |at: Timestamp| at.utc().with_timezone(&zone).date_naive();
    day(end).signed_duration_since(day(now)).num_days()
}

/// The masked secret: `lk_…9fQ2`.
pub fn masked(prefix: &str, last_four: &str) -> String {
    format!("{prefix}_…{last_four}")
}

/// The tenants it can access, by name; `home` is its home tenant.
pub fn scope(
    locale: Locale,
    readable: &Readable,
    token: &Token,
    home: &str,
    reached: &[ReachedTenant],
) -> String {
    match token.scope {
        TenantScope::This => home.to_owned(),
        TenantScope::ThisAndBelow => locale.t(msg::token_scope_below(home)),
        TenantScope::Selected(_) => shown(locale, readable.names(reached)).join(", "),
        TenantScope::All => locale.t(msg::TOKEN_SCOPE_ALL),
    }
}

/// The names of the tenants it can access, with `reached` for the scope "selected"; `None` means all.
pub fn names(
    locale: Locale,
    scope: &TenantScope,
    home: &str,
    reached: impl IntoIterator<Item = String>,
) -> Option<Vec<String>> {
    match scope {
        TenantScope::This => Some(vec![home.to_owned()]),
        TenantScope::ThisAndBelow => Some(vec![locale.t(msg::token_scope_below(home))]),
        TenantScope::Selected(_) => Some(reached.into_iter().collect()),
        TenantScope::All => None,
    }
}

/// The names that may be shown, and the number of other tenants.
pub fn shown(locale: Locale, shown: VisibleNames) -> Vec<String> {
    let VisibleNames { mut names, others } = shown;
    names.extend(other_tenants(locale, others));
    names
}

/// `2 other tenants`; `None` if there are none.
pub fn other_tenants(locale: Locale, others: usize) -> Option<String> {
    (others > 0).then(|| locale.t(msg::token_other_tenants(i64::try_from(others).unwrap_or(i64::MAX))))
}

/// The address of its logo, if it has one; `home` is the slug of its home tenant.
pub fn logo(home: &str, logo: Option<LogoId>) -> Option<String> {
    logo.map(|logo| format!("/administration/tenants/{home}/api/logos/{logo}"))
}
