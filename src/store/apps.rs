//! Apps of a tenant.

use std::collections::HashMap;

use uuid::Uuid;

use super::statement::{Arg, Statement, contains_pattern, fold};
use super::{Result, Tx, limits, on, sql};
use crate::domain::app::App;
use crate::domain::id::{AppId, TenantId, TokenId};
use crate::domain::limits::Limit;
use crate::domain::text::{Name, Slug};
use crate::domain::time::Timestamp;
use crate::store::tokens::keyset::COUNT_LIMIT;

sql! {
    FIND_BY_SLUG = "SELECT id, tenant_id, slug, name, created_at, updated_at FROM apps WHERE tenant_id = $1 AND slug = $2";
    ANY = "SELECT COUNT(*) FROM (SELECT 1 FROM apps WHERE tenant_id = $1 LIMIT 1) AS found";
    INSERT = "INSERT INTO apps (id, tenant_id, slug, name, search_name, created_at, updated_at)
              VALUES ($1, $2, $3, $4, $5, $6, $6)";
    LOCK = "UPDATE apps SET updated_at = updated_at WHERE tenant_id = $1 AND slug = $2";
    // Every change increases updated_at, because callers compare it as the version.
    RENAME = "UPDATE apps SET name = $3, search_name = $4,
                  updated_at = CASE WHEN updated_at >= $5 THEN updated_at + 1 ELSE $5 END
              WHERE tenant_id = $1 AND id = $2";
    FORGET_REVOKED = "UPDATE tokens SET app_id = NULL
                      WHERE tenant_id = $1 AND app_id = $2 AND revoked_at IS NOT NULL";
    DELETE = "DELETE FROM apps WHERE tenant_id = $1 AND id = $2";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    tenant_id: Uuid,
    slug: String,
    name: String,
    created_at: i64,
    updated_at: i64,
}

/// A tenant's apps by name: at most `limit`, after the app with the slug `after`.
///
/// # Errors
/// If the database fails.
pub async fn list(tx: &mut Tx, tenant: TenantId, after: Option<&str>, limit: i64) -> Result<Vec<App>> {
    let mut statement = Statement::new(
        "SELECT id, tenant_id, slug, name, created_at, updated_at FROM apps WHERE tenant_id = ",
    );
    statement.bind(Arg::Id(tenant.uuid()));
    if let Some(slug) = after {
        statement.push(" AND (search_name, id) > (SELECT search_name, id FROM apps WHERE tenant_id = ");
        statement
            .bind(Arg::Id(tenant.uuid()))
            .push(" AND slug = ")
            .bind(Arg::Text(slug.to_owned()))
            .push(")");
    }
    statement.push(" ORDER BY search_name, id LIMIT ").bind(Arg::Int(limit));
    Ok(statement.fetch_all::<Row>(tx).await?.into_iter().map(App::from).collect())
}

/// A tenant's apps in order of creation: at most `limit`, after the app `after`, and only those whose name or slug
/// contains `search`, unless it is empty.
///
/// # Errors
/// If the database fails.
pub async fn page(
    tx: &mut Tx,
    tenant: TenantId,
    search: &str,
    after: Option<AppId>,
    limit: i64,
) -> Result<Vec<App>> {
    let mut statement = Statement::new(
        "SELECT id, tenant_id, slug, name, created_at, updated_at FROM apps WHERE tenant_id = ",
    );
    statement.bind(Arg::Id(tenant.uuid()));
    if !search.is_empty() {
        let pattern = contains_pattern(search);
        statement.push(" AND (search_name LIKE ").bind(Arg::Text(pattern.clone()));
        statement.push(r" ESCAPE '\' OR slug LIKE ").bind(Arg::Text(pattern)).push(r" ESCAPE '\')");
    }
    if let Some(after) = after {
        statement.push(" AND id > ").bind(Arg::Id(after.uuid()));
    }
    statement.push(" ORDER BY id LIMIT ").bind(Arg::Int(limit));
    Ok(statement.fetch_all::<Row>(tx).await?.into_iter().map(App::from).collect())
}

/// Locks an app until the transaction ends, so that what is read from now on is what is changed.
///
/// # Errors
/// If the database fails.
pub async fn lock(tx: &mut Tx, tenant: TenantId, slug: &str) -> Result<()> {
    if !slug.contains('\0') {
        on!(tx, conn => sqlx::query(LOCK).bind(tenant.uuid()).bind(slug).execute(conn).await.map(|_| ()))?;
    }
    Ok(())
}

/// Whether the tenant has any app.
///
/// # Errors
/// If the database fails.
pub async fn any(tx: &mut Tx, tenant: TenantId) -> Result<bool> {
    let (found,): (i64,) = on!(tx, conn => sqlx::query_as(ANY).bind(tenant.uuid()).fetch_one(conn).await)?;
    Ok(found > 0)
}

/// The app with this slug, if it is this tenant's.
///
/// # Errors
/// If the database fails.
pub async fn find_by_slug(tx: &mut Tx, tenant: TenantId, slug: &str) -> Result<Option<App>> {
    // PostgreSQL fails on a NUL in text, and anyone can put one into an address.
    if slug.contains('\0') {
        return Ok(None);
    }
    let row: Option<Row> = on!(tx, conn => sqlx::query_as(FIND_BY_SLUG).bind(tenant.uuid()).bind(slug)
        .fetch_optional(conn).await)?;
    Ok(row.map(App::from))
}

/// Creates an app.
///
/// # Errors
/// [`Error::Limit`](crate::store::Error::Limit) if the tenant has the maximum number of apps; an error that
/// [`Error::is_duplicate`](crate::store::Error::is_duplicate) if one of them has this slug; otherwise if the database
/// fails.
pub async fn insert(
    tx: &mut Tx,
    tenant: TenantId,
    id: AppId,
    name: &Name,
    slug: &Slug,
    now: Timestamp,
) -> Result<()> {
    limits::check(tx, Limit::Apps, tenant.uuid()).await?;
    on!(tx, conn => sqlx::query(INSERT)
        .bind(id.uuid()).bind(tenant.uuid()).bind(slug.as_str()).bind(name.as_str()).bind(fold(name.as_str()))
        .bind(now.micros())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Renames an app; `false` if it does not exist.
///
/// # Errors
/// If the database fails.
pub async fn rename(tx: &mut Tx, tenant: TenantId, id: AppId, name: &Name, now: Timestamp) -> Result<bool> {
    Ok(on!(tx, conn => sqlx::query(RENAME)
        .bind(tenant.uuid()).bind(id.uuid()).bind(name.as_str()).bind(fold(name.as_str())).bind(now.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?
        == 1)
}

/// Deletes an app; `false` if it does not exist. Revoked tokens are unbound from it.
///
/// # Errors
/// An error that [`Error::is_in_use`](crate::store::Error::is_in_use) if a token that is not revoked is bound to it;
/// otherwise if the database fails.
pub async fn delete(tx: &mut Tx, tenant: TenantId, id: AppId) -> Result<bool> {
    on!(&mut *tx, conn => sqlx::query(FORGET_REVOKED).bind(tenant.uuid()).bind(id.uuid())
        .execute(conn).await.map(|_| ()))?;
    Ok(on!(tx, conn => sqlx::query(DELETE).bind(tenant.uuid()).bind(id.uuid())
        .execute(conn).await.map(|done| done.rows_affected()))?
        == 1)
}

/// How many active tokens are bound to each of these apps, counted up to `COUNT_LIMIT` + 1. Apps without any are left
/// out.
///
/// # Errors
/// If the database fails.
pub async fn active_tokens(
    tx: &mut Tx,
    tenant: TenantId,
    apps: &[AppId],
    now: Timestamp,
) -> Result<HashMap<AppId, i64>> {
    let mut statement = Statement::new(
        "SELECT n.id, (SELECT COUNT(*) FROM (SELECT 1 FROM tokens t WHERE t.app_id = n.id AND t.tenant_id = ",
    );
    statement.bind(Arg::Id(tenant.uuid())).push(" AND t.revoked_at IS NULL AND t.disabled_at IS NULL");
    statement.push(" AND (t.expires_at IS NULL OR t.expires_at > ").bind(Arg::Int(now.micros()));
    statement.push(") LIMIT ").bind(Arg::Int(COUNT_LIMIT + 1)).push(") AS seen) FROM apps n WHERE n.id IN ");
    statement.bind_ids(apps.iter().map(|id| id.uuid()));
    let rows: Vec<(Uuid, i64)> = statement.fetch_all(tx).await?;
    let some = rows.into_iter().filter(|(_, count)| *count > 0);
    Ok(some.map(|(app, count)| (app.into(), count)).collect())
}

/// The apps that these tokens are bound to, each with its token. Tokens without an app are left out.
///
/// # Errors
/// If the database fails.
pub async fn of_tokens(tx: &mut Tx, tokens: &[TokenId]) -> Result<Vec<(TokenId, App)>> {
    let mut statement = Statement::new(
        "SELECT t.id, a.id, a.tenant_id, a.slug, a.name, a.created_at, a.updated_at FROM tokens t
         JOIN apps a ON a.id = t.app_id WHERE t.id IN ",
    );
    statement.bind_ids(tokens.iter().map(|id| id.uuid()));
    let rows: Vec<(Uuid, Uuid, Uuid, String, String, i64, i64)> = statement.fetch_all(tx).await?;
    Ok(rows
        .into_iter()
        .map(|(token, id, tenant_id, slug, name, created_at, updated_at)| {
            (token.into(), Row { id, tenant_id, slug, name, created_at, updated_at }.into())
        })
        .collect())
}

impl From<Row> for App {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            tenant: row.tenant_id.into(),
            slug: row.slug,
            name: row.name,
            created_at: Timestamp::from_micros(row.created_at),
            updated_at: Timestamp::from_micros(row.updated_at),
        }
    }
}
