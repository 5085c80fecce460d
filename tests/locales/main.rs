//! Templates contain no English text, and sentences use the words of docs/STYLE.md. Each check is shown to fail on a
//! small sample next to it, and so are the checks of `build.rs` on the sentences of the three languages.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests may stop at the first surprise"
)]

#[path = "../../build/catalogue.rs"]
mod catalogue;
mod leftovers;
mod literals;
mod words;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use catalogue::Sentence;

const LANGUAGES: [&str; 3] = ["en", "de", "fr"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` with this extension: its path within the project, and its text.
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
        files(&folder, "ftl").iter().flat_map(|(_, text)| catalogue::read(text).0).collect();
    assert!(!all.is_empty(), "no sentences in {folder}");
    all
}

#[test]
fn no_template_holds_text_of_its_own() {
    let mut problems = Vec::new();
    for (name, text) in files("templates", "html") {
        problems.extend(leftovers::in_template(&text).into_iter().map(|text| format!("{name}: {text}")));
    }
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}
