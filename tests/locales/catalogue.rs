//! What a Fluent file says, as far as the checks need it.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};

/// One message, term or attribute.
#[derive(Default, Debug)]
pub struct Sentence {
    /// Names of the variables, without `$`.
    pub variables: BTreeSet<String>,
    /// Other messages and terms it is put together from.
    pub references: BTreeSet<String>,
    /// One text for each pattern and each of its variants, with `{}` where something is put in.
    pub texts: Vec<String>,
}

impl Sentence {
    /// Whether a text carries markup, so that it has to be put on the page by `rich1` or `rich2`.
    pub fn is_rich(&self) -> bool {
        self.texts.iter().any(|text| text.contains('<'))
    }

    fn is_empty(&self) -> bool {
        let blank = self.texts.iter().all(|text| text.replace("{}", "").trim().is_empty());
        blank && self.variables.is_empty() && self.references.is_empty()
    }
}

/// All sentences of a file by key; attributes as `key.attribute`, terms as `-key`.
pub fn read(source: &str) -> BTreeMap<String, Sentence> {
    let resource = fluent_syntax::parser::parse(source).unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
    let mut found = BTreeMap::new();
    for entry in &resource.body {
        let (key, value, attributes) = match entry {
            Entry::Message(message) => {
                (message.id.name.to_owned(), message.value.as_ref(), &message.attributes)
            }
            Entry::Term(term) => (format!("-{}", term.id.name), Some(&term.value), &term.attributes),
            _ => continue,
        };
        for attribute in attributes {
            found.insert(format!("{key}.{}", attribute.id.name), sentence(&attribute.value));
        }
        if let Some(value) = value {
            found.insert(key, sentence(value));
        }
    }
    found
}

fn sentence(pattern: &Pattern<&str>) -> Sentence {
    let mut sentence = Sentence::default();
    walk_pattern(pattern, &mut sentence);
    sentence
}

fn walk_pattern(pattern: &Pattern<&str>, sentence: &mut Sentence) {
    let mut text = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.push_str(value),
            PatternElement::Placeable { expression } => {
                text.push_str("{}");
                walk_expression(expression, sentence);
            }
        }
    }
    sentence.texts.push(text);
}

fn walk_expression(expression: &Expression<&str>, sentence: &mut Sentence) {
    match expression {
        Expression::Inline(inline) => walk_inline(inline, sentence),
        Expression::Select { selector, variants } => {
            walk_inline(selector, sentence);
            for variant in variants {
                walk_pattern(&variant.value, sentence);
            }
        }
    }
}

fn walk_inline(inline: &InlineExpression<&str>, sentence: &mut Sentence) {
    let arguments = |arguments: &CallArguments<&str>, sentence: &mut Sentence| {
        arguments.positional.iter().for_each(|argument| walk_inline(argument, sentence));
        arguments.named.iter().for_each(|argument| walk_inline(&argument.value, sentence));
    };
    match inline {
        InlineExpression::VariableReference { id } => {
            sentence.variables.insert(id.name.to_owned());
        }
        InlineExpression::MessageReference { id, attribute: _ } => {
            sentence.references.insert(id.name.to_owned());
        }
        InlineExpression::TermReference { id, arguments: given, .. } => {
            sentence.references.insert(format!("-{}", id.name));
            if let Some(given) = given {
                arguments(given, sentence);
            }
        }
        InlineExpression::FunctionReference { arguments: given, .. } => arguments(given, sentence),
        InlineExpression::Placeable { expression } => walk_expression(expression, sentence),
        // Text in quotes would get past the search for markup.
        InlineExpression::StringLiteral { value } => sentence.texts.push((*value).to_owned()),
        InlineExpression::NumberLiteral { .. } => {}
    }
}

/// Where `other` has not the same keys with the same variables and the same kind of markup as `reference`.
pub fn differences(
    reference: &BTreeMap<String, Sentence>,
    other: &BTreeMap<String, Sentence>,
) -> Vec<String> {
    let mut found = Vec::new();
    for (key, expected) in reference {
        match other.get(key) {
            None => found.push(format!("{key} is missing")),
            Some(sentence) if sentence.variables != expected.variables => {
                found.push(format!("{key} has {:?}, not {:?}", sentence.variables, expected.variables));
            }
            Some(sentence) if sentence.is_rich() != expected.is_rich() => {
                found.push(format!("{key} has <strong> in one language only"));
            }
            Some(sentence) if sentence.is_empty() => {
                found.push(format!("{key} is empty"));
            }
            Some(_) => {}
        }
    }
    found.extend(
        other.keys().filter(|key| !reference.contains_key(*key)).map(|key| format!("{key} is left over")),
    );
    found
}

/// Texts with markup other than whole, unnested `<strong>...</strong>`.
pub fn bad_markup(sentence: &Sentence) -> impl Iterator<Item = &str> {
    fn good(text: &str) -> bool {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("<strong>") {
            let Some((inside, after)) = after.split_once("</strong>") else { return false };
            if before.contains(['<', '>']) || inside.contains(['<', '>']) || inside.is_empty() {
                return false;
            }
            rest = after;
        }
        !rest.contains(['<', '>'])
    }
    sentence.texts.iter().map(String::as_str).filter(|text| !good(text))
}

#[test]
fn every_kind_of_difference_is_found() {
    let english = read(
        "same = Hello { $name }\nmissing = Hello\nvariable = { $a } and { $b }\nempty = Text\n\
         rich = A <strong>b</strong>\nplural = { $n ->\n    [one] one { $thing }\n   *[other] { $n } { $thing }s\n}\n\
         attributed = X\n    .label = Label\n",
    );
    let german = read(
        "same = Hallo { $name }\nvariable = { $a } und { $c }\nextra = Mehr\nempty = {\"\"}\nrich = A b\n\
         plural = { $n ->\n    [one] ein { $thing }\n   *[other] { $n } Dinge\n}\nattributed = X\n",
    );
    assert_eq!(
        differences(&english, &german),
        [
            "attributed.label is missing",
            "empty is empty",
            "missing is missing",
            "rich has <strong> in one language only",
            r#"variable has {"a", "c"}, not {"a", "b"}"#,
            "extra is left over",
        ]
    );
    assert_eq!(differences(&english, &english), Vec::<String>::new());
    let fewer = read("plural = { $n ->\n   *[other] Dinge\n}\n");
    assert_eq!(
        differences(&read("plural = { $n } { $thing }\n"), &fewer),
        [r#"plural has {"n"}, not {"n", "thing"}"#]
    );
}

#[test]
fn every_kind_of_bad_markup_is_found() {
    for good in ["a", "<strong>{ $a }</strong>", "a <strong>b</strong> c <strong>d</strong>"] {
        assert_eq!(bad_markup(&read(&format!("key = {good}\n"))["key"]).count(), 0, "{good}");
    }
    for bad in [
        "a <em>b</em>",
        "a <strong>b",
        "a </strong> b",
        "<strong><b>c</b></strong>",
        "<strong class=\"x\">b</strong>",
        "<STRONG>b</STRONG>",
        "a > b",
        "{\"<b>\"}",
        "<strong></strong>",
        "<strong>a</strong></strong>",
    ] {
        assert!(bad_markup(&read(&format!("key = {bad}\n"))["key"]).count() > 0, "{bad}");
    }
}
