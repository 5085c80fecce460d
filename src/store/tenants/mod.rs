//! Tenants.

pub(crate) mod labels;
pub(crate) mod names;
pub(crate) mod slugs;
pub(crate) mod stopping;
pub(crate) mod tree;

use chrono_tz::Tz;
use uuid::Uuid;

use crate::domain::id::TenantId;
use crate::domain::limits::Limit;
use crate::domain::person::Reach;
use crate::domain::tenant::{Tenant, TenantSettings};
use crate::domain::time::Timestamp;
use crate::store::statement::{Arg, Statement, contains_pattern, fold};
use crate::store::{Error, Result, Tx, limits, on, sql};

sql! {
    INSERT = "INSERT INTO tenants (id, slug, name, search_name, name_key, time_zone, language, created_at, updated_at)
              VALUES ($1, $2, $3, $4, $8, $5, $6, $7, $7)";
    GIVE_BUILT_IN = "INSERT INTO tenant_modules (tenant_id, module_id, created_at)
                     SELECT $1, id, $2 FROM modules WHERE built_in = 1";
    UPDATE = "UPDATE tenants SET slug = $2, name = $3, search_name = $4, time_zone = $5, language = $6,
              updated_at = $7, name_key = $8 WHERE id = $1";
    LOCK = "UPDATE tenants SET updated_at = updated_at WHERE id = $1";
    FIND_BY_SLUG = "SELECT id, parent_id, slug, name, time_zone, language, disabled_at, disabled_itself, created_at
                    FROM tenants
                    WHERE id = (SELECT tenant_id FROM tenant_slugs WHERE slug = $1 AND dropped_at IS NULL)";
    FIND = "SELECT id, parent_id, slug, name, time_zone, language, disabled_at, disabled_itself, created_at
            FROM tenants WHERE id = $1";
    LINEAGE = "WITH RECURSIVE up (id, parent_id, depth) AS (
                   SELECT id, parent_id, 0 FROM tenants WHERE id = $1
                   UNION ALL
                   SELECT t.id, t.parent_id, up.depth + 1 FROM tenants t JOIN up ON t.id = up.parent_id
                   WHERE up.depth < 100)
               SELECT id FROM up ORDER BY depth";
}

/// A tenant in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedTenant {
    pub id: TenantId,
    /// Its display name.
    pub name: String,
    /// The slug in addresses.
    pub slug: String,
    /// The parent tenant, if any.
    pub parent_id: Option<TenantId>,
    /// The parent's name, which not everyone who may see this tenant may see.
    pub parent: Option<String>,
    /// Whether it is disabled, itself or through a tenant above it.
    pub disabled: bool,
    /// The name of its time zone.
    pub time_zone: String,
    /// The tag of its language.
    pub language: String,
    /// When it was created.
    pub created_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    parent_id: Option<Uuid>,
    slug: String,
    name: String,
    time_zone: String,
    language: String,
    disabled_at: Option<i64>,
    disabled_itself: i64,
    created_at: i64,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    parent_name: Option<String>,
    parent_id: Option<Uuid>,
    id: Uuid,
    name: String,
    slug: String,
    disabled_at: Option<i64>,
    time_zone: String,
    language: String,
    created_at: i64,
}

/// Creates a tenant, with the built-in modules enabled.
///
/// # Errors
/// [`Error::Limit`] if the maximum number of tenants is reached; an error that [`Error::is_duplicate`] if another
/// tenant has or had the slug, and that [`Error::is_taken_name`] if another one has the name; otherwise if the
/// database fails.
pub(crate) async fn insert(
    tx: &mut Tx,
    id: TenantId,
    settings: &TenantSettings,
    now: Timestamp,
) -> Result<()> {
    limits::check(tx, Limit::Tenants, id.uuid()).await?;
    on!(&mut *tx, conn => sqlx::query(INSERT)
        .bind(id.uuid()).bind(settings.slug.as_str()).bind(settings.name.as_str()).bind(fold(settings.name.as_str()))
        .bind(settings.zone.name()).bind(settings.language).bind(now.micros()).bind(settings.name.key())
        .execute(conn).await.map(|_| ()))?;
    on!(tx, conn => sqlx::query(GIVE_BUILT_IN).bind(id.uuid()).bind(now.micros())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Changes a tenant. Its old slug stays an alias; it may also take back a former one.
///
/// # Errors
/// An error that [`Error::is_duplicate`] if another tenant has or had the slug, and that [`Error::is_taken_name`] if
/// another one has the name; otherwise if the database fails.
pub(crate) async fn update(
    tx: &mut Tx,
    id: TenantId,
    settings: &TenantSettings,
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(UPDATE)
        .bind(id.uuid()).bind(settings.slug.as_str()).bind(settings.name.as_str()).bind(fold(settings.name.as_str()))
        .bind(settings.zone.name()).bind(settings.language).bind(now.micros()).bind(settings.name.key())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Disables a tenant, and with it all its subtenants; `false` if it was disabled itself already.
///
/// # Errors
/// If the database fails.
pub async fn disable(tx: &mut Tx, id: TenantId, now: Timestamp) -> Result<bool> {
    tree::mark(tx, id, true, now).await
}

/// Enables a tenant; `false` if it was not disabled itself. It stays disabled while a tenant above it is.
///
/// # Errors
/// If the database fails.
pub async fn enable(tx: &mut Tx, id: TenantId, now: Timestamp) -> Result<bool> {
    tree::mark(tx, id, false, now).await
}

/// Locks a tenant until the transaction ends, so that what is read from now on is what is changed.
///
/// # Errors
/// If the database fails.
pub(crate) async fn lock(tx: &mut Tx, id: TenantId) -> Result<()> {
    on!(tx, conn => sqlx::query(LOCK).bind(id.uuid()).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// The tenant with this slug or alias.
///
/// # Errors
/// [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise if the database fails.
pub async fn find_by_slug(tx: &mut Tx, slug: &str) -> Result<Option<Tenant>> {
    // PostgreSQL fails on a NUL in text, and anyone can put one into an address.
    if slug.contains('\0') {
        return Ok(None);
    }
    let row: Option<Row> =
        on!(&mut *tx, conn => sqlx::query_as(FIND_BY_SLUG).bind(slug).fetch_optional(conn).await)?;
    match row {
        Some(row) => whole(tx, row).await.map(Some),
        None => Ok(None),
    }
}

/// The tenant with this ID.
///
/// # Errors
/// [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise if the database fails.
pub(crate) async fn find(tx: &mut Tx, id: TenantId) -> Result<Option<Tenant>> {
    let row: Option<Row> =
        on!(&mut *tx, conn => sqlx::query_as(FIND).bind(id.uuid()).fetch_optional(conn).await)?;
    match row {
        Some(row) => whole(tx, row).await.map(Some),
        None => Ok(None),
    }
}

async fn whole(tx: &mut Tx, row: Row) -> Result<Tenant> {
    let lineage = match row.parent_id {
        None => vec![row.id],
        Some(_) => lineage(tx, row.id).await?,
    };
    Ok(Tenant {
        id: row.id.into(),
        lineage: lineage.into_iter().map(TenantId::from).collect(),
        name: row.name,
        slug: row.slug,
        zone: row.time_zone.parse::<Tz>().map_err(Error::unreadable("tenants.time_zone"))?,
        language: row.language,
        disabled_at: row.disabled_at.map(Timestamp::from_micros),
        disabled_itself: row.disabled_itself == 1,
        created_at: Timestamp::from_micros(row.created_at),
    })
}

async fn lineage(tx: &mut Tx, id: Uuid) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = on!(tx, conn => sqlx::query_as(LINEAGE).bind(id).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Which tenants to list.
pub struct Query<'a> {
    /// Only tenants within reach.
    pub reach: &'a Reach,
    /// Only tenants whose name or slug contains this; empty for all.
    pub search: &'a str,
    /// Only those after the tenant with this slug, by name.
    pub after: Option<&'a str>,
    /// Maximum number of results.
    pub limit: i64,
}

/// Tenants by name.
///
/// # Errors
/// If the database fails.
pub(crate) async fn list(tx: &mut Tx, query: &Query<'_>) -> Result<Vec<ListedTenant>> {
    let mut statement = within(query.reach);
    narrow(&mut statement, query.search);
    if let Some(slug) = query.after {
        statement.push(" AND (search_name, id) > (SELECT search_name, id FROM tenants WHERE slug = ");
        statement.bind(Arg::Text(slug.to_owned())).push(")");
    }
    statement.push(" ORDER BY search_name, id LIMIT ").bind(Arg::Int(query.limit));
    Ok(statement.fetch_all::<ListedRow>(tx).await?.into_iter().map(ListedTenant::from).collect())
}

/// Enabled tenants with the module of this slug, in order of creation: at most `limit`, after the tenant `after`, and
/// only those whose name or slug contains `search`, unless it is empty.
///
/// # Errors
/// If the database fails.
pub(crate) async fn list_open(
    tx: &mut Tx,
    reach: &Reach,
    module: &str,
    search: &str,
    after: Option<TenantId>,
    limit: i64,
) -> Result<Vec<ListedTenant>> {
    let mut statement = within(reach);
    statement
        .push(
            " AND disabled_at IS NULL AND id IN (SELECT e.tenant_id FROM tenant_modules e
             JOIN modules m ON m.id = e.module_id WHERE m.slug = ",
        )
        .bind(Arg::Text(module.to_owned()))
        .push(")");
    narrow(&mut statement, search);
    if let Some(after) = after {
        statement.push(" AND id > ").bind(Arg::Id(after.uuid()));
    }
    statement.push(" ORDER BY id LIMIT ").bind(Arg::Int(limit));
    Ok(statement.fetch_all::<ListedRow>(tx).await?.into_iter().map(ListedTenant::from).collect())
}

fn narrow(statement: &mut Statement, search: &str) {
    if !search.is_empty() {
        let pattern = contains_pattern(search);
        statement.push(" AND (search_name LIKE ").bind(Arg::Text(pattern.clone()));
        statement.push(r" ESCAPE '\' OR slug LIKE ").bind(Arg::Text(pattern)).push(r" ESCAPE '\')");
    }
}

/// The tenants with one of `slugs`, aliases included, that are within reach, by name.
///
/// # Errors
/// If the database fails.
pub(crate) async fn by_slugs(tx: &mut Tx, reach: &Reach, slugs: &[String]) -> Result<Vec<ListedTenant>> {
    let mut statement = within(reach);
    statement.push(
        " AND id IN (SELECT k.tenant_id FROM tenant_slugs k WHERE k.dropped_at IS NULL AND k.slug IN (''",
    );
    for slug in slugs {
        statement.push(", ").bind(Arg::Text(slug.clone()));
    }
    statement.push(")) ORDER BY search_name, id");
    Ok(statement.fetch_all::<ListedRow>(tx).await?.into_iter().map(ListedTenant::from).collect())
}

fn within(reach: &Reach) -> Statement {
    match reach {
        Reach::Everywhere => Statement::new(
            "SELECT id, name, slug, disabled_at, time_zone, language, created_at, parent_id,
                 (SELECT p.name FROM tenants p WHERE p.id = tenants.parent_id) AS parent_name
             FROM tenants WHERE 1 = 1",
        ),
        Reach::Exactly(tenants) => {
            let mut statement = Statement::new(
                "SELECT id, name, slug, disabled_at, time_zone, language, created_at, parent_id,
                     (SELECT p.name FROM tenants p WHERE p.id = tenants.parent_id) AS parent_name
                 FROM tenants WHERE id IN ",
            );
            statement.bind_ids(tenants.iter().map(|id| id.uuid()));
            statement
        }
        Reach::Below(roots) => {
            let mut statement =
                Statement::new("WITH RECURSIVE below (id) AS (SELECT id FROM tenants WHERE id IN ");
            statement.bind_ids(roots.iter().map(|id| id.uuid())).push(
                " UNION SELECT t.id FROM tenants t JOIN below b ON t.parent_id = b.id)
                 SELECT id, name, slug, disabled_at, time_zone, language, created_at, parent_id,
                     (SELECT p.name FROM tenants p WHERE p.id = tenants.parent_id) AS parent_name
                 FROM tenants WHERE id IN (SELECT id FROM below)",
            );
            statement
        }
    }
}

impl From<ListedRow> for ListedTenant {
    fn from(row: ListedRow) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            slug: row.slug,
            parent_id: row.parent_id.map(Into::into),
            parent: row.parent_name,
            disabled: row.disabled_at.is_some(),
            time_zone: row.time_zone,
            language: row.language,
            created_at: Timestamp::from_micros(row.created_at),
        }
    }
}
