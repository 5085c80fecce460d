//! What was created under which `Idempotency-Key`, so that repeating the request creates nothing more.

use uuid::Uuid;

use super::portions::DeletableRows;
use super::statement::Arg;
use super::{Error, Result, Tx, limits, on, sql};
use crate::domain::id::TokenId;
use crate::domain::limits::Limit;
use crate::domain::time::Timestamp;

sql! {
    CLAIM = "INSERT INTO idempotency_keys (token_id, key_hash, request_hash, made_id, created_at)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (token_id, key_hash) DO NOTHING";
    FIND = "SELECT request_hash, made_id FROM idempotency_keys WHERE token_id = $1 AND key_hash = $2";
}

/// A key and its request, as hashes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct IdempotencyKey {
    /// The hash of the key.
    pub key: [u8; 32],
    /// The hash of method, path and body.
    pub request: [u8; 32],
}

/// The result of claiming a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Claim {
    /// The key is new: the caller may create the resource.
    New,
    /// The same request created this before.
    Made(Uuid),
    /// A different request used the key.
    Taken,
}

/// Claims a key for creating the resource with the ID `made`. Of concurrent claims, one is new, and the others wait
/// for its transaction to end. If it is rolled back, the next one is new.
///
/// # Errors
/// [`Error::Limit`] if the token has used the maximum number of keys; [`Error::Busy`] if the row with this key was
/// deleted meanwhile; otherwise if the database fails.
pub async fn claim(
    tx: &mut Tx,
    caller: TokenId,
    keyed: &IdempotencyKey,
    made: Uuid,
    now: Timestamp,
) -> Result<Claim> {
    let claimed = on!(&mut *tx, conn => sqlx::query(CLAIM)
        .bind(caller.uuid()).bind(keyed.key.as_slice()).bind(keyed.request.as_slice()).bind(made).bind(now.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    if claimed == 1 {
        // Deleting an older key instead would let its request create something twice.
        limits::check_made(tx, Limit::IdempotencyKeys, caller.uuid()).await?;
        return Ok(Claim::New);
    }
    let row: Option<(Vec<u8>, Uuid)> = on!(tx, conn => sqlx::query_as(FIND)
        .bind(caller.uuid()).bind(keyed.key.as_slice()).fetch_optional(conn).await)?;
    // Deleted between the two statements by the cleanup. A retry finds the key free.
    let (request, made) = row.ok_or(Error::Busy)?;
    Ok(if request == keyed.request { Claim::Made(made) } else { Claim::Taken })
}

/// Deletes a batch of the keys from before `before`; returns how many.
///
/// # Errors
/// If the database fails.
pub async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    DeletableRows::of("idempotency_keys", "token_id, key_hash")
        .delete(tx, |statement| {
            statement.push("created_at < ").bind(Arg::Int(before.micros()));
        })
        .await
}
