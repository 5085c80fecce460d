//! The active tokens that stop working when a tenant is disabled, or when a module is disabled in a tenant.

use uuid::Uuid;

use crate::domain::id::{ModuleId, TenantId};
use crate::domain::time::Timestamp;
use crate::store::modules::in_use::{Dependent, Row};
use crate::store::tokens::keyset::COUNT_LIMIT;
use crate::store::{Result, Tx, on, sql};

/// Active tokens of active tenants, for the tenant `$1` and all its subtenants.
macro_rules! within {
    ($columns:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM tokens t JOIN tenants o ON o.id = t.tenant_id
             WHERE (t.tenant_id = $1 OR t.tenant_id IN (SELECT tenant_id FROM tenant_ancestors WHERE ancestor_id = $1))
                 AND o.disabled_at IS NULL AND t.revoked_at IS NULL AND t.disabled_at IS NULL
                 AND COALESCE(t.expires_at, 9223372036854775807) > $2 ",
            $rest
        )
    };
}

/// Active tokens with the module `$2`.
macro_rules! with_module {
    ($columns:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM token_modules h JOIN tokens t ON t.id = h.token_id JOIN tenants o ON o.id = t.tenant_id
             WHERE h.module_id = $2 AND o.disabled_at IS NULL AND t.revoked_at IS NULL AND t.disabled_at IS NULL
                 AND COALESCE(t.expires_at, 9223372036854775807) > $3 ",
            $rest
        )
    };
}

sql! {
    IN_TENANT = within!("COUNT(*) FROM (SELECT 1", "LIMIT $3) AS seen");
    NAMED_IN_TENANT = within!("t.id, t.name, o.slug AS tenant_slug, o.name AS tenant_name",
        "ORDER BY t.id DESC LIMIT $3");
    OWN = with_module!("COUNT(*) FROM (SELECT 1", "AND t.tenant_id = $1 LIMIT $4) AS seen");
    // A token of another tenant can use a module here if it can access this tenant.
    FOREIGN = with_module!("COUNT(*) FROM (SELECT 1", "AND t.tenant_id <> $1 AND (t.tenant_scope = 'all'
        OR (t.tenant_scope = 'selected' AND EXISTS
            (SELECT 1 FROM token_tenants c WHERE c.token_id = t.id AND c.tenant_id = $1))
        OR (t.include_subtenants = 1 AND EXISTS
            (SELECT 1 FROM tenant_ancestors b WHERE b.tenant_id = $1 AND b.ancestor_id = t.tenant_id)))
        LIMIT $4) AS seen");
    NAMED_OWN = with_module!("t.id, t.name, o.slug AS tenant_slug, o.name AS tenant_name",
        "AND t.tenant_id = $1 ORDER BY t.id DESC LIMIT $4");
}

/// How many active tokens stop working when a tenant is disabled: its own, and those of all its subtenants. None if
/// it is disabled already. Counted up to `COUNT_LIMIT` + 1.
///
/// # Errors
/// If the database fails.
pub async fn in_tenant(tx: &mut Tx, tenant: TenantId, now: Timestamp) -> Result<i64> {
    let (count,): (i64,) = on!(tx, conn => sqlx::query_as(IN_TENANT)
        .bind(tenant.uuid()).bind(now.micros()).bind(COUNT_LIMIT + 1).fetch_one(conn).await)?;
    Ok(count)
}

/// The newest of these tokens, at most `limit`.
///
/// # Errors
/// If the database fails.
pub async fn named_in_tenant(
    tx: &mut Tx,
    tenant: TenantId,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Dependent>> {
    let rows: Vec<Row> = on!(tx, conn => sqlx::query_as(NAMED_IN_TENANT)
        .bind(tenant.uuid()).bind(now.micros()).bind(limit).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(Dependent::from).collect())
}

/// How many active tokens lose a module in a tenant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ModuleLoss {
    /// Tokens of the tenant.
    pub own: i64,
    /// Tokens of other tenants that can access this one.
    pub foreign: i64,
}

/// How many active tokens lose a module when it is disabled in a tenant, each counted up to `COUNT_LIMIT` + 1.
///
/// # Errors
/// If the database fails.
pub async fn by_module(
    tx: &mut Tx,
    tenant: TenantId,
    module: ModuleId,
    now: Timestamp,
) -> Result<ModuleLoss> {
    let own = count(tx, OWN, tenant, module.uuid(), now).await?;
    let foreign = count(tx, FOREIGN, tenant, module.uuid(), now).await?;
    Ok(ModuleLoss { own, foreign })
}

async fn count(
    tx: &mut Tx,
    text: &'static str,
    tenant: TenantId,
    module: Uuid,
    now: Timestamp,
) -> Result<i64> {
    let (count,): (i64,) = on!(tx, conn => sqlx::query_as(text)
        .bind(tenant.uuid()).bind(module).bind(now.micros()).bind(COUNT_LIMIT + 1).fetch_one(conn).await)?;
    Ok(count)
}

/// The newest active tokens of the tenant that have the module, at most `limit`.
///
/// # Errors
/// If the database fails.
pub async fn named_by_module(
    tx: &mut Tx,
    tenant: TenantId,
    module: ModuleId,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Dependent>> {
    let rows: Vec<Row> = on!(tx, conn => sqlx::query_as(NAMED_OWN)
        .bind(tenant.uuid()).bind(module.uuid()).bind(now.micros()).bind(limit).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(Dependent::from).collect())
}
