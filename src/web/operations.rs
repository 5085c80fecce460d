//! Endpoints for operating Latchkey.

use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, RETRY_AFTER};
use actix_web::web::Data;

use crate::auth::Guards;
use crate::error::{Error, Result};
use crate::metrics::{Gauges, Series};
use crate::state::State;
use crate::store::database::disk_space::DiskMetrics;
use crate::store::verification::decisions::Counts;
use crate::store::{self, database::instance, notices::deliveries};
use crate::verifier::{Moment, Verifier};

/// Pending deliveries are counted up to this: a larger number says nothing new.
const MAX_WAITING: i64 = 10_000;

/// How long `/metrics` waits for what only the database knows.
const TIMEOUT: Duration = Duration::from_millis(500);

/// `GET /healthz`: 200 while the process answers.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// The body of `/readyz` while the disk is full.
const FULL: &str =
    "not ready: disk full (verifying, revoking, disabling and signing in still work; other changes do not)\n";

/// What `/readyz` says while this process does not verify from memory.
const NO_LEASE: &str = "ready (no lease: verifications ask the database)\n";

/// `GET /readyz`: 200 while the database answers, 503 while it does not, while it is too old to verify against, or while
/// its disk is full.
pub async fn readyz(state: Data<State>) -> Result<HttpResponse> {
    // To a load balancer, every problem with the database means "not ready".
    answers(&state).await.map_err(Error::busy)?;
    let (mut answer, text) = match state.lookup.closed().reason() {
        None if state.db.disk().is_full() => (HttpResponse::ServiceUnavailable(), FULL.to_owned()),
        None if has_lost_its_lease(state.lookup.verifier()) => (HttpResponse::Ok(), NO_LEASE.to_owned()),
        None => (HttpResponse::Ok(), "ready\n".to_owned()),
        Some(reason) => (HttpResponse::ServiceUnavailable(), format!("not ready: {reason}\n")),
    };
    let mut answer = answer.content_type("text/plain; charset=utf-8").body(text);
    if answer.status() == StatusCode::SERVICE_UNAVAILABLE {
        answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    }
    Ok(answer)
}

fn has_lost_its_lease(verifier: &Verifier) -> bool {
    verifier.counts.silent_for().is_some() && !verifier.lease.is_valid(Moment::now())
}

async fn answers(state: &State) -> store::Result<bool> {
    instance::has_owner(&mut state.db.read().await?).await
}

async fn waiting(state: &State) -> store::Result<i64> {
    deliveries::count_waiting(&mut state.db.read().await?, MAX_WAITING).await
}

fn disk(figures: &DiskMetrics) -> Vec<Series> {
    let gauge =
        |name, help, value| Series { name, kind: "gauge", help, label: "", values: vec![("", value as f64)] };
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
    let counter = |name, help, label, values: Vec<(&'static str, u64)>| {
        let values = values.into_iter().map(|(value, count)| (value, count as f64)).collect();
        Series { name, kind: "counter", help, label, values }
    };
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

/// How the view stands from which tokens are verified.
fn verifier(verifier: &Verifier) -> Vec<Series> {
    let gauge =
        |name, help, value| Series { name, kind: "gauge", help, label: "", values: vec![("", value)] };
    let (size, counts) = (verifier.view.size(), &verifier.counts);
    let asked = counts.asked() as f64;
    vec![
        gauge("latchkey_verifier_secrets", "Secrets in memory.", size.secrets as f64),
        gauge("latchkey_verifier_bytes", "Memory for these secrets and their tokens.", size.bytes as f64),
        gauge(
            "latchkey_verifier_age_seconds",
            "Time since the database last answered this process, which follows its changes.",
            counts.silent_for().unwrap_or_default().as_secs_f64(),
        ),
        gauge(
            "latchkey_verifier_lease_seconds",
            "For how long tokens are verified from memory without another answer; 0 when the database is asked.",
            verifier.lease.left(Moment::now()).as_secs_f64(),
        ),
        gauge(
            "latchkey_verifier_replicas",
            "Processes that verify from memory, as far as this one knows.",
            counts.replicas() as f64,
        ),
        Series {
            name: "latchkey_verifier_database_reads_total",
            kind: "counter",
            help: "Verifications that asked the database.",
            label: "",
            values: vec![("", asked)],
        },
    ]
}

/// `GET /metrics`: 200 with what this process has counted, and what it holds at this moment, for Prometheus.
pub async fn metrics(state: Data<State>, guards: Data<Guards>) -> HttpResponse {
    // What the database does not tell is left out: the other figures count all the more then.
    let deliveries =
        tokio::time::timeout(TIMEOUT, waiting(&state)).await.ok().and_then(std::result::Result::ok);
    let deliveries = deliveries.and_then(|count| u64::try_from(count).ok());
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
        waits: Some(Arc::clone(&state.lookup.verifier().counts)),
        others: [
            refusals(&state.refusals.counts()),
            disk(&state.db.disk().figures()),
            verifier(state.lookup.verifier()),
        ]
        .concat(),
    };
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(state.metrics.render(&gauges))
}
