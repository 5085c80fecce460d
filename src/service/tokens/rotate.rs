//! Rotating a token: over the Tenant API in one step, and in the console in two, because the new secret is shown before it
//! is saved.

use super::held::{Held, TokenAct};
use super::{fresh_secret, snapshot};
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::expiry::{Expiry, ExpiryError};
use crate::domain::id::TokenId;
use crate::domain::rotation::{Overlap, OverlapError};
use crate::domain::secret::PlainSecret;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::domain::token::{KeptSecret, Status, Token};
use crate::error::Result;
use crate::service::granting::Denied;
use crate::service::grantor::Granted;
use crate::service::{Act, AuthorizedTx};
use crate::store::idempotency::{self, Claim, Keyed};
use crate::store::tokens::{changes, rotations, secrets};
use crate::store::{Error as StoreError, Tx};

/// A rotation over the Tenant API.
#[derive(Clone, Copy, Debug)]
pub struct Rotation<'a> {
    /// How long the secret that is replaced goes on working.
    pub overlap: Overlap,
    /// The `Idempotency-Key` of a token's request.
    pub key: Option<&'a Keyed>,
}

/// What a rotation came to. Only the first one has changed anything.
#[derive(Debug)]
pub enum Rotated {
    /// The token has another secret.
    Done {
        /// It, which is not kept.
        secret: PlainSecret,
        /// Until when the replaced one works at most.
        until: Timestamp,
    },
    /// The same request rotated it before; until then an earlier secret still works, if one does.
    Repeated(Option<Timestamp>),
    /// The `Idempotency-Key` came with another request before.
    KeyReused,
    /// The token is revoked or expired.
    Over,
    /// An earlier secret still works beside the present one, until then. Two successors at once are never left; only a
    /// rotation without an overlap, which ends both, goes through.
    Overlapping(Timestamp),
    /// Whoever asked may not.
    Denied(Denied),
}

/// Gives a token another secret, if whoever asks could issue it. Its end, and whether it is disabled, stay as they are.
/// `check` may refuse the token as it is before.
///
/// # Errors
/// [`Error::NotFound`](crate::error::Error::NotFound) when the tenant has no such token; 401 or 403 when the right has
/// ended; [`Error::Limit`](crate::error::Error::Limit) when the token that acts has used as many keys as it may; those of
/// `check`.
pub async fn rotate(
    act: &Act<'_>,
    id: TokenId,
    rotation: Rotation<'_>,
    check: impl FnOnce(&Token) -> Result<()>,
) -> Result<TokenAct<Rotated>> {
    let mut held = Held::open(act, id).await?;
    let now = held.tx.now();
    if let Some(key) = rotation.key {
        let caller = held.by.presented()?.id;
        match idempotency::claim(&mut held.tx, caller, key, id.uuid(), now).await? {
            Claim::New => {}
            Claim::Made(_) => {
                let until = changes::overlap(&mut held.tx, id, now).await?;
                return Ok(held.refused(Rotated::Repeated(until)));
            }
            Claim::Taken => return Ok(held.refused(Rotated::KeyReused)),
        }
    }
    let granted = match held.by.may_rotate(&mut held.tx, &held.details).await? {
        Ok(granted) => granted,
        Err(denied) => return Ok(held.refused(Rotated::Denied(denied))),
    };
    check(granted.token())?;
    let (secret, kept) = fresh_secret(act.state())?;
    match replace(&mut held.tx, granted, &kept, rotation.overlap).await? {
        Replaced::Until(until) => {
            held.reread().await?;
            held.commit(Rotated::Done { secret, until }).await
        }
        Replaced::Over => Ok(held.refused(Rotated::Over)),
        Replaced::Overlapping(until) => Ok(held.refused(Rotated::Overlapping(until))),
    }
}

/// An overlap as it was chosen in the console.
#[derive(Clone, Copy, Debug)]
pub enum ChosenOverlap {
    /// One of a fixed length.
    Fixed(Overlap),
    /// Until this moment on the clocks of the tenant.
    Until(Expiry),
}

/// Why a moment of one's own cannot be the end of an overlap.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MomentError {
    /// There is no such moment.
    Moment(ExpiryError),
    /// The replaced secret cannot work until then.
    Overlap(OverlapError),
}

/// What proposing a secret came to.
#[derive(Debug)]
pub enum Proposed {
    /// There is a secret to be shown, which is not kept and works once it is saved.
    Secret {
        /// It.
        secret: PlainSecret,
        /// How long the present one works from then on.
        overlap: Overlap,
    },
    /// Nothing: another secret has been shown since.
    Stale,
    /// Nothing: the token is revoked or expired.
    Over(Status),
    /// Nothing: the tenant is disabled.
    TenantDisabled,
    /// Nothing: the overlap cannot end at that moment.
    Wrong(MomentError),
    /// Nothing: an earlier secret still works beside the present one, and there is to be an overlap.
    Overlapping,
    /// Nothing: whoever asked may not.
    Denied(Denied),
}

/// Makes the next secret of a token for the person who acts, if they could issue it. They have been shown `seen` of them
/// so far: of many who say so at once, one gets a secret. Nothing changes until it is [saved](save).
///
/// # Errors
/// [`Error::NotFound`](crate::error::Error::NotFound) when the tenant has no such token; 401 or 403 when the right has
/// ended.
pub async fn propose(
    act: &Act<'_>,
    id: TokenId,
    seen: i64,
    chosen: ChosenOverlap,
) -> Result<TokenAct<Proposed>> {
    let mut held = Held::open(act, id).await?;
    let (now, person) = (held.tx.now(), held.by.person()?.id);
    if let Some(status) = over(held.token(), now) {
        return Ok(held.refused(Proposed::Over(status)));
    }
    if let Err(denied) = held.by.may_rotate(&mut held.tx, &held.details).await? {
        return Ok(held.refused(Proposed::Denied(denied)));
    }
    if held.tenant.is_disabled() {
        return Ok(held.refused(Proposed::TenantDisabled));
    }
    let overlap = match resolve(chosen, &held, now) {
        Ok(overlap) => overlap,
        Err(error) => return Ok(held.refused(Proposed::Wrong(error))),
    };
    if overlap != Overlap::None && changes::overlap(&mut held.tx, id, now).await?.is_some() {
        return Ok(held.refused(Proposed::Overlapping));
    }
    let (secret, kept) = fresh_secret(act.state())?;
    let follows = newest(&mut held.tx, id).await?;
    if !rotations::propose(&mut held.tx, id, person, seen, (follows, overlap), &kept, now).await? {
        return Ok(held.refused(Proposed::Stale));
    }
    held.commit(Proposed::Secret { secret, overlap }).await
}

fn resolve(chosen: ChosenOverlap, held: &Held, now: Timestamp) -> std::result::Result<Overlap, MomentError> {
    let expiry = match chosen {
        ChosenOverlap::Fixed(overlap) => return Ok(overlap),
        ChosenOverlap::Until(expiry) => expiry,
    };
    let moment = expiry.resolve(now, held.tenant.zone).map_err(MomentError::Moment)?;
    // Every overlap has an end.
    let moment = moment.ok_or(MomentError::Overlap(OverlapError::TooLong))?;
    Overlap::until(moment, now, held.token().life.expires_at).map_err(MomentError::Overlap)
}

/// What saving a proposed secret came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Saved {
    /// The token has the secret; the one that was replaced works until then at most.
    Until(Timestamp),
    /// Nothing: it is saved already, by another of many who sent it at once.
    Already,
    /// Nothing: it is not the one that was shown last, or the tenant is disabled.
    NotShown,
    /// The secret is thrown away: somebody else rotated the token since it was shown.
    Overtaken,
    /// Nothing: the token is revoked or expired.
    Over(Status),
    /// Nothing: an earlier secret still works beside the present one.
    Overlapping,
    /// Nothing: whoever asked may not.
    Denied(Denied),
}

/// Gives a token the secret that was shown last to the person who acts, the `shown`th of all.
///
/// # Errors
/// As [`propose`].
pub async fn save(act: &Act<'_>, id: TokenId, shown: i64) -> Result<TokenAct<Saved>> {
    let mut held = Held::open(act, id).await?;
    let (now, person) = (held.tx.now(), held.by.person()?.id);
    if let Some(status) = over(held.token(), now) {
        return Ok(held.refused(Saved::Over(status)));
    }
    let granted = match held.by.may_rotate(&mut held.tx, &held.details).await? {
        Ok(granted) => granted,
        Err(denied) => return Ok(held.refused(Saved::Denied(denied))),
    };
    let Some(pending) = rotations::find(&mut held.tx, id, person).await? else {
        return Ok(held.refused(Saved::NotShown));
    };
    if shown > 0 && pending.saved == shown {
        return Ok(held.refused(Saved::Already));
    }
    let last = pending.generation == shown && !held.tenant.is_disabled();
    let Some(secret) = pending.secret.filter(|_| last) else {
        return Ok(held.refused(Saved::NotShown));
    };
    if newest(&mut held.tx, id).await? != pending.follows {
        rotations::discard(&mut held.tx, id, person).await?;
        return held.commit(Saved::Overtaken).await;
    }
    match replace(&mut held.tx, granted, &secret, pending.overlap).await? {
        Replaced::Until(until) => {
            rotations::take(&mut held.tx, id, person, shown, now).await?;
            held.commit(Saved::Until(until)).await
        }
        Replaced::Over => Ok(held.refused(Saved::Over(Status::Revoked))),
        Replaced::Overlapping(_) => Ok(held.refused(Saved::Overlapping)),
    }
}

/// Throws away what was shown to the person who acts and not saved; gives the tenant of the token.
///
/// # Errors
/// As [`propose`].
pub async fn discard(act: &Act<'_>, id: TokenId) -> Result<Tenant> {
    let mut held = Held::open(act, id).await?;
    let person = held.by.person()?.id;
    if rotations::discard(&mut held.tx, id, person).await? {
        return Ok(held.commit(()).await?.tenant);
    }
    Ok(held.refused(()).tenant)
}

fn over(token: &Token, now: Timestamp) -> Option<Status> {
    Some(token.life.status(now)).filter(|status| matches!(status, Status::Revoked | Status::Expired))
}

/// The newest generation of the token's own secrets.
async fn newest(tx: &mut Tx, id: TokenId) -> Result<i64> {
    let newest = secrets::of_token(tx, id, 1).await?.pop();
    Ok(newest.ok_or(StoreError::Corrupt("a token without a secret"))?.generation)
}

enum Replaced {
    Until(Timestamp),
    Over,
    Overlapping(Timestamp),
}

/// Gives a token that is held the secret `kept`.
async fn replace(
    tx: &mut AuthorizedTx,
    granted: Granted<'_>,
    kept: &KeptSecret,
    overlap: Overlap,
) -> Result<Replaced> {
    let (now, token) = (tx.now(), granted.token());
    if over(token, now).is_some() {
        return Ok(Replaced::Over);
    }
    if overlap != Overlap::None
        && let Some(until) = changes::overlap(tx, token.id, now).await?
    {
        return Ok(Replaced::Overlapping(until));
    }
    let end = overlap.end(now, token.life.expires_at);
    if !changes::rotate(tx, token.tenant, token.id, kept, end, now).await? {
        return Ok(Replaced::Over);
    }
    let object = Object { id: token.id.uuid(), label: &token.labels.name };
    let change = snapshot::rotated(&token.last_four, &kept.last_four, overlap, end)?;
    tx.record(Some(token.tenant), EventKind::TokenRotated, object, change)?;
    Ok(Replaced::Until(end))
}
