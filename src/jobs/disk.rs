//! Looks after the room on the disk of the database: makes the reserve when there is room, and while there is none keeps
//! the write-ahead log short.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

use crate::state::State;

/// How often it is looked, at least.
const EVERY: Duration = Duration::from_secs(1);
/// While the disk is full, each change wakes this job; more often than this it does not look.
const REST: Duration = Duration::from_millis(200);

/// Looks after it until it is told to stop.
pub(super) async fn run(state: State, mut stopped: watch::Receiver<bool>) {
    let mut next = tokio::time::interval(EVERY);
    next.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = next.tick() => {}
            () = state.db.room().woken() => {}
            _ = stopped.changed() => return,
        }
        look(&state).await;
        tokio::select! {
            () = tokio::time::sleep(REST) => {}
            _ = stopped.changed() => return,
        }
    }
}

/// Makes the reserve where there is room, or makes room as far as that can be done.
async fn look(state: &State) {
    if state.db.room().is_full() {
        // First of all, so that what the log takes up is free.
        state.db.shorten_log().await;
    }
    let state = state.clone();
    let looked = tokio::task::spawn_blocking(move || state.db.room().recover(state.fixed.disk_reserve));
    if let Err(error) = looked.await {
        tracing::error!(%error, "looking after the disk ended badly");
    }
}
