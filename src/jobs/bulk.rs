//! Runs bulk actions batch by batch: what remains after a page has run the first batch, and what a dead process left
//! behind.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use super::pause;
use crate::domain::id::{BulkId, TenantId, new_id};
use crate::error::Result;
use crate::service::bulk::{self, Step};
use crate::state::State;
use crate::store::bulk::jobs as bulk_jobs;

/// How often to look for work.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// After this many batches, the next bulk action gets a turn.
const TURN: usize = 25;

/// Looks for work and runs it until stopped. A batch in progress is finished first.
pub(super) async fn run(state: State, mut stopped: watch::Receiver<bool>) {
    let Ok(worker) = new_id(state.now(), &state.entropy) else { return };
    let mut last = BulkId::from(Uuid::nil());
    loop {
        match turn(&state, worker, last, &stopped).await {
            Ok(Some(done)) => last = done,
            Ok(None) => rest(&mut stopped).await,
            Err(error) => {
                tracing::warn!(%error, "bulk action failed, will retry");
                rest(&mut stopped).await;
            }
        }
        if *stopped.borrow() {
            return;
        }
    }
}

/// Waits until it is time to look for work again, or to stop.
async fn rest(stopped: &mut watch::Receiver<bool>) {
    let _ = tokio::time::timeout(LOOK_EVERY, stopped.changed()).await;
}

/// Runs some batches of the next bulk action after `last`, and returns its ID, if there is one.
async fn turn(
    state: &State,
    worker: Uuid,
    last: BulkId,
    stopped: &watch::Receiver<bool>,
) -> Result<Option<BulkId>> {
    let mut tx = state.db.read().await?;
    let Some(work) = bulk_jobs::waiting(&mut tx, state.now(), last).await? else { return Ok(None) };
    drop(tx);
    if bulk::take(state, work, worker).await? {
        portions(state, work, worker, stopped).await?;
    }
    Ok(Some(work.1))
}

async fn portions(
    state: &State,
    work: (TenantId, BulkId),
    worker: Uuid,
    stopped: &watch::Receiver<bool>,
) -> Result<()> {
    let mut outcome = Ok(());
    for _ in 0..TURN {
        let begun = Instant::now();
        match bulk::step(state, work, worker).await {
            Ok(Step::More) => {}
            Ok(Step::Over | Step::Lost) => return Ok(()),
            Err(error) => {
                outcome = Err(error);
                break;
            }
        }
        sleep(pause(&state.db, begun.elapsed())).await;
        if *stopped.borrow() {
            break;
        }
    }
    // Even after a failure, so that the next worker needn't wait for the lease to expire.
    bulk::release(state, work, worker).await.and(outcome)
}
