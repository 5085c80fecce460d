//! Following the database: reading what changed of everything that decides, keeping a [`Verifier`] up to date with it,
//! and waiting after a change until no verifier can use an older state.
//!
//! [`change_log`] reads the log that the database's triggers write, [`deciding`] what it names, [`follower`] puts that into
//! the view. [`replica`] (PostgreSQL) and [`embedded`] (SQLite) decide how long the view counts; [`waiting`] is what a
//! transaction does after its commit. Why a wait of `wait_out` is always enough: a lease counts from a moment before the
//! database was asked, so one that was granted without a commit in it was asked for before that commit returned.
//!
//! [`Verifier`]: crate::verifier::Verifier

pub mod change_log;
pub mod deciding;
pub mod embedded;
pub mod follower;
pub mod replica;
pub mod replicas;
pub mod waiting;

use std::sync::Arc;
use std::time::Duration;

use super::Db;
use crate::verifier::{Moment, Verifier};

/// How long a view counts after the database was asked.
const POSTGRES_LEASE: Duration = Duration::from_secs(1);
/// Other processes of this machine are rare here, and all that they do is noticed within milliseconds.
const SQLITE_LEASE: Duration = Duration::from_millis(100);

/// After so long on the own clock, no lease of `lease` that was asked for before counts on any other clock: two clocks of
/// sound machines differ far less than by a fiftieth.
const fn wait_out(lease: Duration) -> Duration {
    Duration::from_nanos((lease.as_nanos() as u64).saturating_add(lease.as_nanos() as u64 / 50))
}

/// Waits until `end` has come.
async fn sleep_until(end: Moment) {
    loop {
        let left = Moment::now().until(end);
        if left.is_zero() {
            return;
        }
        // The runtime counts in milliseconds, and may wake too early by a part of one.
        tokio::time::sleep(left.max(Duration::from_millis(1))).await;
    }
}

/// What keeps a verifier up to date, until it is stopped or dropped.
pub enum Following {
    /// Over a server that other processes use too.
    Replica(replica::Replica),
    /// Over a file.
    Embedded(embedded::Embedded),
}

impl Following {
    /// Begins to follow `db` with `verifier`.
    ///
    /// # Errors
    /// The operating system's own, where there is no thread.
    pub fn start(db: &Db, verifier: Arc<Verifier>) -> std::io::Result<Self> {
        match db {
            Db::Sqlite { .. } => embedded::Embedded::start(db, verifier).map(Self::Embedded),
            Db::Postgres { .. } => replica::Replica::start(db, verifier).map(Self::Replica),
        }
    }

    /// Ends the lease and stops.
    pub async fn stop(self) {
        let stop = move || match self {
            Self::Replica(replica) => replica.stop(),
            Self::Embedded(embedded) => embedded.stop(),
        };
        tokio::task::spawn_blocking(stop).await.ok();
    }
}
