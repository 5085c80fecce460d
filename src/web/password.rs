//! The field for a new password.

use super::form::Form;
use super::page::Errors;
use crate::auth::Guards;
use crate::auth::password::{Lane, Password, WeakPassword};
use crate::error::Result;
use crate::i18n::{Locale, msg};
use crate::state::State;

/// Reads the new password in the field `name` and hashes it; adds errors to `errors`. It must not be made of `about`.
pub async fn read_new(
    state: &State,
    guards: &Guards,
    form: &Form,
    name: &'static str,
    locale: Locale,
    errors: &mut Errors,
    about: Vec<String>,
) -> Result<Option<String>> {
    let typed = match form.one(name) {
        Ok(typed) => Password::new(typed.to_owned()),
        Err(error) => {
            errors.add(name, locale.t(error.message()));
            return Ok(None);
        }
    };
    // Callers have a session or the setup code, so strangers can't fill their queue.
    let hashed = guards.passwords.hash_new(Lane::Known, typed, about, &state.entropy).await?;
    Ok(hashed.map_err(|weak| errors.add(name, sentence(locale, weak))).ok())
}

fn sentence(locale: Locale, weak: WeakPassword) -> String {
    let number = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
    match weak {
        WeakPassword::TooShort => locale.t(msg::password_too_short(number(Password::MIN))),
        WeakPassword::TooLong => locale.t(msg::password_too_long(number(Password::MAX))),
        WeakPassword::Guessable => locale.t(msg::PASSWORD_GUESSABLE),
        WeakPassword::MadeOfNames => locale.t(msg::PASSWORD_MADE_OF_NAMES),
    }
}
