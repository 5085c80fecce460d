//! Rotation: a new secret for the same token, while the previous one keeps working for a chosen time.

use chrono::TimeDelta;

use super::expiry::is_expired;
use super::time::Timestamp;

/// How long the replaced secret keeps working.
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
    /// Until a chosen time.
    Until(Timestamp),
}

/// Why a chosen time is invalid as the end of the replaced secret.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum OverlapError {
    /// It is not in the future.
    #[error("is in the past")]
    Past,
    /// The token itself expires before that.
    #[error("is after the token's own expiry")]
    AfterExpiry,
    /// It is further away than [`Overlap::LONGEST`].
    #[error("is too far in the future")]
    TooLong,
}

impl Overlap {
    /// How long a replaced secret can work at most, even if its end is moved.
    pub const LONGEST: TimeDelta = TimeDelta::days(30);
    /// The name of a chosen time in forms.
    pub const CUSTOM: &str = "custom";
    /// Every overlap of a fixed length, shortest first.
    pub const ALL: [Self; 4] = [Self::None, Self::Hour, Self::Day, Self::Week];
    /// Their names, in the same order.
    pub const NAMES: [&'static str; 4] = ["none", "1h", "24h", "7d"];

    /// Its name in forms and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Hour => "1h",
            Self::Day => "24h",
            Self::Week => "7d",
            Self::Until(_) => Self::CUSTOM,
        }
    }

    /// The overlap that ends at `moment`, chosen at `now` for a token that expires at `token_ends_at`.
    pub fn until(
        moment: Timestamp,
        now: Timestamp,
        token_ends_at: Option<Timestamp>,
    ) -> Result<Self, OverlapError> {
        if is_expired(Some(moment), now) {
            Err(OverlapError::Past)
        } else if token_ends_at.is_some_and(|end| moment > end) {
            Err(OverlapError::AfterExpiry)
        } else if moment.since(now) > Self::LONGEST {
            Err(OverlapError::TooLong)
        } else {
            Ok(Self::Until(moment))
        }
    }

    /// The chosen time, if it is one.
    pub const fn moment(self) -> Option<Timestamp> {
        match self {
            Self::Until(moment) => Some(moment),
            Self::None | Self::Hour | Self::Day | Self::Week => None,
        }
    }

    /// The overlap with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|overlap| overlap.name() == name)
    }

    /// When the secret that is replaced at `now` stops working; never after the token's expiration.
    pub fn end(self, now: Timestamp, token_ends_at: Option<Timestamp>) -> Timestamp {
        let chosen = match self {
            Self::None => now,
            Self::Hour => now.plus(TimeDelta::hours(1)),
            Self::Day => now.plus(TimeDelta::days(1)),
            Self::Week => now.plus(TimeDelta::days(7)),
            Self::Until(moment) => moment.max(now),
        };
        token_ends_at.map_or(chosen, |end| chosen.min(end))
    }

    /// When a secret that was replaced at `replaced_at` stops working if its end is moved by this at `now`: never
    /// after the token's expiration, and never more than [`Self::LONGEST`] after its replacement.
    pub fn extended(
        self,
        now: Timestamp,
        replaced_at: Timestamp,
        token_ends_at: Option<Timestamp>,
    ) -> Timestamp {
        self.end(now, token_ends_at).min(replaced_at.plus(Self::LONGEST))
    }
}

#[cfg(test)]
mod tests {
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
        assert!(is_expired(Some(Overlap::None.end(now, None)), now));
        assert_eq!(Overlap::Hour.end(now, None).since(now), TimeDelta::hours(1));
    }

    #[test]
    fn no_overlap_outlasts_the_token_nor_the_longest_there_is() {
        let now = Timestamp::from_micros(1_000);
        let at = |delta| now.plus(delta);
        let (hour, day, month) = (TimeDelta::hours(1), TimeDelta::days(1), Overlap::LONGEST);
        assert_eq!(Overlap::Week.end(now, Some(at(hour))), at(hour));
        assert_eq!(Overlap::Until(at(-hour)).end(now, None), now, "chosen before, and over by now");
        assert_eq!(Overlap::until(now, now, None), Err(OverlapError::Past));
        assert_eq!(Overlap::until(at(day), now, Some(at(hour))), Err(OverlapError::AfterExpiry));
        assert_eq!(Overlap::until(at(day), now, Some(at(day))), Ok(Overlap::Until(at(day))));
        assert_eq!(Overlap::until(at(month), now, None), Ok(Overlap::Until(at(month))));
        assert_eq!(Overlap::until(at(month + hour), now, None), Err(OverlapError::TooLong));
        assert_eq!(Overlap::Day.extended(now, at(-hour), None), at(day));
        assert_eq!(Overlap::Week.extended(now, at(-month + day), None), at(day));
        assert_eq!(Overlap::Week.extended(now, now, Some(at(hour))), at(hour));
    }
}
