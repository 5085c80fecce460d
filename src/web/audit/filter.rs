//! The query of the audit log.

use chrono::{Days, NaiveDate, TimeDelta, TimeZone as _};
use chrono_tz::Tz;
use serde::Deserialize;
use uuid::Uuid;

use crate::domain::id::{ApiClientId, TokenId};
use crate::domain::time::Timestamp;
use crate::store::audit::{Cursor, Filter, IdOrName};
use crate::web::respond;

/// The query parameters. Invalid ones are ignored.
#[derive(Clone, Deserialize, Default)]
#[serde(default)]
pub struct AuditQuery {
    pub(super) actor: String,
    pub(super) action: String,
    pub(super) object: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) after: String,
    pub(super) before: String,
    pub(super) format: String,
    pub(super) checked: String,
}

impl AuditQuery {
    /// Trimmed, without invalid values.
    pub(super) fn clean(mut self) -> Self {
        for text in [&mut self.actor, &mut self.action, &mut self.object, &mut self.from, &mut self.to] {
            *text = text.trim().to_owned();
        }
        for date in [&mut self.from, &mut self.to] {
            if day(date).is_none() {
                date.clear();
            }
        }
        self
    }

    /// The filter for the store, with days in this time zone.
    pub(super) fn filter(&self, zone: Tz) -> Filter {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Filter {
            actor: text(&self.actor),
            action: text(&self.action),
            object: text(&self.object).map(thing),
            from: day(&self.from).map(|day| begins(day, zone)),
            until: day(&self.to)
                .and_then(|day| day.checked_add_days(Days::new(1)))
                .map(|day| begins(day, zone)),
        }
    }

    pub(super) fn cursor(&self) -> Cursor {
        match (self.after.parse::<Uuid>(), self.before.parse::<Uuid>()) {
            (Ok(id), _) => Cursor::After(id),
            (_, Ok(id)) => Cursor::Before(id),
            _ => Cursor::First,
        }
    }

    /// Whether a filter is set.
    pub(super) fn narrows(&self) -> bool {
        [&self.actor, &self.action, &self.object, &self.from, &self.to]
            .into_iter()
            .any(|text| !text.is_empty())
    }

    /// An address with the same filter and one more parameter.
    pub(super) fn address(&self, path: &str, more: (&str, &str)) -> String {
        let own = [
            ("actor", &self.actor),
            ("action", &self.action),
            ("object", &self.object),
            ("from", &self.from),
            ("to", &self.to),
        ];
        let mut query: Vec<(&str, &str)> = own
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name, value.as_str()))
            .collect();
        query.push(more);
        respond::address(path, &query)
    }
}

/// By a token's or an API client's ID, any other ID, or a name.
fn thing(text: String) -> IdOrName {
    let id = text.parse::<TokenId>().map(TokenId::uuid).ok();
    let id = id.or_else(|| text.parse::<ApiClientId>().map(ApiClientId::uuid).ok());
    id.or_else(|| text.parse::<Uuid>().ok()).map_or(IdOrName::Called(text), IdOrName::Id)
}

/// `2026-11-22`, as sent by a date field.
fn day(text: &str) -> Option<NaiveDate> {
    // Exactly four digits of year, because chrono would parse `20-1-1` as the year 20.
    (text.len() == 10 && text.starts_with(|c: char| c.is_ascii_digit()))
        .then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())
        .flatten()
}

/// The start of a day in this time zone: at midnight, or after the hour that is skipped.
fn begins(day: NaiveDate, zone: Tz) -> Timestamp {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    let at = |hours| zone.from_local_datetime(&(midnight + TimeDelta::hours(hours))).earliest();
    let moment = (0..=24).find_map(at);
    moment.map_or_else(|| midnight.and_utc(), |moment| moment.to_utc()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(from: &str, to: &str) -> Filter {
        let query = AuditQuery { from: from.to_owned(), to: to.to_owned(), ..AuditQuery::default() };
        query.clean().filter(chrono_tz::Europe::Berlin)
    }

    #[test]
    fn days_begin_and_end_on_the_tenants_clocks() {
        let filter = query("2026-11-22", " 2026-11-22 ");
        assert_eq!(filter.from.unwrap().to_string(), "2026-11-21T23:00:00Z");
        assert_eq!(filter.until.unwrap().to_string(), "2026-11-22T23:00:00Z");
        // A day of 25 hours.
        let filter = query("2026-10-25", "2026-10-25");
        assert_eq!(filter.until.unwrap().since(filter.from.unwrap()), TimeDelta::hours(25));
        for odd in ["", "tomorrow", "2026-02-30", "20-1-1", "+026-01-01", "2026-11-22T00:00"] {
            assert_eq!(query(odd, odd), Filter::default(), "{odd}");
        }
        assert!(query("0001-01-01", "9999-12-31").until.is_some());
    }

    #[test]
    fn a_day_that_begins_at_one_has_a_beginning() {
        let day = NaiveDate::from_ymd_opt(2024, 4, 26).unwrap();
        assert_eq!(begins(day, chrono_tz::Africa::Cairo).to_string(), "2024-04-25T22:00:00Z");
    }

    #[test]
    fn a_thing_is_found_by_its_id_or_by_its_name() {
        let id = Uuid::from_u128(7);
        for text in [TokenId::from(id).to_string(), ApiClientId::from(id).to_string(), id.to_string()] {
            assert_eq!(thing(text), IdOrName::Id(id));
        }
        assert_eq!(thing("tok_".to_owned()), IdOrName::Called("tok_".to_owned()));
    }
}
