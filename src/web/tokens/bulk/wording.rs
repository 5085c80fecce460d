//! The sentences of bulk actions: counts, and why tokens are skipped.

use crate::domain::bulk::BulkAction;
use crate::domain::tenant::Tenant;
use crate::i18n::{Locale, msg};
use crate::store::bulk::jobs::{Job, JobState, StopReason};
use crate::store::bulk::tokens::Forecast;

/// `Revoke 12 tokens`.
pub fn title(locale: Locale, action: BulkAction, number: i64) -> String {
    locale.t(match action {
        BulkAction::Disable => msg::bulk_disable(number),
        BulkAction::Enable => msg::bulk_enable(number),
        BulkAction::Revoke => msg::bulk_revoke(number),
        BulkAction::Expire(_) => msg::bulk_expire(number),
    })
}

/// What becomes of them.
pub fn what(locale: Locale, action: BulkAction, tenant: &Tenant) -> String {
    match action {
        BulkAction::Disable => locale.t(msg::BULK_WHAT_DISABLE),
        BulkAction::Enable => locale.t(msg::BULK_WHAT_ENABLE),
        BulkAction::Revoke => locale.t(msg::BULK_WHAT_REVOKE),
        BulkAction::Expire(None) => locale.t(msg::BULK_WHAT_NEVER),
        BulkAction::Expire(Some(end)) => {
            locale.t(msg::bulk_what_expire(&locale.moment_with_zone(end, tenant.zone)))
        }
    }
}

/// `Revoking tokens`.
pub fn doing(locale: Locale, action: BulkAction) -> String {
    locale.t(match action {
        BulkAction::Disable => msg::BULK_DOING_DISABLE,
        BulkAction::Enable => msg::BULK_DOING_ENABLE,
        BulkAction::Revoke => msg::BULK_DOING_REVOKE,
        BulkAction::Expire(_) => msg::BULK_DOING_EXPIRE,
    })
}

/// `12 tokens are revoked.`
pub fn done(locale: Locale, action: BulkAction, number: i64) -> String {
    locale.t(match action {
        BulkAction::Disable => msg::bulk_done_disable(number),
        BulkAction::Enable => msg::bulk_done_enable(number),
        BulkAction::Revoke => msg::bulk_done_revoke(number),
        BulkAction::Expire(_) => msg::bulk_done_expire(number),
    })
}

/// The skipped tokens, with a sentence for each reason.
pub fn left(locale: Locale, action: BulkAction, counted: &Forecast) -> Vec<String> {
    let already = match action {
        BulkAction::Disable => msg::bulk_left_disabled,
        BulkAction::Enable => msg::bulk_left_enabled,
        BulkAction::Revoke => msg::bulk_left_revoked,
        BulkAction::Expire(_) => msg::bulk_left_same_end,
    };
    let reasons = [already, msg::bulk_left_expired, msg::bulk_left_revoked, msg::bulk_left_not_yours];
    reasons
        .into_iter()
        .zip(counted.left)
        .filter(|(_, number)| *number > 0)
        .map(|(message, number)| locale.t(message(number)))
        .collect()
}

/// Why it stopped; nothing when it did not.
pub fn stopped(locale: Locale, state: JobState) -> String {
    let JobState::Stopped(why) = state else { return String::new() };
    locale.t(match why {
        StopReason::Requested => msg::BULK_STOPPED_ASKED,
        StopReason::Rights => msg::BULK_STOPPED_RIGHTS,
        StopReason::Tenant => msg::BULK_STOPPED_TENANT,
        StopReason::Past => msg::BULK_STOPPED_PAST,
    })
}

/// `1,200 of 100,000`.
pub fn progress(locale: Locale, job: &Job) -> String {
    let seen = locale.number(job.so_far.all());
    locale.t(msg::bulk_progress(&locale.number(job.expected), &seen))
}
