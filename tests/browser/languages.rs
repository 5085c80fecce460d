//! No English on German and French pages: each page is compared with its English version.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use latchkey::i18n::Locale;

use crate::browser::{Browser, Options};
use crate::tour::{self, Part};

/// What a person sees or hears on the page, piece by piece, without code, names that people chose, examples, and
/// words that are the same everywhere.
const SAID: &str = "const said = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const { parentElement: e, data } = walker.currentNode;
        if (!e.closest('script, noscript, pre, code, bdi, option, textarea, .ids')) said.push(data);
    }
    for (const e of document.querySelectorAll(':not([translate=no])'))
        for (const name of ['title', 'alt', 'placeholder', 'aria-label', 'data-done', 'data-failed', 'data-label'])
            if (e.hasAttribute(name)) said.push(e.getAttribute(name));
    return said";

type Pages = BTreeMap<String, BTreeSet<String>>;

fn sentences(locale: Locale) -> Pages {
    let pages = RefCell::<Pages>::default();
    let options = Options { language: locale.tag(), ..Options::default() };
    tour::visit(
        &[Part::Doors, Part::Console, Part::Wizard],
        locale,
        options,
        async |browser: &Browser, name| {
            let language: String = browser.run("return document.documentElement.lang", vec![]).await;
            assert_eq!(language, locale.tag(), "{name}");
            let said: Vec<String> = browser.run(SAID, vec![]).await;
            pages.borrow_mut().insert(name.to_owned(), said.iter().flat_map(|text| phrases(text)).collect());
        },
    );
    pages.into_inner()
}

/// Phrases of at least three words with a lowercase letter: "GET, HEAD, OPTIONS" is not language.
fn phrases(text: &str) -> Vec<String> {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    flat.split_inclusive(['.', ':', ';', '!', '?', '–'])
        .map(str::trim)
        .filter(|phrase| {
            let words = phrase.split(' ').filter(|word| word.chars().any(char::is_alphabetic));
            words.count() >= 3 && phrase.chars().any(char::is_lowercase)
        })
        .map(str::to_owned)
        .collect()
}

fn untranslated(english: &Pages, other: &Pages) -> Vec<String> {
    assert_eq!(english.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    english
        .iter()
        .flat_map(|(name, said)| {
            said.intersection(&other[name]).map(move |phrase| format!("{name}: {phrase}"))
        })
        .collect()
}

#[test]
fn german_and_french_pages_have_no_english_sentence_left() {
    let english = sentences(Locale::En);
    let count: usize = english.values().map(BTreeSet::len).sum();
    assert!(count > 200, "only {count} phrases were read");
    for locale in [Locale::De, Locale::Fr] {
        let left = untranslated(&english, &sentences(locale));
        assert!(left.is_empty(), "in {}:\n{}", locale.tag(), left.join("\n"));
    }
}

#[test]
fn a_sentence_that_was_left_in_english_is_noticed() {
    let page = |text: &str| Pages::from([("p".to_owned(), phrases(text).into_iter().collect())]);
    let english = page("Copy it now. GET, HEAD, OPTIONS. Who may: read the list");
    let german = page("Kopieren Sie es.\n  Copy   it now. GET, HEAD, OPTIONS. Wer darf: read the list");
    assert_eq!(untranslated(&english, &german), ["p: Copy it now.", "p: read the list"]);
}
