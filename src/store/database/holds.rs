//! Locks the rows that a right rests on, so that nobody can end the right between its check and the commit.
//!
//! On SQLite, a write transaction is alone, so nothing has to be locked. On PostgreSQL, all transactions lock in the
//! same order: the tree of tenants, the user, the session, the roles, the tenants by ID, the tokens by ID, the
//! secret. A statement after the lock sees what was committed while it waited.

use crate::domain::id::{TenantId, TokenId, UserId};
use crate::domain::secret::SecretHash;
use crate::store::people::sessions::KeyHash;
use crate::store::{Result, Tx};

// Only for PostgreSQL, so they are not among the statements that both databases must prepare.
const USER: &str = "SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE";
const SESSION: &str = "SELECT key_hash FROM sessions WHERE key_hash = $1 FOR NO KEY UPDATE";
const ROLES: &str =
    "SELECT user_id FROM role_assignments WHERE user_id = $1 ORDER BY role, tenant_id FOR SHARE";
const TENANT: &str = "SELECT id FROM tenants WHERE id = $1 FOR NO KEY UPDATE";
const TENANTS: &str = "SELECT id FROM tenants WHERE id = $1 OR id = $2 ORDER BY id FOR SHARE";
const TOKENS: &str = "SELECT id FROM tokens WHERE id = $1 OR (id = $2 AND tenant_id = $3)
                      ORDER BY id FOR NO KEY UPDATE";
const SECRET: &str = "SELECT hash FROM token_secrets WHERE hash = $1 FOR NO KEY UPDATE";

/// Locks a user and their roles.
///
/// # Errors
/// If the database fails, or others hold the rows for too long.
pub async fn user(tx: &mut Tx, user: UserId) -> Result<()> {
    if let Tx::Postgres(tx, _) = tx {
        sqlx::query(USER).bind(user.uuid()).execute(&mut **tx).await?;
        sqlx::query(ROLES).bind(user.uuid()).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Locks a user, one of their sessions, and their roles. The user comes first, because a change of the password locks
/// the user and then ends all sessions.
///
/// # Errors
/// If the database fails, or others hold the rows for too long.
pub async fn signed_in(tx: &mut Tx, user: UserId, session: KeyHash) -> Result<()> {
    if let Tx::Postgres(tx, _) = tx {
        sqlx::query(USER).bind(user.uuid()).execute(&mut **tx).await?;
        sqlx::query(SESSION).bind(session.bytes().as_slice()).execute(&mut **tx).await?;
        sqlx::query(ROLES).bind(user.uuid()).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Locks a tenant for a change of its own row.
///
/// # Errors
/// If the database fails, or others hold the rows for too long.
pub async fn tenant(tx: &mut Tx, tenant: TenantId) -> Result<()> {
    if let Tx::Postgres(tx, _) = tx {
        sqlx::query(TENANT).bind(tenant.uuid()).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Locks one or two tenants against changes; others may hold the same lock. A tenant's row is also written when a
/// tenant above it is disabled or moves, so those above need not be locked.
///
/// # Errors
/// If the database fails, or others hold the rows for too long.
pub async fn tenants(tx: &mut Tx, one: TenantId, other: Option<TenantId>) -> Result<()> {
    if let Tx::Postgres(tx, _) = tx {
        let other = other.map(TenantId::uuid);
        sqlx::query(TENANTS).bind(one.uuid()).bind(other).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Locks the acting token and its presented secret, and with them the token of the tenant in the address, if there is
/// one: locking two tokens one after the other could deadlock with a transaction that locks them in reverse.
///
/// # Errors
/// If the database fails, or others hold the rows for too long.
pub async fn token(
    tx: &mut Tx,
    token: TokenId,
    secret: &SecretHash,
    other: Option<(TenantId, TokenId)>,
) -> Result<()> {
    if let Tx::Postgres(tx, _) = tx {
        let (tenant, other) =
            other.map_or((None, None), |(tenant, id)| (Some(tenant.uuid()), Some(id.uuid())));
        let query = sqlx::query(TOKENS).bind(token.uuid()).bind(other).bind(tenant);
        query.execute(&mut **tx).await?;
        sqlx::query(SECRET).bind(secret.bytes().as_slice()).execute(&mut **tx).await?;
    }
    Ok(())
}
