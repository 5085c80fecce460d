//! Timestamps, and the clock that they come from.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// A point in time: whole microseconds since 1970-01-01T00:00:00Z.
///
/// Both databases store this number, so a timestamp reads back exactly as written and compares alike in both.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

/// A day in UTC, in microseconds. It has no leap seconds and no daylight saving time.
const DAY: i64 = 24 * 60 * 60 * 1_000_000;

impl Timestamp {
    /// From microseconds since 1970, as the databases store them.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970, as the databases store them.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The date and time in UTC.
    pub(crate) fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or_default()
    }

    /// This time plus `delta` (may be negative); saturates instead of overflowing.
    #[must_use]
    pub fn plus(self, delta: TimeDelta) -> Self {
        Self(self.0.saturating_add(delta.num_microseconds().unwrap_or(i64::MAX)))
    }

    /// Its day, in whole days of UTC since 1970.
    pub const fn day(self) -> i64 {
        self.0.div_euclid(DAY)
    }

    /// The start of this day.
    pub(crate) const fn of_day(day: i64) -> Self {
        Self(day.saturating_mul(DAY))
    }

    /// The time since `earlier`; negative if `earlier` is later.
    pub fn since(self, earlier: Self) -> TimeDelta {
        TimeDelta::microseconds(self.0.saturating_sub(earlier.0))
    }
}

/// The text is not in RFC 3339 format.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not an RFC 3339 timestamp")]
pub struct InvalidTimestamp;

/// Parses RFC 3339 with any offset. Fractions of a second are dropped, because the API's format has none.
impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        let moment = DateTime::parse_from_rfc3339(text).map_err(|_| InvalidTimestamp)?;
        Ok(moment.to_utc().trunc_subsecs(0).into())
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(moment: DateTime<Utc>) -> Self {
        Self(moment.trunc_subsecs(6).timestamp_micros())
    }
}

/// RFC 3339 in UTC with whole seconds, as the API shows it.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.utc().format("%Y-%m-%dT%H:%M:%SZ"))
    }
}

/// The source of the current time. Everything that needs the time takes a `Clock`, so that tests can set it.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The operating system's clock.
    #[default]
    System,
    /// A clock that only moves when set; clones share it.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock fixed at `moment`.
    pub fn fixed(moment: Timestamp) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(moment.micros())))
    }

    /// The current time.
    pub fn now(&self) -> Timestamp {
        match self {
            #[expect(clippy::disallowed_methods, reason = "the only place that reads the system's clock")]
            Self::System => Utc::now().into(),
            Self::Fixed(micros) => Timestamp(micros.load(Ordering::SeqCst)),
        }
    }

    /// Moves a fixed clock by `delta`; does nothing to the system's clock.
    pub fn advance(&self, delta: TimeDelta) {
        if let Self::Fixed(micros) = self {
            micros.fetch_add(delta.num_microseconds().unwrap_or(0), Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_utc() {
        for (micros, day) in [(0, 0), (-1, -1), (DAY - 1, 0), (DAY, 1), (1_795_176_000_000_000, 20_777)] {
            assert_eq!(Timestamp::from_micros(micros).day(), day);
            assert!(
                Timestamp::of_day(day).micros() <= micros && micros < Timestamp::of_day(day + 1).micros()
            );
        }
    }

    #[test]
    fn a_moment_reads_back_as_it_was_written() {
        let noon: Timestamp = "2026-11-20T13:00:00.999999+01:00".parse().unwrap();
        assert_eq!(noon.to_string(), "2026-11-20T12:00:00Z");
        assert_eq!(noon.to_string().parse(), Ok(noon));
        for odd in ["", "2026-11-20", "2026-11-20T12:00:00", "tomorrow", "2026-13-20T12:00:00Z"] {
            assert_eq!(odd.parse::<Timestamp>(), Err(InvalidTimestamp), "{odd}");
        }
    }
}
