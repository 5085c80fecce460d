//! Throwing away what is too old, or more than there may be: a portion after the other, each in a transaction of its own,
//! with time in between for others to write.

use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use super::{note, pause};
use crate::domain::id::TenantId;
use crate::domain::limits::{NOTICES, REVOKED_API_CLIENTS};
use crate::domain::time::Timestamp;
use crate::state::State;
use crate::store::portions::PORTION;
use crate::store::verification::decisions::About;
use crate::store::{
    self, Tx, api_clients, bulk,
    following::change_log,
    idempotency, notices,
    people::{sessions, sign_in_failures},
    tokens::{drafts, logos, rotations},
    usage,
    verification::decisions,
};

/// How often a job that pauses for lack of space looks whether there is some.
const RETRY: Duration = Duration::from_secs(10);
/// How often it is looked for what may go.
const EVERY: Duration = Duration::from_secs(15 * 60);
/// A draft that was not touched for so long is given up.
const DRAFT_LIFE: TimeDelta = TimeDelta::hours(24);
/// The reason of a refusal can be looked up for so long.
const DECISION_LIFE: TimeDelta = TimeDelta::days(7);
/// So many days of use are kept: a year, and time to look back at it.
const USAGE_DAYS: i64 = 400;
/// What was told can be looked up for so long.
const NOTICE_LIFE: TimeDelta = TimeDelta::days(90);
/// So many notices go at once: each takes its deliveries along.
const NOTICE_PORTION: i64 = 200;
/// A program may ask again with the same `Idempotency-Key` for so long.
const KEY_LIFE: TimeDelta = TimeDelta::hours(24);
/// Whoever follows the database reads what changed within so many microseconds, or else everything.
const CHANGE_LIFE: i64 = 60 * 60 * 1_000_000;
/// What was done to many tokens at once can be looked up for so long.
const BULK_LIFE: TimeDelta = TimeDelta::days(90);
/// A failed sign-in is forgotten after so long.
const FAILURE_LIFE: TimeDelta = TimeDelta::hours(1);

/// Tidies up now and then, until it is told to stop. A portion that has begun is finished first.
pub(super) async fn run(state: State, mut stopped: watch::Receiver<bool>) {
    let mut next = tokio::time::interval(EVERY);
    // After a time without space it runs once, not once for each time it could not.
    next.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            // Deleting takes space first, and frees it later.
            _ = next.tick(), if !state.db.disk().is_short() => {}
            () = sleep(RETRY), if state.db.disk().is_short() => continue,
            _ = stopped.changed() => return,
        }
        tokio::select! {
            outcome = tidy(&state, state.now()) => {
                note(&state, "tidying up", outcome);
            }
            _ = stopped.changed() => return,
        }
    }
}

/// What may go.
#[derive(Clone, Copy)]
enum Rows {
    Drafts,
    Rotations,
    Sessions,
    SignInFailures,
    Decisions(About),
    IdempotencyKeys,
    BulkJobs,
    RevokedApiClients,
    Notices,
    /// Of a tenant that has more of them than it may have.
    NoticesOf(TenantId),
    UsageDays,
    ChangeLog,
}

/// What may go because it is too old, or more than there may be. Logos and crowded tenants are looked for.
const ROWS: [Rows; 12] = [
    Rows::Drafts,
    Rows::Rotations,
    Rows::Sessions,
    Rows::SignInFailures,
    Rows::Decisions(About::Token),
    Rows::Decisions(About::Nobody),
    Rows::IdempotencyKeys,
    Rows::BulkJobs,
    Rows::RevokedApiClients,
    Rows::Notices,
    Rows::UsageDays,
    Rows::ChangeLog,
];

impl Rows {
    /// Deletes a portion; gives how many rows.
    async fn portion(self, tx: &mut Tx, now: Timestamp) -> store::Result<u64> {
        let old = |life: TimeDelta| now.plus(-life);
        match self {
            Self::Drafts => drafts::delete_old(tx, old(DRAFT_LIFE)).await,
            Self::Rotations => rotations::delete_old(tx, old(DRAFT_LIFE)).await,
            Self::Sessions => sessions::delete_expired(tx, now).await,
            Self::SignInFailures => sign_in_failures::delete_old(tx, old(FAILURE_LIFE)).await,
            Self::Decisions(about) => decisions::delete_old(tx, about, old(DECISION_LIFE)).await,
            Self::IdempotencyKeys => idempotency::delete_old(tx, old(KEY_LIFE)).await,
            Self::BulkJobs => bulk::jobs::delete_old(tx, old(BULK_LIFE)).await,
            Self::RevokedApiClients => api_clients::trim_revoked(tx, REVOKED_API_CLIENTS).await,
            Self::Notices => notices::delete_old(tx, old(NOTICE_LIFE), NOTICE_PORTION).await,
            Self::NoticesOf(tenant) => notices::trim(tx, tenant, NOTICES, NOTICE_PORTION).await,
            Self::UsageDays => usage::days::delete_old(tx, now.day() - USAGE_DAYS, PORTION).await,
            Self::ChangeLog => change_log::delete_old(tx, CHANGE_LIFE, PORTION).await,
        }
    }

    /// Deletes one portion after the other until none is left.
    async fn all(self, state: &State, now: Timestamp) -> store::Result<()> {
        loop {
            let began = Instant::now();
            let mut tx = state.db.write().await?;
            let gone = self.portion(&mut tx, now).await?;
            tx.commit().await?;
            if gone == 0 {
                return Ok(());
            }
            sleep(pause(&state.db, began.elapsed())).await;
        }
    }
}

/// Throws away what is too old to be of use, and what is more than there may be.
///
/// # Errors
/// The database's own.
pub async fn tidy(state: &State, now: Timestamp) -> store::Result<()> {
    for rows in ROWS {
        rows.all(state, now).await?;
    }
    unused_logos(state, now).await?;
    state.refusals.trim(&state.db).await?;
    let crowded = notices::crowded(&mut state.db.read().await?, NOTICES).await?;
    for tenant in crowded {
        Rows::NoticesOf(tenant).all(state, now).await?;
    }
    Ok(())
}

/// Deletes the pictures that nothing shows. They are looked for before anybody has to wait.
async fn unused_logos(state: &State, now: Timestamp) -> store::Result<()> {
    let mut last = None;
    loop {
        let mut tx = state.db.read().await?;
        let unused = logos::unused(&mut tx, now.plus(-logos::UNUSED_LIFE), last, PORTION).await?;
        drop(tx);
        last = unused.last().copied();
        if last.is_none() {
            return Ok(());
        }
        let began = Instant::now();
        let mut tx = state.db.write().await?;
        logos::delete_unused(&mut tx, &unused).await?;
        tx.commit().await?;
        sleep(pause(&state.db, began.elapsed())).await;
    }
}
