//! Where templates and code use which key.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::Sentence;

/// The methods that look a sentence up, and where among their arguments names of variables stand.
const METHODS: [(&str, &[usize]); 6] =
    [("t", &[]), ("t1", &[1]), ("t2", &[1, 3]), ("tn", &[]), ("rich1", &[1]), ("rich2", &[1, 3])];

/// Every look-up, and every literal that may be a key handed on.
#[derive(Default)]
pub struct Usage {
    calls: Vec<Call>,
    literals: BTreeSet<String>,
    /// Literals that by their first word can only be the key of an error.
    errors: BTreeMap<String, String>,
}

struct Call {
    place: String,
    method: &'static str,
    /// The literals of the first argument: one, or several where an `if` or a `match` chooses.
    keys: Vec<String>,
    variables: BTreeSet<String>,
}

impl Usage {
    /// Takes in what stands in the blocks and expressions of a template.
    pub fn template(&mut self, place: &str, source: &str) {
        let mut code = String::new();
        crate::leftovers::split(
            source,
            |_| {},
            |block| {
                code.push_str(block);
                code.push('\n');
            },
        );
        self.tokens(place, &tokens(&code));
    }

    /// Takes in a Rust file up to its tests.
    pub fn rust(&mut self, place: &str, source: &str) {
        let product = source.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
        self.tokens(place, &tokens(product));
    }

    fn tokens(&mut self, place: &str, tokens: &[Token]) {
        for (at, token) in tokens.iter().enumerate() {
            if let Token::Text(text) = token {
                self.literals.insert(text.clone());
                if text.starts_with("error-") && text.bytes().all(|b| b == b'-' || b.is_ascii_alphanumeric())
                {
                    self.errors.insert(text.clone(), place.to_owned());
                }
            }
            let [Token::Sign('.'), Token::Word(word), Token::Sign('('), ..] = &tokens[at..] else { continue };
            let Some((method, names)) = METHODS.iter().find(|(method, _)| method == word) else { continue };
            let arguments = arguments(&tokens[at + 3..]);
            let texts = |position: usize| {
                arguments.get(position).into_iter().flatten().filter_map(|token| token.text())
            };
            let mut variables: BTreeSet<String> = names.iter().flat_map(|name| texts(*name)).collect();
            if *method == "tn" {
                variables.insert("n".to_owned());
            }
            self.calls.push(Call { place: place.to_owned(), method, keys: texts(0).collect(), variables });
        }
    }

    /// Look-ups of keys that do not exist, with other variables than the sentence has, or of markup as plain text.
    pub fn mistakes(&self, sentences: &BTreeMap<String, Sentence>) -> Vec<String> {
        let mut found = Vec::new();
        for call in &self.calls {
            for key in &call.keys {
                let place = format!("{}: .{}({key:?})", call.place, call.method);
                let Some(sentence) = sentences.get(key) else {
                    found.push(format!("{place}: no such key"));
                    continue;
                };
                if sentence.variables != call.variables {
                    found.push(format!("{place}: gives {:?}, not {:?}", call.variables, sentence.variables));
                }
                if sentence.is_rich() && !call.method.starts_with("rich") {
                    found.push(format!("{place}: shows <strong> as text"));
                }
            }
        }
        let missing = self.errors.iter().filter(|(key, _)| !sentences.contains_key(*key));
        found.extend(missing.map(|(key, place)| format!("{place}: {key:?}: no such key")));
        found
    }

    /// Keys that no look-up names, no literal spells out and no other sentence is made from.
    pub fn unused(&self, sentences: &BTreeMap<String, Sentence>) -> BTreeSet<String> {
        let referenced: BTreeSet<&String> =
            sentences.values().flat_map(|sentence| &sentence.references).collect();
        let unused =
            sentences.keys().filter(|key| !self.literals.contains(*key) && !referenced.contains(key));
        unused.cloned().collect()
    }
}

/// The files that the Rust file `name` names as its tests: what they say counts neither as use nor as mistake.
pub fn test_files(name: &str, source: &str) -> Vec<String> {
    let folder = match name.rsplit_once('/') {
        Some((folder, "mod.rs" | "lib.rs" | "main.rs")) => folder,
        _ => name.trim_end_matches(".rs"),
    };
    let modules =
        source.split("#[cfg(test)]\nmod ").skip(1).filter_map(|rest| rest.lines().next()?.strip_suffix(';'));
    modules.map(|module| format!("{folder}/{module}.rs")).collect()
}

/// As much of Rust's (and askama's) grammar as tells literals, words and brackets apart.
#[derive(Clone, PartialEq, Debug)]
pub enum Token {
    Text(String),
    Word(String),
    Sign(char),
}

impl Token {
    fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            _ => None,
        }
    }
}

/// The tokens of `source`; comments are left out.
pub fn tokens(source: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        } else if rest.starts_with("/*") {
            rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
        } else if let Some((text, after)) = raw_text(rest) {
            found.push(Token::Text(text.to_owned()));
            rest = after;
        } else if first == '"' {
            let (text, after) = quoted(&rest[1..]);
            found.push(Token::Text(text));
            rest = after;
        } else if first == '\'' {
            rest = after_apostrophe(rest);
        } else if first.is_alphanumeric() || first == '_' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            found.push(Token::Word(rest[..end].to_owned()));
            rest = &rest[end..];
        } else {
            if !first.is_whitespace() {
                found.push(Token::Sign(first));
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    found
}

/// `r"..."`, `r#"..."#`: the text, and what follows.
fn raw_text(source: &str) -> Option<(&str, &str)> {
    let after = source.strip_prefix('r')?;
    let marks = after.len() - after.trim_start_matches('#').len();
    let text = after[marks..].strip_prefix('"')?;
    let end = format!("\"{}", &after[..marks]);
    text.split_once(&end)
}

/// The text up to the closing quote, and what follows. Escapes stay, but do not close.
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

/// What follows a character literal, or only the apostrophe of a lifetime.
fn after_apostrophe(source: &str) -> &str {
    let mut chars = source.char_indices().skip(1);
    let literal = match chars.next() {
        Some((_, '\\')) => source[3..].find('\'').map(|end| end + 4),
        Some(_) => chars.next().filter(|(_, c)| *c == '\'').map(|(at, _)| at + 1),
        None => None,
    };
    &source[literal.unwrap_or(1)..]
}

/// The arguments up to the closing bracket.
fn arguments(tokens: &[Token]) -> Vec<Vec<Token>> {
    let mut found = vec![Vec::new()];
    let mut depth = 0;
    for token in tokens {
        match token {
            Token::Sign('(' | '[' | '{') => depth += 1,
            Token::Sign(')' | ']' | '}') if depth == 0 => break,
            Token::Sign(')' | ']' | '}') => depth -= 1,
            Token::Sign(',') if depth == 0 => {
                found.push(Vec::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = found.last_mut() {
            last.push(token.clone());
        }
    }
    found
}

#[cfg(test)]
mod checks {
    use super::*;

    fn sample() -> BTreeMap<String, Sentence> {
        crate::catalogue::read(
            "plain = A\nother = B\nnamed = Hi { $name }\npair = { $a } { $b }\ncount = { $n } x\n\
             bold = <strong>{ $name }</strong>\nlost = Nobody says this\nhanded-on = C\n-brand = L\nmade = { -brand } { inner }\n\
             inner = D\nerror-known = E\n",
        )
    }

    fn mistakes_in(template: &str, rust: &str) -> Vec<String> {
        let mut usage = Usage::default();
        usage.template("page.html", template);
        usage.rust("file.rs", rust);
        usage.mistakes(&sample())
    }

    #[test]
    fn right_usage_is_no_mistake() {
        let template = r#"{# page.t("gone") #}<p>{{ page.t("plain") }} page.t("text")</p>
            {{ page.t1("named", "name", self.name("x, y")) }}{{ page.rich1("bold", "name", person.name) }}
            {% if many %}{{ page.tn("count", list.len() as i64) }}{% endif %}
            {{ page.t(if a { "plain" } else { "other" }) }}{{ page.t(item.label) }}"#;
        let rust = r##"// locale.t("gone")
            fn f<'a>(x: &'a str) { locale.t2("pair", "a", &g(')', "q"), "b", r#"""#); let c = '"'; locale.t("plain") }
            const KEY: &str = "error-known";
#[cfg(test)]
mod tests { fn t() { locale.t("gone") } }"##;
        assert_eq!(mistakes_in(template, rust), Vec::<String>::new());
    }

    #[test]
    fn every_kind_of_mistake_is_found() {
        for (template, rust, expected) in [
            (r#"{{ page.t("gone") }}"#, "", r#"page.html: .t("gone"): no such key"#),
            (r#"{% let x = page.tn("gone", 1) %}"#, "", r#"page.html: .tn("gone"): no such key"#),
            (r#"<a title="{{ page.t("gone") }}">"#, "", r#"page.html: .t("gone"): no such key"#),
            (
                r#"{{ page.t(if a { "plain" } else { "gone" }) }}"#,
                "",
                r#"page.html: .t("gone"): no such key"#,
            ),
            ("", r#"locale.t("gone")"#, r#"file.rs: .t("gone"): no such key"#),
            ("", "self.page\n  .rich2(\n  \"gone\",", r#"file.rs: .rich2("gone"): no such key"#),
            ("", r#"add("error-gone")"#, r#"file.rs: "error-gone": no such key"#),
            (r#"{{ page.t("named") }}"#, "", r#"page.html: .t("named"): gives {}, not {"name"}"#),
            ("", r#"l.t1("named", "nmae", x)"#, r#"file.rs: .t1("named"): gives {"nmae"}, not {"name"}"#),
            (
                "",
                r#"l.t2("pair", "a", f(1, 2), "c", d)"#,
                r#"file.rs: .t2("pair"): gives {"a", "c"}, not {"a", "b"}"#,
            ),
            ("", r#"l.t("count")"#, r#"file.rs: .t("count"): gives {}, not {"n"}"#),
            ("", r#"l.t1("bold", "name", x)"#, r#"file.rs: .t1("bold"): shows <strong> as text"#),
        ] {
            assert_eq!(mistakes_in(template, rust), [expected]);
        }
    }

    #[test]
    fn files_of_tests_are_known() {
        let source = "mod a;\n#[cfg(test)]\nmod b;\n#[cfg(test)]\nmod tests {\n}\n";
        assert_eq!(test_files("src/web/mod.rs", source), ["src/web/b.rs"]);
        assert_eq!(test_files("src/lib.rs", source), ["src/b.rs"]);
        assert_eq!(test_files("src/web/page.rs", source), ["src/web/page/b.rs"]);
    }

    #[test]
    fn keys_that_nobody_names_are_found() {
        let mut usage = Usage::default();
        usage.template("page.html", r#"{{ page.t("plain") }}{% call field("named") %}lost{# "lost" #}"#);
        usage.rust("file.rs", "// \"lost\"\nmatch x { A => \"handed-on\", B => \"made\", C => \"lost-\" }");
        let unused = usage.unused(&sample());
        assert_eq!(
            unused.iter().map(String::as_str).collect::<Vec<_>>(),
            ["bold", "count", "error-known", "lost", "other", "pair"]
        );
    }
}
