//! Disables and enables a token.

use super::held::{Held, TokenAct};
use super::snapshot;
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::TokenId;
use crate::domain::token::{Status, Token};
use crate::error::Result;
use crate::service::granting::Denied;
use crate::service::grantor::Granted;
use crate::service::{Act, AuthorizedTx};
use crate::store::tokens;

/// The result of disabling or enabling a token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Switch {
    /// It was changed.
    Done,
    /// The token was in that state already; nothing changed.
    Unchanged,
    /// The token is revoked or expired; nothing changed.
    Over(Status),
    /// The actor may not do this; nothing changed.
    Denied(Denied),
}

/// Disables a token. `check` may refuse the token as it is.
///
/// # Errors
/// [`Error::NotFound`](crate::error::Error::NotFound) if the tenant has no such token; 401 or 403 if the right has
/// ended; the errors of `check`.
pub async fn disable(
    act: &Act<'_>,
    id: TokenId,
    check: impl FnOnce(&Token) -> Result<()>,
) -> Result<TokenAct<Switch>> {
    let mut held = Held::open(act, id).await?;
    check(held.token())?;
    if let Some(over) = over(&held) {
        return Ok(held.refused(over));
    }
    if let Err(denied) = held.by.may_take_from(&held.details) {
        return Ok(held.refused(Switch::Denied(denied)));
    }
    let done = disable_held(&mut held.tx, &held.details.token).await?;
    finish(held, done).await
}

/// Enables a token, if the actor could create it. `check` may refuse the token as it is.
///
/// # Errors
/// As [`disable`].
pub async fn enable(
    act: &Act<'_>,
    id: TokenId,
    check: impl FnOnce(&Token) -> Result<()>,
) -> Result<TokenAct<Switch>> {
    let mut held = Held::open(act, id).await?;
    check(held.token())?;
    if let Some(over) = over(&held) {
        return Ok(held.refused(over));
    }
    let granted = match held.by.may_enable(&mut held.tx, &held.details).await? {
        Ok(granted) => granted,
        Err(denied) => return Ok(held.refused(Switch::Denied(denied))),
    };
    let done = enable_held(&mut held.tx, granted).await?;
    finish(held, done).await
}

fn over(held: &Held) -> Option<Switch> {
    let status = held.token().life.status(held.tx.now());
    matches!(status, Status::Revoked | Status::Expired).then_some(Switch::Over(status))
}

async fn finish(mut held: Held, done: bool) -> Result<TokenAct<Switch>> {
    if !done {
        return held.unchanged(Switch::Unchanged);
    }
    held.reread().await?;
    held.commit(Switch::Done).await
}

/// Disables a locked token; `false` if it was disabled already, or is revoked.
///
/// # Errors
/// If the database or the random generator fails.
pub(in crate::service) async fn disable_held(tx: &mut AuthorizedTx, token: &Token) -> Result<bool> {
    let now = tx.now();
    let done = tokens::changes::disable(tx, token.tenant, token.id, now).await?;
    if done {
        record(tx, token, EventKind::TokenDisabled, (Status::Active, Status::Disabled))?;
    }
    Ok(done)
}

/// Enables a locked token; `false` if it was not disabled, or is revoked.
///
/// # Errors
/// If the database or the random generator fails.
pub(in crate::service) async fn enable_held(tx: &mut AuthorizedTx, granted: Granted<'_>) -> Result<bool> {
    let (now, token) = (tx.now(), granted.token());
    let done = tokens::changes::enable(tx, token.tenant, token.id, now).await?;
    if done {
        record(tx, token, EventKind::TokenEnabled, (Status::Disabled, Status::Active))?;
    }
    Ok(done)
}

fn record(
    tx: &mut AuthorizedTx,
    token: &Token,
    kind: EventKind,
    (before, after): (Status, Status),
) -> Result<()> {
    let object = Object { id: token.id.uuid(), label: &token.labels.name };
    let change = snapshot::status_changed(before, after, None)?;
    tx.record(Some(token.tenant), kind, object, change)
}
