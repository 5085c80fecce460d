//! The string literals of Rust and of askama's blocks.

/// The string literals of `source`, in order, without those in comments.
pub fn literals(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        } else if rest.starts_with("/*") {
            rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
        } else if let Some((text, after)) = raw_text(rest) {
            found.push(text.to_owned());
            rest = after;
        } else if first == '"' {
            let (text, after) = quoted(&rest[1..]);
            found.push(text);
            rest = after;
        } else if first == '\'' {
            rest = after_apostrophe(rest);
        } else if first.is_alphanumeric() || first == '_' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            rest = &rest[end..];
        } else {
            rest = &rest[first.len_utf8()..];
        }
    }
    found
}

/// `r"..."`, `r#"..."#`: the text and the rest.
fn raw_text(source: &str) -> Option<(&str, &str)> {
    let after = source.strip_prefix('r')?;
    let marks = after.len() - after.trim_start_matches('#').len();
    let text = after[marks..].strip_prefix('"')?;
    let end = format!("\"{}", &after[..marks]);
    text.split_once(&end)
}

/// The text up to the closing quote, and the rest. Escapes are kept, but do not close it.
fn quoted(source: &str) -> (String, &str) {
    let mut escaped = false;
    for (at, c) in source.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return (source[..at].to_owned(), &source[at + 1..]),
            _ => {}
        }
    }
    (source.to_owned(), "")
}

/// The rest after a character literal, or after the apostrophe of a lifetime.
fn after_apostrophe(source: &str) -> &str {
    let mut chars = source.char_indices().skip(1);
    let literal = match chars.next() {
        Some((_, '\\')) => source[3..].find('\'').map(|end| end + 4),
        Some(_) => chars.next().filter(|(_, c)| *c == '\'').map(|(at, _)| at + 1),
        None => None,
    };
    &source[literal.unwrap_or(1)..]
}

#[test]
fn literals_are_told_from_everything_else() {
    let source = r###"// "no"
        f<'a>(x: &'a str, ')', "q") /* "no" */ r#"""#; let c = '"'; "a \" b""###;
    assert_eq!(literals(source), ["q", "\"", "a \\\" b"]);
}
