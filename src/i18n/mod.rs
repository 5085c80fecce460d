//! Languages: sentences from the files below `locales/`, and dates, numbers and lists as each language writes them.
//!
//! A sentence that people read stands in a Fluent file, the same key in every language; `tests/locales.rs` holds
//! that none is missing, left over, or different in its variables.

mod catalogue;
mod dates;

use fluent_bundle::{FluentArgs, FluentValue};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale_core::locale;

/// A language Latchkey speaks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Locale {
    /// English, with British dates.
    En,
    /// German.
    De,
    /// French.
    Fr,
}

impl Locale {
    /// Every language, English first.
    pub const ALL: [Self; 3] = [Self::En, Self::De, Self::Fr];

    /// `en`, `de`, `fr`: what the database and the `lang` attribute hold.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Fr => "fr",
        }
    }

    /// The language of exactly that tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.tag() == tag)
    }

    /// The language's name in itself. It is the same in every language, so it isn't in a locale file.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "Deutsch",
            Self::Fr => "Français",
        }
    }

    /// A sentence without arguments.
    pub fn t(self, key: &str) -> String {
        catalogue::sentence(self, key, None)
    }

    /// A sentence with one text argument.
    pub fn t1(self, key: &str, name: &str, value: &str) -> String {
        let mut args = FluentArgs::with_capacity(1);
        args.set(name, value);
        catalogue::sentence(self, key, Some(&args))
    }

    /// A sentence with two text arguments.
    pub fn t2(self, key: &str, name1: &str, value1: &str, name2: &str, value2: &str) -> String {
        let mut args = FluentArgs::with_capacity(2);
        args.set(name1, value1);
        args.set(name2, value2);
        catalogue::sentence(self, key, Some(&args))
    }

    /// A sentence with `$n`, chosen by the language's plural rules, the number written as the language writes it.
    pub fn tn(self, key: &str, n: i64) -> String {
        let mut args = FluentArgs::with_capacity(1);
        args.set("n", FluentValue::from(n));
        catalogue::sentence(self, key, Some(&args))
    }

    /// `1,234`, grouped as the language groups.
    pub fn number(self, n: i64) -> String {
        match DecimalFormatter::try_new(self.regional().into(), Default::default()) {
            Ok(formatter) => formatter.format(&Decimal::from(n)).to_string(),
            Err(_) => n.to_string(),
        }
    }

    /// `read, create and delete`; the empty text for no items.
    pub fn and_list(self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [only] => only.clone(),
            [most @ .., last] => self.t2("list-and", "most", &most.join(", "), "last", last),
        }
    }

    /// The language with the region whose dates it writes: `20 Feb 2027` is British; Americans put the month first.
    fn regional(self) -> icu_locale_core::Locale {
        match self {
            Self::En => locale!("en-GB"),
            Self::De => locale!("de"),
            Self::Fr => locale!("fr"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(locale: Locale, items: &[&str]) -> String {
        locale.and_list(&items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn tags_lead_back_to_their_language() {
        for locale in Locale::ALL {
            assert_eq!(Locale::from_tag(locale.tag()), Some(locale));
        }
        assert_eq!(Locale::from_tag("EN"), None);
        assert_eq!(Locale::from_tag("de-AT"), None);
    }

    #[test]
    fn numbers_are_grouped_as_each_language_does() {
        assert_eq!(Locale::En.number(1_234_567), "1,234,567");
        assert_eq!(Locale::De.number(1_234_567), "1.234.567");
        assert_eq!(Locale::Fr.number(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(Locale::En.number(-1_234), "-1,234");
        assert_eq!(Locale::En.number(i64::MIN), "-9,223,372,036,854,775,808");
    }

    #[test]
    fn counts_choose_the_plural_and_are_grouped() {
        assert_eq!(Locale::En.tn("ago-days", 1), "1 day ago");
        assert_eq!(Locale::En.tn("ago-days", 0), "0 days ago");
        assert_eq!(Locale::En.tn("ago-days", 12_345), "12,345 days ago");
        assert_eq!(Locale::De.tn("ago-days", 1), "vor 1 Tag");
        assert_eq!(Locale::De.tn("ago-days", 0), "vor 0 Tagen");
        assert_eq!(Locale::De.tn("ago-days", 12_345), "vor 12.345 Tagen");
        // French counts zero as singular.
        assert_eq!(Locale::Fr.tn("ago-days", 0), "il y a 0 jour");
        assert_eq!(Locale::Fr.tn("ago-days", 1), "il y a 1 jour");
        assert_eq!(Locale::Fr.tn("ago-days", 12_345), "il y a 12\u{202f}345 jours");
    }

    #[test]
    fn lists_end_with_the_languages_word_for_and() {
        assert_eq!(list(Locale::En, &[]), "");
        assert_eq!(list(Locale::En, &["read"]), "read");
        assert_eq!(list(Locale::En, &["read", "create"]), "read and create");
        assert_eq!(list(Locale::En, &["read", "create", "delete"]), "read, create and delete");
        assert_eq!(list(Locale::De, &["lesen", "erstellen", "löschen"]), "lesen, erstellen und löschen");
        assert_eq!(list(Locale::Fr, &["lire", "créer", "supprimer"]), "lire, créer et supprimer");
    }

    #[test]
    fn arguments_stand_in_the_sentence_as_they_are() {
        // No bidi isolation marks around arguments: people copy names and ids out of sentences.
        assert_eq!(Locale::En.t2("list-and", "most", "{ $x }", "last", "12345"), "{ $x } and 12345");
    }

    #[test]
    fn an_unknown_key_shows_itself() {
        assert_eq!(Locale::De.t("no-such-key"), "no-such-key");
        assert_eq!(Locale::De.t1("no-such-key", "x", "y"), "no-such-key");
        assert_eq!(Locale::De.t(""), "");
        assert_eq!(Locale::De.t("not a key {"), "not a key {");
    }
}
