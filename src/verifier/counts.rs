//! What is counted of following the database and of verifying from memory.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use super::clock::Moment;
use crate::histogram::Histogram;

/// After so long without an answer to whoever follows it, the database counts as away: it is asked every 250 ms, and a
/// request that waits for it shall be answered within a second.
const AWAY_AFTER: Duration = Duration::from_millis(750);

/// The counts of a process.
#[derive(Debug, Default)]
pub struct Counts {
    /// How long changes waited after their commit.
    pub waits: Histogram,
    asked: AtomicU64,
    replicas: AtomicU64,
    followed: AtomicBool,
    answered: AtomicU64,
}

impl Counts {
    /// A verification asked the database.
    pub fn ask(&self) {
        self.asked.fetch_add(1, Ordering::Relaxed);
    }

    /// How often verifications asked the database.
    pub fn asked(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }

    /// So many processes verify from memory, as far as this one knows.
    pub fn know(&self, replicas: usize) {
        self.replicas.store(replicas as u64, Ordering::Relaxed);
    }

    /// How many processes verify from memory.
    pub fn replicas(&self) -> u64 {
        self.replicas.load(Ordering::Relaxed)
    }

    /// This process follows the database, or no longer does.
    pub fn follow(&self, follows: bool) {
        self.answer();
        self.followed.store(follows, Ordering::Release);
    }

    /// The database has answered whoever follows it.
    pub fn answer(&self) {
        self.answered.store(Moment::now().nanos(), Ordering::Release);
    }

    /// How long ago the database last answered whoever follows it; nothing where nobody does.
    pub fn silent_for(&self) -> Option<Duration> {
        let followed = self.followed.load(Ordering::Acquire);
        let silent = || Moment::now().nanos().saturating_sub(self.answered.load(Ordering::Acquire));
        followed.then(silent).map(Duration::from_nanos)
    }

    /// Whether the database is followed and does not answer.
    pub fn is_away(&self) -> bool {
        self.silent_for().is_some_and(|silent| silent >= AWAY_AFTER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_that_nobody_follows_is_never_away() {
        let counts = Counts::default();
        assert_eq!(counts.silent_for(), None);
        assert!(!counts.is_away());
        counts.follow(true);
        assert!(!counts.is_away());
        counts.answered.store(Moment::now().nanos() - 1_000_000_000, Ordering::Release);
        assert!(counts.is_away());
        counts.answer();
        assert!(!counts.is_away());
    }
}
