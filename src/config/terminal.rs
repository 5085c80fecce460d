//! Input and output at the terminal. For log events see [`super::logging`].

use std::fmt::Display;
use std::io::{self, BufRead, IsTerminal as _, Write as _};

use super::{ConfigError, Secret};
use crate::domain::random::Entropy;

/// Maximum length of a password line, in bytes.
const LONGEST: u64 = 4096;

/// Where a password comes from.
#[derive(Debug)]
pub enum PasswordSource {
    /// The variable `LATCHKEY_PASSWORD`.
    Given(Secret),
    /// The first line of standard input.
    Line,
    /// A prompt without echo, or the first line of standard input when it isn't a terminal.
    Ask,
    /// Generated; the caller prints it.
    Generate,
}

impl PasswordSource {
    /// The password, not yet checked for strength.
    pub fn read(&self, entropy: &Entropy) -> Result<Secret, ConfigError> {
        match self {
            Self::Given(password) => Ok(password.clone()),
            Self::Ask if io::stdin().is_terminal() => ask(),
            Self::Ask | Self::Line => first_line(io::stdin().lock()),
            Self::Generate => {
                entropy.base62(24).map(Secret::new).map_err(|error| ConfigError::NoPassword(error.into()))
            }
        }
    }
}

fn ask() -> Result<Secret, ConfigError> {
    let prompt = |question| {
        let answer = rpassword::prompt_password(question);
        answer.map(Secret::new).map_err(|error| ConfigError::NoPassword(error.into()))
    };
    let password = prompt("Password: ")?;
    if prompt("Repeat password: ")? == password {
        Ok(password)
    } else {
        Err(ConfigError::NoPassword("the passwords don't match".into()))
    }
}

/// The first line without its line break. An empty line is an error.
fn first_line(input: impl BufRead) -> Result<Secret, ConfigError> {
    let mut line = String::new();
    input.take(LONGEST + 1).read_line(&mut line).map_err(|error| ConfigError::NoPassword(error.into()))?;
    if line.len() as u64 > LONGEST {
        // Truncating it would silently set a different password.
        return Err(ConfigError::NoPassword("the first line of standard input is too long".into()));
    }
    let line = line.strip_suffix('\n').unwrap_or(&line);
    match line.strip_suffix('\r').unwrap_or(line) {
        "" => Err(ConfigError::NoPassword("standard input is empty".into())),
        password => Ok(Secret::new(password.to_owned())),
    }
}

/// Asks on standard error and returns whether the next line of standard input is `expected`.
pub fn confirmed(question: &str, expected: &str) -> bool {
    // On standard error, because a program may read standard output.
    let mut err = io::stderr().lock();
    let asked = write!(err, "{question} ").and_then(|()| err.flush());
    asked.is_ok()
        && first_line(io::stdin().lock()).is_ok_and(|answer| answer.expose().trim() == expected.trim())
}

/// Writes a line that exists nowhere else to standard output; returns `false` if it could not be written.
pub fn give(line: &str) -> bool {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).is_ok()
}

/// Writes a line for a person to standard error, when standard output is for a program.
pub fn tell(line: &str) {
    let _nobody_reads_it = writeln!(io::stderr(), "{line}");
}

/// Writes a line to standard output. A closed standard output is not an error.
pub fn say(line: &str) {
    let mut out = io::stdout().lock();
    if writeln!(out, "{line}").and_then(|()| out.flush()).is_err() {
        tracing::debug!("standard output is closed");
    }
}

/// `1 event`, `2 events`.
pub fn counted<N: Display + PartialEq + From<u8>>(number: N, noun: &str) -> String {
    if number == 1.into() { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// Writes a fatal error to standard error. Works before logging is initialised.
pub fn complain(error: &dyn std::error::Error) {
    let mut text = format!("latchkey: {error}");
    let mut cause = error.source();
    while let Some(deeper) = cause {
        let deeper_text = deeper.to_string();
        if !text.ends_with(&deeper_text) {
            text.push_str(": ");
            text.push_str(&deeper_text);
        }
        cause = deeper.source();
    }
    let _nobody_reads_it = writeln!(io::stderr(), "{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_the_first_line_without_its_end() {
        let read = |input: &str| first_line(input.as_bytes()).map(|secret| secret.expose().to_owned()).ok();
        assert_eq!(read("pass word \n2nd\n"), Some("pass word ".to_owned()));
        assert_eq!(read("crlf\r\n"), Some("crlf".to_owned()));
        assert_eq!(read("no end"), Some("no end".to_owned()));
        assert_eq!(read(""), None);
        assert_eq!(read("\n"), None);
        assert_eq!(read(&"x".repeat(4096)).map(|text| text.len()), Some(4096));
        assert_eq!(read(&"x".repeat(4097)), None);
    }

    #[test]
    fn nouns_agree_with_their_number() {
        let said = [0, 1, 2].map(|number| counted(number, "event"));
        assert_eq!(said, ["0 events", "1 event", "2 events"]);
    }

    #[test]
    fn a_made_password_is_long_and_given_ones_are_taken_as_they_are() {
        let made = PasswordSource::Generate.read(&Entropy::System).unwrap();
        assert_eq!(made.expose().len(), 24);
        let given = PasswordSource::Given(Secret::new(" as is ".to_owned()));
        assert_eq!(given.read(&Entropy::System).unwrap().expose(), " as is ");
        assert_eq!(format!("{given:?}"), "Given(Secret(hidden))");
    }
}
