//! Disabling and enabling a token in the console.

use super::{Act, granting, token_details, tokens};
use crate::domain::id::TokenId;
use crate::domain::person::Person;
use crate::domain::tenant::Tenant;
use crate::domain::token::Status;
use crate::error::Result;

/// Who switched a token, where, and what it came to.
#[derive(Clone, Debug)]
pub struct Switched {
    /// The person, as they were in the transaction.
    pub person: Person,
    /// The tenant that the token belongs to.
    pub tenant: Tenant,
    /// What it came to.
    pub outcome: Switch,
}

/// What switching a token came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Switch {
    /// It is done.
    Done,
    /// Nothing: the token was in that state already.
    Unchanged,
    /// Nothing: the token is revoked or expired.
    Over(Status),
}

/// Disables a token.
///
/// # Errors
/// [`NotFound`](crate::error::Error::NotFound) when the tenant has no such token, and those of [`Act::begin`].
pub async fn disable(act: &Act<'_>, id: TokenId) -> Result<Switched> {
    switch(act, id, false).await
}

/// Enables a token.
///
/// # Errors
/// [`Forbidden`](crate::error::Error::Forbidden) when the person could not create it, else as [`disable`].
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
