//! Moves data of earlier versions to its new place, while the new version is already in use.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use super::{note, pause};
use crate::state::State;
use crate::store::usage::upgrade::Move;

/// How long to wait after a failure, or while there is no space.
const RETRY: Duration = Duration::from_secs(10);

/// Moves batch after batch until none is left or it is stopped.
pub(super) async fn run(state: State, mut stopped: watch::Receiver<bool>) {
    let mut uses = Move::default();
    let mut begun = false;
    loop {
        let began = Instant::now();
        let rest = if state.db.disk().is_short() {
            RETRY
        } else {
            match uses.portion(&state.db).await {
                Ok(true) => {
                    if begun {
                        tracing::info!("the last use of every token is in its own table");
                    }
                    return;
                }
                Ok(false) => {
                    begun = true;
                    pause(&state.db, began.elapsed())
                }
                Err(error) => {
                    note(&state, "moving token usage to its own table", Err(error));
                    RETRY
                }
            }
        };
        tokio::select! {
            () = sleep(rest) => {}
            _ = stopped.changed() => return,
        }
    }
}
