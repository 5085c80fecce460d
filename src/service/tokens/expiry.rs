//! Changes when a token expires, and nothing else.

use super::snapshot;
use crate::domain::audit::Object;
use crate::domain::bulk::Shift;
use crate::domain::event::EventKind;
use crate::domain::time::Timestamp;
use crate::domain::token::Token;
use crate::error::{Error, Result};
use crate::service::AuthorizedTx;
use crate::service::grantor::Granted;
use crate::store::tokens;

/// Changes when a locked token expires; `false` if it is revoked. A later time needs the proof that the actor could
/// create the token.
///
/// # Errors
/// [`Error::Forbidden`] for a later time without the proof; otherwise if the database or the random generator fails.
pub(in crate::service) async fn set_end_held(
    tx: &mut AuthorizedTx,
    token: &Token,
    end: Option<Timestamp>,
    granted: Option<Granted<'_>>,
) -> Result<bool> {
    let proven = granted.is_some_and(|granted| granted.token().id == token.id);
    if Shift::from(token.life.expires_at, end) == Shift::Later && !proven {
        return Err(Error::Forbidden);
    }
    let now = tx.now();
    let done = tokens::changes::set_end(tx, token.tenant, token.id, end, now).await?;
    if done {
        let object = Object { id: token.id.uuid(), label: &token.labels.name };
        let change = snapshot::expiry_changed(token.life.expires_at, end)?;
        tx.record(Some(token.tenant), EventKind::TokenChanged, object, change)?;
    }
    Ok(done)
}
