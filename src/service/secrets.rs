//! Ends a replaced secret early, or moves its end.

use super::grantor::Granted;
use super::tokens::held::Held;
use super::tokens::snapshot;
use super::{Act, AuthorizedTx};
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::TokenId;
use crate::domain::rotation::Overlap;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::domain::token::{Status, Token};
use crate::error::{Error, Result};
use crate::store::tokens::secrets::{self, Secret};
use crate::store::{Tx, tokens};

/// A token in the console, and the result of changing a secret.
#[derive(Clone, Debug)]
pub struct SecretChanged {
    /// The token's home tenant.
    pub tenant: Tenant,
    /// The token before the change.
    pub token: Token,
    /// The result.
    pub change: SecretChange,
}

/// The result of changing a secret.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SecretChange {
    /// The secret ends at this time.
    Ends(Timestamp),
    /// It has ended already, or was never replaced; nothing changed.
    Over,
    /// It already works until the latest possible time; nothing changed.
    Longest(Timestamp),
    /// The token is revoked or expired; nothing changed.
    TokenOver(Status),
}

/// Ends a replaced secret of a token early, for a person who manages the token.
///
/// # Errors
/// [`Error::NotFound`] if the tenant has no such token; 401 or 403 if the right has ended.
pub async fn end(act: &Act<'_>, id: TokenId, generation: i64) -> Result<SecretChanged> {
    change(act, id, generation, None).await
}

/// Moves the end of a replaced secret to `by` from now, but never past the token's expiration or the longest overlap.
///
/// # Errors
/// [`Error::Forbidden`] if the person could not create the token; otherwise as [`end`].
pub async fn extend(act: &Act<'_>, id: TokenId, generation: i64, by: Overlap) -> Result<SecretChanged> {
    change(act, id, generation, Some(by)).await
}

async fn change(act: &Act<'_>, id: TokenId, generation: i64, by: Option<Overlap>) -> Result<SecretChanged> {
    let mut held = Held::open(act, id).await?;
    let status = held.token().life.status(held.tx.now());
    if matches!(status, Status::Revoked | Status::Expired) {
        let Held { tenant, details, .. } = held;
        return Ok(SecretChanged { tenant, token: details.token, change: SecretChange::TokenOver(status) });
    }
    let change = if let Some(overlap) = by {
        let granted = held.by.may_rotate(&mut held.tx, &held.details).await?;
        let granted = granted.map_err(|_| Error::Forbidden)?;
        extend_held(&mut held.tx, granted, generation, overlap).await?
    } else {
        held.by.may_take_from(&held.details).map_err(|_| Error::Forbidden)?;
        end_held(&mut held.tx, &held.details.token, generation).await?
    };
    let done = held.commit(change).await?;
    Ok(SecretChanged { tenant: done.tenant, token: done.details.token, change })
}

async fn end_held(tx: &mut AuthorizedTx, token: &Token, generation: i64) -> Result<SecretChange> {
    let now = tx.now();
    let Some((secret, until, _)) = replaced(tx, token, generation).await? else {
        return Ok(SecretChange::Over);
    };
    if !secrets::end(tx, token.id, generation, now).await?
        || !tokens::changes::touch(tx, token.tenant, token.id, now).await?
    {
        return Ok(SecretChange::Over);
    }
    record(tx, token, EventKind::SecretEnded, (&secret, until, now))?;
    Ok(SecretChange::Ends(now))
}

async fn extend_held(
    tx: &mut AuthorizedTx,
    granted: Granted<'_>,
    generation: i64,
    overlap: Overlap,
) -> Result<SecretChange> {
    let (now, token) = (tx.now(), granted.token());
    let found = replaced(tx, token, generation).await?;
    let Some((secret, until, replaced_at)) = found.filter(|(_, until, _)| *until > now) else {
        return Ok(SecretChange::Over);
    };
    let extended = overlap.extended(now, replaced_at, token.life.expires_at);
    if extended <= until {
        return Ok(SecretChange::Longest(until));
    }
    if !secrets::extend(tx, token.id, generation, extended, now).await?
        || !tokens::changes::touch(tx, token.tenant, token.id, now).await?
    {
        return Ok(SecretChange::Over);
    }
    record(tx, token, EventKind::SecretExtended, (&secret, until, extended))?;
    Ok(SecretChange::Ends(extended))
}

/// A replaced secret of the token, with its end and the time it was replaced.
async fn replaced(
    tx: &mut Tx,
    token: &Token,
    generation: i64,
) -> Result<Option<(Secret, Timestamp, Timestamp)>> {
    let all = secrets::of_token(tx, token.id, i64::MAX).await?;
    let successor = all.iter().find(|secret| secret.generation == generation.saturating_add(1));
    let secret = all.iter().find(|secret| secret.generation == generation);
    Ok(secret
        .zip(successor)
        .and_then(|(secret, successor)| Some((secret.clone(), secret.ends_at?, successor.created_at))))
}

fn record(
    tx: &mut AuthorizedTx,
    token: &Token,
    kind: EventKind,
    (secret, before, after): (&Secret, Timestamp, Timestamp),
) -> Result<()> {
    let object = Object { id: token.id.uuid(), label: &token.labels.name };
    let change = snapshot::secret_end_changed(&secret.last_four, before, after)?;
    tx.record(Some(token.tenant), kind, object, change)
}
