//! The single row that identifies the instance and its key, and records whether the first owner was created.

use uuid::Uuid;

use crate::domain::mac::hmac_sha256;
use crate::domain::time::Timestamp;
use crate::store::{Error, Result, Tx, on, sql};

sql! {
    FIND = "SELECT instance_id, key_check FROM instance WHERE id = 1";
    CREATE = "INSERT INTO instance (id, instance_id, key_check, created_at) VALUES (1, $1, $2, $3)
              ON CONFLICT (id) DO NOTHING";
    CLAIM_OWNER = "UPDATE instance SET owner_made_at = $1 WHERE id = 1 AND owner_made_at IS NULL";
    STANDING = "SELECT instance_id, restores, behind FROM instance WHERE id = 1";
    NOTE_BEHIND = "UPDATE instance SET behind = $1 WHERE id = 1 AND behind IS NULL";
    CONFIRM_RESTORE = "UPDATE instance SET restores = $1, behind = NULL WHERE id = 1";
    HAS_OWNER = "SELECT owner_made_at FROM instance WHERE id = 1";
}

/// Stores on the first start which key this database belongs to, and later refuses every other key.
///
/// `key` is derived for this check only. Returns the instance's ID.
///
/// # Errors
/// [`Error::WrongKey`] if the database belongs to another key; otherwise if the database fails.
pub async fn check_key(tx: &mut Tx, key: &[u8; 32], new_id: Uuid, now: Timestamp) -> Result<Uuid> {
    let check = key_check(key, new_id);
    on!(tx, conn => sqlx::query(CREATE).bind(new_id).bind(&check).bind(now.micros()).execute(conn).await.map(|_| ()))?;
    let (id, expected): (Uuid, String) = on!(tx, conn => sqlx::query_as(FIND).fetch_one(conn).await)?;
    if key_check(key, id) == expected { Ok(id) } else { Err(Error::WrongKey) }
}

/// Whether this key belongs to the instance with this ID and check value.
pub(in crate::store) fn is_key_of(key: &[u8; 32], instance: Uuid, check: &str) -> bool {
    key_check(key, instance) == check
}

fn key_check(key: &[u8; 32], instance: Uuid) -> String {
    hex::encode(hmac_sha256(key, &[instance.as_bytes()]))
}

/// Claims the creation of the first owner; `false` if it was claimed before. The row is locked until the transaction
/// ends, so that only one of two concurrent claims succeeds.
///
/// # Errors
/// If the database fails.
pub async fn claim_owner(tx: &mut Tx, now: Timestamp) -> Result<bool> {
    let claimed = on!(tx, conn => sqlx::query(CLAIM_OWNER).bind(now.micros()).execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(claimed == 1)
}

/// Whether an owner was ever created; then setup is closed permanently.
///
/// # Errors
/// If the database fails, or before [`check_key`] has run.
pub async fn has_owner(tx: &mut Tx) -> Result<bool> {
    let (made_at,): (Option<i64>,) = on!(tx, conn => sqlx::query_as(HAS_OWNER).fetch_one(conn).await)?;
    Ok(made_at.is_some())
}

/// Whether the database was restored from a backup, as recorded in the database itself.
#[derive(Clone, PartialEq, Eq, Debug, sqlx::FromRow)]
pub struct RestoreState {
    /// The instance's ID.
    pub instance_id: Uuid,
    /// How many restores an operator has confirmed.
    pub restores: i64,
    /// Missing events that no operator has confirmed yet, as JSON.
    pub behind: Option<String>,
}

/// The state of the database.
///
/// # Errors
/// If the database fails, or before [`check_key`] has run.
pub async fn restore_state(tx: &mut Tx) -> Result<RestoreState> {
    Ok(on!(tx, conn => sqlx::query_as(STANDING).fetch_one(conn).await)?)
}

/// Records for all replicas what is missing, unless that is recorded already.
///
/// # Errors
/// If the database fails.
pub async fn note_behind(tx: &mut Tx, missing: &str) -> Result<()> {
    on!(tx, conn => sqlx::query(NOTE_BEHIND).bind(missing).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Records that an operator accepts the database as it is. `restores` must be greater than all known numbers.
///
/// # Errors
/// If the database fails.
pub async fn confirm_restore(tx: &mut Tx, restores: i64) -> Result<()> {
    on!(tx, conn => sqlx::query(CONFIRM_RESTORE).bind(restores).execute(conn).await.map(|_| ()))?;
    Ok(())
}
