//! Counts failed sign-ins in memory while the disk is full, so that signing in still works and guessing is still
//! slow.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;

use crate::domain::time::Timestamp;
use crate::store::people::sign_in_failures::{MAX_FAILURES, Subject};

/// Maximum number of subjects. Beyond it, those that failed longest ago are forgotten.
const SUBJECTS: usize = 10_000;
/// How long after the last failure all failures of a subject are forgotten.
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::minutes(15);

/// The counters.
#[derive(Debug, Default)]
pub(super) struct MemoryCounters(Mutex<HashMap<Subject, (i64, Timestamp)>>);

impl MemoryCounters {
    /// Counts one more failure; returns the previous number.
    pub(super) fn add(&self, subject: Subject, now: Timestamp) -> i64 {
        let mut counters = self.counters();
        if counters.len() >= SUBJECTS && !counters.contains_key(&subject) {
            counters.retain(|_, (_, last)| now.since(*last) < FORGOTTEN_AFTER);
            let oldest = counters.iter().min_by_key(|(_, (_, last))| *last).map(|(subject, _)| *subject);
            if let Some(oldest) = oldest.filter(|_| counters.len() >= SUBJECTS) {
                counters.remove(&oldest);
            }
        }
        let (failures, last) = counters.entry(subject).or_insert((0, now));
        if now.since(*last) >= FORGOTTEN_AFTER {
            *failures = 0;
        }
        let before = *failures;
        *failures = (before + 1).min(MAX_FAILURES);
        *last = now;
        before
    }

    /// Undoes one failure of `subject`.
    pub(super) fn take_back(&self, subject: Subject) {
        if let Some((failures, _)) = self.counters().get_mut(&subject) {
            *failures = (*failures - 1).max(0);
        }
    }

    /// Forgets all failures of `subject`.
    pub(super) fn forget(&self, subject: Subject) {
        self.counters().remove(&subject);
    }

    fn counters(&self) -> MutexGuard<'_, HashMap<Subject, (i64, Timestamp)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(number: usize) -> Subject {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&number.to_be_bytes());
        Subject::new(bytes)
    }

    #[test]
    fn failures_add_up_until_they_are_forgotten() {
        let (memory, at) = (MemoryCounters::default(), Timestamp::from_micros);
        assert_eq!(
            (memory.add(subject(1), at(0)), memory.add(subject(1), at(1)), memory.add(subject(2), at(1))),
            (0, 1, 0)
        );
        memory.forget(subject(1));
        assert_eq!(memory.add(subject(1), at(2)), 0);
        assert_eq!(memory.add(subject(2), at(15 * 60_000_000 + 1)), 0);
        assert_eq!((memory.add(subject(4), at(3)), memory.add(subject(4), at(3))), (0, 1));
        memory.take_back(subject(4));
        assert_eq!(memory.add(subject(4), at(4)), 1);
        for _ in 0..50 {
            assert!(memory.add(subject(3), at(5)) <= MAX_FAILURES);
        }
    }

    #[test]
    fn memory_is_bounded() {
        let memory = MemoryCounters::default();
        for number in 0..SUBJECTS + 20 {
            memory.add(subject(number), Timestamp::from_micros(i64::try_from(number).unwrap()));
        }
        assert_eq!(memory.counters().len(), SUBJECTS);
        assert_eq!(memory.add(subject(SUBJECTS + 19), Timestamp::from_micros(0)), 1, "the latest are there");
        assert_eq!(memory.add(subject(0), Timestamp::from_micros(0)), 0);
    }
}
