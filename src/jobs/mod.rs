//! What runs beside the requests: writing down how tokens were used, telling people and programs what became of them,
//! work on many tokens at once, looking whether the database was put back from a backup, and throwing away what nobody
//! needs.

mod bulk;
mod letter;
pub mod notices;

use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;

use crate::domain::time::Timestamp;
use crate::service::restore::Watch;
use crate::state::State;
use crate::store::decisions::About;
use crate::store::{
    self, Db, bulk_jobs, decisions, drafts, idempotency, logos, notices as stored, rotations, sessions,
    sign_in_failures, usage_days,
};

/// How often what is due is written: refusals, and the uses of tokens that were not written within the last minute.
const WRITE_EVERY: Duration = Duration::from_secs(2);
/// How often old drafts, sessions and counters are thrown away.
const TIDY_EVERY: Duration = Duration::from_secs(15 * 60);
/// How often it is looked whether the database is the one of before. A restore under a running process closes
/// verification, and confirming it opens it again, within two seconds.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// The newest audit heads are written to their file at every how-manieth look.
const KEEP_EVERY: u32 = 5;
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
/// What was done to many tokens at once can be looked up for so long.
const BULK_LIFE: TimeDelta = TimeDelta::days(90);
/// A failed sign-in is forgotten after so long.
const FAILURE_LIFE: TimeDelta = TimeDelta::hours(1);

/// Jobs under way.
pub struct Jobs {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
    db: Db,
}

/// Starts the jobs, each on its own, so that none waits for what takes another one long; `eye` knows the newest audit
/// heads.
///
/// Without `tells`, nobody is told of anything until a test does so itself.
pub fn start(state: State, eye: Watch, tells: bool) -> Jobs {
    let (stop, stopped) = watch::channel(false);
    let state = State { db: state.db.apart(), ..state };
    let db = state.db.clone();
    let mut tasks = vec![
        tokio::spawn(run(state.clone(), stopped.clone())),
        tokio::spawn(keep_watch(state.clone(), eye, stopped.clone())),
        tokio::spawn(bulk::run(state.clone(), stopped.clone())),
    ];
    if tells {
        tasks.push(tokio::spawn(notices::run(state, stopped)));
    }
    Jobs { stop, tasks, db }
}

impl Jobs {
    /// Stops them, after writing down what is still in memory.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "the background jobs ended badly");
            }
        }
        self.db.close().await;
    }
}

async fn run(state: State, mut stopped: watch::Receiver<bool>) {
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
    for pause in LAST_TRIES {
        tokio::time::sleep(pause).await;
        if note(WRITING, write_down(&state, true).await) {
            break;
        }
    }
}

async fn keep_watch(state: State, mut eye: Watch, mut stopped: watch::Receiver<bool>) {
    let mut look = tokio::time::interval(LOOK_EVERY);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut looks: u32 = 0;
    loop {
        tokio::select! {
            _ = look.tick() => {}
            _ = stopped.changed() => break,
        }
        note("looking whether the database is the one of before", eye.look(&state).await);
        if looks.is_multiple_of(KEEP_EVERY) {
            eye.keep(&state).await;
        }
        looks = looks.wrapping_add(1);
    }
    if eye.look(&state).await.is_ok() {
        eye.keep(&state).await;
    }
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
    for about in [About::Token, About::Nobody] {
        decisions::delete_old(&mut tx, about, now.plus(-DECISION_LIFE)).await?;
    }
    idempotency::delete_old(&mut tx, now.plus(-KEY_LIFE)).await?;
    bulk_jobs::delete_old(&mut tx, now.plus(-BULK_LIFE)).await?;
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
