//! Disables and enables a token in the console.

use super::{Act, granting, token_details, tokens};
use crate::domain::id::TokenId;
use crate::domain::person::Person;
use crate::domain::tenant::Tenant;
use crate::domain::token::Status;
use crate::error::Result;

/// The result of disabling or enabling a token, with its context.
#[derive(Clone, Debug)]
pub struct Switched {
    /// The acting person.
    pub person: Person,
    /// The token's home tenant.
    pub tenant: Tenant,
    /// The result.
    pub outcome: Switch,
}

/// The result of disabling or enabling a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Switch {
    /// It was changed.
    Done,
    /// The token was in that state already; nothing changed.
    Unchanged,
    /// The token is revoked or expired; nothing changed.
    Over(Status),
}

/// Disables a token.
///
/// # Errors
/// [`NotFound`](crate::error::Error::NotFound) if the tenant has no such token, and the errors of [`Act::begin`].
pub async fn disable(act: &Act<'_>, id: TokenId) -> Result<Switched> {
    switch(act, id, false).await
}

/// Enables a token.
///
/// # Errors
/// [`Forbidden`](crate::error::Error::Forbidden) if the person could not create it, else as [`disable`].
pub async fn enable(act: &Act<'_>, id: TokenId) -> Result<Switched> {
    switch(act, id, true).await
}

async fn switch(act: &Act<'_>, id: TokenId, on: bool) -> Result<Switched> {
    let mut tx = act.begin().await?;
    let (person, tenant) = (tx.person()?, tx.tenant()?);
    let details = token_details::hold(&mut tx, tenant.id, id).await?;
    let status = details.token.life.status(tx.now());
    if matches!(status, Status::Revoked | Status::Expired) {
        return Ok(Switched { person, tenant, outcome: Switch::Over(status) });
    }
    let done = if on {
        granting::require_grant(&mut tx, &person, &details).await?;
        tokens::enable(&mut tx, &details.token).await?
    } else {
        tokens::disable(&mut tx, &details.token).await?
    };
    if !done {
        return Ok(Switched { person, tenant, outcome: Switch::Unchanged });
    }
    tx.commit().await?;
    Ok(Switched { person, tenant, outcome: Switch::Done })
}
