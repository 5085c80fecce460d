//! Metrics for Prometheus. They are counted by hand in an array that is allocated at start, so that counting costs a
//! request a few atomic additions, never an allocation, a lock or a lookup by name, and so that nothing grows if
//! nobody scrapes.
//!
//! Names and labels contain routes, outcomes and reasons, but never an address, a tenant, a token or other input.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::domain::decision::REASONS;
use crate::domain::notice::Channel;
use crate::histogram::Histogram;
use crate::verifier::Counts;

/// Outcomes by the first digit of the status.
const OUTCOMES: [&str; 4] = ["2xx", "3xx", "4xx", "5xx"];

/// Outcomes of a delivery attempt: `retried` failed and will be retried, `failed` is final.
const ATTEMPTS: [&str; 4] = ["delivered", "logged", "retried", "failed"];

/// What was counted since the start of this process.
#[derive(Debug)]
pub struct Metrics {
    routes: Vec<Route>,
    /// Requests that matched no route.
    elsewhere: [AtomicU64; 4],
    verification: Histogram,
    allowed: AtomicU64,
    refused: [AtomicU64; REASONS.len()],
    attempts: [[AtomicU64; ATTEMPTS.len()]; Channel::ALL.len()],
}

#[derive(Debug)]
struct Route {
    method: &'static str,
    path: &'static str,
    outcomes: [AtomicU64; 4],
}

/// Values that are read at the time of a scrape instead of being counted.
#[derive(Clone, Debug, Default)]
pub struct Gauges {
    /// `sqlite` or `postgres`.
    pub database: &'static str,
    /// Open connections to the database.
    pub connections: u64,
    /// How many of them are idle.
    pub idle_connections: u64,
    /// Maximum number of open connections.
    pub most_connections: u64,
    /// Uses of tokens that were dropped because memory was full, since the start of this process.
    pub lost_uses: u64,
    /// The length of each queue by name.
    pub queues: Vec<(&'static str, u64)>,
    /// What is counted of following the database.
    pub waits: Option<Arc<Counts>>,
    /// What else is counted elsewhere.
    pub others: Vec<Series>,
}

/// A metric with one value per label value.
#[derive(Clone, Debug)]
pub struct Series {
    pub name: &'static str,
    /// `counter` or `gauge`.
    pub kind: &'static str,
    /// Its help text.
    pub help: &'static str,
    /// The label; empty if there is only one value.
    pub label: &'static str,
    /// The figures, by the value of the label.
    pub values: Vec<(&'static str, f64)>,
}

impl Metrics {
    /// All counters at zero. `routes` are the methods and paths of the routing table; later, routes are named by
    /// their index in it.
    pub fn new(routes: impl IntoIterator<Item = (&'static str, &'static str)>) -> Self {
        let route = |(method, path)| Route { method, path, outcomes: Default::default() };
        Self {
            routes: routes.into_iter().map(route).collect(),
            elsewhere: Default::default(),
            verification: Histogram::default(),
            allowed: AtomicU64::new(0),
            refused: [const { AtomicU64::new(0) }; REASONS.len()],
            attempts: Default::default(),
        }
    }

    /// Counts a response with this status, by the route with this index, or `None` if no route matched.
    pub fn answered(&self, route: Option<usize>, status: u16) {
        let outcomes =
            route.and_then(|place| self.routes.get(place)).map_or(&self.elsewhere, |route| &route.outcomes);
        if let Some(count) = usize::from(status / 100).checked_sub(2).and_then(|place| outcomes.get(place)) {
            add(count, 1);
        }
    }

    /// Counts a verification with its duration.
    pub fn verified(&self, took: Duration) {
        self.verification.observe(took);
    }

    /// Counts a presented token that was allowed.
    pub fn allowed(&self) {
        add(&self.allowed, 1);
    }

    /// Counts a presented token that was refused for this reason.
    pub fn refused(&self, reason: &str) {
        let place = REASONS.iter().position(|known| *known == reason);
        if let Some(count) = place.and_then(|place| self.refused.get(place)) {
            add(count, 1);
        }
    }

    /// Counts a delivery attempt with this outcome, which must be a known one.
    pub fn count_delivery(&self, channel: Channel, outcome: &str) {
        let row = Channel::ALL.iter().position(|known| *known == channel);
        let place = ATTEMPTS.iter().position(|known| *known == outcome);
        if let (Some(row), Some(place)) = (row, place)
            && let Some(count) = self.attempts.get(row).and_then(|row| row.get(place))
        {
            add(count, 1);
        }
    }

    /// All metrics in Prometheus text format (version 0.0.4).
    pub fn render(&self, gauges: &Gauges) -> String {
        let mut text = Text(String::with_capacity(32 * 1024));
        text.about("latchkey_build_info", "gauge", "Version of Latchkey and kind of database.");
        let version = env!("CARGO_PKG_VERSION");
        text.line("latchkey_build_info", &[("version", version), ("database", gauges.database)], &1_u64);
        self.render_requests(&mut text);
        text.histogram(
            "latchkey_verification_seconds",
            "Duration of GET /auth/verify in seconds.",
            &self.verification,
        );
        if let Some(waits) = &gauges.waits {
            text.histogram(
                "latchkey_verifier_wait_seconds",
                "How long changes waited after their commit until no verifier could use an older state.",
                &waits.waits,
            );
        }
        text.about("latchkey_decisions_total", "counter", "Decisions on presented tokens by reason.");
        text.line("latchkey_decisions_total", &[("reason", "allowed")], &load(&self.allowed));
        for (reason, count) in REASONS.iter().zip(&self.refused) {
            text.line("latchkey_decisions_total", &[("reason", reason)], &load(count));
        }
        let name = "latchkey_deliveries_total";
        text.about(name, "counter", "Notification delivery attempts by outcome.");
        for (channel, attempts) in Channel::ALL.iter().zip(&self.attempts) {
            for (outcome, count) in ATTEMPTS.iter().zip(attempts) {
                text.line(name, &[("channel", channel.name()), ("outcome", outcome)], &load(count));
            }
        }
        for (name, help, value) in [
            ("latchkey_pool_connections", "Open database connections.", gauges.connections),
            ("latchkey_pool_idle_connections", "Idle database connections.", gauges.idle_connections),
            (
                "latchkey_pool_max_connections",
                "Maximum number of database connections.",
                gauges.most_connections,
            ),
        ] {
            text.about(name, "gauge", help);
            text.line(name, &[], &value);
        }
        text.about("latchkey_queue_depth", "gauge", "Queued items by queue.");
        for (queue, depth) in &gauges.queues {
            text.line("latchkey_queue_depth", &[("queue", queue)], depth);
        }
        let help = "Token uses that were not counted because the queue was full.";
        text.about("latchkey_usage_dropped_total", "counter", help);
        text.line("latchkey_usage_dropped_total", &[], &gauges.lost_uses);
        for Series { name, kind, help, label, values } in &gauges.others {
            text.about(name, kind, help);
            for (value, figure) in values {
                let labels = [(*label, *value)];
                text.line(name, if label.is_empty() { &[] } else { &labels }, figure);
            }
        }
        text.0
    }

    fn render_requests(&self, text: &mut Text) {
        let name = "latchkey_requests_total";
        text.about(
            name,
            "counter",
            "Requests by route and status; an empty route means that no route matched.",
        );
        for route in &self.routes {
            for (outcome, count) in OUTCOMES.iter().zip(&route.outcomes) {
                let labels = [("method", route.method), ("route", route.path), ("outcome", outcome)];
                text.line(name, &labels, &load(count));
            }
        }
        for (outcome, count) in OUTCOMES.iter().zip(&self.elsewhere) {
            text.line(name, &[("method", ""), ("route", ""), ("outcome", outcome)], &load(count));
        }
    }
}

/// The response being written. All label values are Latchkey's own, so none needs escaping.
struct Text(String);

impl Text {
    fn about(&mut self, name: &str, kind: &str, help: &str) {
        // Writing into a string cannot fail.
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn histogram(&mut self, name: &str, help: &str, histogram: &Histogram) {
        self.about(name, "histogram", help);
        let mut all = 0;
        for (end, count) in histogram.buckets() {
            self.line(&format!("{name}_bucket"), &[("le", end)], &count);
            all = count;
        }
        let nanos = histogram.sum_nanos();
        let sum = format!("{}.{:09}", nanos / 1_000_000_000, nanos % 1_000_000_000);
        self.line(&format!("{name}_sum"), &[], &sum);
        self.line(&format!("{name}_count"), &[], &all);
    }

    fn line(&mut self, name: &str, labels: &[(&str, &str)], value: &dyn std::fmt::Display) {
        self.0.push_str(name);
        for (place, (label, text)) in labels.iter().enumerate() {
            let _ = write!(self.0, "{}{label}=\"{text}\"", if place == 0 { '{' } else { ',' });
        }
        let _ = writeln!(self.0, "{} {value}", if labels.is_empty() { "" } else { "}" });
    }
}

/// Each counter is independent, so relaxed ordering suffices.
fn add(count: &AtomicU64, more: u64) {
    count.fetch_add(more, Ordering::Relaxed);
}

fn load(count: &AtomicU64) -> u64 {
    count.load(Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metrics() -> Metrics {
        Metrics::new([("GET", "/healthz"), ("POST", "/a/{b}")])
    }

    #[test]
    fn requests_are_counted_by_route_and_outcome() {
        let metrics = metrics();
        for (route, status) in [(Some(1), 200), (Some(1), 204), (Some(1), 503), (None, 404), (Some(9), 302)] {
            metrics.answered(route, status);
        }
        metrics.answered(Some(0), 101);
        let text = metrics.render(&Gauges::default());
        for line in [
            r#"latchkey_requests_total{method="POST",route="/a/{b}",outcome="2xx"} 2"#,
            r#"latchkey_requests_total{method="POST",route="/a/{b}",outcome="5xx"} 1"#,
            r#"latchkey_requests_total{method="GET",route="/healthz",outcome="2xx"} 0"#,
            r#"latchkey_requests_total{method="",route="",outcome="4xx"} 1"#,
            r#"latchkey_requests_total{method="",route="",outcome="3xx"} 1"#,
        ] {
            assert!(text.lines().any(|found| found == line), "{line} in {text}");
        }
    }

    #[test]
    fn buckets_hold_all_that_was_as_fast_or_faster() {
        let metrics = metrics();
        for micros in [100, 101, 900, 2_000_000] {
            metrics.verified(Duration::from_micros(micros));
        }
        let text = metrics.render(&Gauges::default());
        let counts: Vec<&str> = text
            .lines()
            .filter(|line| line.starts_with("latchkey_verification_seconds"))
            .filter_map(|line| line.rsplit(' ').next())
            .collect();
        let sum = "2.001101000";
        assert_eq!(counts, ["1", "2", "2", "3", "3", "3", "3", "3", "3", "3", "3", "3", "4", sum, "4"]);
    }

    #[test]
    fn every_reason_has_its_place_from_the_beginning() {
        let metrics = metrics();
        metrics.allowed();
        metrics.refused("expired");
        metrics.refused("unheard of");
        metrics.count_delivery(Channel::Email, "retried");
        metrics.count_delivery(Channel::Webhook, "unheard of");
        let text = metrics.render(&Gauges { queues: vec![("refusals", 3)], ..Gauges::default() });
        assert!(text.contains("latchkey_decisions_total{reason=\"allowed\"} 1\n"));
        assert!(text.contains("latchkey_decisions_total{reason=\"expired\"} 1\n"));
        assert!(text.contains("latchkey_decisions_total{reason=\"revoked\"} 0\n"));
        assert!(text.contains("latchkey_deliveries_total{channel=\"email\",outcome=\"retried\"} 1\n"));
        assert!(text.contains("latchkey_deliveries_total{channel=\"webhook\",outcome=\"failed\"} 0\n"));
        assert!(text.contains("latchkey_queue_depth{queue=\"refusals\"} 3\n"));
        assert!(!text.contains("unheard"));
        let odd = |line: &&str| {
            !line.starts_with('#') && line.rsplit_once(' ').is_none_or(|(_, n)| n.parse::<f64>().is_err())
        };
        assert_eq!(text.lines().find(odd), None);
    }
}
