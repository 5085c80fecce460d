//! The sentences of bulk actions: counts, and why tokens are skipped.

use crate::domain::bulk::BulkAction;
use crate::domain::tenant::Tenant;
use crate::i18n::Locale;
use crate::store::bulk::jobs::{Job, State, Stopped};
use crate::store::bulk::tokens::Forecast;

/// `Revoke 12 tokens`.
pub fn title(locale: Locale, deed: BulkAction, number: i64) -> String {
    locale.tn(
        match deed {
            BulkAction::Disable => "bulk-disable",
            BulkAction::Enable => "bulk-enable",
            BulkAction::Revoke => "bulk-revoke",
            BulkAction::Expire(_) => "bulk-expire",
        },
        number,
    )
}

/// What becomes of them.
pub fn what(locale: Locale, deed: BulkAction, tenant: &Tenant) -> String {
    match deed {
        BulkAction::Disable => locale.t("bulk-what-disable"),
        BulkAction::Enable => locale.t("bulk-what-enable"),
        BulkAction::Revoke => locale.t("bulk-what-revoke"),
        BulkAction::Expire(None) => locale.t("bulk-what-never"),
        BulkAction::Expire(Some(end)) => {
            locale.t1("bulk-what-expire", "when", &locale.moment_with_zone(end, tenant.zone))
        }
    }
}

/// `Revoking tokens`.
pub fn doing(locale: Locale, deed: BulkAction) -> String {
    locale.t(match deed {
        BulkAction::Disable => "bulk-doing-disable",
        BulkAction::Enable => "bulk-doing-enable",
        BulkAction::Revoke => "bulk-doing-revoke",
        BulkAction::Expire(_) => "bulk-doing-expire",
    })
}

/// `12 tokens are revoked.`
pub fn done(locale: Locale, deed: BulkAction, number: i64) -> String {
    locale.tn(
        match deed {
            BulkAction::Disable => "bulk-done-disable",
            BulkAction::Enable => "bulk-done-enable",
            BulkAction::Revoke => "bulk-done-revoke",
            BulkAction::Expire(_) => "bulk-done-expire",
        },
        number,
    )
}

/// The skipped tokens, with a sentence for each reason.
pub fn left(locale: Locale, deed: BulkAction, counted: &Forecast) -> Vec<String> {
    let already = match deed {
        BulkAction::Disable => "bulk-left-disabled",
        BulkAction::Enable => "bulk-left-enabled",
        BulkAction::Revoke => "bulk-left-revoked",
        BulkAction::Expire(_) => "bulk-left-same-end",
    };
    let keys = [already, "bulk-left-expired", "bulk-left-revoked", "bulk-left-not-yours"];
    keys.into_iter()
        .zip(counted.left)
        .filter(|(_, number)| *number > 0)
        .map(|(key, number)| locale.tn(key, number))
        .collect()
}

/// Why it stopped; nothing when it did not.
pub fn stopped(locale: Locale, state: State) -> String {
    let State::Stopped(why) = state else { return String::new() };
    locale.t(match why {
        Stopped::Asked => "bulk-stopped-asked",
        Stopped::Rights => "bulk-stopped-rights",
        Stopped::Tenant => "bulk-stopped-tenant",
        Stopped::Past => "bulk-stopped-past",
    })
}

/// `1,200 of 100,000`.
pub fn progress(locale: Locale, job: &Job) -> String {
    let seen = locale.number(job.so_far.all());
    locale.t2("bulk-progress", "seen", &seen, "all", &locale.number(job.expected))
}
