//! Tokens: creating, changing, disabling, enabling, rotating, revoking.

pub(crate) mod create;
mod snapshot;
pub(crate) mod update;

use serde_json::json;

use super::AuthorizedTx;
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::TokenId;
use crate::domain::rotation::Overlap;
use crate::domain::secret::PlainSecret;
use crate::domain::time::Timestamp;
use crate::domain::token::{KeptSecret, Status, Token};
use crate::error::Result;
use crate::service::Change;
use crate::state::State;
use crate::store::tokens;

/// A new secret, and what is kept of it.
///
/// # Errors
/// When the random generator fails.
pub fn fresh_secret(state: &State) -> Result<(PlainSecret, KeptSecret)> {
    let secret = PlainSecret::generate(&state.fixed.token_prefix, &state.entropy)?;
    let key = &state.fixed.secret_key;
    let kept =
        KeptSecret { key_id: key.id().to_owned(), hash: key.hash(&secret), last_four: secret.last_four() };
    Ok((secret, kept))
}

/// Lets a token that is locked end then, and nothing else of it change; `false` when it is revoked.
///
/// # Errors
/// When the database or the random generator fails.
pub async fn set_end(tx: &mut AuthorizedTx, token: &Token, end: Option<Timestamp>) -> Result<bool> {
    let now = tx.now();
    let done = tokens::changes::set_end(tx, token.tenant, token.id, end, now).await?;
    if done {
        let object = Object { id: token.id.uuid(), label: &token.labels.name };
        let ends =
            |at: Option<Timestamp>| Some(json!({ "expires_at": at.as_ref().map(Timestamp::to_string) }));
        let change = Change { before: ends(token.life.expires_at), after: ends(end) };
        tx.record(Some(token.tenant), EventKind::TokenChanged, object, change)?;
    }
    Ok(done)
}

/// Revokes a token for good; `false` when it was revoked already.
///
/// # Errors
/// When the database or the random generator fails.
pub async fn revoke(tx: &mut AuthorizedTx, token: &Token) -> Result<bool> {
    revoke_for(tx, token, None).await
}

/// Revokes a token because the token `cause`, with which it was issued, is revoked; `false` when it was revoked already.
///
/// # Errors
/// When the database or the random generator fails.
pub async fn revoke_along(tx: &mut AuthorizedTx, token: &Token, cause: TokenId) -> Result<bool> {
    revoke_for(tx, token, Some(cause)).await
}

async fn revoke_for(tx: &mut AuthorizedTx, token: &Token, cause: Option<TokenId>) -> Result<bool> {
    let now = tx.now();
    let done = tokens::revoke(tx, token.tenant, token.id, now).await?;
    if done {
        let object = Object { id: token.id.uuid(), label: &token.labels.name };
        let mut after = json!({ "status": Status::Revoked.name() });
        if let Some(cause) = cause {
            after["along_with"] = json!(cause.to_string());
        }
        let before = Some(json!({ "status": token.life.status(now).name() }));
        let change = Change { before, after: Some(after) };
        tx.record(Some(token.tenant), EventKind::TokenRevoked, object, change)?;
    }
    Ok(done)
}

/// Disables a token; `false` when it was disabled already, or is revoked.
///
/// # Errors
/// When the database or the random generator fails.
pub async fn disable(tx: &mut AuthorizedTx, token: &Token) -> Result<bool> {
    let now = tx.now();
    let done = tokens::changes::disable(tx, token.tenant, token.id, now).await?;
    if done {
        let change = (Status::Active, Status::Disabled);
        status_changed(tx, token, EventKind::TokenDisabled, change)?;
    }
    Ok(done)
}

/// Enables a token; `false` when it was not disabled, or is revoked.
///
/// # Errors
/// When the database or the random generator fails.
pub async fn enable(tx: &mut AuthorizedTx, token: &Token) -> Result<bool> {
    let now = tx.now();
    let done = tokens::changes::enable(tx, token.tenant, token.id, now).await?;
    if done {
        let change = (Status::Disabled, Status::Active);
        status_changed(tx, token, EventKind::TokenEnabled, change)?;
    }
    Ok(done)
}

/// What a rotation came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rotated {
    /// Done; the secret that was replaced works until then at most.
    Until(Timestamp),
    /// Nothing: the token is revoked or expired.
    Over,
    /// Nothing: an earlier secret still works beside the present one, until then. Two successors at once are never
    /// left; only a rotation without an overlap, which ends both, goes through.
    Overlapping(Timestamp),
}

/// Gives a token that is locked the secret `kept`. Its end, and whether it is disabled, stay as they are.
///
/// # Errors
/// When the database or the random generator fails.
pub async fn rotate(
    tx: &mut AuthorizedTx,
    token: &Token,
    kept: &KeptSecret,
    overlap: Overlap,
) -> Result<Rotated> {
    let now = tx.now();
    if matches!(token.life.status(now), Status::Revoked | Status::Expired) {
        return Ok(Rotated::Over);
    }
    if overlap != Overlap::None
        && let Some(until) = tokens::changes::overlap(tx, token.id, now).await?
    {
        return Ok(Rotated::Overlapping(until));
    }
    let end = overlap.end(now, token.life.expires_at);
    if !tokens::changes::rotate(tx, token.tenant, token.id, kept, end, now).await? {
        return Ok(Rotated::Over);
    }
    let object = Object { id: token.id.uuid(), label: &token.labels.name };
    let change = Change {
        before: Some(json!({ "last_four": token.last_four })),
        after: Some(json!({
            "last_four": kept.last_four,
            "overlap": overlap.name(),
            "previous_secret_ends_at": end.to_string(),
        })),
    };
    tx.record(Some(token.tenant), EventKind::TokenRotated, object, change)?;
    Ok(Rotated::Until(end))
}

fn status_changed(
    tx: &mut AuthorizedTx,
    token: &Token,
    kind: EventKind,
    (before, after): (Status, Status),
) -> Result<()> {
    let object = Object { id: token.id.uuid(), label: &token.labels.name };
    let change = Change {
        before: Some(json!({ "status": before.name() })),
        after: Some(json!({ "status": after.name() })),
    };
    tx.record(Some(token.tenant), kind, object, change)
}
