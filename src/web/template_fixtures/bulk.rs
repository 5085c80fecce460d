//! What is done to many tokens at once.

use super::{BERLIN, Sample, acme, days, errors, sample, signed_in, wizard};
use crate::domain::bulk::BulkAction;
use crate::i18n::{Locale, msg};
use crate::store::bulk::jobs::{JobState, StopReason};
use crate::store::bulk::tokens::Forecast;
use crate::web::page::{Errors, Page};
use crate::web::tokens::bulk::{BulkConfirmPage, BulkExpiryPage, BulkProgressPage, wording};
use crate::web::view::When;

fn counted(done: i64) -> Forecast {
    Forecast { done, left: [1, 2, 3, 1] }
}

fn ask(page: Page, errors: Errors, action: BulkAction, done: i64) -> BulkConfirmPage {
    let locale = page.locale;
    let names = ["Warehouse scanner – production", "CI deploy", "Nightly export"];
    let token = |name: &str| (name.to_owned(), super::TOKEN.to_owned(), acme().url("/api/x"));
    let what = match action {
        BulkAction::Expire(Some(end)) => page.t(msg::bulk_what_expire(&locale.moment_with_zone(end, BERLIN))),
        BulkAction::Expire(None) => page.t(msg::BULK_WHAT_NEVER),
        BulkAction::Disable => page.t(msg::BULK_WHAT_DISABLE),
        BulkAction::Enable => page.t(msg::BULK_WHAT_ENABLE),
        BulkAction::Revoke => page.t(msg::BULK_WHAT_REVOKE),
    };
    BulkConfirmPage {
        tenant: acme(),
        title: wording::title(locale, action, done),
        what,
        grave: action == BulkAction::Revoke,
        first: names.into_iter().map(token).collect(),
        more: page.t(msg::bulk_more(97)),
        left: wording::left(locale, action, &counted(done)),
        nothing: done == 0,
        overtaken: !errors.is_empty(),
        number: (action == BulkAction::Revoke).then(|| locale.number(done)),
        typed: if errors.is_empty() { String::new() } else { "99".to_owned() },
        hidden: vec![("deed", action.name().to_owned())],
        back: acme().url("/api"),
        errors,
        page,
    }
}

fn end(page: Page, errors: Errors) -> BulkExpiryPage {
    BulkExpiryPage {
        tenant: acme(),
        general: wizard::general_fields(&page, !errors.is_empty()),
        hidden: vec![("deed", "expire".to_owned())],
        back: acme().url("/api"),
        errors,
        page,
    }
}

fn progress(page: Page, action: BulkAction, state: JobState) -> BulkProgressPage {
    let locale = page.locale;
    let mut left = wording::left(locale, action, &counted(1_200));
    left.push(page.t(msg::bulk_left_changed(1)));
    BulkProgressPage {
        tenant: acme(),
        title: wording::doing(locale, action),
        url: acme().url("/api/bulk/x"),
        running: state == JobState::Running,
        finished: state == JobState::Done,
        seen: 1_207,
        all: 100_000,
        progress: page.t(msg::bulk_progress(&locale.number(100_000), &locale.number(1_207))),
        done: wording::done(locale, action, 1_200),
        left,
        stopped: wording::stopped(locale, state),
        begun: When::moment(locale, days(0), BERLIN),
        by: "owner@example.com".to_owned(),
        can_stop: state == JobState::Running,
        page,
    }
}

pub fn pages(locale: Locale) -> Vec<Sample> {
    let signed = || signed_in(locale);
    let good = Errors::default;
    let wrong = |fields| errors(locale, fields);
    let end = BulkAction::Expire(Some(days(30)));
    let stopped = |why| JobState::Stopped(why);
    vec![
        sample("bulk-revoke", ask(signed(), good(), BulkAction::Revoke, 100)),
        sample("bulk-revoke-wrong", ask(signed(), wrong(&["typed"]), BulkAction::Revoke, 1)),
        sample("bulk-enable", ask(signed(), good(), BulkAction::Enable, 2)),
        sample("bulk-disable", ask(signed(), good(), BulkAction::Disable, 0)),
        sample("bulk-expire", ask(signed(), good(), end, 100)),
        sample("bulk-expire-never", ask(signed(), good(), BulkAction::Expire(None), 100)),
        sample("bulk-end", self::end(signed(), good())),
        sample("bulk-end-wrong", self::end(signed(), wrong(&["expires_date"]))),
        sample("bulk-running", progress(signed(), BulkAction::Revoke, JobState::Running)),
        sample("bulk-finished", progress(signed(), BulkAction::Disable, JobState::Done)),
        sample("bulk-asked", progress(signed(), BulkAction::Revoke, stopped(StopReason::Requested))),
        sample("bulk-rights", progress(signed(), BulkAction::Enable, stopped(StopReason::Rights))),
        sample("bulk-tenant", progress(signed(), BulkAction::Enable, stopped(StopReason::Tenant))),
        sample("bulk-past", progress(signed(), end, stopped(StopReason::Past))),
    ]
}
