//! The catalogue of modules, and which of them each tenant has enabled.

pub(crate) mod in_use;

use std::collections::HashMap;

use uuid::Uuid;

use crate::domain::id::{ModuleId, TenantId, TokenId};
use crate::domain::limits::Limit;
use crate::domain::module::{Enabled, Module};
use crate::domain::text::{Name, Slug};
use crate::domain::time::Timestamp;
use crate::store::statement::{Statement, fold};
use crate::store::tokens::ReachedTenant;
use crate::store::tokens::keyset::COUNT_LIMIT;
use crate::store::{Result, Tx, limits, on, sql};

sql! {
    ALL_MODULES = "SELECT id, slug, name, built_in, owners_only FROM modules ORDER BY search_name, id";
    FIND_BY_SLUG = "SELECT id, slug, name, built_in, owners_only FROM modules WHERE slug = $1";
    LOCK = "UPDATE modules SET updated_at = updated_at WHERE slug = $1";
    INSERT = "INSERT INTO modules (id, slug, name, search_name, built_in, owners_only, created_at, updated_at)
              VALUES ($1, $2, $3, $4, 0, 0, $5, $5)";
    RENAME = "UPDATE modules SET name = $2, search_name = $3, updated_at = $4 WHERE id = $1 AND built_in = 0";
    SET_OWNERS_ONLY = "UPDATE modules SET owners_only = $2, updated_at = $3
                       WHERE id = $1 AND built_in = 0 AND owners_only <> $2";
    FORGET_REVOKED = "DELETE FROM token_modules WHERE module_id = $1
                      AND token_id IN (SELECT id FROM tokens WHERE revoked_at IS NOT NULL)";
    FORGET_REVOKED_CLIENTS = "DELETE FROM api_client_modules WHERE module_id = $1
                              AND api_client_id IN (SELECT id FROM api_clients WHERE revoked_at IS NOT NULL)";
    DISABLE_EVERYWHERE = "DELETE FROM tenant_modules WHERE module_id = $1";
    DELETE = "DELETE FROM modules WHERE id = $1 AND built_in = 0";
    TENANT_COUNTS = "SELECT module_id, COUNT(*) FROM tenant_modules GROUP BY module_id";
    TENANTS_WITH = "SELECT t.id, t.name, t.slug FROM tenant_modules e JOIN tenants t ON t.id = e.tenant_id
                    WHERE e.module_id = $1 ORDER BY t.search_name, t.id";
    ENABLE = "INSERT INTO tenant_modules (tenant_id, module_id, created_at) VALUES ($1, $2, $3)
              ON CONFLICT (tenant_id, module_id) DO NOTHING";
    DISABLE = "DELETE FROM tenant_modules WHERE tenant_id = $1 AND module_id = $2";
    ACTIVE_TOKENS = "SELECT n.id, (SELECT COUNT(*) FROM (
                         SELECT 1 FROM token_modules h CROSS JOIN tokens t
                         WHERE h.tenant_id = $1 AND h.module_id = n.id AND t.tenant_id = $1 AND t.id = h.token_id
                             AND t.revoked_at IS NULL AND t.disabled_at IS NULL
                             AND (t.expires_at IS NULL OR t.expires_at > $2) LIMIT $3) AS seen)
                     FROM modules n";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    slug: String,
    name: String,
    built_in: i64,
    owners_only: i64,
}

/// The whole catalogue, by name.
///
/// # Errors
/// If the database fails.
pub async fn all(tx: &mut Tx) -> Result<Vec<Module>> {
    let rows: Vec<Row> = on!(tx, conn => sqlx::query_as(ALL_MODULES).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(Module::from).collect())
}

/// Locks a module until the transaction ends, so that what is read from now on is what is changed.
///
/// # Errors
/// If the database fails.
pub(crate) async fn lock(tx: &mut Tx, slug: &str) -> Result<()> {
    if !slug.contains('\0') {
        on!(tx, conn => sqlx::query(LOCK).bind(slug).execute(conn).await.map(|_| ()))?;
    }
    Ok(())
}

/// The module with this slug.
///
/// # Errors
/// If the database fails.
pub(crate) async fn find_by_slug(tx: &mut Tx, slug: &str) -> Result<Option<Module>> {
    // PostgreSQL fails on a NUL in text, and anyone can put one into an address.
    if slug.contains('\0') {
        return Ok(None);
    }
    let row: Option<Row> =
        on!(tx, conn => sqlx::query_as(FIND_BY_SLUG).bind(slug).fetch_optional(conn).await)?;
    Ok(row.map(Module::from))
}

/// Adds a module to the catalogue. No tenant has it enabled yet.
///
/// # Errors
/// [`Error::Limit`](crate::store::Error::Limit) if the maximum number of modules is reached; an error that
/// [`Error::is_duplicate`](crate::store::Error::is_duplicate) if a module has this slug; otherwise if the database
/// fails.
pub(crate) async fn insert(
    tx: &mut Tx,
    id: ModuleId,
    name: &Name,
    slug: &Slug,
    now: Timestamp,
) -> Result<()> {
    limits::check(tx, Limit::Modules, id.uuid()).await?;
    on!(tx, conn => sqlx::query(INSERT)
        .bind(id.uuid()).bind(slug.as_str()).bind(name.as_str()).bind(fold(name.as_str())).bind(now.micros())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Renames a module; `false` if it does not exist, or is built in.
///
/// # Errors
/// If the database fails.
pub(crate) async fn rename(tx: &mut Tx, id: ModuleId, name: &Name, now: Timestamp) -> Result<bool> {
    Ok(on!(tx, conn => sqlx::query(RENAME)
        .bind(id.uuid()).bind(name.as_str()).bind(fold(name.as_str())).bind(now.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?
        == 1)
}

/// Sets whether only owners can enable a module; `false` if it is set already, or if the module does not exist or is
/// built in. Tenants that have it enabled keep it.
///
/// # Errors
/// If the database fails.
pub(crate) async fn set_owners_only(
    tx: &mut Tx,
    id: ModuleId,
    owners_only: bool,
    now: Timestamp,
) -> Result<bool> {
    Ok(on!(tx, conn => sqlx::query(SET_OWNERS_ONLY)
        .bind(id.uuid()).bind(i64::from(owners_only)).bind(now.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?
        == 1)
}

/// Deletes a module from the catalogue and from every tenant; `false` if it does not exist, or is built in. Revoked
/// tokens and API clients lose it.
///
/// # Errors
/// An error that [`Error::is_in_use`](crate::store::Error::is_in_use) if a token or an API client that is not revoked
/// has it; otherwise if the database fails.
pub(crate) async fn delete(tx: &mut Tx, id: ModuleId) -> Result<bool> {
    for text in [FORGET_REVOKED, FORGET_REVOKED_CLIENTS, DISABLE_EVERYWHERE] {
        on!(&mut *tx, conn => sqlx::query(text).bind(id.uuid()).execute(conn).await.map(|_| ()))?;
    }
    Ok(on!(tx, conn => sqlx::query(DELETE).bind(id.uuid())
        .execute(conn).await.map(|done| done.rows_affected()))?
        == 1)
}

/// In how many tenants each module is enabled. Modules enabled nowhere are left out.
///
/// # Errors
/// If the database fails.
pub(crate) async fn tenant_counts(tx: &mut Tx) -> Result<HashMap<ModuleId, i64>> {
    let rows: Vec<(Uuid, i64)> = on!(tx, conn => sqlx::query_as(TENANT_COUNTS).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(module, count)| (module.into(), count)).collect())
}

/// The tenants that have a module enabled, by name.
///
/// # Errors
/// If the database fails.
pub(crate) async fn tenants_with(tx: &mut Tx, id: ModuleId) -> Result<Vec<ReachedTenant>> {
    let rows: Vec<(Uuid, String, String)> =
        on!(tx, conn => sqlx::query_as(TENANTS_WITH).bind(id.uuid()).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(id, name, slug)| ReachedTenant { id: id.into(), name, slug }).collect())
}

/// The modules that these tenants have enabled.
///
/// # Errors
/// If the database fails.
pub(crate) async fn enabled(tx: &mut Tx, tenants: &[TenantId]) -> Result<Enabled> {
    let mut statement = Statement::new("SELECT tenant_id, module_id FROM tenant_modules WHERE tenant_id IN ");
    statement.bind_ids(tenants.iter().map(|id| id.uuid()));
    let rows: Vec<(Uuid, Uuid)> = statement.fetch_all(tx).await?;
    Ok(rows.into_iter().map(|(tenant, module)| (tenant.into(), module.into())).collect())
}

/// Enables a module in a tenant; `false` if it was enabled already.
///
/// # Errors
/// An error that [`Error::is_in_use`](crate::store::Error::is_in_use) if the tenant or the module was deleted;
/// otherwise if the database fails.
pub(crate) async fn enable(tx: &mut Tx, tenant: TenantId, module: ModuleId, now: Timestamp) -> Result<bool> {
    Ok(on!(tx, conn => sqlx::query(ENABLE).bind(tenant.uuid()).bind(module.uuid()).bind(now.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?
        == 1)
}

/// Disables a module in a tenant; `false` if it was disabled already. From the commit on, no token can use it there.
///
/// # Errors
/// If the database fails.
pub(crate) async fn disable(tx: &mut Tx, tenant: TenantId, module: ModuleId) -> Result<bool> {
    Ok(on!(tx, conn => sqlx::query(DISABLE).bind(tenant.uuid()).bind(module.uuid())
        .execute(conn).await.map(|done| done.rows_affected()))?
        == 1)
}

/// How many active tokens of a tenant have each module, counted up to `COUNT_LIMIT` + 1. Modules without any are left
/// out.
///
/// # Errors
/// If the database fails.
pub(crate) async fn active_tokens(
    tx: &mut Tx,
    tenant: TenantId,
    now: Timestamp,
) -> Result<HashMap<ModuleId, i64>> {
    let rows: Vec<(Uuid, i64)> = on!(tx, conn => sqlx::query_as(ACTIVE_TOKENS)
        .bind(tenant.uuid()).bind(now.micros()).bind(COUNT_LIMIT + 1).fetch_all(conn).await)?;
    let some = rows.into_iter().filter(|(_, count)| *count > 0);
    Ok(some.map(|(module, count)| (module.into(), count)).collect())
}

/// The modules of these tokens, each with its token, by name, whether or not a tenant has them enabled.
///
/// # Errors
/// If the database fails.
pub async fn of_tokens(tx: &mut Tx, tokens: &[TokenId]) -> Result<Vec<(TokenId, Module)>> {
    let mut statement = Statement::new(
        "SELECT h.token_id, m.id, m.slug, m.name, m.built_in, m.owners_only FROM token_modules h
         JOIN modules m ON m.id = h.module_id WHERE h.token_id IN ",
    );
    statement.bind_ids(tokens.iter().map(|id| id.uuid())).push(" ORDER BY m.search_name, m.id");
    let rows: Vec<(Uuid, Uuid, String, String, i64, i64)> = statement.fetch_all(tx).await?;
    Ok(rows
        .into_iter()
        .map(|(token, id, slug, name, built_in, owners_only)| {
            (token.into(), Row { id, slug, name, built_in, owners_only }.into())
        })
        .collect())
}

impl From<Row> for Module {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            slug: row.slug,
            name: row.name,
            built_in: row.built_in != 0,
            owners_only: row.owners_only != 0,
        }
    }
}
