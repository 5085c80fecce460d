//! API clients: APIs that introspect tokens, and the modules that each is registered for.

use uuid::Uuid;

use super::portions::DeletableRows;
use super::statement::{Statement, fold};
use super::{Result, Tx, limits, on, sql};
use crate::domain::api_client::{ApiClient, ClientModule, NewApiClient};
use crate::domain::id::ApiClientId;
use crate::domain::limits::Limit;
use crate::domain::secret::SecretHash;
use crate::domain::time::Timestamp;

sql! {
    INSERT = "INSERT INTO api_clients (id, name, search_name, secret_hash, last_four, created_by_label, created_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING";
    INSERT_MODULE = "INSERT INTO api_client_modules (api_client_id, module_id) VALUES ($1, $2)";
    LIST = "SELECT id, name, last_four, created_by_label, created_at, revoked_at FROM api_clients
            ORDER BY CASE WHEN revoked_at IS NULL THEN 0 ELSE 1 END, search_name, id";
    FIND = "SELECT id, name, last_four, created_by_label, created_at, revoked_at FROM api_clients WHERE id = $1";
    // Slugs contain no spaces, so a space can separate them.
    BY_SECRET = "SELECT c.id, (SELECT string_agg(m.slug, ' ' ORDER BY m.slug) FROM api_client_modules r
                     JOIN modules m ON m.id = r.module_id WHERE r.api_client_id = c.id) AS module_slugs
                 FROM api_clients c WHERE c.secret_hash = $1 AND c.revoked_at IS NULL";
    REVOKE = "UPDATE api_clients SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
    MODULES = "SELECT id, slug, name FROM modules ORDER BY name, id";
}

/// An API client that has authenticated.
#[derive(Clone, Debug)]
pub struct RegisteredClient {
    pub id: ApiClientId,
    /// Slugs of the modules it is registered for.
    pub modules: Vec<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    name: String,
    last_four: String,
    created_by_label: String,
    created_at: i64,
    revoked_at: Option<i64>,
}

/// Creates a client; `false` if one with this ID exists, and nothing changes. `creator` is the name that is kept when
/// the person is deleted.
///
/// # Errors
/// [`Error::Limit`](crate::store::Error::Limit) if the maximum number of API clients is reached; an error that
/// [`Error::is_in_use`](crate::store::Error::is_in_use) if one of the modules was deleted; otherwise if the database
/// fails.
pub(crate) async fn insert(tx: &mut Tx, client: &NewApiClient, creator: &str) -> Result<bool> {
    let made = on!(&mut *tx, conn => sqlx::query(INSERT)
        .bind(client.id.uuid()).bind(client.name.as_str()).bind(fold(client.name.as_str()))
        .bind(client.hash.bytes().as_slice()).bind(&client.last_four).bind(creator).bind(client.created_at.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    if made == 0 {
        return Ok(false);
    }
    limits::check_made(tx, Limit::ApiClients, client.id.uuid()).await?;
    for module in &client.modules {
        on!(&mut *tx, conn => sqlx::query(INSERT_MODULE).bind(client.id.uuid()).bind(module.uuid())
            .execute(conn).await.map(|_| ()))?;
    }
    Ok(true)
}

/// Every client, active ones first, then by name.
///
/// # Errors
/// If the database fails.
pub(crate) async fn list(tx: &mut Tx) -> Result<Vec<ApiClient>> {
    let rows: Vec<Row> = on!(&mut *tx, conn => sqlx::query_as(LIST).fetch_all(conn).await)?;
    with_modules(tx, rows).await
}

/// The client with this ID.
///
/// # Errors
/// If the database fails.
pub(crate) async fn find(tx: &mut Tx, id: ApiClientId) -> Result<Option<ApiClient>> {
    let row: Option<Row> =
        on!(&mut *tx, conn => sqlx::query_as(FIND).bind(id.uuid()).fetch_optional(conn).await)?;
    Ok(with_modules(tx, row.into_iter().collect()).await?.pop())
}

/// The client with this secret, unless it is revoked.
///
/// # Errors
/// If the database fails.
pub(crate) async fn by_secret(tx: &mut Tx, hash: &SecretHash) -> Result<Option<RegisteredClient>> {
    let row: Option<(Uuid, Option<String>)> = on!(tx, conn => sqlx::query_as(BY_SECRET)
        .bind(hash.bytes().as_slice()).fetch_optional(conn).await)?;
    Ok(row.map(|(id, slugs)| RegisteredClient {
        id: id.into(),
        modules: slugs.unwrap_or_default().split_ascii_whitespace().map(ToOwned::to_owned).collect(),
    }))
}

/// Revokes a client; `false` if it was revoked already. From the commit on, its secret is not accepted.
///
/// # Errors
/// If the database fails.
pub async fn revoke(tx: &mut Tx, id: ApiClientId, now: Timestamp) -> Result<bool> {
    let rows = on!(tx, conn => sqlx::query(REVOKE).bind(id.uuid()).bind(now.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The modules that a client can be registered for: the whole catalogue.
///
/// # Errors
/// If the database fails.
pub(crate) async fn modules(tx: &mut Tx) -> Result<Vec<ClientModule>> {
    let rows: Vec<(Uuid, String, String)> = on!(tx, conn => sqlx::query_as(MODULES).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(id, slug, name)| ClientModule { id: id.into(), slug, name }).collect())
}

/// Deletes a batch of revoked clients, except the `keep` most recently revoked; returns how many.
///
/// # Errors
/// If the database fails.
pub(crate) async fn trim_revoked(tx: &mut Tx, keep: i64) -> Result<u64> {
    DeletableRows::of("api_clients", "id")
        .but(keep)
        .delete(tx, |statement| {
            statement.push("revoked_at IS NOT NULL ORDER BY revoked_at DESC");
        })
        .await
}

async fn with_modules(tx: &mut Tx, rows: Vec<Row>) -> Result<Vec<ApiClient>> {
    let mut statement = Statement::new(
        "SELECT r.api_client_id, m.id, m.slug, m.name FROM api_client_modules r
         JOIN modules m ON m.id = r.module_id WHERE r.api_client_id IN ",
    );
    statement.bind_ids(rows.iter().map(|row| row.id)).push(" ORDER BY m.name, m.id");
    let seen: Vec<(Uuid, Uuid, String, String)> = statement.fetch_all(tx).await?;
    let of = |client: Uuid| {
        seen.iter()
            .filter(|(registered, ..)| *registered == client)
            .map(|(_, id, slug, name)| ClientModule {
                id: (*id).into(),
                slug: slug.clone(),
                name: name.clone(),
            })
            .collect()
    };
    Ok(rows
        .into_iter()
        .map(|row| ApiClient {
            id: row.id.into(),
            modules: of(row.id),
            name: row.name,
            last_four: row.last_four,
            created_by: row.created_by_label,
            created_at: Timestamp::from_micros(row.created_at),
            revoked_at: row.revoked_at.map(Timestamp::from_micros),
        })
        .collect())
}
