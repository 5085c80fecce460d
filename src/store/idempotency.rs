//! What was made under which `Idempotency-Key`, so that the same request sent again makes nothing more.

use uuid::Uuid;

use super::portions::Rows;
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

/// A key and the request it came with, as hashes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Keyed {
    /// Of the key.
    pub key: [u8; 32],
    /// Of method, path and body.
    pub request: [u8; 32],
}

/// What a key came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Claim {
    /// It is new: go on and make the thing.
    New,
    /// The same request made this already.
    Made(Uuid),
    /// Another request came with the same key.
    Taken,
}

/// Claims a key for making the thing of the id `made`. Of many at once one is new; the others wait until that one's
/// transaction has ended. If it was undone, the next one is new.
///
/// # Errors
/// [`Error::Limit`] when the token has as many keys as it may; [`Error::Busy`] when the row of the same key went
/// meanwhile; otherwise when the database fails.
pub async fn claim(tx: &mut Tx, caller: TokenId, keyed: &Keyed, made: Uuid, now: Timestamp) -> Result<Claim> {
    let claimed = on!(&mut *tx, conn => sqlx::query(CLAIM)
        .bind(caller.uuid()).bind(keyed.key.as_slice()).bind(keyed.request.as_slice()).bind(made).bind(now.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    if claimed == 1 {
        // Forgetting an earlier one instead would let the request that it stands for make something twice.
        limits::check_made(tx, Limit::IdempotencyKeys, caller.uuid()).await?;
        return Ok(Claim::New);
    }
    let row: Option<(Vec<u8>, Uuid)> = on!(tx, conn => sqlx::query_as(FIND)
        .bind(caller.uuid()).bind(keyed.key.as_slice()).fetch_optional(conn).await)?;
    // Gone between the two statements: tidied away. Asking again finds the key free.
    let (request, made) = row.ok_or(Error::Busy)?;
    Ok(if request == keyed.request { Claim::Made(made) } else { Claim::Taken })
}

/// Deletes a portion of the keys from before `before`; gives how many.
///
/// # Errors
/// When the database fails.
pub async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    Rows::of("idempotency_keys", "token_id, key_hash")
        .delete(tx, |statement| {
            statement.push("created_at < ").bind(Arg::Int(before.micros()));
        })
        .await
}
