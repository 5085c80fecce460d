//! Text in a template that belongs in a locale file.

/// Words that are the same in every language; `wide` is a class that a page passes to its layout.
const SAME_EVERYWHERE: [&str; 3] = ["Latchkey", "curl", "wide"];

/// Attributes that people see or hear.
const SPOKEN: [&str; 11] = [
    "alt",
    "aria-description",
    "aria-label",
    "aria-placeholder",
    "aria-roledescription",
    // Latchkey's own: the script and the stylesheet show their values.
    "data-done",
    "data-failed",
    "data-label",
    "label",
    "placeholder",
    "title",
];

/// Passes the markup of an askama template to `markup`, and its expressions and blocks to `code`; comments to
/// neither.
pub fn split(source: &str, mut markup: impl FnMut(&str), mut code: impl FnMut(&str)) {
    let mut rest = source;
    while let Some(start) = ["{{", "{%", "{#"].into_iter().filter_map(|open| rest.find(open)).min() {
        markup(&rest[..start]);
        let (close, is_code) = match rest.as_bytes()[start + 1] {
            b'{' => ("}}", true),
            b'%' => ("%}", true),
            _ => ("#}", false),
        };
        let inside = &rest[start + 2..];
        let end =
            inside.find(close).unwrap_or_else(|| panic!("{close} is missing after {:.40}", &rest[start..]));
        if is_code {
            code(&inside[..end]);
        }
        rest = &inside[end + 2..];
    }
    markup(rest);
}

/// Every text of a template that would appear in one language only.
pub fn in_template(source: &str) -> Vec<String> {
    let mut html = String::new();
    let mut found = Vec::new();
    split(
        source,
        |markup| html.push_str(markup),
        |code| {
            // Names and classes start in lower case; a capitalized literal is a text.
            for text in crate::literals::literals(code) {
                if text.starts_with(|c: char| c.is_uppercase()) && !is_same_everywhere(&text) {
                    found.push(text);
                }
            }
        },
    );
    let mut rest = html.as_str();
    while let Some((text, after)) = rest.split_once('<') {
        between_tags(text, &mut found);
        rest = match after.strip_prefix("!--") {
            Some(comment) => comment.split_once("-->").map_or("", |(_, after)| after),
            None => tag(after, &mut found),
        };
    }
    between_tags(rest, &mut found);
    found
}

/// Records the texts in a tag's attributes; returns what follows the tag, or the whole element if it is marked as not
/// to be translated.
fn tag<'a>(source: &'a str, found: &mut Vec<String>) -> &'a str {
    let name = source.split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or_default();
    let (mut submits, mut untranslated) = (false, false);
    let mut value = "";
    let mut rest = source[name.len()..].trim_start();
    while !rest.is_empty() && !rest.starts_with('>') {
        let (attribute, text, after) = attribute(rest);
        submits |= name == "input" && attribute == "type" && matches!(text, "submit" | "button" | "reset");
        untranslated |= attribute == "translate" && text == "no" && name != "input";
        if attribute == "value" {
            value = text;
        }
        spoken(&attribute, text, found);
        rest = after.trim_start();
    }
    if submits {
        found.extend(words(value).map(|word| format!("value={word:?}")));
    }
    let rest = rest.strip_prefix('>').unwrap_or(rest);
    if untranslated { rest.find(&format!("</{name}")).map_or("", |end| &rest[end..]) } else { rest }
}

/// The attribute at the start of `source`: name, value, and the rest.
fn attribute(source: &str) -> (String, &str, &str) {
    let end = source.find(|c: char| c.is_whitespace() || c == '=' || c == '>').unwrap_or(source.len()).max(1);
    let name = source[..end].to_ascii_lowercase();
    let after = source[end..].trim_start();
    let Some(after) = after.strip_prefix('=').map(str::trim_start) else { return (name, "", after) };
    let (value, rest) = match after.chars().next() {
        Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
        _ => after.split_at(after.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(after.len())),
    };
    (name, value, rest)
}

fn spoken(attribute: &str, text: &str, found: &mut Vec<String>) {
    if SPOKEN.contains(&attribute) {
        found.extend(words(text).map(|word| format!("{attribute}={word:?}")));
    }
}

/// Records the words of a text, except attributes in it: a block or a macro may add ` aria-current="page"` to a tag
/// of another template.
fn between_tags(text: &str, found: &mut Vec<String>) {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("=\"") {
        let name =
            rest[..at].rfind(|c: char| !c.is_ascii_lowercase() && c != '-').map_or(0, |before| before + 1);
        let (name, value, after) = if name < at { attribute(&rest[name..]) } else { Default::default() };
        if name.is_empty() {
            plain.push_str(&rest[..at + 2]);
            rest = &rest[at + 2..];
        } else {
            plain.push_str(&rest[..at - name.len()]);
            spoken(&name, value, found);
            rest = after;
        }
    }
    plain.push_str(rest);
    found.extend(words(&plain));
}

/// The words of a text that are not the same everywhere. Entities such as `&hellip;` are not words.
fn words(text: &str) -> impl Iterator<Item = String> {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(after.len());
        rest = if after[end..].starts_with(';') { &after[end + 1..] } else { after };
        plain.push(' ');
    }
    plain.push_str(rest);
    let words: Vec<String> = plain
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| word.contains(char::is_alphabetic) && !is_same_everywhere(word))
        .map(str::to_owned)
        .collect();
    words.into_iter()
}

fn is_same_everywhere(word: &str) -> bool {
    SAME_EVERYWHERE.contains(&word) || word.starts_with("lk_")
}

#[test]
fn text_in_every_place_is_found() {
    for (template, expected) in [
        ("<p>Hello</p>", vec!["Hello"]),
        ("<p>{{ page.t(msg::A) }} of {{ n }}</p>", vec!["of"]),
        ("{% if a %}Yes{% else %}{{ b }}{% endif %}", vec!["Yes"]),
        ("<p>été</p>", vec!["été"]),
        ("<title>Latchkey Console</title>", vec!["Console"]),
        ("<input placeholder=\"Search\">", vec!["placeholder=\"Search\""]),
        ("<input placeholder='a > b'>", vec!["placeholder=\"a\"", "placeholder=\"b\""]),
        ("<button aria-label=\"{% if a %}Close{% endif %}\">", vec!["aria-label=\"Close\""]),
        ("<img class=\"x\" alt=Logo>", vec!["alt=\"Logo\""]),
        ("<a title=\"Open {{ name }}\" href=\"/x\">", vec!["title=\"Open\""]),
        ("<input type=\"submit\" value=\"Go\">", vec!["value=\"Go\""]),
        ("<option value=\"en\">English</option>", vec!["English"]),
        ("{{ \"Save\" }}", vec!["Save"]),
        ("{% call field(\"name\", \"The name\") %}", vec!["The name"]),
        ("a & b", vec!["a", "b"]),
        ("<!-- x --> y", vec!["y"]),
        ("<td data-label=\"Name\">", vec!["data-label=\"Name\""]),
        (
            "{% block b %} aria-label=\"Where\" id=\"x\" here{% endblock %}",
            vec!["aria-label=\"Where\"", "here"],
        ),
        ("<pre translate=\"no\">curl -H</pre> or", vec!["or"]),
        ("<input translate=\"no\"> or", vec!["or"]),
        ("4=\"four\"", vec!["four"]),
    ] {
        assert_eq!(in_template(template), expected, "{template}");
    }
}

#[test]
fn markup_code_and_signs_are_no_text() {
    let template = r##"{% extends "layout.html" %}{# Some words about it #}
        <!-- and more --><a class="{% if a %}btn btn-primary{% endif %}" href="/x?y=z#w" data-go="back">
        {{ page.t(msg::SAVE) }}&hellip; &#8230; 12 % · → Latchkey lk_abc <input type="radio" name="scope" value="this" disabled>
        {% macro m() %}{% if a %} aria-invalid="true" aria-describedby="e-{{ name }}{% if b %} h-{{ name }}{% endif %}"{% endif %}{% endmacro %}
        <pre class="x" translate="no">curl -H 'Authorization: <b>x</b>'</pre><code>curl</code><button name="go" value="back" title="{{ page.t(msg::X) }}">×</button>"##;
    assert_eq!(in_template(template), Vec::<String>::new());
}
