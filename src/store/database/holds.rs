//! Holds the rows that a right to write rests on, so that nobody can end the right between its check and the commit.
//!
//! On SQLite a transaction that writes is alone, and nothing has to be held. On PostgreSQL everybody takes the rows in
//! one order: the tree of tenants, the user, the session, the roles, the tenants by id, the tokens by id, the secret. A
//! statement that comes after the hold sees what was committed while it waited.

use crate::domain::id::{TenantId, TokenId, UserId};
use crate::domain::secret::SecretHash;
use crate::store::people::sessions::KeyHash;
use crate::store::{Result, Tx};

// PostgreSQL's alone, so they are not among the texts that both databases are to understand.
const USER: &str = "SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE";
const SESSION: &str = "SELECT key_hash FROM sessions WHERE key_hash = $1 FOR NO KEY UPDATE";
const ROLES: &str =
    "SELECT user_id FROM role_assignments WHERE user_id = $1 ORDER BY role, tenant_id FOR SHARE";
const TENANT: &str = "SELECT id FROM tenants WHERE id = $1 FOR NO KEY UPDATE";
const TENANTS: &str = "SELECT id FROM tenants WHERE id = $1 OR id = $2 ORDER BY id FOR SHARE";
const TOKENS: &str = "SELECT id FROM tokens WHERE id = $1 OR (id = $2 AND tenant_id = $3)
                      ORDER BY id FOR NO KEY UPDATE";
const SECRET: &str = "SELECT hash FROM token_secrets WHERE hash = $1 FOR NO KEY UPDATE";

/// Holds a user and their roles.
///
/// # Errors
/// When the database fails, also because others hold the rows for too long.
pub async fn user(tx: &mut Tx, user: UserId) -> Result<()> {
    if let Tx::Postgres(tx, _) = tx {
        sqlx::query(USER).bind(user.uuid()).execute(&mut **tx).await?;
        sqlx::query(ROLES).bind(user.uuid()).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Holds a user, a session of theirs, and their roles. The user comes first: a change of the password holds the user and
/// then ends all their sessions.
///
/// # Errors
/// When the database fails, also because others hold the rows for too long.
pub async fn signed_in(tx: &mut Tx, user: UserId, session: KeyHash) -> Result<()> {
    if let Tx::Postgres(tx, _) = tx {
        sqlx::query(USER).bind(user.uuid()).execute(&mut **tx).await?;
        sqlx::query(SESSION).bind(session.bytes().as_slice()).execute(&mut **tx).await?;
        sqlx::query(ROLES).bind(user.uuid()).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Holds a tenant for a change of its own row.
///
/// # Errors
/// When the database fails, also because others hold the rows for too long.
pub async fn tenant(tx: &mut Tx, tenant: TenantId) -> Result<()> {
    if let Tx::Postgres(tx, _) = tx {
        sqlx::query(TENANT).bind(tenant.uuid()).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Holds one or two tenants that stay as they are: others may hold them like this too. A tenant's row says that it is out
/// of use, and is written when it or one above is disabled or moves, so those above need not be held.
///
/// # Errors
/// When the database fails, also because others hold the rows for too long.
pub async fn tenants(tx: &mut Tx, one: TenantId, other: Option<TenantId>) -> Result<()> {
    if let Tx::Postgres(tx, _) = tx {
        let other = other.map(TenantId::uuid);
        sqlx::query(TENANTS).bind(one.uuid()).bind(other).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Holds the token that acts and the secret that it was presented by, and along with it the token of the tenant
/// that is acted upon, if there is one: whoever takes two one after the other meets another one who takes them the other
/// way round.
///
/// # Errors
/// When the database fails, also because others hold the rows for too long.
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
