//! Logos: small PNG images, re-encoded from uploads.

use chrono::TimeDelta;
use uuid::Uuid;

use crate::domain::id::{LogoId, TenantId};
use crate::domain::limits::UNUSED_LOGOS;
use crate::domain::time::Timestamp;
use crate::store::portions::DeletableRows;
use crate::store::statement::Arg;
use crate::store::{Result, Tx, on, sql};

sql! {
    INSERT = "INSERT INTO logos (id, tenant_id, png, created_at) VALUES ($1, $2, $3, $4)";
    FIND = "SELECT png FROM logos WHERE tenant_id = $1 AND id = $2";
    UNUSED = "SELECT id FROM logos WHERE created_at < $1 AND id > $2
              AND NOT EXISTS (SELECT 1 FROM tokens WHERE tokens.logo_id = logos.id)
              AND NOT EXISTS (SELECT 1 FROM drafts WHERE drafts.logo_id = logos.id) ORDER BY id LIMIT $3";
}

/// How long an unused logo is kept, because the form that it was uploaded with may still be open.
pub const UNUSED_LIFE: TimeDelta = TimeDelta::hours(24);
/// The condition that a logo is unused.
const NOT_SHOWN: &str = " AND NOT EXISTS (SELECT 1 FROM tokens WHERE tokens.logo_id = logos.id)
    AND NOT EXISTS (SELECT 1 FROM drafts WHERE drafts.logo_id = logos.id)";
const ROWS: DeletableRows = DeletableRows::of("logos", "id");

/// Stores a logo. Of the tenant's unused logos, the newest [`UNUSED_LOGOS`] are kept.
///
/// # Errors
/// If the database fails.
pub async fn insert(tx: &mut Tx, tenant: TenantId, id: LogoId, png: &[u8], now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT).bind(id.uuid()).bind(tenant.uuid()).bind(png).bind(now.micros())
        .execute(conn).await.map(|_| ()))?;
    trim(tx, tenant, id, now, UNUSED_LOGOS).await?;
    Ok(())
}

/// Deletes unused logos of a tenant, except `id` and the newest others, `keep` in total; returns how many. Those
/// older than [`UNUSED_LIFE`] are left to the background job, to avoid searching all of a tenant's tokens.
///
/// # Errors
/// If the database fails.
pub async fn trim(tx: &mut Tx, tenant: TenantId, id: LogoId, now: Timestamp, keep: i64) -> Result<u64> {
    ROWS.but(keep - 1)
        .delete(tx, |statement| {
            statement.push("tenant_id = ").bind(Arg::Id(tenant.uuid()));
            statement.push(" AND created_at >= ").bind(Arg::Int(now.plus(-UNUSED_LIFE).micros()));
            statement.push(" AND id <> ").bind(Arg::Id(id.uuid())).push(NOT_SHOWN);
            statement.push(" ORDER BY created_at DESC");
        })
        .await
}

/// The logo with this ID, if it is this tenant's.
///
/// # Errors
/// If the database fails.
pub async fn find(tx: &mut Tx, tenant: TenantId, id: LogoId) -> Result<Option<Vec<u8>>> {
    let row: Option<(Vec<u8>,)> =
        on!(tx, conn => sqlx::query_as(FIND).bind(tenant.uuid()).bind(id.uuid()).fetch_optional(conn).await)?;
    Ok(row.map(|(png,)| png))
}

/// Unused logos from before `before`, at most `limit` of those after `after`. The search takes a while if there are
/// many, so it runs outside the write transaction.
///
/// # Errors
/// If the database fails.
pub async fn unused(
    tx: &mut Tx,
    before: Timestamp,
    after: Option<LogoId>,
    limit: i64,
) -> Result<Vec<LogoId>> {
    let after = after.map_or(Uuid::nil(), LogoId::uuid);
    let rows: Vec<(Uuid,)> = on!(tx, conn => sqlx::query_as(UNUSED).bind(before.micros()).bind(after).bind(limit)
        .fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

/// Deletes these logos, unless they are used by now; returns how many.
///
/// # Errors
/// If the database fails.
pub async fn delete_unused(tx: &mut Tx, ids: &[LogoId]) -> Result<u64> {
    ROWS.delete(tx, |statement| {
        statement.push("id IN ").bind_ids(ids.iter().map(|id| id.uuid())).push(NOT_SHOWN);
    })
    .await
}
