//! Small values that many pages show, in the person's language.

use chrono_tz::Tz;

use super::page::Page;
use crate::domain::permission::{self, Permission};
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::i18n::{Locale, msg};
use crate::store::tokens::list::COUNT_LIMIT;

/// A count as lists show it: `12`, `1,000+`.
pub fn capped_count(locale: Locale, count: i64) -> String {
    if count > COUNT_LIMIT { format!("{}+", locale.number(COUNT_LIMIT)) } else { locale.number(count) }
}

/// An option of a `<select>`, or a checkbox of a list.
pub struct Choice {
    /// The submitted value.
    pub value: String,
    /// The label.
    pub text: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Choice {
    /// Every language of the console, by its own name.
    pub fn languages(chosen: &str) -> Vec<Self> {
        Locale::ALL
            .into_iter()
            .map(|locale| Self {
                value: locale.tag().to_owned(),
                text: locale.own_name().to_owned(),
                chosen: locale.tag() == chosen,
            })
            .collect()
    }

    /// Every time zone of the IANA database, in its order.
    pub fn time_zones(chosen: &str) -> Vec<Self> {
        chrono_tz::TZ_VARIANTS
            .iter()
            .map(|zone| Self {
                value: zone.name().to_owned(),
                text: zone.name().replace('_', " "),
                chosen: zone.name() == chosen,
            })
            .collect()
    }
}

/// The tenant a page is about.
#[derive(Clone)]
pub struct TenantRef {
    /// Its display name.
    pub name: String,
    /// The slug in addresses.
    pub slug: String,
}

impl From<&Tenant> for TenantRef {
    fn from(tenant: &Tenant) -> Self {
        Self { name: tenant.name.clone(), slug: tenant.slug.clone() }
    }
}

impl TenantRef {
    /// The address of the tenant's page `rest`, which is empty or starts with a slash.
    pub fn url(&self, rest: &str) -> String {
        format!("/administration/tenants/{}{rest}", self.slug)
    }
}

/// The kind of a badge, which determines its shape and colour.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum BadgeKind {
    /// Active.
    Active,
    /// Active, but about to expire.
    Expiring,
    Disabled,
    Expired,
    Revoked,
}

impl BadgeKind {
    /// Its CSS class.
    pub fn class(self) -> &'static str {
        match self {
            Self::Active => "is-active",
            Self::Expiring => "is-expiring",
            Self::Disabled => "is-disabled",
            Self::Expired => "is-expired",
            Self::Revoked => "is-revoked",
        }
    }
}

/// A status in a few words.
pub struct Badge {
    /// Its shape and colour.
    pub kind: BadgeKind,
    /// Its text, such as `Expires in 3 days`.
    pub text: String,
}

/// A time as a page shows it.
pub struct When {
    /// `20 Feb 2027`, `4 min ago`.
    pub text: String,
    /// `20 February 2027, 14:00 Europe/Berlin`, shown on hover.
    pub full: String,
    /// RFC 3339, for programs.
    pub iso: String,
}

impl When {
    /// The date in the time zone `tz`.
    pub fn date(locale: Locale, at: Timestamp, tz: Tz) -> Self {
        Self::new(locale.date(at, tz), locale, at, tz)
    }

    /// The time since then.
    pub fn ago(locale: Locale, at: Timestamp, now: Timestamp, tz: Tz) -> Self {
        Self::new(locale.ago(at, now, tz), locale, at, tz)
    }

    /// Date and time in full, with the time zone.
    pub fn moment(locale: Locale, at: Timestamp, tz: Tz) -> Self {
        Self::new(full(locale, at, tz), locale, at, tz)
    }

    fn new(text: String, locale: Locale, at: Timestamp, tz: Tz) -> Self {
        Self { text, full: full(locale, at, tz), iso: at.to_string() }
    }
}

fn full(locale: Locale, at: Timestamp, tz: Tz) -> String {
    locale.moment_with_zone(at, tz)
}

/// Which of the four permissions a token has.
#[derive(Clone, Copy, Default)]
pub struct Permissions {
    /// GET, HEAD, OPTIONS.
    pub read: bool,
    /// PUT, PATCH.
    pub write: bool,
    /// POST.
    pub create: bool,
    /// DELETE.
    pub delete: bool,
}

impl From<permission::Permissions> for Permissions {
    fn from(has: permission::Permissions) -> Self {
        Self {
            read: has.contains(Permission::Read),
            write: has.contains(Permission::Write),
            create: has.contains(Permission::Create),
            delete: has.contains(Permission::Delete),
        }
    }
}

impl Permissions {
    /// The names of the granted permissions, as on the checkboxes: `Read, Create`.
    pub fn granted(self, page: &Page) -> String {
        self.names(page, true)
    }

    /// The names of the others; empty if all are granted.
    pub fn lacking(self, page: &Page) -> String {
        self.names(page, false)
    }

    fn names(self, page: &Page, granted: bool) -> String {
        let all = [
            (self.read, msg::PERMISSION_READ),
            (self.write, msg::PERMISSION_WRITE),
            (self.create, msg::PERMISSION_CREATE),
            (self.delete, msg::PERMISSION_DELETE),
        ];
        let names: Vec<String> =
            all.into_iter().filter(|(has, _)| *has == granted).map(|(_, message)| page.t(message)).collect();
        names.join(", ")
    }

    /// The granted permissions as verbs for a sentence: `read`, `create`.
    pub fn verbs(self, locale: Locale) -> Vec<String> {
        let all = [
            (self.read, msg::PERMISSION_VERB_READ),
            (self.write, msg::PERMISSION_VERB_WRITE),
            (self.create, msg::PERMISSION_VERB_CREATE),
            (self.delete, msg::PERMISSION_VERB_DELETE),
        ];
        all.into_iter().filter(|(has, _)| *has).map(|(_, message)| locale.t(message)).collect()
    }
}

/// Links to the neighbouring pages of a list, and the current range.
#[derive(Default)]
pub struct Paging {
    /// `1–50 of 1,000+`.
    pub range: String,
    /// The address of the previous page.
    pub previous: Option<String>,
    /// The address of the next page.
    pub next: Option<String>,
}

/// The initials of a name, shown without a logo: `WS` for `Warehouse scanner – production`, `CI` for `CI deploy`.
pub fn initials(name: &str) -> String {
    let words: Vec<&str> =
        name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let letters: String = match words.as_slice() {
        [] => "?".to_owned(),
        [first, ..] if first.chars().count() == 2 && first.chars().all(char::is_uppercase) => {
            (*first).to_owned()
        }
        [only] => only.chars().take(2).collect(),
        [first, second, ..] => first.chars().take(1).chain(second.chars().take(1)).collect(),
    };
    letters.to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_made_of_letters_and_digits_only() {
        assert_eq!(initials("Warehouse scanner – production"), "WS");
        assert_eq!(initials("CI deploy"), "CI");
        assert_eq!(initials("export"), "EX");
        assert_eq!(initials("x"), "X");
        assert_eq!(initials("éclair 2"), "É2");
        assert_eq!(initials("<b>"), "B");
        assert_eq!(initials("\u{202e}\u{200b}"), "?");
        assert_eq!(initials(""), "?");
    }

    #[test]
    fn a_tenants_pages_stand_below_its_slug() {
        let acme = TenantRef { name: "Acme".to_owned(), slug: "acme".to_owned() };
        assert_eq!(acme.url("/api"), "/administration/tenants/acme/api");
    }
}
