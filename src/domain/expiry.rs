//! When a token expires: the choices, and the time that each resolves to.

use chrono::{Days, LocalResult, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone as _};
use chrono_tz::Tz;

use super::time::Timestamp;

/// Whether something that expires at `expires_at` has expired. At that moment it has.
///
/// The only place that compares an expiration with the current time, for tokens, secrets and sessions alike.
pub fn is_expired(expires_at: Option<Timestamp>, now: Timestamp) -> bool {
    expires_at.is_some_and(|end| now >= end)
}

/// A choice of expiration.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Expiry {
    /// This many days after creation.
    Days(u64),
    /// One year after creation.
    Year,
    /// A date and time in the tenant's time zone.
    At(NaiveDateTime),
    /// No expiration.
    Never,
}

/// Why a chosen expiration is invalid.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ExpiryError {
    /// No choice was made, or an unknown one.
    #[error("is not one of the choices")]
    Unknown,
    /// The date does not exist (31 February), or is missing.
    #[error("is not a valid date")]
    NoSuchDate,
    /// The time does not exist, or is missing.
    #[error("is not a valid time")]
    NoSuchTime,
    /// The time is skipped when daylight saving time begins.
    #[error("is skipped when daylight saving time begins")]
    Skipped,
    /// The time is not in the future.
    #[error("is in the past")]
    Past,
    /// The time is more than 100 years away, most likely a typo.
    #[error("is too far in the future")]
    TooFar,
}

impl Expiry {
    /// The presets, by their names in forms and links.
    pub const PRESETS: [(&'static str, Self); 5] = [
        ("7d", Self::Days(7)),
        ("30d", Self::Days(30)),
        ("60d", Self::Days(60)),
        ("90d", Self::Days(90)),
        ("1y", Self::Year),
    ];
    /// The preset that is selected by default.
    pub const PRESELECTED: &'static str = "90d";
    /// The name of a custom date and time in forms.
    pub const CUSTOM: &'static str = "custom";
    /// The name of "no expiration" in forms.
    pub const NEVER: &'static str = "never";

    /// Parses a choice: `choice` is the name of a preset, `custom` or `never`; `date` (`2027-02-20`) and `time`
    /// (`14:00`) are used only with `custom`.
    pub fn parse(choice: &str, date: &str, time: &str) -> Result<Self, ExpiryError> {
        match choice {
            Self::NEVER => Ok(Self::Never),
            Self::CUSTOM => {
                let date = date.trim();
                // Exactly four digits of year, because chrono would parse `20-1-1` as the year 20.
                if date.len() != 10 {
                    return Err(ExpiryError::NoSuchDate);
                }
                let date =
                    NaiveDate::parse_from_str(date, "%Y-%m-%d").map_err(|_| ExpiryError::NoSuchDate)?;
                let time = time.trim();
                let time = NaiveTime::parse_from_str(time, "%H:%M")
                    .or_else(|_| NaiveTime::parse_from_str(time, "%H:%M:%S"))
                    .map_err(|_| ExpiryError::NoSuchTime)?;
                Ok(Self::At(date.and_time(time)))
            }
            preset => Self::PRESETS
                .into_iter()
                .find_map(|(name, expiry)| (name == preset).then_some(expiry))
                .ok_or(ExpiryError::Unknown),
        }
    }

    /// The time that this choice resolves to at `now` in the tenant's time zone `zone`; `None` for no expiration.
    ///
    /// Presets keep the tenant's local time of day and end on the next full minute, so that the displayed time is
    /// exact. Of a local time that occurs twice, the first is used: the shorter life.
    pub fn resolve(self, now: Timestamp, zone: Tz) -> Result<Option<Timestamp>, ExpiryError> {
        let local = match self {
            Self::Never => return Ok(None),
            Self::At(local) => local,
            Self::Days(days) => {
                next_minute(now, zone).checked_add_days(Days::new(days)).ok_or(ExpiryError::TooFar)?
            }
            Self::Year => {
                next_minute(now, zone).checked_add_months(Months::new(12)).ok_or(ExpiryError::TooFar)?
            }
        };
        let moment = match (zone.from_local_datetime(&local), self) {
            (LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _), _) => moment,
            (LocalResult::None, Self::At(_)) => return Err(ExpiryError::Skipped),
            // A preset is a duration, so a skipped local time moves to the next one that exists.
            (LocalResult::None, _) => zone
                .from_local_datetime(&(local + TimeDelta::hours(1)))
                .earliest()
                .ok_or(ExpiryError::Skipped)?,
        };
        end(Timestamp::from(moment.to_utc()), now).map(Some)
    }
}

/// Checks `moment` as the expiration of something created at `now`.
pub fn end(moment: Timestamp, now: Timestamp) -> Result<Timestamp, ExpiryError> {
    if is_expired(Some(moment), now) {
        return Err(ExpiryError::Past);
    }
    if moment.since(now) > TimeDelta::days(36_525) {
        return Err(ExpiryError::TooFar);
    }
    Ok(moment)
}

fn next_minute(now: Timestamp, zone: Tz) -> NaiveDateTime {
    const MINUTE: i64 = 60_000_000;
    let up = now.micros().rem_euclid(MINUTE);
    let now = if up == 0 { now } else { Timestamp::from_micros(now.micros() - up + MINUTE) };
    now.utc().with_timezone(&zone).naive_local()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use chrono_tz::Europe::Berlin;

    use super::*;

    fn at(text: &str) -> Timestamp {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc().into()
    }

    fn custom(date: &str, time: &str) -> Result<Option<Timestamp>, ExpiryError> {
        Expiry::parse("custom", date, time)?.resolve(at("2026-11-22T12:00:00Z"), Berlin)
    }

    #[test]
    fn at_the_moment_itself_it_has_expired() {
        let end = Timestamp::from_micros(1_000);
        assert!(!is_expired(Some(end), Timestamp::from_micros(999)));
        assert!(is_expired(Some(end), end));
        assert!(!is_expired(None, end));
    }

    #[test]
    fn presets_keep_the_time_of_day_across_daylight_saving() {
        let now = at("2026-10-20T12:00:30Z"); // 14:00:30 in Berlin, summer time
        let seven = Expiry::Days(7).resolve(now, Berlin).unwrap().unwrap();
        assert_eq!(seven, at("2026-10-27T13:01:00Z")); // 14:01 in Berlin, winter time
        let year = Expiry::Year.resolve(at("2028-02-29T10:00:00Z"), Berlin).unwrap().unwrap();
        assert_eq!(year, at("2029-02-28T10:00:00Z"));
    }

    #[test]
    fn a_custom_moment_is_read_on_the_tenants_clocks() {
        assert_eq!(custom("2027-02-20", "14:00"), Ok(Some(at("2027-02-20T13:00:00Z"))));
        // 02:30 occurs twice; the first one counts.
        assert_eq!(custom("2027-10-31", "02:30"), Ok(Some(at("2027-10-31T00:30:00Z"))));
    }

    #[test]
    fn impossible_moments_are_refused() {
        assert_eq!(custom("2027-02-31", "14:00"), Err(ExpiryError::NoSuchDate));
        assert_eq!(custom("", "14:00"), Err(ExpiryError::NoSuchDate));
        assert_eq!(custom("2027-1-1", "14:00"), Err(ExpiryError::NoSuchDate));
        assert_eq!(custom("2027-02-20", "25:00"), Err(ExpiryError::NoSuchTime));
        assert_eq!(custom("2027-02-20", ""), Err(ExpiryError::NoSuchTime));
        assert_eq!(custom("2027-03-28", "02:30"), Err(ExpiryError::Skipped));
        assert_eq!(custom("2026-11-22", "13:00"), Err(ExpiryError::Past));
        assert_eq!(custom("9999-12-31", "23:59"), Err(ExpiryError::TooFar));
        assert_eq!(Expiry::parse("2 weeks", "", ""), Err(ExpiryError::Unknown));
    }
}
