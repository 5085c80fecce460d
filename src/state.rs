//! What every request handler shares. Built once by `app`, cloned cheaply into each worker.

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

/// What every request handler shares.
#[derive(Clone)]
pub struct State {
    /// The database.
    pub db: Db,
    /// Where the present moment comes from.
    pub clock: Clock,
    /// Where randomness comes from.
    pub entropy: Entropy,
    /// What presented secrets lead to.
    pub lookup: Lookup,
    /// Uses of tokens that are not written yet.
    pub usage: Usage,
    /// Refusals that are not written yet.
    pub refusals: Refusals,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// Mail and webhooks.
    pub outbound: Arc<Outbound>,
    /// What was set for handlers and jobs.
    pub settings: Arc<RuntimeSettings>,
    /// What never changes while it runs.
    pub fixed: Arc<Fixed>,
}

/// What never changes while Latchkey runs.
pub struct Fixed {
    /// What token secrets begin with, without the underscore.
    pub token_prefix: String,
    /// The address people and programs reach this instance at: scheme, host and port, no slash at the end.
    pub public_url: String,
    /// The key that token secrets are hashed under.
    pub secret_key: SecretKey,
    /// The key that pre-session CSRF tokens are made with.
    pub csrf_key: [u8; 32],
    /// The key that known-device cookies and the subjects of failed sign-ins are made with.
    pub device_key: [u8; 32],
    /// The key that the chains of audit events are made with.
    pub audit_key: ChainKey,
    /// The key that the secrets of webhooks are made from.
    pub webhook_key: WebhookKey,
    /// The code that opens `/setup` while there is no owner.
    pub setup_code: String,
}

impl State {
    /// The same for one of `threads` threads that answer requests, with what each of them has for itself.
    #[must_use]
    pub fn for_thread(&self, threads: usize) -> Self {
        Self { lookup: self.lookup.for_thread(threads), ..self.clone() }
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Whether people reach this instance over TLS: then cookies are `Secure` and HSTS is sent.
    pub fn is_https(&self) -> bool {
        self.fixed.public_url.starts_with("https://")
    }
}
