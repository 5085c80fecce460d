//! Sessions. The table doesn't give access to any of them: it stores only a hash of each session's key.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::domain::id::UserId;
use crate::domain::limits::SESSIONS;
use crate::domain::time::Timestamp;
use crate::store::portions::DeletableRows;
use crate::store::statement::Arg;
use crate::store::{Result, Tx, on, sql};

sql! {
    LOAD = "SELECT state, last_seen_at FROM sessions WHERE key_hash = $1 AND expires_at > $2";
    END = "SELECT expires_at FROM sessions WHERE key_hash = $1 AND user_id = $2 AND expires_at > $3";
    SAVE = "INSERT INTO sessions (key_hash, user_id, state, created_at, last_seen_at, expires_at)
            VALUES ($1, $2, $3, $4, $4, $5)";
    /// Each use extends the session, but never past its absolute end. A deleted row is not recreated.
    UPDATE = "UPDATE sessions SET state = $2, last_seen_at = $3,
              expires_at = CASE WHEN created_at + $5 < $4 THEN created_at + $5 ELSE $4 END
              WHERE key_hash = $1 AND expires_at > $3";
    TOUCH = "UPDATE sessions SET last_seen_at = $2,
             expires_at = CASE WHEN created_at + $4 < $3 THEN created_at + $4 ELSE $3 END
             WHERE key_hash = $1 AND expires_at > $2";
    DELETE = "DELETE FROM sessions WHERE key_hash = $1";
    DELETE_ALL_OF = "DELETE FROM sessions WHERE user_id = $1";
}

/// The stored form of a session's key. The key has 256 random bits, so a plain hash is sufficient.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KeyHash([u8; 32]);

impl KeyHash {
    /// The hash of a presented key.
    pub fn of(key: &str) -> Self {
        Self(Sha256::digest(key.as_bytes()).into())
    }

    /// For the databases.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// From the databases.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

/// How long a session lasts.
#[derive(Clone, Copy, Debug)]
pub struct Lifetime {
    /// The current time.
    pub now: Timestamp,
    /// When it ends if it is not used until then.
    pub idle_end: Timestamp,
    /// Its maximum lifetime in microseconds, however much it is used.
    pub absolute_micros: i64,
}

/// A session that has not ended.
#[derive(sqlx::FromRow)]
pub struct Session {
    /// Its contents, as JSON.
    pub state: String,
    last_seen_at: i64,
}

impl Session {
    /// When its use was last recorded.
    pub(crate) const fn last_seen_at(&self) -> Timestamp {
        Timestamp::from_micros(self.last_seen_at)
    }
}

/// The session with this key, unless it has ended. At its end it has.
///
/// # Errors
/// If the database fails.
pub async fn load(tx: &mut Tx, key: KeyHash, now: Timestamp) -> Result<Option<Session>> {
    Ok(on!(tx, conn => sqlx::query_as(LOAD)
        .bind(key.0.as_slice())
        .bind(now.micros())
        .fetch_optional(conn)
        .await)?)
}

/// When the session with this key ends if it is not used again; `None` if it has ended, or is another user's.
///
/// # Errors
/// If the database fails.
pub(crate) async fn end(
    tx: &mut Tx,
    key: KeyHash,
    user: UserId,
    now: Timestamp,
) -> Result<Option<Timestamp>> {
    let row: Option<(i64,)> = on!(tx, conn => sqlx::query_as(END)
        .bind(key.0.as_slice())
        .bind(user.uuid())
        .bind(now.micros())
        .fetch_optional(conn)
        .await)?;
    Ok(row.map(|(end,)| Timestamp::from_micros(end)))
}

/// Stores a new session, of `user` if signed in. Of a user's sessions, the newest [`SESSIONS`] are kept.
///
/// # Errors
/// If the database fails.
pub async fn save(
    tx: &mut Tx,
    key: KeyHash,
    user: Option<UserId>,
    state: &str,
    lifetime: Lifetime,
) -> Result<()> {
    let latest = lifetime.now.micros().saturating_add(lifetime.absolute_micros);
    on!(tx, conn => sqlx::query(SAVE)
        .bind(key.0.as_slice())
        .bind(user.map(UserId::uuid))
        .bind(state)
        .bind(lifetime.now.micros())
        .bind(lifetime.idle_end.micros().min(latest))
        .execute(conn)
        .await
        .map(|_| ()))?;
    match user {
        Some(user) => trim(tx, user, key, SESSIONS).await.map(|_| ()),
        None => Ok(()),
    }
}

/// Ends sessions of `user`, except that with `key` and the newest others, `keep` in total; returns how many.
///
/// # Errors
/// If the database fails.
pub(crate) async fn trim(tx: &mut Tx, user: UserId, key: KeyHash, keep: i64) -> Result<u64> {
    ROWS.but(keep - 1)
        .delete(tx, |statement| {
            statement.push("user_id = ").bind(Arg::Id(user.uuid()));
            statement.push(" AND key_hash <> ").bind(Arg::Bytes(key.0.to_vec()));
            statement.push(" ORDER BY created_at DESC");
        })
        .await
}

const ROWS: DeletableRows = DeletableRows::of("sessions", "key_hash");

/// Changes the contents of a session; `false` if it has ended, and nothing is written. It never creates one, or a
/// session that was ended during a request would be revived.
///
/// # Errors
/// If the database fails.
pub(crate) async fn update(tx: &mut Tx, key: KeyHash, state: &str, lifetime: Lifetime) -> Result<bool> {
    let changed = on!(tx, conn => sqlx::query(UPDATE)
        .bind(key.0.as_slice())
        .bind(state)
        .bind(lifetime.now.micros())
        .bind(lifetime.idle_end.micros())
        .bind(lifetime.absolute_micros)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

/// Records that a session is used; `false` if it has ended.
///
/// # Errors
/// If the database fails.
pub(crate) async fn touch(tx: &mut Tx, key: KeyHash, lifetime: Lifetime) -> Result<bool> {
    let changed = on!(tx, conn => sqlx::query(TOUCH)
        .bind(key.0.as_slice())
        .bind(lifetime.now.micros())
        .bind(lifetime.idle_end.micros())
        .bind(lifetime.absolute_micros)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

/// Ends a session.
///
/// # Errors
/// If the database fails.
pub(crate) async fn delete(tx: &mut Tx, key: KeyHash) -> Result<()> {
    on!(tx, conn => sqlx::query(DELETE).bind(key.0.as_slice()).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Ends every session of `user`; returns how many.
///
/// # Errors
/// If the database fails.
pub async fn delete_all_of(tx: &mut Tx, user: UserId) -> Result<u64> {
    let user: Uuid = user.uuid();
    Ok(
        on!(tx, conn => sqlx::query(DELETE_ALL_OF).bind(user).execute(conn).await.map(|done| done.rows_affected()))?,
    )
}

/// Deletes a batch of sessions that have ended; returns how many.
///
/// # Errors
/// If the database fails.
pub(crate) async fn delete_expired(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    ROWS.delete(tx, |statement| {
        statement.push("expires_at <= ").bind(Arg::Int(now.micros()));
    })
    .await
}
