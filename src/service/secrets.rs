//! A secret that was replaced: ended before its time, or given more of it.

use serde_json::json;

use super::{Act, AuthorizedTx, granting, token_details};
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::TokenId;
use crate::domain::rotation::Overlap;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::domain::token::{Status, Token};
use crate::error::Result;
use crate::service::Change;
use crate::store::tokens::secrets::{self, Secret};
use crate::store::{Tx, tokens};

/// A token in the console, with what the change of a secret came to.
#[derive(Clone, Debug)]
pub struct SecretChanged {
    /// The tenant that it belongs to.
    pub tenant: Tenant,
    /// The token before the change.
    pub token: Token,
    /// What it came to.
    pub change: SecretChange,
}

/// What the change of a secret came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SecretChange {
    /// The secret ends then.
    Ends(Timestamp),
    /// Nothing: it has ended already, or was never replaced.
    Over,
    /// Nothing: it works that long already, and may not work longer.
    Longest(Timestamp),
    /// Nothing: the token is revoked or expired.
    TokenOver(Status),
}

/// Ends a replaced secret of a token before its time, for a person who manages the token.
///
/// # Errors
/// [`NotFound`](crate::error::Error::NotFound) when the tenant has no such token, and those of [`Act::begin`].
pub async fn end(act: &Act<'_>, id: TokenId, generation: i64) -> Result<SecretChanged> {
    change(act, id, generation, None).await
}

/// Puts off the end of a replaced secret: by `overlap` from now on, but never past the token's own end nor past the
/// longest overlap there is.
///
/// # Errors
/// [`Forbidden`](crate::error::Error::Forbidden) when the person could not create the token, else as [`end`].
pub async fn extend(act: &Act<'_>, id: TokenId, generation: i64, by: Overlap) -> Result<SecretChanged> {
    change(act, id, generation, Some(by)).await
}

async fn change(act: &Act<'_>, id: TokenId, generation: i64, by: Option<Overlap>) -> Result<SecretChanged> {
    let mut tx = act.begin().await?;
    let (person, tenant) = (tx.person()?, tx.tenant()?);
    let details = token_details::hold(&mut tx, tenant.id, id).await?;
    let token = &details.token;
    let status = token.life.status(tx.now());
    let change = if matches!(status, Status::Revoked | Status::Expired) {
        SecretChange::TokenOver(status)
    } else if let Some(overlap) = by {
        granting::require_grant(&mut tx, &person, &details).await?;
        extend_held(&mut tx, token, generation, overlap).await?
    } else {
        end_held(&mut tx, token, generation).await?
    };
    if !matches!(change, SecretChange::TokenOver(_)) {
        tx.commit().await?;
    }
    Ok(SecretChanged { tenant, token: details.token, change })
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
    token: &Token,
    generation: i64,
    overlap: Overlap,
) -> Result<SecretChange> {
    let now = tx.now();
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

/// A secret of the token that was replaced by another one, with its end and the moment at which it was replaced.
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
    let ends = |at: Timestamp| json!({ "previous_secret_ends_at": at.to_string() });
    let mut now = ends(after);
    now["secret"] = json!(secret.last_four);
    let change = Change { before: Some(ends(before)), after: Some(now) };
    tx.record(Some(token.tenant), kind, object, change)
}
