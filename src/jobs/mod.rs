//! What runs beside the requests: writing down when tokens were used, and throwing away what nobody needs.

use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::domain::time::Timestamp;
use crate::state::State;
use crate::store::{self, decisions, drafts, idempotency, logos, rotations, sessions, sign_in_failures};

/// How often uses of tokens are written.
const WRITE_EVERY: Duration = Duration::from_secs(2);
/// How often old drafts, sessions and counters are thrown away.
const TIDY_EVERY: Duration = Duration::from_secs(15 * 60);
/// A draft that was not touched for so long is given up.
const DRAFT_LIFE: TimeDelta = TimeDelta::hours(24);
/// The reason of a refusal can be looked up for so long.
const DECISION_LIFE: TimeDelta = TimeDelta::days(7);
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
pub fn start(state: State) -> Jobs {
    let (stop, stopped) = watch::channel(false);
    Jobs { stop, task: tokio::spawn(run(state, stopped)) }
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

async fn run(state: State, mut stopped: watch::Receiver<bool>) {
    let mut write = tokio::time::interval(WRITE_EVERY);
    let mut tidy_up = tokio::time::interval(TIDY_EVERY);
    loop {
        tokio::select! {
            _ = write.tick() => note("writing when tokens were used", flush(&state, false).await),
            _ = tidy_up.tick() => note("tidying up", tidy(&state, state.now()).await),
            _ = stopped.changed() => break,
        }
    }
    note("writing when tokens were used", flush(&state, true).await);
}

async fn flush(state: &State, all: bool) -> store::Result<()> {
    state.refusals.flush(&state.db).await?;
    state.last_used.flush(&state.db, state.now(), all).await.map(|_| ())
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
    tx.commit().await
}

fn note(what: &str, outcome: store::Result<()>) {
    if let Err(error) = outcome {
        tracing::warn!(%error, "{what} failed; it is tried again");
    }
}
