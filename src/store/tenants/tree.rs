//! The hierarchy of tenants and what follows from it. A change locks the tree until the transaction ends, because two
//! moves that are each valid could form a circle together.

use uuid::Uuid;

use crate::domain::id::TenantId;
use crate::domain::time::Timestamp;
use crate::store::{Result, Tx, on, sql};

sql! {
    // On SQLite, a writer is alone anyway.
    HOLD_SQLITE = "SELECT 1";
    HOLD_POSTGRES = "LOCK TABLE tenant_ancestors IN SHARE ROW EXCLUSIVE MODE";
    MARK = "UPDATE tenants SET disabled_itself = $2, updated_at = $3 WHERE id = $1 AND disabled_itself <> $2";
    REFRESH = "UPDATE tenants SET disabled_at = CASE
                   WHEN disabled_itself = 1 OR EXISTS
                       (SELECT 1 FROM tenant_ancestors a JOIN tenants o ON o.id = a.ancestor_id
                        WHERE a.tenant_id = tenants.id AND o.disabled_itself = 1)
                   THEN COALESCE(disabled_at, $2) END
               WHERE id = $1 OR id IN (SELECT tenant_id FROM tenant_ancestors WHERE ancestor_id = $1)";
    IS_BELOW = "SELECT COUNT(*) FROM tenant_ancestors WHERE tenant_id = $1 AND ancestor_id = $2";
    LEVELS_ABOVE = "SELECT COALESCE(MAX(distance), 0) FROM tenant_ancestors WHERE tenant_id = $1";
    LEVELS_BELOW = "SELECT COALESCE(MAX(distance), 0) FROM tenant_ancestors WHERE ancestor_id = $1";
    DETACH = "DELETE FROM tenant_ancestors
              WHERE (tenant_id = $1 OR tenant_id IN (SELECT tenant_id FROM tenant_ancestors WHERE ancestor_id = $1))
              AND ancestor_id IN (SELECT ancestor_id FROM tenant_ancestors WHERE tenant_id = $1)";
    ATTACH = "INSERT INTO tenant_ancestors (tenant_id, ancestor_id, distance)
              SELECT s.id, a.id, s.distance + a.distance + 1
              FROM (SELECT id, 0 AS distance FROM tenants WHERE id = $1
                    UNION ALL SELECT tenant_id, distance FROM tenant_ancestors WHERE ancestor_id = $1) s
              CROSS JOIN (SELECT id, 0 AS distance FROM tenants WHERE id = $2
                          UNION ALL SELECT ancestor_id, distance FROM tenant_ancestors WHERE tenant_id = $2) a";
    SET_PARENT = "UPDATE tenants SET parent_id = $2, updated_at = $3 WHERE id = $1";
    PARENT = "SELECT p.id, p.name, p.slug FROM tenants t JOIN tenants p ON p.id = t.parent_id WHERE t.id = $1";
    CHILDREN = "SELECT id, name, slug FROM tenants WHERE parent_id = $1 ORDER BY search_name, id LIMIT $2";
    BELOW = "SELECT t.id, t.name, t.slug FROM tenant_ancestors a JOIN tenants t ON t.id = a.tenant_id
             WHERE a.ancestor_id = $1 ORDER BY t.search_name, t.id";
}

/// Only for PostgreSQL. In a fixed order, like all transactions that lock more than one tenant.
const HOLD_ROWS: &str = "SELECT id FROM tenants
    WHERE id = $1 OR id IN (SELECT tenant_id FROM tenant_ancestors WHERE ancestor_id = $1)
    ORDER BY id FOR NO KEY UPDATE";

/// Maximum number of levels below a top-level tenant.
const LEVELS: i64 = 7;

/// A tenant above or below another one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RelatedTenant {
    pub id: TenantId,
    /// Its display name.
    pub name: String,
    /// The slug in addresses.
    pub slug: String,
}

/// The result of a move.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Moved {
    /// It was moved.
    Done,
    /// Not moved: the tenant would be below itself.
    Circle,
    /// Not moved: there would be more than eight levels.
    TooDeep,
}

/// Locks the tree until the transaction ends. A transaction that also writes a tenant's row must lock the tree first,
/// to avoid deadlocks.
///
/// # Errors
/// If the database fails, or others hold the tree for too long.
pub async fn hold(tx: &mut Tx) -> Result<()> {
    let text = if matches!(tx, Tx::Sqlite(..)) { HOLD_SQLITE } else { HOLD_POSTGRES };
    on!(tx, conn => sqlx::query(text).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Locks the tree, and the rows of a tenant and of all its subtenants, which change when it is disabled or moved.
///
/// # Errors
/// If the database fails, or others hold the rows for too long.
pub async fn hold_below(tx: &mut Tx, id: TenantId) -> Result<()> {
    hold(tx).await?;
    if let Tx::Postgres(tx, _) = tx {
        sqlx::query(HOLD_ROWS).bind(id.uuid()).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Disables or enables a tenant itself, and updates all its subtenants; `false` if it was in that state already.
pub(in crate::store) async fn mark(
    tx: &mut Tx,
    id: TenantId,
    disabled: bool,
    now: Timestamp,
) -> Result<bool> {
    hold_below(tx, id).await?;
    let marked = on!(&mut *tx, conn => sqlx::query(MARK).bind(id.uuid()).bind(i64::from(disabled)).bind(now.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    if marked == 1 {
        refresh(tx, id, now).await?;
    }
    Ok(marked == 1)
}

/// Recomputes for a tenant and all its subtenants whether they are disabled.
async fn refresh(tx: &mut Tx, id: TenantId, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(REFRESH).bind(id.uuid()).bind(now.micros()).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Moves a tenant, with all its subtenants, below `parent`, or to the top.
///
/// # Errors
/// An error that [`Error::is_in_use`](crate::store::Error::is_in_use) if `parent` was deleted; otherwise if the
/// database fails.
pub async fn set_parent(
    tx: &mut Tx,
    id: TenantId,
    parent: Option<TenantId>,
    now: Timestamp,
) -> Result<Moved> {
    hold_below(tx, id).await?;
    if let Some(parent) = parent {
        if parent == id || is_below(tx, parent, id).await? {
            return Ok(Moved::Circle);
        }
        let above = number(tx, LEVELS_ABOVE, parent).await?;
        if above + 1 + number(tx, LEVELS_BELOW, id).await? > LEVELS {
            return Ok(Moved::TooDeep);
        }
    }
    on!(&mut *tx, conn => sqlx::query(DETACH).bind(id.uuid()).execute(conn).await.map(|_| ()))?;
    if let Some(parent) = parent {
        on!(&mut *tx, conn => sqlx::query(ATTACH).bind(id.uuid()).bind(parent.uuid()).execute(conn).await.map(|_| ()))?;
    }
    on!(&mut *tx, conn => sqlx::query(SET_PARENT).bind(id.uuid()).bind(parent.map(TenantId::uuid)).bind(now.micros())
        .execute(conn).await.map(|_| ()))?;
    refresh(tx, id, now).await?;
    Ok(Moved::Done)
}

/// Whether a tenant is below another one, at any level.
///
/// # Errors
/// If the database fails.
pub async fn is_below(tx: &mut Tx, id: TenantId, ancestor: TenantId) -> Result<bool> {
    let (rows,): (i64,) = on!(tx, conn => sqlx::query_as(IS_BELOW).bind(id.uuid()).bind(ancestor.uuid())
        .fetch_one(conn).await)?;
    Ok(rows > 0)
}

async fn number(tx: &mut Tx, text: &'static str, id: TenantId) -> Result<i64> {
    let (number,): (i64,) = on!(tx, conn => sqlx::query_as(text).bind(id.uuid()).fetch_one(conn).await)?;
    Ok(number)
}

/// The parent tenant, if any.
///
/// # Errors
/// If the database fails.
pub async fn parent(tx: &mut Tx, id: TenantId) -> Result<Option<RelatedTenant>> {
    let row: Option<Row> =
        on!(tx, conn => sqlx::query_as(PARENT).bind(id.uuid()).fetch_optional(conn).await)?;
    Ok(row.map(RelatedTenant::from))
}

/// The direct subtenants, by name, at most `limit`.
///
/// # Errors
/// If the database fails.
pub async fn children(tx: &mut Tx, id: TenantId, limit: i64) -> Result<Vec<RelatedTenant>> {
    let rows: Vec<Row> =
        on!(tx, conn => sqlx::query_as(CHILDREN).bind(id.uuid()).bind(limit).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(RelatedTenant::from).collect())
}

/// All subtenants at any level, by name.
///
/// # Errors
/// If the database fails.
pub async fn below(tx: &mut Tx, id: TenantId) -> Result<Vec<RelatedTenant>> {
    let rows: Vec<Row> = on!(tx, conn => sqlx::query_as(BELOW).bind(id.uuid()).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(RelatedTenant::from).collect())
}

type Row = (Uuid, String, String);

impl From<Row> for RelatedTenant {
    fn from((id, name, slug): Row) -> Self {
        Self { id: id.into(), name, slug }
    }
}
