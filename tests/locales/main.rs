//! English, German and French say the same, completely: no key is missing, left over or different in its variables,
//! no English is left in a template, and the words are those of docs/STYLE.md. Each check is shown to fail on a small
//! bad sample, beside it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests may stop at the first surprise"
)]

mod catalogue;
mod leftovers;
mod usage;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use catalogue::Sentence;
use usage::Usage;

const LANGUAGES: [&str; 3] = ["en", "de", "fr"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` with that extension: its path below the project, and its text.
fn files(folder: &str, extension: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, found) } else { found.push(path) }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.retain(|path| path.extension().is_some_and(|ending| ending == extension));
    found.sort();
    found
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            (path.strip_prefix(root()).unwrap().display().to_string(), text)
        })
        .collect()
}

fn sentences(language: &str) -> BTreeMap<String, Sentence> {
    let folder = format!("locales/{language}");
    let all: BTreeMap<_, _> =
        files(&folder, "ftl").iter().flat_map(|(_, text)| catalogue::read(text)).collect();
    assert!(!all.is_empty(), "no sentences in {folder}");
    all
}

fn usages() -> Usage {
    let mut all = Usage::default();
    for (name, text) in files("templates", "html") {
        all.template(&name, &text);
    }
    let code = files("src", "rs");
    let tests: BTreeSet<String> =
        code.iter().flat_map(|(name, text)| usage::test_files(name, text)).collect();
    for (name, text) in code.iter().filter(|(name, _)| !tests.contains(name)) {
        all.rust(name, text);
    }
    all
}

#[test]
fn every_language_has_the_same_keys_with_the_same_variables() {
    let english = sentences("en");
    let problems: Vec<String> = LANGUAGES
        .into_iter()
        .flat_map(|language| {
            let problems = catalogue::differences(&english, &sentences(language));
            problems.into_iter().map(move |problem| format!("{language}: {problem}"))
        })
        .collect();
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[test]
fn sentences_carry_no_markup_but_strong() {
    let mut problems = Vec::new();
    for language in LANGUAGES {
        for (key, sentence) in sentences(language) {
            problems
                .extend(catalogue::bad_markup(&sentence).map(|text| format!("{language}: {key}: {text}")));
        }
    }
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[test]
fn every_key_that_is_used_exists_and_is_used_rightly() {
    let problems = usages().mistakes(&sentences("en"));
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[test]
fn every_key_is_used() {
    let unused = usages().unused(&sentences("en"));
    assert_eq!(unused, BTreeSet::new());
}

#[test]
fn no_template_holds_text_of_its_own() {
    let mut problems = Vec::new();
    for (name, text) in files("templates", "html") {
        problems.extend(leftovers::in_template(&text).into_iter().map(|text| format!("{name}: {text}")));
    }
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}
