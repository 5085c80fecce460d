//! Texts that people type: parsed once, then trusted.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;

/// What is wrong with a text. Each kind has a sentence in every language.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TextError {
    #[error("is empty")]
    Empty,
    /// More characters than the given limit.
    #[error("has more than {0} characters")]
    TooLong(usize),
    /// Control, invisible or direction-changing characters, which could make one name look like another.
    #[error("contains invisible characters")]
    Invisible,
    /// Something that a browser would parse as markup.
    #[error("contains markup")]
    Markup,
    /// Not in the required format (slug, email address).
    #[error("has the wrong format")]
    Malformed,
}

/// The name of a token, a tenant, a module or an app: 1 to 100 visible characters on one line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name(String);

impl Name {
    /// Maximum length in characters.
    pub(crate) const MAX: usize = 100;

    /// Parses typed text, without surrounding spaces.
    pub fn parse(typed: &str) -> Result<Self, TextError> {
        visible(typed.trim(), 1, Self::MAX, |_| false).map(Self)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key by which names that people read as equal are compared: see [`name_key`].
    pub(crate) fn key(&self) -> String {
        name_key(&self.0)
    }
}

/// A name without differences that people don't notice: compatibility forms (NFKC), case, invisible characters, and
/// the number of spaces. `ＡＣＭＥ  Straße` and `acme strasse` have the same key.
pub(crate) fn name_key(name: &str) -> String {
    // Upper case first, because it also unifies letters that differ only in lower case, such as ß and the final
    // sigma. Letter by letter, so that the key doesn't depend on a letter's position in a word.
    let once = |text: &str| -> String {
        text.nfkc()
            .filter(|c| !is_unseen(*c))
            .flat_map(char::to_uppercase)
            .flat_map(char::to_lowercase)
            .nfkc()
            .collect()
    };
    once(&once(name)).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a character is invisible: those that Unicode calls default ignorable, and a few similar ones of old
/// scripts.
const fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1107f}'
        | '\u{13430}'..='\u{1345f}' | '\u{16fe4}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d159}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A description: up to 500 visible characters, with line breaks.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Description(String);

impl Description {
    /// Maximum length in characters.
    pub(crate) const MAX: usize = 500;

    /// Parses typed text, without surrounding spaces and with `
    /// ` for every kind of line break.
    pub fn parse(typed: &str) -> Result<Self, TextError> {
        let text = typed.replace("\r\n", "\n").replace('\r', "\n");
        visible(text.trim(), 0, Self::MAX, |c| c == '\n').map(Self)
    }

    /// The description; may be empty.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A slug: 1 to 40 lowercase letters, digits and single hyphens between them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Slug(String);

impl Slug {
    /// Maximum length in characters.
    pub(crate) const MAX: usize = 40;
    /// Words that addresses below `/administration/tenants` and similar paths already use.
    const RESERVED: [&str; 1] = ["new"];

    /// Parses typed text.
    pub fn parse(typed: &str) -> Result<Self, TextError> {
        let slug = typed.trim();
        if slug.is_empty() {
            return Err(TextError::Empty);
        }
        if slug.chars().count() > Self::MAX {
            return Err(TextError::TooLong(Self::MAX));
        }
        let formed = slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !slug.starts_with('-')
            && !slug.ends_with('-')
            && !slug.contains("--");
        if !formed || Self::RESERVED.contains(&slug) {
            return Err(TextError::Malformed);
        }
        Ok(Self(slug.to_owned()))
    }

    /// A slug derived from a name: `Müller & Söhne` becomes `muller-sohne`. `None` if no letter or digit is left.
    pub(crate) fn from_name(name: &Name) -> Option<Self> {
        let mut slug = String::new();
        for c in name.as_str().to_lowercase().chars().map(plain_letter) {
            if c.is_ascii_alphanumeric() && slug.len() < Self::MAX {
                slug.push(c);
            } else if !slug.is_empty() && !slug.ends_with('-') && slug.len() < Self::MAX {
                slug.push('-');
            }
        }
        Self::parse(slug.trim_matches('-')).ok()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An email address in lower case. People sign in with it, so only its format is checked, not whether mail arrives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Email(String);

impl Email {
    /// Maximum length in characters (RFC 5321 section 4.5.3.1.3, without the angle brackets).
    pub(crate) const MAX: usize = 254;

    /// Parses typed text.
    pub fn parse(typed: &str) -> Result<Self, TextError> {
        let email = visible(typed.trim(), 1, Self::MAX, |_| false)?.to_lowercase();
        let formed = email.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty()
                && !domain.is_empty()
                && !domain.contains('@')
                && !email.contains(char::is_whitespace)
        });
        if formed { Ok(Self(email)) } else { Err(TextError::Malformed) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn visible(text: &str, min: usize, max: usize, allowed: fn(char) -> bool) -> Result<String, TextError> {
    let length = text.chars().count();
    if length < min {
        return Err(TextError::Empty);
    }
    if length > max {
        return Err(TextError::TooLong(max));
    }
    if text.chars().any(|c| !allowed(c) && is_invisible(c)) {
        return Err(TextError::Invisible);
    }
    if looks_like_markup(text) {
        return Err(TextError::Markup);
    }
    Ok(text.to_owned())
}

/// Unicode's control (Cc), format (Cf), line and paragraph separator (Zl, Zp) and private use (Co) characters, and
/// blank letters: they hide in a name, reverse it, or break a log line.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{8e2}'
            | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{e000}'..='\u{f8ff}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}')
}

/// A `<` that starts a tag, a closing tag, a comment or a processing instruction. `a < b` and `a -> b` are not
/// markup.
fn looks_like_markup(text: &str) -> bool {
    text.split('<')
        .skip(1)
        .any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')))
}

/// The base letter of an accented one, for the European letters most common in names.
fn plain_letter(c: char) -> char {
    match c {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' => 'o',
        'ù'..='ü' => 'u',
        'ý' | 'ÿ' => 'y',
        'ß' => 's',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_1_to_100_characters_whatever_their_bytes() {
        assert_eq!(Name::parse("  Acme "), Ok(Name("Acme".into())));
        assert_eq!(Name::parse(" \t "), Err(TextError::Empty));
        assert!(Name::parse(&"ü".repeat(100)).is_ok());
        assert_eq!(Name::parse(&"ü".repeat(101)), Err(TextError::TooLong(100)));
    }

    #[test]
    fn names_that_read_the_same_have_the_same_key() {
        let key = |name: &str| Name::parse(name).unwrap().key();
        for same in
            ["ACME Straße", " acme   strasse ", "ＡＣＭＥ　STRASSE", "Acme\u{a0}STRASSE", "Acme ſtraſſe"]
        {
            assert_eq!(key(same), "acme strasse", "{same}");
        }
        for (one, other) in
            [("É", "e\u{301}"), ("ΟΔΟΣ", "οδος"), ("ﬁn", "FIN"), ("№ 5", "no 5"), ("İ", "i\u{307}")]
        {
            assert_eq!(key(one), key(other), "{one} {other}");
        }
        for (one, other) in [("Acme", "Acmé"), ("Acme Two", "AcmeTwo"), ("Acme", "Acme."), ("О", "O")] {
            assert_ne!(key(one), key(other), "{one} {other}");
        }
        assert!(!key("\u{37a}").contains("  "));
    }

    #[test]
    fn names_that_could_disguise_or_break_something_are_refused() {
        for hostile in
            ["a\u{202e}b", "a\u{200b}b", "a\u{1b}[31mb", "a\r\nb", "a\0b", "a\u{feff}b", "a\u{2066}b"]
        {
            assert_eq!(Name::parse(hostile), Err(TextError::Invisible), "{hostile:?}");
        }
        for markup in ["<script>alert(1)</script>", "x</title>", "<!--", "<?php", "<img src=x>"] {
            assert_eq!(Name::parse(markup), Err(TextError::Markup), "{markup}");
        }
        for fine in ["A -> B", "x < 5", "R&D \"quoted\"", "=cmd()", "日本語", "O'Neill", "50 % – done"] {
            assert!(Name::parse(fine).is_ok(), "{fine}");
        }
    }

    #[test]
    fn a_description_keeps_its_lines() {
        assert_eq!(Description::parse("a\r\nb\rc").map(|d| d.0), Ok("a\nb\nc".to_owned()));
        assert_eq!(Description::parse(""), Ok(Description::default()));
        assert_eq!(Description::parse("a\tb"), Err(TextError::Invisible));
        assert_eq!(Description::parse(&"x".repeat(501)), Err(TextError::TooLong(500)));
    }

    #[test]
    fn a_slug_is_made_from_the_name() {
        let slug = |name: &str| Slug::from_name(&Name::parse(name).unwrap()).map(|slug| slug.0);
        assert_eq!(slug("Müller & Söhne"), Some("muller-sohne".into()));
        assert_eq!(slug("Acme"), Some("acme".into()));
        assert_eq!(slug("日本"), None);
        assert_eq!(slug("New"), None);
        assert!(slug(&"long name ".repeat(10)).is_some_and(|slug| slug.len() <= 40));
        for wrong in ["Acme", "a--b", "-a", "a-", "a_b", "a/b", "new"] {
            assert_eq!(Slug::parse(wrong), Err(TextError::Malformed), "{wrong}");
        }
    }

    #[test]
    fn an_address_is_kept_in_lower_case() {
        assert_eq!(
            Email::parse(" Owner@Example.COM ").map(|email| email.0),
            Ok("owner@example.com".to_owned())
        );
        for wrong in ["a", "@", "a@", "@b", "a b@c", "a@b@c"] {
            assert_eq!(Email::parse(wrong), Err(TextError::Malformed), "{wrong}");
        }
    }
}
