//! Revokes a token.

use super::held::{Held, TokenAct};
use super::snapshot;
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::TokenId;
use crate::domain::token::{Status, Token};
use crate::error::Result;
use crate::service::granting::Denied;
use crate::service::{Act, AuthorizedTx};
use crate::store::tokens;

/// The result of revoking a token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Revoked {
    /// It is revoked.
    Done,
    /// It was revoked already; nothing changed.
    Unchanged,
    /// The actor may not do this; nothing changed.
    Denied(Denied),
}

/// Revokes a token, which can't be undone. `check` may refuse the token as it is.
///
/// # Errors
/// [`Error::NotFound`](crate::error::Error::NotFound) if the tenant has no such token; 401 or 403 if the right has
/// ended; the errors of `check`.
pub async fn revoke(
    act: &Act<'_>,
    id: TokenId,
    check: impl FnOnce(&Token) -> Result<()>,
) -> Result<TokenAct<Revoked>> {
    let mut held = Held::open(act, id).await?;
    check(held.token())?;
    if let Err(denied) = held.by.may_take_from(&held.details) {
        return Ok(held.refused(Revoked::Denied(denied)));
    }
    if !revoke_held(&mut held.tx, &held.details.token, None).await? {
        return held.unchanged(Revoked::Unchanged);
    }
    held.commit(Revoked::Done).await
}

/// Revokes a locked token; `false` if it was revoked already. `cause` is the token it was created with, if it is
/// revoked along with that one.
///
/// # Errors
/// If the database or the random generator fails.
pub(in crate::service) async fn revoke_held(
    tx: &mut AuthorizedTx,
    token: &Token,
    cause: Option<TokenId>,
) -> Result<bool> {
    let now = tx.now();
    let done = tokens::revoke(tx, token.tenant, token.id, now).await?;
    if done {
        let object = Object { id: token.id.uuid(), label: &token.labels.name };
        let change = snapshot::status_changed(token.life.status(now), Status::Revoked, cause)?;
        tx.record(Some(token.tenant), EventKind::TokenRevoked, object, change)?;
    }
    Ok(done)
}
