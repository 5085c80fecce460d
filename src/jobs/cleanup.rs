//! Deletes rows that are too old or exceed their limit, batch by batch, each in its own transaction, with pauses for
//! others to write.

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
use crate::store::verification::decisions::RefusalSubject;
use crate::store::{
    self, Tx, api_clients, bulk,
    following::change_log,
    idempotency, notices,
    people::{sessions, sign_in_failures},
    tokens::{drafts, logos, rotations},
    usage,
    verification::decisions,
};

/// How often a job that pauses for lack of space checks again.
const RETRY: Duration = Duration::from_secs(10);
/// How often to clean up.
const EVERY: Duration = Duration::from_secs(15 * 60);
/// How long an untouched draft is kept.
const DRAFT_LIFE: TimeDelta = TimeDelta::hours(24);
/// How long the reason of a refusal can be looked up.
const DECISION_LIFE: TimeDelta = TimeDelta::days(7);
/// How many days of usage are kept: a year, and some time to look back at it.
const USAGE_DAYS: i64 = 400;
/// How long notices can be looked up.
const NOTICE_LIFE: TimeDelta = TimeDelta::days(90);
/// How many notices are deleted per batch, each with its deliveries.
const NOTICE_PORTION: i64 = 200;
/// How long a program can repeat a request with the same `Idempotency-Key`.
const KEY_LIFE: TimeDelta = TimeDelta::hours(24);
/// Whoever follows the database reads what changed within so many microseconds, or else everything.
const CHANGE_LIFE: i64 = 60 * 60 * 1_000_000;
/// What was done to many tokens at once can be looked up for so long.
const BULK_LIFE: TimeDelta = TimeDelta::days(90);
/// How long failed sign-ins are remembered.
const FAILURE_LIFE: TimeDelta = TimeDelta::hours(1);

/// Cleans up periodically until stopped. A batch in progress is finished first.
pub(super) async fn run(state: State, mut stopped: watch::Receiver<bool>) {
    let mut next = tokio::time::interval(EVERY);
    // After a time without space, it runs once, not once per missed tick.
    next.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            // Deleting needs space before it frees any.
            _ = next.tick(), if !state.db.disk().is_short() => {}
            () = sleep(RETRY), if state.db.disk().is_short() => continue,
            _ = stopped.changed() => return,
        }
        tokio::select! {
            outcome = clean_up(&state, state.now()) => {
                note(&state, "tidying up", outcome);
            }
            _ = stopped.changed() => return,
        }
    }
}

/// What can be deleted.
#[derive(Clone, Copy)]
enum CleanupTask {
    Drafts,
    Rotations,
    Sessions,
    SignInFailures,
    Decisions(RefusalSubject),
    IdempotencyKeys,
    BulkJobs,
    RevokedApiClients,
    Notices,
    /// Notices of a tenant that has more than the limit.
    NoticesOf(TenantId),
    UsageDays,
    ChangeLog,
}

/// What may go because it is too old, or more than there may be. Logos and crowded tenants are looked for.
const TASKS: [CleanupTask; 12] = [
    CleanupTask::Drafts,
    CleanupTask::Rotations,
    CleanupTask::Sessions,
    CleanupTask::SignInFailures,
    CleanupTask::Decisions(RefusalSubject::Token),
    CleanupTask::Decisions(RefusalSubject::Nobody),
    CleanupTask::IdempotencyKeys,
    CleanupTask::BulkJobs,
    CleanupTask::RevokedApiClients,
    CleanupTask::Notices,
    CleanupTask::UsageDays,
    CleanupTask::ChangeLog,
];

impl CleanupTask {
    /// Deletes a batch; returns the number of rows.
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

    /// Deletes batch after batch until none is left.
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

/// Deletes rows that are too old, and those that exceed a limit.
///
/// # Errors
/// If the database fails.
pub async fn clean_up(state: &State, now: Timestamp) -> store::Result<()> {
    for rows in TASKS {
        rows.all(state, now).await?;
    }
    unused_logos(state, now).await?;
    state.refusals.trim(&state.db).await?;
    let crowded = notices::crowded(&mut state.db.read().await?, NOTICES).await?;
    for tenant in crowded {
        CleanupTask::NoticesOf(tenant).all(state, now).await?;
    }
    Ok(())
}

/// Deletes unused logos. They are found before the write transaction, so that nobody has to wait for the search.
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
