//! Handlers take one context, the IDs in the address, and the body: at most three parameters.

use crate::{Source, assert_none, files};

/// A handler that needs more lacks a context.
const MAX_PARAMETERS: usize = 3;

#[test]
fn handlers_take_at_most_three_parameters() {
    let routes = files("src", &["rs"]).into_iter().find(|(path, _)| path == "src/routes.rs");
    let handlers = handlers(&routes.unwrap().1);
    assert!(handlers.len() > 100, "{handlers:?}");
    let sources = ["src/web", "src/api"].iter().flat_map(|root| files(root, &["rs"])).collect::<Vec<_>>();
    assert_none(sources.iter().flat_map(|source| crowded(source, &handlers)));
}

#[test]
fn a_fourth_parameter_is_noticed() {
    let handlers = handlers("GET \"/\" Open => home::show;");
    let complaints = |text: &str| crowded(&("src/web/home.rs".to_owned(), text.to_owned()), &handlers).len();
    assert_eq!(
        complaints("pub async fn show(a: A, Id(b): Id<(B, B)>, c: C, d: D) -> Result<HttpResponse> {"),
        1
    );
    assert_eq!(
        complaints(
            "pub async fn show(\n    a: A,\n    Id(b): Id<(B, B)>,\n    c: C,\n) -> Result<HttpResponse> {"
        ),
        0
    );
    assert_eq!(complaints("pub async fn other(a: A, b: B, c: C, d: D) -> Result<HttpResponse> {"), 0);
}

/// The names of the functions in the routing table.
fn handlers(routes: &str) -> Vec<String> {
    let lines = routes.lines().filter_map(|line| line.trim().strip_suffix(';'));
    lines.filter_map(|line| line.split_once("=> ")?.1.rsplit("::").next().map(str::to_owned)).collect()
}

fn crowded((path, text): &Source, handlers: &[String]) -> Vec<String> {
    let functions = text.split("\npub async fn ").skip(1).chain(text.strip_prefix("pub async fn "));
    functions
        .filter_map(|function| {
            let (name, rest) = function.split_once('(')?;
            let count = parameters(rest);
            let crowded = count > MAX_PARAMETERS && handlers.iter().any(|handler| handler == name);
            crowded.then(|| format!("{path}: `{name}` takes {count} parameters"))
        })
        .collect()
}

/// The number of parameters up to the closing parenthesis of the list.
fn parameters(text: &str) -> usize {
    let (mut depth, mut count, mut filled) = (0_usize, 0, false);
    for c in text.chars() {
        match c {
            '(' | '<' | '[' => depth += 1,
            ')' if depth == 0 => break,
            ')' | '>' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => (count, filled) = (count + 1, false),
            c if !c.is_whitespace() => filled = true,
            _ => {}
        }
    }
    count + usize::from(filled)
}
