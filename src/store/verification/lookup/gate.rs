//! Whether nothing may be verified in this process, although the database answers.

use std::sync::atomic::{AtomicU8, Ordering};

use crate::store::PauseReason;

/// A switch that all threads look at on every verification: it costs them one read of memory.
#[derive(Debug, Default)]
pub struct VerificationGate(AtomicU8);

impl VerificationGate {
    /// Why nothing is verified, if nothing is.
    pub fn reason(&self) -> Option<PauseReason> {
        match self.0.load(Ordering::Acquire) {
            0 => None,
            1 => Some(PauseReason::Behind),
            _ => Some(PauseReason::UnusableHead),
        }
    }

    /// Closes, or opens when there is no reason. Gives whether that is news.
    pub fn set(&self, reason: Option<PauseReason>) -> bool {
        let number = match reason {
            None => 0,
            Some(PauseReason::Behind) => 1,
            Some(PauseReason::UnusableHead) => 2,
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
        for reason in [PauseReason::Behind, PauseReason::UnusableHead] {
            assert!(closed.set(Some(reason)));
            assert!(!closed.set(Some(reason)));
            assert_eq!(closed.reason(), Some(reason));
        }
        assert!(closed.set(None));
    }
}
