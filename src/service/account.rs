//! A person's own account.

use serde::Serialize;

use super::{Act, Change};
use crate::auth::proof::Proven;
use crate::auth::throttle::Attempt;
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::person::Person;
use crate::error::{Error, Result};
use crate::store::people::{sessions, users};

/// Sets the language of the acting person; `None` follows their browser. Does nothing if they have this language.
///
/// # Errors
/// 401 if their session has ended.
pub async fn set_language(act: &Act<'_>, language: Option<&str>) -> Result<()> {
    let mut tx = act.begin().await?;
    let person = tx.person()?;
    if person.language.as_deref() == language {
        return Ok(());
    }
    let now = tx.now();
    users::set_language(&mut tx, person.id, language, now).await?;
    let object = Object { id: person.id.uuid(), label: &person.email };
    let change = Change::between(&Snapshot { language: person.language.as_deref() }, &Snapshot { language })?;
    tx.record(None, EventKind::LanguageChanged, object, change)?;
    tx.commit().await
}

/// Undoes the counting of `attempt`: the current password was right, although the new one is not accepted. Returns
/// the acting person.
///
/// # Errors
/// 401 if their session has ended.
pub async fn accept_attempt(act: &Act<'_>, attempt: Attempt) -> Result<Person> {
    let mut tx = act.begin().await?;
    let person = tx.person()?;
    attempt.succeeded(&mut tx).await?;
    tx.commit().await?;
    Ok(person)
}

/// Replaces the password that was `proven`, and ends all sessions of the acting person. Returns them as they were
/// before.
///
/// # Errors
/// 401 if their session has ended; [`Error::Conflict`] if the password was replaced meanwhile.
pub async fn change_password(act: &Act<'_>, proven: Proven, new_hash: &str) -> Result<Person> {
    let mut tx = act.begin().await?;
    let person = tx.person()?;
    proven.attempt.succeeded(&mut tx).await?;
    let now = tx.now();
    let old_hash = &proven.account.password_hash;
    if !users::change_password(&mut tx, person.id, old_hash, new_hash, now).await? {
        return Err(Error::Conflict);
    }
    sessions::delete_all_of(&mut tx, person.id).await?;
    let object = Object { id: person.id.uuid(), label: &person.email };
    tx.record(None, EventKind::PasswordChanged, object, Change::default())?;
    tx.commit().await?;
    Ok(person)
}

/// A person's language in audit events; `None` follows the browser.
#[derive(Serialize)]
struct Snapshot<'a> {
    language: Option<&'a str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_members_of_audit_events_keep_their_names() {
        let stored = |language| serde_json::to_string(&Snapshot { language }).unwrap();
        assert_eq!([stored(Some("de")), stored(None)], [r#"{"language":"de"}"#, r#"{"language":null}"#]);
    }
}
