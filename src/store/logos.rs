//! Logos: small PNG images, re-encoded from the uploads.

use super::{Result, Tx, on, sql};
use crate::domain::id::{LogoId, TenantId};
use crate::domain::time::Timestamp;

sql! {
    INSERT = "INSERT INTO logos (id, tenant_id, png, created_at) VALUES ($1, $2, $3, $4)";
    FIND = "SELECT png FROM logos WHERE tenant_id = $1 AND id = $2";
    DELETE_UNUSED = "DELETE FROM logos WHERE created_at < $1
                     AND NOT EXISTS (SELECT 1 FROM tokens WHERE tokens.logo_id = logos.id)
                     AND NOT EXISTS (SELECT 1 FROM drafts WHERE drafts.logo_id = logos.id)";
}

/// Keeps a picture.
pub async fn insert(tx: &mut Tx, tenant: TenantId, id: LogoId, png: &[u8], now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT).bind(id.uuid()).bind(tenant.uuid()).bind(png).bind(now.micros())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// The picture of that id, if it is this tenant's.
pub async fn find(tx: &mut Tx, tenant: TenantId, id: LogoId) -> Result<Option<Vec<u8>>> {
    let row: Option<(Vec<u8>,)> =
        on!(tx, conn => sqlx::query_as(FIND).bind(tenant.uuid()).bind(id.uuid()).fetch_optional(conn).await)?;
    Ok(row.map(|(png,)| png))
}

/// Throws away pictures from before `before` that no token and no draft shows; gives how many.
pub async fn delete_unused(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    Ok(on!(tx, conn => sqlx::query(DELETE_UNUSED).bind(before.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?)
}
