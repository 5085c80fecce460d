//! Signing in and out.

use super::{Act, Change};
use crate::auth::proof::Proven;
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::text::Email;
use crate::error::Result;
use crate::store::people::sessions::{self, KeyHash};
use crate::store::people::users::Account;

/// A person who has just signed in.
pub struct SignedIn {
    /// Their account.
    pub account: Account,
    /// Its address.
    pub email: Email,
}

/// Signs in the person who proved the password, and ends any session that their browser had, even another person's;
/// `None` if the password was replaced or they were disabled meanwhile.
///
/// # Errors
/// If the database cannot be written to.
pub async fn sign_in(act: &Act<'_>, proven: Proven, earlier: Option<KeyHash>) -> Result<Option<SignedIn>> {
    let mut tx = act.begin().await?;
    if !proven.still_holds(&mut tx).await? {
        return Ok(None);
    }
    let Proven { account, email, attempt } = proven;
    attempt.succeeded(&mut tx).await?;
    if let Some(session) = earlier {
        sessions::delete(&mut tx, session).await?;
    }
    let object = Object { id: account.id.uuid(), label: email.as_str() };
    tx.record(None, EventKind::UserSignedIn, object, Change::default())?;
    tx.commit().await?;
    Ok(Some(SignedIn { account, email }))
}

/// Ends the session of the acting person.
///
/// # Errors
/// 401 if it has ended already.
pub async fn sign_out(act: &Act<'_>, session: Option<KeyHash>) -> Result<()> {
    let mut tx = act.begin().await?;
    let person = tx.person()?;
    if let Some(session) = session {
        sessions::delete(&mut tx, session).await?;
    }
    let object = Object { id: person.id.uuid(), label: &person.email };
    tx.record(None, EventKind::UserSignedOut, object, Change::default())?;
    tx.commit().await
}
