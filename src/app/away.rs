//! While the database is away, requests end: nobody waits for a connection that cannot be had, or for an answer that
//! does not come.

use std::time::Duration;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;

use crate::error;
use crate::state::State;
use crate::verifier::Counts;

/// How often it is looked, for each request that is under way.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// The database does not answer the follower.
#[derive(Debug, thiserror::Error)]
#[error("the database does not answer")]
struct Away;

/// Ends a request with 503 that is under way while the database is away. What it began is undone by the database, or was
/// done: as when a connection breaks.
pub async fn middleware<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let counts = request.app_data::<Data<State>>().map(|state| state.lookup.verifier().counts.clone());
    let Some(counts) = counts else { return next.call(request).await };
    tokio::select! {
        answer = next.call(request) => answer,
        () = goes_away(&counts) => Err(error::Error::busy(Away).into()),
    }
}

async fn goes_away(counts: &Counts) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        if counts.is_away() {
            return;
        }
    }
}
