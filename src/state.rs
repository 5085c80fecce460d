//! The state shared by all request handlers. `app` builds it once, and each worker gets a cheap clone.

use std::sync::Arc;

use crate::config::RuntimeSettings;
use crate::domain::chain::ChainKey;
use crate::domain::random::Entropy;
use crate::domain::secret::SecretKey;
use crate::domain::time::{Clock, Timestamp};
use crate::domain::webhook::WebhookKey;
use crate::metrics::Metrics;
use crate::outbound::Outbound;
use crate::store::Db;
use crate::store::usage::Usage;
use crate::store::verification::decisions::Refusals;
use crate::store::verification::lookup::Lookup;

/// The state shared by all request handlers.
#[derive(Clone)]
pub struct State {
    /// The database.
    pub db: Db,
    /// Where the current time comes from.
    pub clock: Clock,
    /// Where randomness comes from.
    pub entropy: Entropy,
    /// Looks up presented secrets.
    pub lookup: Lookup,
    /// Token uses that are not written yet.
    pub usage: Usage,
    /// Refusals that are not written yet.
    pub refusals: Refusals,
    pub metrics: Arc<Metrics>,
    /// Mail and webhooks.
    pub outbound: Arc<Outbound>,
    /// What was set for handlers and jobs.
    pub settings: Arc<RuntimeSettings>,
    /// What never changes while it runs.
    pub fixed: Arc<Fixed>,
}

/// Values that never change while Latchkey runs.
pub struct Fixed {
    /// The prefix of token secrets, without the underscore.
    pub token_prefix: String,
    /// The public address of this instance: scheme, host and port, without a trailing slash.
    pub public_url: String,
    /// The key that token secrets are hashed with.
    pub secret_key: SecretKey,
    /// The key for CSRF tokens before sign-in.
    pub csrf_key: [u8; 32],
    /// The key for known-device cookies, and for the subjects of failed sign-ins.
    pub device_key: [u8; 32],
    /// The key of the audit chains.
    pub audit_key: ChainKey,
    /// The key that webhook secrets are derived from.
    pub webhook_key: WebhookKey,
    /// The code that opens `/setup` while there is no owner.
    pub setup_code: String,
}

impl State {
    /// The same for one of `threads` worker threads, with what each has of its own.
    #[must_use]
    pub fn for_thread(&self, threads: usize) -> Self {
        Self { lookup: self.lookup.for_thread(threads), ..self.clone() }
    }

    /// The current time.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Whether this instance is reached over TLS; then cookies are `Secure` and HSTS is sent.
    pub fn is_https(&self) -> bool {
        self.fixed.public_url.starts_with("https://")
    }
}
