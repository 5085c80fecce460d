//! The words and signs that pages, docs and the command line avoid; docs/STYLE.md says what they use instead.

use std::collections::BTreeSet;

use crate::catalogue::{self, Sentence};
use crate::literals::literals;
use crate::{LANGUAGES, files, root, sentences};

/// Whole words and phrases, in lower case and with straight apostrophes; `*` matches any ending.
const ENGLISH: &[&str] = &[
    // Riddles: name the person or thing.
    "whoever",
    "whatever",
    "whichever",
    "whosoever",
    "somebody",
    "anybody who",
    "those that",
    "those who are",
    "how-manieth",
    "so many",
    "so long before",
    // Dated: use the present tense and today's word.
    "shall",
    "anew",
    "begun",
    "bites",
    "thereof",
    "wherein",
    "henceforth",
    "hereby",
    // Roundabout: name the act.
    "told",
    "stands",
    "stands in",
    "it is looked for",
    "that are ticked",
    "is wanted",
    "was wanted",
    "belong together",
    "put off",
    "makes no sense",
    // One verb for each act, one spelling for each thing.
    "issue",
    "issues",
    "issued",
    "issuing",
    "e-mail",
    "e-mails",
    "audit trail",
    "helped back in",
];
const GERMAN: &[&str] = &[
    "wer auch immer",
    "was auch immer",
    "wann auch immer",
    "du",
    "dein*",
    "dich",
    "dir",
    "angehakt*",
    "abweis*",
    "abgewiesen*",
    "ausstell*",
    "ausgestellt*",
    "inhaber*",
    "protokoll*",
    "tenant-verwalter*",
    "der token",
    "den token",
    "einen token",
    "einem tokens",
    "keinen token",
    "steht unter",
    "dabei bleibt es",
    "ergibt keinen sinn",
];
const FRENCH: &[&str] = &[
    "token*",
    "délivr*",
    "émet*",
    "émis*",
    "émission*",
    "quiconque",
    "coché*",
    "cochez",
    "nul ne",
    "ceux qui sont",
    "n'a pas de sens",
    "tu",
    "toi",
    "tes",
];

/// Names that programs use to find a control, so they keep their straight apostrophe.
const KEPT: [(&str, &str); 1] = [("fr", "wizard-expiration")];

/// Files whose prose must follow the English list, except STYLE.md, which names what it forbids.
fn prose() -> Vec<(String, String)> {
    let named = ["README.md", "ARCHITECTURE.md"]
        .map(|name| (name.to_owned(), std::fs::read_to_string(root().join(name)).unwrap()));
    let docs = files("docs", "md").into_iter().filter(|(name, _)| name != "docs/STYLE.md");
    named.into_iter().chain(docs).collect()
}

/// The texts of the command line: its help, messages, and errors of settings.
fn command_line() -> Vec<(String, String)> {
    let sources = files("src/config", "rs").into_iter().chain(files("src/command", "rs"));
    let named = ["src/command.rs", "src/admin.rs"]
        .map(|name| (name.to_owned(), std::fs::read_to_string(root().join(name)).unwrap()));
    let written = sources.filter(|(name, _)| !name.contains("tests"));
    written.chain(named).map(|(name, text)| (name, said_by(&text))).collect()
}

/// The string literals of a Rust file, and its doc comments, which clap shows as help.
fn said_by(source: &str) -> String {
    let product = source.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
    let help = product.lines().filter_map(|line| line.trim_start().strip_prefix("/// "));
    help.map(str::to_owned).chain(literals(product)).collect::<Vec<_>>().join("\n")
}

/// Markdown without its code, which contains fixed names.
fn without_code(markdown: &str) -> String {
    let mut fenced = false;
    let kept = markdown.lines().filter(|line| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        !fence && !fenced
    });
    let text = kept.collect::<Vec<_>>().join("\n");
    text.split('`').step_by(2).collect::<Vec<_>>().join(" ")
}

/// The words of `list` in `text`.
fn unwanted<'a>(text: &str, list: &[&'a str]) -> Vec<&'a str> {
    let plain = text.to_lowercase().replace('’', "'");
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let within = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let found = |phrase: &str| {
        let (words, open) = phrase.strip_suffix('*').map_or((phrase, false), |words| (words, true));
        plain.match_indices(words).any(|(at, _)| {
            let after = plain[at + words.len()..].chars().next();
            !plain[..at].ends_with(within) && (open || !after.is_some_and(within))
        })
    };
    list.iter().copied().filter(|phrase| found(phrase)).collect()
}

/// Signs that this language sets differently, each with the text around it.
fn wrong_signs(language: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let letters: Vec<char> = text.chars().collect();
    for (at, sign) in letters.iter().enumerate() {
        let (before, after) = (at.checked_sub(1).map(|at| letters[at]), letters.get(at + 1).copied());
        let wrong = match sign {
            '\'' | '"' => true,
            '.' => before == Some('.') && after == Some('.'),
            ':' | ';' | '!' | '?' | '»' => language == "fr" && before == Some(' '),
            '«' => language == "fr" && after == Some(' '),
            _ => false,
        };
        if wrong {
            found.push(letters[at.saturating_sub(12)..(at + 12).min(letters.len())].iter().collect());
        }
    }
    found
}

fn list(language: &str) -> &'static [&'static str] {
    match language {
        "de" => GERMAN,
        "fr" => FRENCH,
        _ => ENGLISH,
    }
}

fn complaints_about(language: &str, key: &str, sentence: &Sentence) -> Vec<String> {
    let mut found = Vec::new();
    for text in &sentence.texts {
        let words = unwanted(text, list(language)).into_iter().map(str::to_owned);
        let signs = if KEPT.contains(&(language, key)) { Vec::new() } else { wrong_signs(language, text) };
        found.extend(words.chain(signs).map(|what| format!("{language}: {key}: “{what}” in: {text}")));
    }
    found
}

/// Texts that two of these keys share.
fn alike(language: &str, keys: &[&str]) -> Vec<String> {
    let all = sentences(language);
    let mut seen = BTreeSet::new();
    let texts = keys.iter().flat_map(|key| &all[*key].texts);
    texts.filter(|text| !seen.insert(text.to_lowercase())).map(|text| format!("{language}: {text}")).collect()
}

#[test]
fn pages_use_the_words_and_signs_of_the_style_guide() {
    let mut problems = Vec::new();
    for language in LANGUAGES {
        for (key, sentence) in sentences(language) {
            problems.extend(complaints_about(language, &key, &sentence));
        }
    }
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[test]
fn docs_and_the_command_line_use_the_words_of_the_style_guide() {
    let docs = prose().into_iter().map(|(name, text)| (name, without_code(&text)));
    let problems: Vec<String> = docs
        .chain(command_line())
        .flat_map(|(name, text)| {
            let words = unwanted(&text, ENGLISH);
            words.into_iter().map(move |word| format!("{name}: {word}"))
        })
        .collect();
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[test]
fn a_status_is_not_called_like_a_button_and_permissions_have_letters_of_their_own() {
    for language in LANGUAGES {
        let states = ["status-active", "status-disabled", "status-expired", "status-revoked"];
        let acts = ["token-disable", "token-enable", "token-rotate", "token-revoke", "token-edit"];
        let letters = ["read", "write", "create", "delete"].map(|name| format!("permission-{name}-letter"));
        let letters = letters.each_ref().map(String::as_str);
        assert_eq!(alike(language, &[&states[..], &acts].concat()), Vec::<String>::new());
        assert_eq!(alike(language, &letters), Vec::<String>::new());
    }
}

#[test]
fn every_listed_word_is_noticed_and_others_are_not() {
    for words in [ENGLISH, GERMAN, FRENCH] {
        for word in words {
            let text = format!("Before {} after.", word.trim_end_matches('*').to_uppercase());
            assert!(unwanted(&text, words).contains(word), "{word}");
        }
    }
    assert_eq!(unwanted("The token is issued\nanew.", ENGLISH), ["anew", "issued"]);
    assert_eq!(unwanted("Tokens für Dich, ausgestellte", GERMAN), ["dich", "ausgestellt*"]);
    assert_eq!(unwanted("Un token n’a pas de sens", FRENCH), ["token*", "n'a pas de sens"]);
    for (text, words) in [
        ("A tissue of retold stories; it withstands misissued ones.", ENGLISH),
        ("Der Tokenname und der Tokens; dirigieren, Individuum.", GERMAN),
        ("Les jetons, la requête, statut, portes", FRENCH),
    ] {
        assert_eq!(unwanted(text, words), Vec::<&str>::new());
    }
}

#[test]
fn every_wrong_sign_is_noticed() {
    for (language, text, signs) in [
        ("en", "the token's name", 1),
        ("fr", "l'API", 1),
        ("de", "Seite \"API\"", 2),
        ("en", "Delete...", 1),
        ("fr", "Jeton : x", 1),
        ("fr", "Bienvenue !", 1),
        ("fr", "« API\u{a0}»", 1),
        ("fr", "«\u{a0}API »", 1),
    ] {
        assert_eq!(wrong_signs(language, text).len(), signs, "{text}");
    }
    for (language, text) in [
        ("en", "the token’s “name”: x; y?"),
        ("fr", "L’API\u{a0}: «\u{a0}x\u{a0}»\u{202f}!"),
        ("fr", "active: false, https://x"),
        ("de", "„API“ …"),
    ] {
        assert_eq!(wrong_signs(language, text), Vec::<String>::new());
    }
    let (kept, _) = catalogue::read("wizard-expiration = Date d'expiration\nother = Date d'expiration\n");
    assert_eq!(complaints_about("fr", "wizard-expiration", &kept["wizard-expiration"]), Vec::<String>::new());
    assert_eq!(complaints_about("fr", "other", &kept["other"]).len(), 1);
}

#[test]
fn code_and_tests_are_not_prose_and_help_is() {
    let markdown = "Prose `token.issued` and\n```sh\nanew\n```\nmore `shall` told";
    assert_eq!(unwanted(&without_code(markdown), ENGLISH), ["told"]);
    let source = "/// Help with somebody\nfn f() { say(\"it stands\"); } // whoever\n#[cfg(test)]\nmod tests { \"anew\" }";
    assert_eq!(unwanted(&said_by(source), ENGLISH), ["somebody", "stands"]);
}
