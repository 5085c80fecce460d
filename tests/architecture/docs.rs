//! Functions of the store and the service document their errors.
//!
//! `clippy::missing_errors_doc` is denied there too, but checks only what other crates can see.

use crate::{Source, assert_none, files};

#[test]
fn the_store_and_the_service_name_their_errors() {
    let sources =
        ["src/store", "src/service"].iter().flat_map(|root| files(root, &["rs"])).collect::<Vec<_>>();
    assert!(!sources.is_empty());
    assert_none(sources.iter().flat_map(unnamed_errors));
}

#[test]
fn an_error_without_a_word_is_noticed() {
    let complaints = |text: &str| unnamed_errors(&("src/store/x.rs".to_owned(), text.to_owned())).len();
    for text in [
        "pub fn f() -> Result<()> {}",
        "/// Does it.\npub async fn f() -> Result<()> {}",
        "/// Does it.\n#[must_use]\npub(crate) async fn f(\n    tx: &mut Tx,\n) -> store::Result<Option<Token>> {}",
        "/// # Errors\n/// When the database fails.\npub fn f() -> Result<()> {}\n\n    pub const fn g() -> Result<(), Failed> {}",
        "pub fn f(\n    key: &[u8; 32],\n) -> Result<()> {}",
    ] {
        assert_eq!(complaints(text), 1, "{text}");
    }
    for text in [
        "/// # Errors\n/// When the database fails.\n#[expect(x)]\npub fn f(\n    tx: &mut Tx,\n) -> Result<()> {}",
        "pub fn f() -> bool {}\nfn g() -> Result<()> {}\npub(super) fn h() -> Result<()> {}",
        "pub const fn f() {}\n#[cfg(test)]\nmod tests {\n    pub fn g() -> Result<()> {}\n}",
    ] {
        assert_eq!(complaints(text), 0, "{text}");
    }
}

/// The crate-visible functions that return a `Result` without a section `# Errors`.
fn unnamed_errors((path, text): &Source) -> Vec<String> {
    let tests = text.find("#[cfg(test)]\nmod ").unwrap_or(text.len());
    let mut complaints = Vec::new();
    let mut named = false;
    let mut lines = text[..tests].lines().map(str::trim_start);
    while let Some(line) = lines.next() {
        let Some(function) = function(line) else {
            named = line == "/// # Errors" || named && (line.starts_with("//") || line.starts_with("#["));
            continue;
        };
        let mut signature = line.to_owned();
        while !signature.contains('{') {
            let Some(more) = lines.next() else { break };
            signature.push_str(more);
        }
        let returned = signature.rsplit_once("-> ").map_or("", |(_, returned)| returned);
        if !named && returned.split(['<', '{']).next().is_some_and(|name| name.ends_with("Result")) {
            complaints.push(format!("{path}: `{function}` needs a section `# Errors`"));
        }
        named = false;
    }
    complaints
}

/// The name of the crate-visible function that starts on this line.
fn function(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("pub ").or_else(|| line.strip_prefix("pub(crate) "))?;
    let rest = rest.strip_prefix("const ").unwrap_or(rest);
    let rest = rest.strip_prefix("async ").unwrap_or(rest);
    rest.strip_prefix("fn ")?.split(['(', '<']).next()
}
