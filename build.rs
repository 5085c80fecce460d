//! Turns each sentence of `locales/` into a typed value, so that a missing or unused one does not compile.

#[path = "build/catalogue.rs"]
mod catalogue;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use catalogue::Sentence;

/// English first: it determines what the others need.
const LANGUAGES: [&str; 3] = ["en", "de", "fr"];

/// Maximum number of arguments of a `Message`.
const MAX_ARGUMENTS: usize = 2;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo names no OUT_DIR")?);
    let mut problems = Vec::new();
    let mut languages = Vec::new();
    for language in LANGUAGES {
        let (source, sentences) = read(language, &mut problems)?;
        fs::write(out.join(format!("{language}.ftl")), source)?;
        languages.push((language, sentences));
    }
    let [(_, english), others @ ..] = languages.as_slice() else { return Err("no languages".into()) };
    for (language, sentences) in others {
        let differences = catalogue::differences(english, sentences);
        problems.extend(differences.into_iter().map(|difference| format!("{language}: {difference}")));
    }
    let mut code = String::new();
    for (key, sentence) in english {
        if sentence.variables.len() > MAX_ARGUMENTS {
            problems.push(format!("en: {key} has more than {MAX_ARGUMENTS} variables"));
        }
        item(&mut code, key, sentence)?;
    }
    fs::write(out.join("msg.rs"), code)?;
    for problem in problems {
        println!("cargo::error=locales: {problem}");
    }
    Ok(())
}

/// Joins a language's files into one text, and reads its sentences.
fn read(
    language: &str,
    problems: &mut Vec<String>,
) -> Result<(String, BTreeMap<String, Sentence>), Box<dyn Error>> {
    let folder = Path::new("locales").join(language);
    let mut files =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
    files.sort();
    let (mut whole, mut sentences) = (String::new(), BTreeMap::new());
    for file in files {
        let source = fs::read_to_string(&file)?;
        let (found, wrong) = catalogue::read(&source);
        problems.extend(wrong.into_iter().map(|wrong| format!("{}: {wrong}", file.display())));
        for (key, sentence) in found {
            if sentences.insert(key.clone(), sentence).is_some() {
                problems.push(format!("{}: {key} is in another file too", file.display()));
            }
        }
        whole.push_str(&source);
        whole.push('\n');
    }
    Ok((whole, sentences))
}

/// A constant for a sentence without arguments, a function for one with arguments.
fn item(code: &mut String, key: &str, sentence: &Sentence) -> std::fmt::Result {
    let kind = if sentence.is_rich() { "RichMessage" } else { "Message" };
    let name = key.replace('-', "_");
    writeln!(code, "/// {}", sentence.doc)?;
    if sentence.variables.is_empty() {
        let name = name.to_uppercase();
        return writeln!(
            code,
            "pub(crate) const {name}: {kind}<'static> = {kind}::new({key:?}, [None; {MAX_ARGUMENTS}]);"
        );
    }
    let is_number = |variable: &String| sentence.numbers.contains(variable);
    let texts = sentence.variables.iter().filter(|variable| !is_number(variable)).count();
    let (generics, text, lifetime) = match texts {
        0 => ("", "&str", "'static"),
        1 => ("", "&str", "'_"),
        _ => ("<'a>", "&'a str", "'a"),
    };
    write!(code, "pub(crate) const fn {name}{generics}(")?;
    for variable in &sentence.variables {
        write!(code, "{variable}: {}, ", if is_number(variable) { "i64" } else { text })?;
    }
    write!(code, ") -> {kind}<{lifetime}> {{ {kind}::new({key:?}, [")?;
    for variable in &sentence.variables {
        let argument = if is_number(variable) { "Number" } else { "Text" };
        write!(code, "Some(({variable:?}, Argument::{argument}({variable}))), ")?;
    }
    let free = MAX_ARGUMENTS.saturating_sub(sentence.variables.len());
    writeln!(code, "{}]) }}", "None, ".repeat(free))
}
