//! Tokens: creating, reading and revoking them.

pub mod changes;
pub(crate) mod drafts;
pub mod filter;
pub(crate) mod issued;
pub(in crate::store) mod keyset;
pub(in crate::store) mod kinds;
pub(crate) mod list;
pub(crate) mod logos;
pub(in crate::store) mod order;
pub(crate) mod rotations;
pub(in crate::store) mod row;
pub mod secrets;

use std::collections::HashMap;

use uuid::Uuid;

use self::filter::hints::Source;
use self::keyset::COUNT_LIMIT;
use self::row::{COLUMNS, Row};
use crate::domain::id::{ModuleId, TenantId, TokenId};
use crate::domain::time::Timestamp;
use crate::domain::token::{NewToken, TenantScope, Token};
use crate::store::statement::{Arg, Statement};
use crate::store::{Result, Tx, limits, on, sql};

sql! {
    INSERT_TENANT = "INSERT INTO token_tenants (token_id, tenant_id) VALUES ($1, $2)";
    INSERT_MODULE = "INSERT INTO token_modules (token_id, module_id, tenant_id) VALUES ($1, $2, $3)";
    INSERT_SECRET = "INSERT INTO token_secrets (hash, key_id, token_id, generation, last_four, created_at)
                     VALUES ($1, $2, $3, 1, $4, $5)";
    HOME = "SELECT tenant_id FROM tokens WHERE id = $1";
    REACHING_BELOW = "SELECT COUNT(*) FROM tokens WHERE tenant_id = $1 AND include_subtenants = 1 AND revoked_at IS NULL";
    REVOKE = "UPDATE tokens SET revoked_at = $3,
                  updated_at = CASE WHEN updated_at >= $3 THEN updated_at + 1 ELSE $3 END
              WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL";
}

/// A tenant that was selected for a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReachedTenant {
    pub id: TenantId,
    /// Its display name.
    pub name: String,
    /// The slug in addresses.
    pub slug: String,
}

/// Creates a token: its row, its selected tenants, its modules and its secret. From the commit on, it is accepted.
/// `issuer` is the name that is kept when the person is deleted.
///
/// # Errors
/// [`Error::Limit`] if the tenant has the maximum number of tokens (checked for one token in 64); an error that
/// [`Error::is_in_use`] if a tenant, module, app or logo was deleted, or that [`Error::is_duplicate`] if a token has
/// this ID or secret already; otherwise if the database fails.
pub async fn insert(tx: &mut Tx, token: &NewToken, issuer: &str) -> Result<()> {
    limits::check_token(tx, token.tenant.uuid(), token.id.uuid()).await?;
    row::insert(tx, token, issuer).await?;
    insert_access(tx, token.tenant, token.id, &token.scope, &token.modules).await?;
    on!(tx, conn => sqlx::query(INSERT_SECRET)
        .bind(token.secret.hash.bytes().as_slice()).bind(&token.secret.key_id).bind(token.id.uuid())
        .bind(&token.secret.last_four).bind(token.created_at.micros())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// The token with this ID, if it is this tenant's.
///
/// # Errors
/// [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise if the database fails.
pub async fn find(tx: &mut Tx, tenant: TenantId, id: TokenId) -> Result<Option<Token>> {
    let mut statement = Statement::new(COLUMNS);
    statement.push(Source::TokensWithUses.text());
    statement.push(" WHERE t.tenant_id = ").bind(Arg::Id(tenant.uuid()));
    statement.push(" AND t.id = ").bind(Arg::Id(id.uuid()));
    let Some(row) = statement.fetch_all::<Row>(tx).await?.pop() else { return Ok(None) };
    let reached = reached_tenants(tx, &[id]).await?;
    row.into_token(reached.into_iter().map(|(_, tenant)| tenant.id).collect()).map(Some)
}

/// The home tenant of a token, for the operator of the host, who is in no tenant.
///
/// # Errors
/// If the database fails.
pub(crate) async fn home(tx: &mut Tx, id: TokenId) -> Result<Option<TenantId>> {
    let row: Option<(Uuid,)> =
        on!(tx, conn => sqlx::query_as(HOME).bind(id.uuid()).fetch_optional(conn).await)?;
    Ok(row.map(|(tenant,)| tenant.into()))
}

/// Revokes a token; `false` if it was revoked already.
///
/// # Errors
/// If the database fails.
pub async fn revoke(tx: &mut Tx, tenant: TenantId, id: TokenId, now: Timestamp) -> Result<bool> {
    let rows = on!(tx, conn => sqlx::query(REVOKE).bind(tenant.uuid()).bind(id.uuid()).bind(now.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Adds the selected tenants and the modules of a token of the tenant `tenant`.
///
/// # Errors
/// An error that [`Error::is_in_use`] if a tenant or a module was deleted; otherwise if the database fails.
pub(in crate::store) async fn insert_access(
    tx: &mut Tx,
    tenant: TenantId,
    id: TokenId,
    scope: &TenantScope,
    modules: &[ModuleId],
) -> Result<()> {
    if let TenantScope::Selected(reached) = scope {
        for reached in reached {
            on!(&mut *tx, conn => sqlx::query(INSERT_TENANT).bind(id.uuid()).bind(reached.uuid())
                .execute(conn).await.map(|_| ()))?;
        }
    }
    for module in modules {
        on!(&mut *tx, conn => sqlx::query(INSERT_MODULE).bind(id.uuid()).bind(module.uuid()).bind(tenant.uuid())
            .execute(conn).await.map(|_| ()))?;
    }
    Ok(())
}

/// The selected tenants of these tokens, each with its token, by name.
///
/// # Errors
/// If the database fails.
pub(crate) async fn reached_tenants(
    tx: &mut Tx,
    tokens: &[TokenId],
) -> Result<Vec<(TokenId, ReachedTenant)>> {
    let mut statement = Statement::new(
        "SELECT r.token_id, t.id, t.name, t.slug FROM token_tenants r JOIN tenants t ON t.id = r.tenant_id
         WHERE r.token_id IN ",
    );
    statement.bind_ids(tokens.iter().map(|id| id.uuid())).push(" ORDER BY t.search_name, t.id");
    let rows: Vec<(Uuid, Uuid, String, String)> = statement.fetch_all(tx).await?;
    Ok(rows
        .into_iter()
        .map(|(token, id, name, slug)| (token.into(), ReachedTenant { id: id.into(), name, slug }))
        .collect())
}

/// How many active tokens each of these tenants has, counted up to `COUNT_LIMIT` + 1. Tenants without any are left
/// out.
///
/// # Errors
/// If the database fails.
pub(crate) async fn count_active(
    tx: &mut Tx,
    tenants: &[TenantId],
    now: Timestamp,
) -> Result<HashMap<TenantId, i64>> {
    let mut statement = Statement::new("");
    for (place, tenant) in tenants.iter().enumerate() {
        statement.push(if place == 0 { "SELECT n.id, (" } else { " UNION ALL SELECT n.id, (" });
        statement.push("SELECT COUNT(*) FROM (SELECT 1 FROM tokens t WHERE t.tenant_id = n.id");
        statement.push(" AND t.revoked_at IS NULL AND t.disabled_at IS NULL");
        statement.push(" AND COALESCE(t.expires_at, 9223372036854775807) > ").bind(Arg::Int(now.micros()));
        statement.push(" LIMIT ").bind(Arg::Int(COUNT_LIMIT + 1)).push(") AS seen)");
        statement.push(" FROM tenants n WHERE n.id = ").bind(Arg::Id(tenant.uuid()));
    }
    if tenants.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, i64)> = statement.fetch_all(tx).await?;
    let some = rows.into_iter().filter(|(_, count)| *count > 0);
    Ok(some.map(|(tenant, count)| (tenant.into(), count)).collect())
}

/// How many tokens of these few tenants include subtenants.
///
/// # Errors
/// If the database fails.
pub(crate) async fn count_reaching_below(tx: &mut Tx, tenants: &[TenantId]) -> Result<i64> {
    let mut all = 0;
    for tenant in tenants {
        let (count,): (i64,) = on!(&mut *tx, conn => sqlx::query_as(REACHING_BELOW).bind(tenant.uuid())
            .fetch_one(conn).await)?;
        all += count;
    }
    Ok(all)
}
