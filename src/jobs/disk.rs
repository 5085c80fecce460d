//! Maintains the disk reserve: creates it when there is space, and truncates the write-ahead log while there is none.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

use crate::state::State;

/// How often it checks at least.
const EVERY: Duration = Duration::from_secs(1);
/// While the disk is full, each change wakes this job, but no more often than this.
const REST: Duration = Duration::from_millis(200);

/// Runs until stopped.
pub(super) async fn run(state: State, mut stopped: watch::Receiver<bool>) {
    let mut next = tokio::time::interval(EVERY);
    next.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = next.tick() => {}
            () = state.db.disk().woken() => {}
            _ = stopped.changed() => return,
        }
        look(&state).await;
        tokio::select! {
            () = tokio::time::sleep(REST) => {}
            _ = stopped.changed() => return,
        }
    }
}

/// Frees what can be freed, then creates the reserve if there is space.
async fn look(state: &State) {
    if state.db.disk().is_full() {
        state.db.reuse_log().await;
    }
    let state = state.clone();
    let looked = tokio::task::spawn_blocking(move || state.db.disk().recover(state.settings.disk_reserve));
    if let Err(error) = looked.await {
        tracing::error!(%error, "maintaining the disk reserve failed");
    }
}
