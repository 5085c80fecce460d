//! Dates and times as each language writes them, in a tenant's time zone, on a 24-hour clock.

use chrono::{Datelike as _, NaiveDateTime, Offset as _, TimeZone as _};
use chrono_tz::Tz;
use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::YMD;
use icu_datetime::input::Date;

use super::Locale;
use super::msg;
use crate::domain::time::Timestamp;

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

impl Locale {
    /// `20 Feb 2027` in the time zone `tz`.
    pub fn date(self, at: Timestamp, tz: Tz) -> String {
        self.calendar_date(local(at, tz).0, YMD::medium())
    }

    /// `20 February 2027, 14:00` in the time zone `tz` (24 hours), without the zone's name.
    pub fn moment(self, at: Timestamp, tz: Tz) -> String {
        let (there, _) = local(at, tz);
        // Date and time are joined here, because languages join them with different words ("à" in French), but a
        // comma reads well in all of them.
        format!("{}, {}", self.calendar_date(there, YMD::long()), there.format("%H:%M"))
    }

    /// `20 February 2027, 14:00 Europe/Berlin (UTC+1)`: unambiguous even in the hour that a clock change repeats.
    pub fn moment_with_zone(self, at: Timestamp, tz: Tz) -> String {
        let moment = self.moment(at, tz);
        match tz {
            Tz::UTC => format!("{moment} UTC"),
            _ => format!("{moment} {} ({})", tz.name(), offset(local(at, tz).1)),
        }
    }

    /// How long ago: `4 min ago`, `3 h ago`, `yesterday`, `5 days ago`, later the date.
    ///
    /// Hours count up to a day, then calendar days in `tz`. Less than a minute ahead, as another replica's clock may
    /// report, is `just now`; further ahead shows the date.
    pub fn ago(self, at: Timestamp, now: Timestamp, tz: Tz) -> String {
        let seconds = now.since(at).num_seconds();
        let minutes = seconds.div_euclid(60);
        match minutes {
            ..-1 => self.date(at, tz),
            -1 | 0 => self.t(msg::AGO_JUST_NOW),
            1..HOUR => self.t(msg::ago_minutes(minutes)),
            HOUR..DAY => self.t(msg::ago_hours(minutes / HOUR)),
            _ => match local(now, tz).0.date().signed_duration_since(local(at, tz).0.date()).num_days() {
                // 0 only on the day of 25 hours when daylight saving time ends.
                0 | 1 => self.t(msg::AGO_YESTERDAY),
                days @ 2..=6 => self.t(msg::ago_days(days)),
                _ => self.date(at, tz),
            },
        }
    }

    fn calendar_date(self, there: NaiveDateTime, fields: YMD) -> String {
        let formatted =
            DateTimeFormatter::try_new(self.regional().into(), fields).ok().and_then(|formatter| {
                let date = Date::try_new_iso(there.year(), there.month() as u8, there.day() as u8).ok()?;
                Some(formatter.format(&date).to_string())
            });
        // A year that the calendar does not reach is still readable in the international form.
        let date = formatted.unwrap_or_else(|| there.format("%Y-%m-%d").to_string());
        // The calendar's French lacks the ordinal that the first day of a month has.
        match (self, date.strip_prefix("1 ")) {
            (Self::Fr, Some(month)) => format!("1er {month}"),
            _ => date,
        }
    }
}

/// The local date and time at `at` in the time zone `tz`, and its offset from UTC in seconds.
fn local(at: Timestamp, tz: Tz) -> (NaiveDateTime, i32) {
    let utc = at.utc().naive_utc();
    let offset = tz.offset_from_utc_datetime(&utc).fix();
    // `None` only at the ends of the calendar, about 262,000 years away.
    (utc.checked_add_offset(offset).unwrap_or(utc), offset.local_minus_utc())
}

/// `UTC+1`, `UTC-3:30`, `UTC`.
fn offset(seconds_ahead: i32) -> String {
    let sign = if seconds_ahead < 0 { '-' } else { '+' };
    let minutes = seconds_ahead.abs() / 60;
    match (minutes / 60, minutes % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};
    use chrono_tz::{America, Asia, Europe};

    use super::*;

    fn at(rfc3339: &str) -> Timestamp {
        DateTime::parse_from_rfc3339(rfc3339).unwrap().to_utc().into()
    }

    #[test]
    fn dates_are_written_as_each_language_does() {
        let day = at("2027-02-20T13:00:00Z");
        assert_eq!(Locale::En.date(day, Tz::UTC), "20 Feb 2027");
        assert_eq!(Locale::De.date(day, Tz::UTC), "20.02.2027");
        assert_eq!(Locale::Fr.date(day, Tz::UTC), "20 févr. 2027");
        let day = at("2027-08-01T13:00:00Z");
        assert_eq!(Locale::En.date(day, Tz::UTC), "1 Aug 2027");
        assert_eq!(Locale::De.date(day, Tz::UTC), "01.08.2027");
        assert_eq!(Locale::Fr.date(day, Tz::UTC), "1er août 2027");
    }

    #[test]
    fn moments_are_written_as_each_language_does() {
        let moment = at("2027-02-20T13:00:00Z");
        assert_eq!(Locale::En.moment(moment, Europe::Berlin), "20 February 2027, 14:00");
        assert_eq!(Locale::De.moment(moment, Europe::Berlin), "20. Februar 2027, 14:00");
        assert_eq!(Locale::Fr.moment(moment, Europe::Berlin), "20 février 2027, 14:00");
        assert_eq!(Locale::En.moment(at("2027-02-20T00:05:59Z"), Tz::UTC), "20 February 2027, 00:05");
    }

    #[test]
    fn the_zone_decides_the_day() {
        let moment = at("2026-12-31T23:30:00Z");
        assert_eq!(Locale::En.moment(moment, Europe::Berlin), "1 January 2027, 00:30");
        assert_eq!(Locale::En.date(moment, America::New_York), "31 Dec 2026");
    }

    #[test]
    fn the_zone_is_named_with_its_offset_on_that_day() {
        let english = |moment, tz| Locale::En.moment_with_zone(at(moment), tz);
        assert_eq!(
            english("2027-02-20T13:00:00Z", Europe::Berlin),
            "20 February 2027, 14:00 Europe/Berlin (UTC+1)"
        );
        assert_eq!(
            english("2027-07-20T12:00:00Z", Europe::Berlin),
            "20 July 2027, 14:00 Europe/Berlin (UTC+2)"
        );
        assert_eq!(
            english("2027-02-20T13:00:00Z", Asia::Kathmandu),
            "20 February 2027, 18:45 Asia/Kathmandu (UTC+5:45)"
        );
        assert_eq!(
            english("2027-02-20T13:00:00Z", America::St_Johns),
            "20 February 2027, 09:30 America/St_Johns (UTC-3:30)"
        );
        assert_eq!(
            english("2027-02-20T13:00:00Z", Europe::London),
            "20 February 2027, 13:00 Europe/London (UTC)"
        );
        assert_eq!(english("2027-02-20T13:00:00Z", Tz::UTC), "20 February 2027, 13:00 UTC");
        assert_eq!(
            Locale::Fr.moment_with_zone(at("2027-02-20T13:00:00Z"), Europe::Paris),
            "20 février 2027, 14:00 Europe/Paris (UTC+1)"
        );
    }

    #[test]
    fn the_hour_that_comes_twice_is_told_apart() {
        let first = Locale::En.moment_with_zone(at("2026-10-25T00:30:00Z"), Europe::Berlin);
        let second = Locale::En.moment_with_zone(at("2026-10-25T01:30:00Z"), Europe::Berlin);
        assert_eq!(first, "25 October 2026, 02:30 Europe/Berlin (UTC+2)");
        assert_eq!(second, "25 October 2026, 02:30 Europe/Berlin (UTC+1)");
    }

    #[test]
    fn how_long_ago_in_every_language() {
        let now = at("2027-02-20T13:00:00Z");
        let ago = |locale: Locale, delta: TimeDelta| locale.ago(now.plus(-delta), now, Europe::Berlin);
        for (delta, en, de, fr) in [
            (TimeDelta::seconds(-59), "just now", "gerade eben", "à l’instant"),
            (TimeDelta::seconds(0), "just now", "gerade eben", "à l’instant"),
            (TimeDelta::seconds(59), "just now", "gerade eben", "à l’instant"),
            (TimeDelta::seconds(60), "1 min ago", "vor 1 Min.", "il y a 1 min"),
            (TimeDelta::minutes(59), "59 min ago", "vor 59 Min.", "il y a 59 min"),
            (TimeDelta::minutes(60), "1 h ago", "vor 1 Std.", "il y a 1 h"),
            (TimeDelta::minutes(24 * 60 - 1), "23 h ago", "vor 23 Std.", "il y a 23 h"),
            (TimeDelta::hours(24), "yesterday", "gestern", "hier"),
            (TimeDelta::hours(38), "yesterday", "gestern", "hier"),
            (TimeDelta::hours(39), "2 days ago", "vor 2 Tagen", "il y a 2 jours"),
            (TimeDelta::days(6), "6 days ago", "vor 6 Tagen", "il y a 6 jours"),
            (TimeDelta::days(7), "13 Feb 2027", "13.02.2027", "13 févr. 2027"),
            (TimeDelta::days(-3), "23 Feb 2027", "23.02.2027", "23 févr. 2027"),
        ] {
            assert_eq!(ago(Locale::En, delta), en, "{delta}");
            assert_eq!(ago(Locale::De, delta), de, "{delta}");
            assert_eq!(ago(Locale::Fr, delta), fr, "{delta}");
        }
    }

    #[test]
    fn a_day_of_25_hours_can_have_its_own_yesterday() {
        let (start, end) = (at("2026-10-24T22:00:00Z"), at("2026-10-25T22:30:00Z"));
        assert_eq!(Locale::En.ago(start, end, Europe::Berlin), "yesterday");
    }

    #[test]
    fn no_moment_is_too_far_away() {
        for locale in Locale::ALL {
            for micros in [i64::MIN, -8_334_601_228_800_000_000, -1, 0, 8_210_266_876_799_999_999, i64::MAX] {
                let far = Timestamp::from_micros(micros);
                assert!(!locale.moment_with_zone(far, Asia::Kathmandu).is_empty());
                assert!(!locale.moment_with_zone(far, America::New_York).is_empty());
                assert!(!locale.ago(far, Timestamp::from_micros(0), America::New_York).is_empty());
                assert!(!locale.ago(Timestamp::from_micros(0), far, America::New_York).is_empty());
            }
        }
    }
}
