//! Changes to a token after its creation: its settings, its status, its secret.
//!
//! Every change increases `updated_at`, even if the clock stands still or goes back, because callers compare it as
//! the version.

use super::{insert_access, row, secrets};
use crate::domain::id::{TenantId, TokenId};
use crate::domain::limits::SECRETS;
use crate::domain::time::Timestamp;
use crate::domain::token::{KeptSecret, TokenSettings};
use crate::store::{Error, Result, Tx, on, sql};

sql! {
    LOCK = "UPDATE tokens SET updated_at = updated_at WHERE tenant_id = $1 AND id = $2";
    FORGET_TENANTS = "DELETE FROM token_tenants WHERE token_id = $1";
    FORGET_MODULES = "DELETE FROM token_modules WHERE token_id = $1";
    DISABLE = "UPDATE tokens SET disabled_at = $3,
                   updated_at = CASE WHEN updated_at >= $3 THEN updated_at + 1 ELSE $3 END
               WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL AND disabled_at IS NULL";
    ENABLE = "UPDATE tokens SET disabled_at = NULL,
                  updated_at = CASE WHEN updated_at >= $3 THEN updated_at + 1 ELSE $3 END
              WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL AND disabled_at IS NOT NULL";
    SET_END = "UPDATE tokens SET expires_at = $4,
                   updated_at = CASE WHEN updated_at >= $3 THEN updated_at + 1 ELSE $3 END
               WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL";
    TOUCH = "UPDATE tokens SET updated_at = CASE WHEN updated_at >= $3 THEN updated_at + 1 ELSE $3 END
             WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL";
    OVERLAP = "SELECT MAX(ends_at) FROM token_secrets WHERE token_id = $1 AND ends_at > $2";
    GENERATION = "SELECT MAX(generation) FROM token_secrets WHERE token_id = $1";
    END_SECRETS = "UPDATE token_secrets SET ends_at = $2 WHERE token_id = $1 AND (ends_at IS NULL OR ends_at > $2)";
    ADD_SECRET = "INSERT INTO token_secrets (hash, key_id, token_id, generation, last_four, created_at)
                  VALUES ($1, $2, $3, $4, $5, $6)";
}

/// Locks a token until the transaction ends, so that what is read from now on is what is changed. `false` if this
/// tenant has no such token.
///
/// # Errors
/// If the database fails.
pub async fn lock(tx: &mut Tx, tenant: TenantId, id: TokenId) -> Result<bool> {
    let rows = on!(tx, conn => sqlx::query(LOCK).bind(tenant.uuid()).bind(id.uuid())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Changes a token that [`lock`] has locked; `false` if it is revoked.
///
/// # Errors
/// An error that [`Error::is_in_use`] if a tenant, module, app or logo was deleted; otherwise if the database fails.
pub async fn update(
    tx: &mut Tx,
    tenant: TenantId,
    id: TokenId,
    settings: &TokenSettings,
    now: Timestamp,
) -> Result<bool> {
    if !row::update(tx, (tenant, id), settings, now).await? {
        return Ok(false);
    }
    for text in [FORGET_TENANTS, FORGET_MODULES] {
        on!(&mut *tx, conn => sqlx::query(text).bind(id.uuid()).execute(conn).await.map(|_| ()))?;
    }
    insert_access(tx, tenant, id, &settings.scope, &settings.modules).await?;
    Ok(true)
}

/// Disables a token; `false` if it is disabled or revoked already. From the commit on, it is not accepted.
///
/// # Errors
/// If the database fails.
pub async fn disable(tx: &mut Tx, tenant: TenantId, id: TokenId, now: Timestamp) -> Result<bool> {
    flip(tx, DISABLE, tenant, id, now).await
}

/// Enables a token; `false` if it is not disabled, or is revoked.
///
/// # Errors
/// If the database fails.
pub(crate) async fn enable(tx: &mut Tx, tenant: TenantId, id: TokenId, now: Timestamp) -> Result<bool> {
    flip(tx, ENABLE, tenant, id, now).await
}

async fn flip(
    tx: &mut Tx,
    text: &'static str,
    tenant: TenantId,
    id: TokenId,
    now: Timestamp,
) -> Result<bool> {
    let rows = on!(tx, conn => sqlx::query(text).bind(tenant.uuid()).bind(id.uuid()).bind(now.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Sets the expiration of a locked token; `false` if it is revoked.
///
/// # Errors
/// If the database fails.
pub(crate) async fn set_end(
    tx: &mut Tx,
    tenant: TenantId,
    id: TokenId,
    end: Option<Timestamp>,
    now: Timestamp,
) -> Result<bool> {
    let rows = on!(tx, conn => sqlx::query(SET_END).bind(tenant.uuid()).bind(id.uuid()).bind(now.micros())
        .bind(end.map(Timestamp::micros)).execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Increases the version of a token, because something that belongs to it changes; `false` if it is revoked.
///
/// # Errors
/// If the database fails.
pub(crate) async fn touch(tx: &mut Tx, tenant: TenantId, id: TokenId, now: Timestamp) -> Result<bool> {
    flip(tx, TOUCH, tenant, id, now).await
}

/// Until when an earlier secret of the token works next to its newest one, if one does at `now`.
///
/// # Errors
/// If the database fails.
pub(crate) async fn overlap(tx: &mut Tx, id: TokenId, now: Timestamp) -> Result<Option<Timestamp>> {
    let (end,): (Option<i64>,) = on!(tx, conn => sqlx::query_as(OVERLAP).bind(id.uuid()).bind(now.micros())
        .fetch_one(conn).await)?;
    Ok(end.map(Timestamp::from_micros))
}

/// Gives a token that [`lock`] has locked a new secret. All earlier ones end at `old_ends_at`, or earlier if they
/// were to end earlier. `false` if the token is revoked. Its expiration doesn't change.
///
/// # Errors
/// [`Error::Corrupt`] if the token has no secret; an error that [`Error::is_duplicate`] if the secret is in use
/// already; otherwise if the database fails.
pub async fn rotate(
    tx: &mut Tx,
    tenant: TenantId,
    id: TokenId,
    secret: &KeptSecret,
    old_ends_at: Timestamp,
    now: Timestamp,
) -> Result<bool> {
    if !touch(tx, tenant, id, now).await? {
        return Ok(false);
    }
    let (generation,): (Option<i64>,) = on!(&mut *tx, conn => sqlx::query_as(GENERATION).bind(id.uuid())
        .fetch_one(conn).await)?;
    let generation = generation.ok_or(Error::Corrupt("a token without a secret"))?;
    on!(&mut *tx, conn => sqlx::query(END_SECRETS).bind(id.uuid()).bind(old_ends_at.micros())
        .execute(conn).await.map(|_| ()))?;
    on!(&mut *tx, conn => sqlx::query(ADD_SECRET)
        .bind(secret.hash.bytes().as_slice()).bind(&secret.key_id).bind(id.uuid()).bind(generation + 1)
        .bind(&secret.last_four).bind(now.micros())
        .execute(conn).await.map(|_| ()))?;
    secrets::trim(tx, id, SECRETS, now).await?;
    Ok(true)
}
