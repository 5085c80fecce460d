//! Rotates a token: in one step over the Tenant API, and in two in the console, which shows the new secret before it
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
use crate::store::idempotency::{self, Claim, IdempotencyKey};
use crate::store::tokens::{changes, rotations, secrets};
use crate::store::{Error as StoreError, Tx};

/// A rotation over the Tenant API.
#[derive(Clone, Copy, Debug)]
pub struct Rotation<'a> {
    /// How long the replaced secret keeps working.
    pub overlap: Overlap,
    /// The `Idempotency-Key` of the request.
    pub key: Option<&'a IdempotencyKey>,
}

/// The result of a rotation. Only `Done` changes anything.
#[derive(Debug)]
pub enum Rotated {
    /// The token has a new secret.
    Done {
        /// The secret, which is not stored.
        secret: PlainSecret,
        /// When the replaced secret stops working, at the latest.
        until: Timestamp,
    },
    /// The same request rotated it before; when the earlier secret stops working, if it still works.
    Repeated(Option<Timestamp>),
    /// The `Idempotency-Key` was used for a different request.
    KeyReused,
    /// The token is revoked or expired.
    Over,
    /// An earlier secret works until this time, so there would be two successors. Only a rotation without an overlap,
    /// which ends both, is possible.
    Overlapping(Timestamp),
    /// The actor may not do this.
    Denied(Denied),
}

/// Rotates a token, if the actor could create it. Its expiration, and whether it is disabled, don't change. `check`
/// may refuse the token as it is.
///
/// # Errors
/// [`Error::NotFound`](crate::error::Error::NotFound) if the tenant has no such token; 401 or 403 if the right has
/// ended; [`Error::Limit`](crate::error::Error::Limit) if the calling token has the maximum number of keys; the
/// errors of `check`.
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

/// An overlap as chosen in the console.
#[derive(Clone, Copy, Debug)]
pub enum ChosenOverlap {
    /// A preset.
    Fixed(Overlap),
    /// Until this time in the tenant's time zone.
    Until(Expiry),
}

/// Why an overlap cannot end at a chosen time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MomentError {
    /// The time is not valid.
    Moment(ExpiryError),
    /// The replaced secret may not work until then.
    Overlap(OverlapError),
}

/// The result of generating the next secret. Only `Secret` changes anything.
#[derive(Debug)]
pub enum Proposed {
    /// A secret to show, which works once it is saved.
    Secret {
        /// The secret, which is not stored.
        secret: PlainSecret,
        /// How long the current one keeps working from then on.
        overlap: Overlap,
    },
    /// Another secret was shown since.
    Stale,
    /// The token is revoked or expired.
    Over(Status),
    /// The tenant is disabled.
    TenantDisabled,
    /// The overlap cannot end at that time.
    Wrong(MomentError),
    /// An earlier secret still works, so no overlap is possible.
    Overlapping,
    /// The actor may not do this.
    Denied(Denied),
}

/// Generates the next secret of a token for a person who could create it. It is not active until it is [saved](save).
/// `seen` is how many they were shown so far: of several concurrent requests with the same number, one gets a secret.
///
/// # Errors
/// [`Error::NotFound`](crate::error::Error::NotFound) if the tenant has no such token; 401 or 403 if the right has
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
    // An overlap always ends.
    let moment = moment.ok_or(MomentError::Overlap(OverlapError::TooLong))?;
    Overlap::until(moment, now, held.token().life.expires_at).map_err(MomentError::Overlap)
}

/// The result of saving a secret that was shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Saved {
    /// The secret is active; when the replaced one stops working, at the latest.
    Until(Timestamp),
    /// A concurrent request has saved it; nothing changed.
    Already,
    /// It is not the secret that was shown last, or the tenant is disabled; nothing changed.
    NotShown,
    /// Another person rotated the token since it was shown, so it was discarded.
    Overtaken,
    /// The token is revoked or expired.
    Over(Status),
    /// An earlier secret still works; nothing changed.
    Overlapping,
    /// The actor may not do this.
    Denied(Denied),
}

/// Activates the secret that was shown last to the person who acts; `shown` is its number.
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

/// Discards the secret that was shown to the person who acts and not saved; returns the token's tenant.
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

/// The generation of the token's newest secret.
async fn newest(tx: &mut Tx, id: TokenId) -> Result<i64> {
    let newest = secrets::of_token(tx, id, 1).await?.pop();
    Ok(newest.ok_or(StoreError::Corrupt("a token without a secret"))?.generation)
}

enum Replaced {
    Until(Timestamp),
    Over,
    Overlapping(Timestamp),
}

/// Gives a locked token the secret `kept`.
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
