//! What operators' machines ask.

use actix_web::HttpResponse;
use actix_web::web::Data;

use crate::auth::Guards;
use crate::error::Result;
use crate::metrics::Gauges;
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

/// `GET /metrics`: 200 with what this process has counted, and what it holds at this moment, for Prometheus.
pub async fn metrics(state: Data<State>, guards: Data<Guards>) -> HttpResponse {
    let pool = state.db.pool();
    let depth = |depth: usize| u64::try_from(depth).unwrap_or(u64::MAX);
    let gauges = Gauges {
        database: pool.kind,
        connections: pool.open,
        idle_connections: pool.idle,
        most_connections: pool.most,
        queues: vec![
            ("refusals", depth(state.refusals.depth())),
            ("last_used", depth(state.last_used.depth())),
            ("passwords", depth(guards.passwords.depth())),
        ],
    };
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(state.metrics.render(&gauges))
}
