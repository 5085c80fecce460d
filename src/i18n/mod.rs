//! Languages: sentences from the files below `locales/`, and dates, numbers and lists in each language's format.
//!
//! Every sentence that people read is in a Fluent file, under the same key in every language. `build.rs` generates an
//! item of `msg` for each, so that a sentence that is missing, unused or has other arguments does not compile.

mod catalogue;
mod dates;
mod message;
pub(crate) mod msg;

use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale_core::locale;

pub use message::{Argument, Counting, Message, Naming, RichMessage};

/// A language of the console.
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

    /// `en`, `de` or `fr`, as in the database and the `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Fr => "fr",
        }
    }

    /// The language with exactly this tag.
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

    /// Renders a sentence.
    pub fn t(self, message: Message<'_>) -> String {
        catalogue::sentence(self, message, |text| text.into())
    }

    /// Renders a sentence as markup, with its arguments escaped.
    pub fn rich(self, RichMessage(message): RichMessage<'_>) -> String {
        catalogue::sentence(self, message, |text| escape(text).into())
    }

    /// `1,234`, with the language's grouping.
    pub fn number(self, n: i64) -> String {
        match DecimalFormatter::try_new(self.regional().into(), Default::default()) {
            Ok(formatter) => formatter.format(&Decimal::from(n)).to_string(),
            Err(_) => n.to_string(),
        }
    }

    /// `read, create and delete`; empty for no items.
    pub fn and_list(self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [only] => only.clone(),
            [most @ .., last] => self.t(msg::list_and(last, &most.join(", "))),
        }
    }

    /// The language with the region whose date format it uses: `20 Feb 2027` is British; Americans put the month
    /// first.
    fn regional(self) -> icu_locale_core::Locale {
        match self {
            Self::En => locale!("en-GB"),
            Self::De => locale!("de"),
            Self::Fr => locale!("fr"),
        }
    }
}

/// Escapes text for markup.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
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
        assert_eq!(Locale::En.t(msg::ago_days(1)), "1 day ago");
        assert_eq!(Locale::En.t(msg::ago_days(0)), "0 days ago");
        assert_eq!(Locale::En.t(msg::ago_days(12_345)), "12,345 days ago");
        assert_eq!(Locale::De.t(msg::ago_days(1)), "vor 1 Tag");
        assert_eq!(Locale::De.t(msg::ago_days(0)), "vor 0 Tagen");
        assert_eq!(Locale::De.t(msg::ago_days(12_345)), "vor 12.345 Tagen");
        // French counts zero as singular.
        assert_eq!(Locale::Fr.t(msg::ago_days(0)), "il y a 0 jour");
        assert_eq!(Locale::Fr.t(msg::ago_days(1)), "il y a 1 jour");
        assert_eq!(Locale::Fr.t(msg::ago_days(12_345)), "il y a 12\u{202f}345 jours");
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
        // No bidi isolation marks around arguments, because people copy names and IDs out of sentences.
        assert_eq!(Locale::En.t(msg::list_and("12345", "{ $x }")), "{ $x } and 12345");
    }

    #[test]
    fn arguments_of_a_sentence_with_markup_are_escaped() {
        let shown = Locale::En.rich(msg::tenant_parent_now("<b> & \"c\""));
        assert_eq!(shown, "This tenant is a subtenant of <strong>&lt;b&gt; &amp; &quot;c&quot;</strong>.");
    }
}
