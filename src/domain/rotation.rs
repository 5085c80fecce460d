//! Rotation: another secret for the same token, while the one before it works on for a chosen time.

use chrono::TimeDelta;

use super::time::Timestamp;

/// How long the secret that is replaced goes on working.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Overlap {
    /// Not at all.
    None,
    /// One hour.
    Hour,
    /// 24 hours.
    Day,
    /// Seven days.
    Week,
}

impl Overlap {
    /// Every overlap, the shortest first.
    pub const ALL: [Self; 4] = [Self::None, Self::Hour, Self::Day, Self::Week];
    /// Their names, in that order.
    pub const NAMES: [&'static str; 4] = ["none", "1h", "24h", "7d"];

    /// Its name in forms and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Hour => "1h",
            Self::Day => "24h",
            Self::Week => "7d",
        }
    }

    /// The overlap of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|overlap| overlap.name() == name)
    }

    /// When the secret that is replaced at `now` stops working. The token's own end may come before.
    pub fn end(self, now: Timestamp) -> Timestamp {
        now.plus(match self {
            Self::None => TimeDelta::zero(),
            Self::Hour => TimeDelta::hours(1),
            Self::Day => TimeDelta::days(1),
            Self::Week => TimeDelta::days(7),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::expiry::is_expired;
    use super::*;

    #[test]
    fn names_read_back() {
        assert_eq!(Overlap::ALL.map(Overlap::name), Overlap::NAMES);
        for overlap in Overlap::ALL {
            assert_eq!(Overlap::from_name(overlap.name()), Some(overlap));
        }
        assert_eq!(Overlap::from_name("30d"), None);
    }

    #[test]
    fn without_an_overlap_the_old_secret_ends_at_once() {
        let now = Timestamp::from_micros(1_000);
        assert!(is_expired(Some(Overlap::None.end(now)), now));
        assert_eq!(Overlap::Hour.end(now).since(now), TimeDelta::hours(1));
    }
}
