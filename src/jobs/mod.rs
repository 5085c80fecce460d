//! Background jobs: writing token usage, sending notifications, running bulk actions, detecting a restored database,
//! and cleaning up.

mod bulk;
mod cleanup;
mod disk;
mod mail_message;
pub mod notices;
mod upgrade;

use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;

pub use self::cleanup::clean_up;
use crate::service::restore::RestoreGuard;
use crate::state::State;
use crate::store::{self, Db};

/// How often what is due is written: refusals, and uses of tokens that were not written within the last minute.
const WRITE_EVERY: Duration = Duration::from_secs(2);
/// How often to check for a restored database. A restore under a running process pauses verification, and confirming
/// it resumes verification, within two seconds.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// The newest audit heads are written to their file once per this many checks.
const KEEP_EVERY: u32 = 5;
/// Minimum and maximum pause between two batches, so that others can write.
const PAUSE: (Duration, Duration) = (Duration::from_millis(5), Duration::from_millis(500));
const WRITING: &str = "writing token usage";
/// Pauses before each attempt to write at shutdown.
const LAST_TRIES: [Duration; 3] = [Duration::ZERO, Duration::from_millis(500), Duration::from_secs(2)];

/// The running jobs.
pub struct Jobs {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
    db: Db,
}

/// Starts the jobs, each as its own task, so that none waits for another. `restore_guard` knows the newest audit
/// heads.
///
/// Without `sends_notices`, no notifications are sent until a test does so itself.
pub fn start(state: State, restore_guard: RestoreGuard, sends_notices: bool) -> Jobs {
    let (stop, stopped) = watch::channel(false);
    let state = State { db: state.db.apart(), ..state };
    let db = state.db.clone();
    let mut tasks = vec![
        tokio::spawn(run(state.clone(), stopped.clone())),
        tokio::spawn(keep_watch(state.clone(), restore_guard, stopped.clone())),
        tokio::spawn(bulk::run(state.clone(), stopped.clone())),
        tokio::spawn(cleanup::run(state.clone(), stopped.clone())),
        tokio::spawn(disk::run(state.clone(), stopped.clone())),
        tokio::spawn(upgrade::run(state.clone(), stopped.clone())),
    ];
    if sends_notices {
        tasks.push(tokio::spawn(notices::run(state, stopped)));
    }
    Jobs { stop, tasks, db }
}

impl Jobs {
    /// Stops the jobs, after writing what is still in memory.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "background jobs did not stop cleanly");
            }
        }
        self.db.close().await;
    }
}

async fn run(state: State, mut stopped: watch::Receiver<bool>) {
    let mut write = tokio::time::interval(WRITE_EVERY);
    // After a failure, the database is tried again at the next tick, even if memory fills up.
    let mut failing = false;
    loop {
        tokio::select! {
            // Uses stay in memory while the disk is full.
            _ = write.tick(), if !state.db.disk().is_short() => {
                failing = !note(&state, WRITING, write_down(&state, false).await);
            }
            () = state.usage.crowded(), if !failing && !state.db.disk().is_short() => {
                failing = !note(&state, WRITING, write_down(&state, false).await);
            }
            () = tokio::time::sleep(WRITE_EVERY), if state.db.disk().is_short() => {}
            _ = stopped.changed() => break,
        }
    }
    for pause in LAST_TRIES {
        tokio::time::sleep(pause).await;
        if note(&state, WRITING, write_down(&state, true).await) {
            break;
        }
    }
}

async fn keep_watch(state: State, mut restore_guard: RestoreGuard, mut stopped: watch::Receiver<bool>) {
    let mut look = tokio::time::interval(LOOK_EVERY);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut looks: u32 = 0;
    loop {
        tokio::select! {
            _ = look.tick() => {}
            _ = stopped.changed() => break,
        }
        note(&state, "checking for a restored database", restore_guard.look(&state).await);
        if looks.is_multiple_of(KEEP_EVERY) {
            restore_guard.keep(&state).await;
        }
        looks = looks.wrapping_add(1);
    }
    if restore_guard.look(&state).await.is_ok() {
        restore_guard.keep(&state).await;
    }
}

/// Writes what is in memory: refusals, and the uses of tokens that are due, or `all` of them.
pub async fn write_down(state: &State, all: bool) -> store::Result<()> {
    // A failure of one must not prevent the other.
    let refusals = state.refusals.flush(&state.db).await;
    let uses = state.usage.flush(&state.db, state.now(), all).await;
    refusals.and(uses.map(|_| ()))
}

/// Logs a failure; returns whether the work succeeded.
fn note(state: &State, what: &str, outcome: store::Result<()>) -> bool {
    if let Err(error) = &outcome {
        if error.is_disk_full() && !matches!(error, store::Error::DiskFull) {
            state.db.disk().failed();
        }
        tracing::warn!(%error, "{what} failed, will retry");
    }
    outcome.is_ok()
}

/// SQLite has a single writer, so others get as much time as this batch took. On PostgreSQL only those wait who
/// change the same rows or append to the same audit chain.
fn pause(db: &Db, took: Duration) -> Duration {
    let share = match db {
        Db::Sqlite { .. } => took,
        Db::Postgres { .. } => took / 4,
    };
    share.clamp(PAUSE.0, PAUSE.1)
}
