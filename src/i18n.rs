//! STUB: replaced by the i18n work. The signatures stay.
use crate::domain::time::Timestamp;

/// A language Latchkey speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Locale {
    En,
    De,
    Fr,
}

impl Locale {
    /// Every language, English first.
    pub const ALL: [Self; 3] = [Self::En, Self::De, Self::Fr];
    /// `en`, `de`, `fr`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Fr => "fr",
        }
    }
    /// The language of that tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.tag() == tag)
    }
    /// The best language for an `Accept-Language` header, English when none fits.
    pub fn negotiate(_accept_language: &str) -> Self {
        Self::En
    }
    /// A sentence without arguments.
    pub fn t(self, key: &str) -> String {
        key.to_owned()
    }
    /// A sentence with one text argument.
    pub fn t1(self, key: &str, _name: &str, _value: &str) -> String {
        key.to_owned()
    }
    /// A sentence with two text arguments.
    pub fn t2(self, key: &str, _n1: &str, _v1: &str, _n2: &str, _v2: &str) -> String {
        key.to_owned()
    }
    /// A sentence with `$n`, chosen by the language's plural rules, the number written as the language writes it.
    pub fn tn(self, key: &str, _n: i64) -> String {
        key.to_owned()
    }
    /// `20 Feb 2027` in the zone `tz`.
    pub fn date(self, at: Timestamp, _tz: chrono_tz::Tz) -> String {
        at.to_string()
    }
    /// `20 February 2027, 14:00` in the zone `tz` (24 hours), without the zone's name.
    pub fn moment(self, at: Timestamp, _tz: chrono_tz::Tz) -> String {
        at.to_string()
    }
    /// How long ago: `4 min ago`, `yesterday`, later the date.
    pub fn ago(self, at: Timestamp, _now: Timestamp, _tz: chrono_tz::Tz) -> String {
        at.to_string()
    }
    /// `1,234`.
    pub fn number(self, n: i64) -> String {
        n.to_string()
    }
    /// `read, create and delete`.
    pub fn and_list(self, items: &[String]) -> String {
        items.join(", ")
    }
}
