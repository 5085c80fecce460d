//! Until when a view counts as the present.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::clock::Moment;

/// A lease. Only whoever follows the database extends it; everybody may look at it at any time.
#[derive(Debug, Default)]
pub struct Lease {
    /// It counts before this moment; 0 when there is none.
    until: AtomicU64,
}

impl Lease {
    /// Whether the view counts as the present at `now`.
    pub fn is_valid(&self, now: Moment) -> bool {
        now.nanos() < self.until.load(Ordering::Acquire)
    }

    /// Lets the view count for `length` from `asked` on. The view already contains everything that was committed when
    /// the database was asked, which was after `asked`.
    pub fn extend(&self, asked: Moment, length: Duration) {
        self.until.store(asked.plus(length).nanos(), Ordering::Release);
    }

    /// Ends it at once.
    pub fn end(&self) {
        self.until.store(0, Ordering::Release);
    }

    /// How much of it is left at `now`.
    pub fn left(&self, now: Moment) -> Duration {
        Duration::from_nanos(self.until.load(Ordering::Acquire).saturating_sub(now.nanos()))
    }
}
