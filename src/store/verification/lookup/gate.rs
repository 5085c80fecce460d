//! Whether nothing may be verified in this process, although the database answers.

use std::fmt;
use std::sync::atomic::{AtomicU8, Ordering};

/// Why nothing is verified.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// The database lacks events that it had: it was put back from a backup.
    Behind,
    /// The file with the newest audit heads cannot be relied on, so nobody knows whether the database lacks any.
    UnusableHead,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Behind => "the database is older than the newest known audit head",
            Self::UnusableHead => "the head file of the audit log cannot be used",
        })
    }
}

/// A switch that all threads look at on every verification: it costs them one read of memory.
#[derive(Debug, Default)]
pub struct VerificationGate(AtomicU8);

impl VerificationGate {
    /// Why nothing is verified, if nothing is.
    pub fn reason(&self) -> Option<Reason> {
        match self.0.load(Ordering::Acquire) {
            0 => None,
            1 => Some(Reason::Behind),
            _ => Some(Reason::UnusableHead),
        }
    }

    /// Closes, or opens when there is no reason. Gives whether that is news.
    pub fn set(&self, reason: Option<Reason>) -> bool {
        let number = match reason {
            None => 0,
            Some(Reason::Behind) => 1,
            Some(Reason::UnusableHead) => 2,
        };
        self.0.swap(number, Ordering::AcqRel) != number
    }
}

#[cfg(test)]
mod tests {
    use crate::store::verification::lookup::gate::*;

    #[test]
    fn it_is_open_until_there_is_a_reason() {
        let closed = VerificationGate::default();
        assert_eq!(closed.reason(), None);
        assert!(!closed.set(None));
        for reason in [Reason::Behind, Reason::UnusableHead] {
            assert!(closed.set(Some(reason)));
            assert!(!closed.set(Some(reason)));
            assert_eq!(closed.reason(), Some(reason));
        }
        assert!(closed.set(None));
    }
}
