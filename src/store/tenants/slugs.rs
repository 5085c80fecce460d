//! Former slugs of tenants: each stays an alias until an owner removes it, and never becomes another tenant's.

use crate::domain::id::TenantId;
use crate::domain::time::Timestamp;
use crate::store::{Result, Tx, on, sql};

sql! {
    FORMER = "SELECT k.slug, k.created_at FROM tenant_slugs k JOIN tenants t ON t.id = k.tenant_id
              WHERE k.tenant_id = $1 AND k.dropped_at IS NULL AND k.slug <> t.slug
              ORDER BY k.created_at DESC, k.slug LIMIT 100";
    IS_FORMER = "SELECT COUNT(*) FROM tenant_slugs k JOIN tenants t ON t.id = k.tenant_id
                 WHERE k.tenant_id = $1 AND k.slug = $2 AND k.dropped_at IS NULL AND k.slug <> t.slug";
    DROP = "UPDATE tenant_slugs SET dropped_at = $3 WHERE tenant_id = $1 AND slug = $2 AND dropped_at IS NULL
            AND slug <> (SELECT slug FROM tenants WHERE id = $1)";
}

/// A former slug that is still an alias of its tenant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Former {
    /// The slug.
    pub slug: String,
    /// When it became the tenant's slug.
    pub since: Timestamp,
}

/// The former slugs of a tenant that are still aliases, newest first, at most 100.
///
/// # Errors
/// If the database fails.
pub async fn former(tx: &mut Tx, tenant: TenantId) -> Result<Vec<Former>> {
    let rows: Vec<(String, i64)> =
        on!(tx, conn => sqlx::query_as(FORMER).bind(tenant.uuid()).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(slug, at)| Former { slug, since: Timestamp::from_micros(at) }).collect())
}

/// Whether `slug` is a former slug of the tenant that is still an alias.
///
/// # Errors
/// If the database fails.
pub async fn is_former(tx: &mut Tx, tenant: TenantId, slug: &str) -> Result<bool> {
    // PostgreSQL fails on a NUL in text.
    if slug.contains('\0') {
        return Ok(false);
    }
    let (rows,): (i64,) = on!(tx, conn => sqlx::query_as(IS_FORMER).bind(tenant.uuid()).bind(slug)
        .fetch_one(conn).await)?;
    Ok(rows > 0)
}

/// Removes a former slug: from the commit on it is no alias, and only its own tenant can take it back. `false` if it
/// is not a former slug of the tenant, or was removed already.
///
/// # Errors
/// If the database fails.
pub async fn drop_former(tx: &mut Tx, tenant: TenantId, slug: &str, now: Timestamp) -> Result<bool> {
    if slug.contains('\0') {
        return Ok(false);
    }
    Ok(on!(tx, conn => sqlx::query(DROP).bind(tenant.uuid()).bind(slug).bind(now.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?
        == 1)
}
