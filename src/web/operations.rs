//! What operators' machines ask.

use actix_web::HttpResponse;
use actix_web::web::Data;

use crate::error::Result;
use crate::state::State;
use crate::store::instance;

/// `GET /healthz`: 200 while the process answers.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// `GET /readyz`: 200 while the database answers, 503 while it does not.
pub async fn readyz(state: Data<State>) -> Result<HttpResponse> {
    let mut tx = state.db.read().await?;
    instance::has_owner(&mut tx).await?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n"))
}
