//! What runs beside the requests: writing down how tokens were used, telling people and programs what became of them,
//! and throwing away what nobody needs.

mod letter;
pub mod notices;

use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::domain::time::Timestamp;
use crate::state::State;
use crate::store::{
    self, decisions, drafts, idempotency, logos, notices as stored, rotations, sessions, sign_in_failures,
    usage_days,
};

/// How often what is due is written: refusals, and the uses of tokens that were not written within the last minute.
const WRITE_EVERY: Duration = Duration::from_secs(2);
/// How often old drafts, sessions and counters are thrown away.
const TIDY_EVERY: Duration = Duration::from_secs(15 * 60);
const WRITING: &str = "writing how tokens were used";
/// A draft that was not touched for so long is given up.
const DRAFT_LIFE: TimeDelta = TimeDelta::hours(24);
/// The reason of a refusal can be looked up for so long.
const DECISION_LIFE: TimeDelta = TimeDelta::days(7);
/// So many days of use are kept: a year, and time to look back at it.
const USAGE_DAYS: i64 = 400;
/// So many rows of old use are thrown away at once: other writers get their turn in between.
const USAGE_ROWS: i64 = 5_000;
/// What was told can be looked up for so long.
const NOTICE_LIFE: TimeDelta = TimeDelta::days(90);
/// So many old notices are thrown away at once.
const NOTICES: i64 = 500;
/// How often writing is tried before the end, and how long it is waited in between.
const LAST_TRIES: [Duration; 3] = [Duration::ZERO, Duration::from_millis(500), Duration::from_secs(2)];
/// A program may ask again with the same `Idempotency-Key` for so long.
const KEY_LIFE: TimeDelta = TimeDelta::hours(24);
/// A failed sign-in is forgotten after so long.
const FAILURE_LIFE: TimeDelta = TimeDelta::hours(1);

/// Jobs under way.
pub struct Jobs {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

/// Starts the jobs.
///
/// Without `tells`, nobody is told of anything until a test does so itself.
pub fn start(state: State, tells: bool) -> Jobs {
    let (stop, stopped) = watch::channel(false);
    let state = State { db: state.db.apart(), ..state };
    // On its own: a receiver that does not answer shall not keep what is in memory from being written.
    let telling = tells.then(|| tokio::spawn(notices::run(state.clone(), stopped.clone())));
    Jobs { stop, task: tokio::spawn(run(state, stopped, telling)) }
}

impl Jobs {
    /// Stops them, after writing down what is still in memory.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the background jobs ended badly");
        }
    }
}

async fn run(state: State, mut stopped: watch::Receiver<bool>, telling: Option<JoinHandle<()>>) {
    let mut write = tokio::time::interval(WRITE_EVERY);
    let mut tidy_up = tokio::time::interval(TIDY_EVERY);
    // A database that fails is asked again at the next tick, however crowded the memory is.
    let mut failing = false;
    loop {
        tokio::select! {
            _ = write.tick() => failing = !note(WRITING, write_down(&state, false).await),
            () = state.usage.crowded(), if !failing => {
                failing = !note(WRITING, write_down(&state, false).await);
            }
            _ = tidy_up.tick() => {
                note("tidying up", tidy(&state, state.now()).await);
            }
            _ = stopped.changed() => break,
        }
    }
    if let Some(telling) = telling
        && let Err(error) = telling.await
    {
        tracing::error!(%error, "telling of tokens ended badly");
    }
    for pause in LAST_TRIES {
        tokio::time::sleep(pause).await;
        if note(WRITING, write_down(&state, true).await) {
            break;
        }
    }
    state.db.close().await;
}

/// Writes what is in memory: refusals, and the uses of tokens that are due, or `all` of them.
pub async fn write_down(state: &State, all: bool) -> store::Result<()> {
    // One that fails does not keep the other from being written.
    let refusals = state.refusals.flush(&state.db).await;
    let uses = state.usage.flush(&state.db, state.now(), all).await;
    refusals.and(uses.map(|_| ()))
}

/// Throws away what is too old to be of use.
pub async fn tidy(state: &State, now: Timestamp) -> store::Result<()> {
    let mut tx = state.db.write().await?;
    drafts::delete_old(&mut tx, now.plus(-DRAFT_LIFE)).await?;
    rotations::delete_old(&mut tx, now.plus(-DRAFT_LIFE)).await?;
    logos::delete_unused(&mut tx, now.plus(-DRAFT_LIFE)).await?;
    sessions::delete_expired(&mut tx, now).await?;
    sign_in_failures::delete_old(&mut tx, now.plus(-FAILURE_LIFE)).await?;
    decisions::delete_old(&mut tx, now.plus(-DECISION_LIFE)).await?;
    idempotency::delete_old(&mut tx, now.plus(-KEY_LIFE)).await?;
    tx.commit().await?;
    loop {
        let mut tx = state.db.write().await?;
        let rows = stored::delete_old(&mut tx, now.plus(-NOTICE_LIFE), NOTICES).await?;
        tx.commit().await?;
        if rows == 0 {
            break;
        }
    }
    loop {
        let mut tx = state.db.write().await?;
        let rows = usage_days::delete_old(&mut tx, now.day() - USAGE_DAYS, USAGE_ROWS).await?;
        tx.commit().await?;
        if rows == 0 {
            return Ok(());
        }
    }
}

/// Whether it went well; if not, the log says so.
fn note(what: &str, outcome: store::Result<()>) -> bool {
    if let Err(error) = &outcome {
        tracing::warn!(%error, "{what} failed; it is tried again");
    }
    outcome.is_ok()
}
