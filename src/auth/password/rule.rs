//! The rule for new passwords: hard to guess, even for someone who knows the person and the product.

use zxcvbn::{Score, zxcvbn};

use super::Password;

/// The required zxcvbn score, of 4: "safely unguessable", at least 10^8 guesses.
const ENOUGH: Score = Score::Three;
/// How many characters are scored. The work grows faster than their square, and longer passwords are strong anyway.
const JUDGED: usize = 100;
/// Names that everyone who finds the sign-in page knows.
const PRODUCT: [&str; 2] = ["latchkey", "latch key"];
/// Minimum length for a whole name to count. Words within it must be longer, or `com` would be in every address.
const SHORTEST_NAME: usize = 3;
const SHORTEST_WORD: usize = 4;

/// Why a new password is refused. Each variant has a sentence in every language.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum WeakPassword {
    /// Fewer than [`Password::MIN`] characters.
    #[error("the password has fewer than {} characters", Password::MIN)]
    TooShort,
    /// More than [`Password::MAX`] characters.
    #[error("the password has more than {} characters", Password::MAX)]
    TooLong,
    /// Among the first guesses.
    #[error("the password is too easy to guess")]
    Guessable,
    /// Too little is left without the address, the product's name and the tenants' names.
    #[error(
        "the password is made of the address, a tenant's name or the name Latchkey; what is left without them is too \
         easy to guess"
    )]
    MadeOfNames,
}

/// Scores a new password. `about` are texts that it must not be made of.
///
/// # Errors
/// Why it is refused.
pub(super) fn check(password: &str, about: &[String]) -> Result<(), WeakPassword> {
    let length = password.chars().count();
    if length < Password::MIN {
        return Err(WeakPassword::TooShort);
    }
    if length > Password::MAX {
        return Err(WeakPassword::TooLong);
    }
    let judged: String = password.chars().take(JUDGED).collect();
    let names = names(about);
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    if zxcvbn(&judged, &known).score() < ENOUGH {
        return Err(WeakPassword::Guessable);
    }
    // zxcvbn scores a name low, but adds what surrounds it: a year, a sign, another name.
    let rest = without(&judged, &names);
    if rest.chars().count() == judged.chars().count() {
        return Ok(());
    }
    let own: String = rest.chars().filter(|letter| letter.is_alphanumeric()).collect();
    let decorated_only = !own.chars().any(char::is_alphabetic);
    if decorated_only || zxcvbn(&own, &known).score() < ENOUGH {
        Err(WeakPassword::MadeOfNames)
    } else {
        Ok(())
    }
}

/// The names, the words in them and the parts of addresses that a password must not be made of, longest first.
fn names(about: &[String]) -> Vec<String> {
    let mut names: Vec<String> = PRODUCT.map(str::to_owned).into();
    for text in about {
        let text = text.to_lowercase();
        // The part before the @, and the host.
        names.extend(text.split('@').map(str::to_owned));
        names.extend(words(&text).filter(|word| word.chars().count() >= SHORTEST_WORD).map(str::to_owned));
        names.push(text);
    }
    names.retain(|name| folded(name).len() >= SHORTEST_NAME);
    names.sort_by(|one, other| (other.len(), one).cmp(&(one.len(), other)));
    names.dedup();
    names
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
}

/// The password without `names`, however they are disguised: capitals, signs between letters, digits that look like
/// letters, reversed.
fn without(password: &str, names: &[String]) -> String {
    let letters: Vec<char> = password.chars().collect();
    let mut gone = vec![false; letters.len()];
    for name in names {
        let name = folded(name);
        let backwards: Vec<char> = name.iter().rev().copied().collect();
        for name in [name, backwards] {
            // What is left between removed names, so that two halves around one don't form another.
            let left: Vec<(usize, char)> = letters
                .iter()
                .enumerate()
                .filter(|(place, _)| !gone.get(*place).copied().unwrap_or(true))
                .filter_map(|(place, letter)| Some((place, fold(*letter)?)))
                .collect();
            for found in left.windows(name.len()) {
                if found.iter().map(|(_, letter)| letter).eq(&name) {
                    for (place, _) in found {
                        if let Some(gone) = gone.get_mut(*place) {
                            *gone = true;
                        }
                    }
                }
            }
        }
    }
    letters.into_iter().zip(gone).filter(|(_, gone)| !gone).map(|(letter, _)| letter).collect()
}

fn folded(text: &str) -> Vec<char> {
    text.chars().filter_map(fold).collect()
}

/// A letter or digit in its normal form: lower case, and as the letter it imitates. `None` for decoration.
fn fold(letter: char) -> Option<char> {
    Some(match letter {
        '0' => 'o',
        '1' | '!' | '|' | 'l' | 'L' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        _ if !letter.is_alphanumeric() => return None,
        _ => letter.to_lowercase().next().unwrap_or(letter),
    })
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    fn about() -> Vec<String> {
        ["jane.harper@acme-corp.example", "Globex Logistics", "globex"].map(str::to_owned).into()
    }

    #[test]
    fn weak_passwords_say_why() {
        for (text, weak) in [
            ("1234567", WeakPassword::TooShort),
            ("ü23456ü", WeakPassword::TooShort),
            ("password1", WeakPassword::Guessable),
            ("aaaaaaaaaaaa", WeakPassword::Guessable),
            ("Summer2026!", WeakPassword::Guessable),
            ("qwertzuiop123", WeakPassword::Guessable),
            ("letmein2026", WeakPassword::Guessable),
        ] {
            assert_eq!(check(text, &about()), Err(weak), "{text}");
        }
        assert_eq!(check(&"ab".repeat(129), &[]), Err(WeakPassword::TooLong));
        for good in ["violet kettle drum 9", "plum-Orbit-seven-Lantern-42", "Zt7#kQ9!vLx2", "gXw4-9pLm-2Rtz"]
        {
            assert_eq!(check(good, &about()), Ok(()), "{good}");
        }
    }

    #[test]
    fn a_password_is_not_made_of_the_address_the_product_or_a_tenant() {
        for text in [
            "jane.harper@acme-corp.example",
            "JaneHarper2026!!",
            "jane_harper_1987_x",
            "acme-corp-jane-2026",
            "acme-corp.example#1",
            "Latchkey2026!!!",
            "l4tchk3y-l4tchk3y-99",
            "L-a-t-c-h-k-e-y-2-0-2-6",
            "latch key latch key 1",
            "yekhctal-2026-11-20",
            "GlobexLogistics#2026",
            "Globex-Logistics-November-1",
            "!!!gl0b3x!!!logistics!!!77",
            "globex latchkey jane 123456",
            "xebolgGLOBEX20262027",
            "Latchkey83749274619301",
        ] {
            assert!(
                matches!(check(text, &about()), Err(WeakPassword::Guessable | WeakPassword::MadeOfNames)),
                "{text} leaves {:?}",
                without(text, &names(&about()))
            );
        }
        // A name does no harm within enough other text.
        assert_eq!(check("globex plum orbit seven lantern", &about()), Ok(()));
        // If nobody has this name, it is a word like any other.
        assert_eq!(check("globex wibble frontier 88", &[]), Ok(()));
    }

    #[test]
    fn what_is_left_without_the_names_is_judged() {
        let left = |text: &str| without(text, &names(&about()));
        assert_eq!(left("Latchkey-2026"), "-2026");
        assert_eq!(left("plum-Orbit"), "plum-Orbit");
        assert_eq!(left("xGLOBEXy"), "xy");
        // A short name counts as a whole, but not its letters alone.
        assert_eq!(without("xIBMx", &names(&["IBM".to_owned()])), "xx");
        assert_eq!(without("xITx", &names(&["IT".to_owned()])), "xITx");
    }

    #[test]
    fn the_rule_answers_in_bounded_time() {
        let started = Instant::now();
        let many: Vec<String> = (0..1_000).map(|n| format!("Tenant of the number {n}")).collect();
        for hostile in [
            "aA1!".repeat(64),
            "abcdefgh".repeat(32),
            "4@3€".repeat(64),
            "\u{1F600}".repeat(256),
            "tenant".repeat(40),
        ] {
            let _ = check(&hostile, &many);
        }
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }
}
