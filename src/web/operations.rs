//! What operators' machines ask.

use actix_web::HttpResponse;
use actix_web::web::Data;

use crate::error::{Error, Result};
use crate::state::State;
use crate::store::{self, instance};

/// `GET /healthz`: 200 while the process answers.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// `GET /readyz`: 200 while the database answers, 503 while it does not.
pub async fn readyz(state: Data<State>) -> Result<HttpResponse> {
    // Whatever is wrong with the database, to a load balancer it means "not now".
    answers(&state).await.map_err(|error| Error::Busy(error.to_string()))?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n"))
}

async fn answers(state: &State) -> store::Result<bool> {
    instance::has_owner(&mut state.db.read().await?).await
}
