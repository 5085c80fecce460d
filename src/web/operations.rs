//! Endpoints for operating Latchkey.

use actix_web::HttpResponse;
use actix_web::web::Data;

use crate::auth::Guards;
use crate::error::{Error, Result};
use crate::metrics::{Gauges, Series};
use crate::state::State;
use crate::store::database::disk_space::Figures;
use crate::store::verification::decisions::Counts;
use crate::store::{self, database::instance, notices::deliveries};

/// Pending deliveries are counted up to this: a larger number says nothing new.
const MAX_WAITING: i64 = 10_000;

/// `GET /healthz`: 200 while the process responds.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// The body of `/readyz` while the disk is full.
const FULL: &str =
    "not ready: disk full (verifying, revoking, disabling and signing in still work; other changes do not)\n";

/// `GET /readyz`: 200 if the database responds, 503 if it does not, if verification is paused, or if its disk is
/// full.
pub async fn readyz(state: Data<State>) -> Result<HttpResponse> {
    // To a load balancer, every problem with the database means "not ready".
    answers(&state).await.map_err(Error::busy)?;
    let (mut answer, text) = match state.lookup.closed().reason() {
        None if state.db.disk().is_full() => (HttpResponse::ServiceUnavailable(), FULL.to_owned()),
        None => (HttpResponse::Ok(), "ready\n".to_owned()),
        Some(reason) => (HttpResponse::ServiceUnavailable(), format!("not ready: {reason}\n")),
    };
    Ok(answer.content_type("text/plain; charset=utf-8").body(text))
}

async fn answers(state: &State) -> store::Result<bool> {
    instance::has_owner(&mut state.db.read().await?).await
}

async fn waiting(state: &State) -> store::Result<i64> {
    deliveries::count_waiting(&mut state.db.read().await?, MAX_WAITING).await
}

fn disk(figures: &Figures) -> Vec<Series> {
    let gauge =
        |name, help, value| Series { name, kind: "gauge", help, label: "", values: vec![("", value)] };
    vec![
        gauge(
            "latchkey_disk_full",
            "Whether the disk of the database counts as full.",
            u64::from(figures.full),
        ),
        gauge("latchkey_disk_free_bytes", "Free space on the disk of an SQLite database.", figures.free),
        gauge(
            "latchkey_disk_reserve_bytes",
            "Size of the file next to an SQLite database that is released when the disk is full.",
            figures.reserve,
        ),
    ]
}

fn refusals(counts: &Counts) -> Vec<Series> {
    let ([known, unknown], [sampled, token, memory]) = (counts.kept, counts.not_kept);
    let [known_gone, unknown_gone] = counts.displaced;
    let counter = |name, help, label, values| Series { name, kind: "counter", help, label, values };
    vec![
        counter(
            "latchkey_refusals_kept_total",
            "Refusals that can be looked up, by whether a token was recognised.",
            "token",
            vec![("known", known), ("unknown", unknown)],
        ),
        counter(
            "latchkey_refusals_not_kept_total",
            "Refusals that were counted but not kept: outside the sample, too many for a token, or memory full.",
            "reason",
            vec![("sampled", sampled), ("token-bound", token), ("memory", memory)],
        ),
        counter(
            "latchkey_refusals_displaced_total",
            "Kept refusals that were deleted early because their table reached its limit.",
            "token",
            vec![("known", known_gone), ("unknown", unknown_gone)],
        ),
    ]
}

/// `GET /metrics`: 200 with the counters and gauges of this process, for Prometheus.
pub async fn metrics(state: Data<State>, guards: Data<Guards>) -> HttpResponse {
    // What the database can't tell is left out, because the other metrics matter even more then.
    let deliveries = waiting(&state).await.ok().and_then(|count| u64::try_from(count).ok());
    let pool = state.db.pool();
    let depth = |depth: usize| u64::try_from(depth).unwrap_or(u64::MAX);
    let gauges = Gauges {
        database: pool.kind,
        connections: pool.open,
        idle_connections: pool.idle,
        most_connections: pool.most,
        lost_uses: state.usage.lost(),
        queues: vec![
            ("refusals", depth(state.refusals.depth())),
            ("usage", depth(state.usage.depth())),
            ("passwords", depth(guards.passwords.depth())),
        ]
        .into_iter()
        .chain(deliveries.map(|count| ("deliveries", count)))
        .collect(),
        others: [refusals(&state.refusals.counts()), disk(&state.db.disk().figures())].concat(),
    };
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(state.metrics.render(&gauges))
}
