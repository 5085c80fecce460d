//! A secret that was replaced: ended before its time, or given more of it.

use serde_json::json;

use super::AuthorizedTx;
use crate::auth::acting::Change;
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::rotation::Overlap;
use crate::domain::time::Timestamp;
use crate::domain::token::Token;
use crate::error::Result;
use crate::store::tokens::secrets::{self, Secret};
use crate::store::{Tx, tokens};

/// What was asked for came to this.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Settled {
    /// The secret ends then.
    Ends(Timestamp),
    /// Nothing: it has ended already, or was never replaced.
    Over,
    /// Nothing: it works that long already, and may not work longer.
    Longest(Timestamp),
}

/// Ends a secret of a token that is locked.
pub async fn end(tx: &mut AuthorizedTx, token: &Token, generation: i64) -> Result<Settled> {
    let now = tx.now();
    let Some((secret, until, _)) = replaced(tx, token, generation).await? else { return Ok(Settled::Over) };
    if !secrets::end(tx, token.id, generation, now).await?
        || !tokens::changes::touch(tx, token.tenant, token.id, now).await?
    {
        return Ok(Settled::Over);
    }
    told(tx, token, EventKind::SecretEnded, (&secret, until, now))?;
    Ok(Settled::Ends(now))
}

/// Puts off the end of a secret of a token that is locked: by `overlap` from now on, but never past the token's own end
/// nor past the longest overlap there is.
pub async fn extend(
    tx: &mut AuthorizedTx,
    token: &Token,
    generation: i64,
    overlap: Overlap,
) -> Result<Settled> {
    let now = tx.now();
    let found = replaced(tx, token, generation).await?;
    let Some((secret, until, replaced_at)) = found.filter(|(_, until, _)| *until > now) else {
        return Ok(Settled::Over);
    };
    let wanted = overlap.extended(now, replaced_at, token.life.expires_at);
    if wanted <= until {
        return Ok(Settled::Longest(until));
    }
    if !secrets::extend(tx, token.id, generation, wanted, now).await?
        || !tokens::changes::touch(tx, token.tenant, token.id, now).await?
    {
        return Ok(Settled::Over);
    }
    told(tx, token, EventKind::SecretExtended, (&secret, until, wanted))?;
    Ok(Settled::Ends(wanted))
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

fn told(
    tx: &mut AuthorizedTx,
    token: &Token,
    kind: EventKind,
    (secret, before, after): (&Secret, Timestamp, Timestamp),
) -> Result<()> {
    let object = Object { id: token.id.uuid(), label: &token.name };
    let ends = |at: Timestamp| json!({ "previous_secret_ends_at": at.to_string() });
    let mut now = ends(after);
    now["secret"] = json!(secret.last_four);
    let change = Change { before: Some(ends(before)), after: Some(now) };
    tx.record(Some(token.tenant), kind, object, change)
}
