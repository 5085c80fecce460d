//! All that decides, in memory, and how long it may be used. No input or output: `store` fills it and keeps it up to date.
//!
//! A [`View`] has every secret, tenant, module and app, as they were at one moment. A [`Lease`] says until when that
//! moment counts as now. Whoever changes anything waits until the views of all processes contain it, or until no lease
//! that is older than the change can count any more. So an answer from a view under its lease is as good as one from the
//! database: whatever was said to be done before the question came is in it.

mod answer;
mod clock;
mod counts;
mod lease;
mod loader;
mod record;
pub mod rows;
mod shard;
pub mod snapshot;
mod view;
mod world;

pub use self::clock::Moment;
pub use self::counts::Counts;
pub use self::lease::Lease;
pub use self::loader::Loader;
pub use self::view::{Found, View};

use std::sync::Arc;

use crate::domain::decision::Requirement;
use crate::domain::secret::SecretHash;

/// What a process verifies from: the view, and the lease on it.
#[derive(Debug, Default)]
pub struct Verifier {
    /// All that decides.
    pub view: View,
    /// Until when it counts.
    pub lease: Lease,
    /// What is counted.
    pub counts: Arc<Counts>,
}

impl Verifier {
    /// An empty one, without a lease.
    pub fn new(counts: Arc<Counts>) -> Self {
        Self { counts, ..Self::default() }
    }

    /// What the secret with that hash leads to; [`Found::Ask`] where only the database can tell.
    pub fn find(&self, hash: &SecretHash, asked_for: Requirement<'_>) -> Found {
        // In this order: whatever moment the lease is asked about, the view is read after it, and only ever gets newer.
        if self.lease.is_valid(Moment::now()) { self.view.find(hash, asked_for) } else { Found::Ask }
    }
}

#[cfg(test)]
mod tests;
