//! Small values that many pages show, already decided and in the person's language.

use chrono_tz::Tz;

use super::page::Page;
use crate::domain::permission::{self, Permission};
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::i18n::Locale;
use crate::store::tokens::list::COUNT_LIMIT;

/// The count as a list says it: `12`, `1,000+`.
pub fn capped_count(locale: Locale, count: i64) -> String {
    if count > COUNT_LIMIT { format!("{}+", locale.number(COUNT_LIMIT)) } else { locale.number(count) }
}

/// One choice of a `<select>`, or one line of a list of checkboxes.
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub text: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Choice {
    /// Every language Latchkey speaks, by its own name.
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

    /// Every zone of the IANA database, in its order.
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
    /// Name as given by people.
    pub name: String,
    /// Slug, for the address.
    pub slug: String,
}

impl From<&Tenant> for TenantRef {
    fn from(tenant: &Tenant) -> Self {
        Self { name: tenant.name.clone(), slug: tenant.slug.clone() }
    }
}

impl TenantRef {
    /// The address of the tenant's page `rest`, which is empty or begins with a slash.
    pub fn url(&self, rest: &str) -> String {
        format!("/administration/tenants/{}{rest}", self.slug)
    }
}

/// The kind of a badge, shown as shape and colour.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum BadgeKind {
    /// Works.
    Active,
    /// Works, but not for long.
    Expiring,
    /// Switched off, can be switched on again.
    Disabled,
    /// Its time is over.
    Expired,
    /// Ended for good.
    Revoked,
}

impl BadgeKind {
    /// The class of the stylesheet.
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

/// A state in one or two words.
pub struct Badge {
    /// Shape and colour.
    pub kind: BadgeKind,
    /// The words, such as `Expires in 3 days`.
    pub text: String,
}

/// A moment as a page shows it.
pub struct When {
    /// `20 Feb 2027`, `4 min ago`.
    pub text: String,
    /// `20 February 2027, 14:00 Europe/Berlin`, shown on hover.
    pub full: String,
    /// RFC 3339, for programs.
    pub iso: String,
}

impl When {
    /// The date in the zone `tz`.
    pub fn date(locale: Locale, at: Timestamp, tz: Tz) -> Self {
        Self::new(locale.date(at, tz), locale, at, tz)
    }

    /// How long ago it was.
    pub fn ago(locale: Locale, at: Timestamp, now: Timestamp, tz: Tz) -> Self {
        Self::new(locale.ago(at, now, tz), locale, at, tz)
    }

    /// Date and time in full, the zone included.
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
    /// The names of those it has, as on the checkboxes: `Read, Create`.
    pub fn granted(self, page: &Page) -> String {
        self.names(page, true)
    }

    /// The names of those it lacks; empty when it has all.
    pub fn lacking(self, page: &Page) -> String {
        self.names(page, false)
    }

    fn names(self, page: &Page, granted: bool) -> String {
        let all = [
            (self.read, "permission-read"),
            (self.write, "permission-write"),
            (self.create, "permission-create"),
            (self.delete, "permission-delete"),
        ];
        let names: Vec<String> =
            all.into_iter().filter(|(has, _)| *has == granted).map(|(_, key)| page.t(key)).collect();
        names.join(", ")
    }

    /// What it allows, as verbs inside a sentence: `read`, `create`.
    pub fn verbs(self, locale: Locale) -> Vec<String> {
        let all = [
            (self.read, "permission-verb-read"),
            (self.write, "permission-verb-write"),
            (self.create, "permission-verb-create"),
            (self.delete, "permission-verb-delete"),
        ];
        all.into_iter().filter(|(has, _)| *has).map(|(_, key)| locale.t(key)).collect()
    }
}

/// Where the neighbouring pages of a list are, and which part of it one sees.
#[derive(Default)]
pub struct Paging {
    /// `1–50 of 1,000+`.
    pub range: String,
    /// The address of the page before this one.
    pub previous: Option<String>,
    /// The address of the page after this one.
    pub next: Option<String>,
}

/// Initials of a name, shown instead of a logo: `WS` for `Warehouse scanner – production`, `CI` for `CI deploy`.
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
