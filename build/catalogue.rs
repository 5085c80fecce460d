//! Reads Fluent files, as far as `build.rs` and `tests/locales` need it.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

/// One sentence.
#[derive(Default, Debug)]
pub struct Sentence {
    /// Names of the variables, without `$`.
    pub variables: BTreeSet<String>,
    /// Those of them that are numbers: `$n`, and variables that select a plural.
    pub numbers: BTreeSet<String>,
    /// One text for each pattern and each of its variants, with `{}` in place of variables.
    pub texts: Vec<String>,
    /// The text on one line, of the last variant if there are several, with the names of its variables.
    pub doc: String,
    /// Whether it refers to other messages, terms or functions.
    refers: bool,
}

impl Sentence {
    /// Whether a text contains markup, so that pages must render it with `rich`.
    pub fn is_rich(&self) -> bool {
        self.texts.iter().any(|text| text.contains('<'))
    }

    fn is_empty(&self) -> bool {
        let blank = self.texts.iter().all(|text| text.replace("{}", "").trim().is_empty());
        blank && self.variables.is_empty() && !self.refers
    }
}

/// All sentences of a file by key, and its errors.
pub fn read(source: &str) -> (BTreeMap<String, Sentence>, Vec<String>) {
    let (mut found, mut problems) = (BTreeMap::new(), Vec::new());
    let resource = fluent_syntax::parser::parse(source).unwrap_or_else(|(rest, errors)| {
        problems.extend(errors.iter().map(ToString::to_string));
        rest
    });
    for entry in &resource.body {
        let Entry::Message(message) = entry else {
            if let Entry::Term(term) = entry {
                problems.push(format!("-{} is a term, which the build does not know", term.id.name));
            }
            continue;
        };
        let key = message.id.name;
        let mut sentence = Sentence::default();
        if let Some(pattern) = &message.value {
            sentence.doc = doc(pattern).split_whitespace().collect::<Vec<_>>().join(" ");
            walk_pattern(pattern, &mut sentence);
        }
        if sentence.variables.contains("n") {
            sentence.numbers.insert("n".to_owned());
        }
        if !message.attributes.is_empty() || sentence.refers {
            problems.push(format!("{key} has attributes or references, which the build does not know"));
        }
        if sentence.is_empty() {
            problems.push(format!("{key} is empty"));
        }
        problems.extend(
            bad_markup(&sentence).map(|text| format!("{key} has other markup than <strong>: {text}")),
        );
        if found.insert(key.to_owned(), sentence).is_some() {
            problems.push(format!("{key} is there twice"));
        }
    }
    (found, problems)
}

fn doc(pattern: &Pattern<&str>) -> String {
    let element = |element: &PatternElement<&str>| match element {
        PatternElement::TextElement { value } => (*value).to_owned(),
        PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
            variants.last().map(|variant| doc(&variant.value)).unwrap_or_default()
        }
        PatternElement::Placeable {
            expression: Expression::Inline(InlineExpression::VariableReference { id }),
        } => format!("{{{}}}", id.name),
        PatternElement::Placeable { .. } => "{}".to_owned(),
    };
    pattern.elements.iter().map(element).collect()
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
            if let InlineExpression::VariableReference { id } = selector {
                sentence.numbers.insert(id.name.to_owned());
            }
            walk_inline(selector, sentence);
            for variant in variants {
                walk_pattern(&variant.value, sentence);
            }
        }
    }
}

fn walk_inline(inline: &InlineExpression<&str>, sentence: &mut Sentence) {
    match inline {
        InlineExpression::VariableReference { id } => {
            sentence.variables.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => walk_expression(expression, sentence),
        // Text in quotes would escape the search for markup.
        InlineExpression::StringLiteral { value } => sentence.texts.push((*value).to_owned()),
        InlineExpression::NumberLiteral { .. } => {}
        _ => sentence.refers = true,
    }
}

/// Where `other` lacks a key of `reference`, or has other variables or another kind of markup.
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
            Some(sentence) if !sentence.numbers.is_subset(&expected.numbers) => {
                found.push(format!("{key} chooses by {:?}, which English writes as text", sentence.numbers));
            }
            Some(sentence) if sentence.is_rich() != expected.is_rich() => {
                found.push(format!("{key} has <strong> in one language only"));
            }
            Some(_) => {}
        }
    }
    found.extend(
        other.keys().filter(|key| !reference.contains_key(*key)).map(|key| format!("{key} is left over")),
    );
    found
}

/// Texts with markup other than complete, unnested `<strong>...</strong>`.
fn bad_markup(sentence: &Sentence) -> impl Iterator<Item = &str> {
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
        "same = Hello { $name }\nmissing = Hello\nvariable = { $a } and { $b }\n\
         rich = A <strong>b</strong>\nplural = { $n ->\n    [one] one { $thing }\n   *[other] { $n } { $thing }s\n}\n\
         chosen = { $some } x\n",
    )
    .0;
    let german = read(
        "same = Hallo { $name }\nvariable = { $a } und { $c }\nextra = Mehr\nrich = A b\n\
         plural = { $n ->\n    [one] ein { $thing }\n   *[other] { $n } Dinge\n}\n\
         chosen = { $some ->\n    [one] a\n   *[other] b\n}\n",
    )
    .0;
    assert_eq!(
        differences(&english, &german),
        [
            r#"chosen chooses by {"some"}, which English writes as text"#,
            "missing is missing",
            "rich has <strong> in one language only",
            r#"variable has {"a", "c"}, not {"a", "b"}"#,
            "extra is left over",
        ]
    );
    assert_eq!(differences(&english, &english), Vec::<String>::new());
    let fewer = read("plural = { $n ->\n   *[other] Dinge\n}\n").0;
    assert_eq!(
        differences(&read("plural = { $n } { $thing }\n").0, &fewer),
        [r#"plural has {"n"}, not {"n", "thing"}"#]
    );
}

#[test]
fn every_kind_of_problem_is_found() {
    for (source, problem) in [
        ("a = A\na = B\n", "a is there twice"),
        ("a = {\"\"}\n", "a is empty"),
        ("a = A\n    .label = B\n", "a has attributes or references, which the build does not know"),
        ("a = { b }\n", "a has attributes or references, which the build does not know"),
        ("-a = A\n", "-a is a term, which the build does not know"),
        ("a = <em>A</em>\n", "a has other markup than <strong>: <em>A</em>"),
    ] {
        assert_eq!(read(source).1, [problem], "{source}");
    }
    assert_eq!(read("a = { $\n").1.len(), 1);
}

#[test]
fn the_kind_and_the_text_of_a_sentence_are_known() {
    let sentences = read(
        "few = { $n ->\n    [one] one { $thing }\n   *[other] { $n } { $thing }s\n}\nlong =\n    Two\n    lines\n",
    )
    .0;
    let few = &sentences["few"];
    assert_eq!((few.doc.as_str(), few.is_rich()), ("{n} {thing}s", false));
    assert_eq!(few.numbers, BTreeSet::from(["n".to_owned()]));
    assert_eq!(sentences["long"].doc, "Two lines");
}

#[test]
fn every_kind_of_bad_markup_is_found() {
    for good in ["a", "<strong>{ $a }</strong>", "a <strong>b</strong> c <strong>d</strong>"] {
        assert_eq!(read(&format!("key = {good}\n")).1, Vec::<String>::new(), "{good}");
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
        assert!(!read(&format!("key = {bad}\n")).1.is_empty(), "{bad}");
    }
}
