//! The tokens and API clients that use a module, and the tokens that use an app. What is in use can't be deleted, so
//! that a token never changes its meaning. Revoked tokens don't count.

use uuid::Uuid;

use crate::domain::id::{ApiClientId, AppId, ModuleId, TenantId, TokenId};
use crate::store::{Result, Tx, on, sql};

sql! {
    OF_MODULE = "SELECT t.id, t.name, o.slug AS tenant_slug, o.name AS tenant_name
                 FROM token_modules m JOIN tokens t ON t.id = m.token_id JOIN tenants o ON o.id = t.tenant_id
                 WHERE m.module_id = $1 AND t.revoked_at IS NULL ORDER BY t.id DESC LIMIT $2";
    REGISTERED = "SELECT c.id, c.name FROM api_client_modules m JOIN api_clients c ON c.id = m.api_client_id
                  WHERE m.module_id = $1 AND c.revoked_at IS NULL ORDER BY c.id DESC LIMIT $2";
    OF_APP = "SELECT t.id, t.name, o.slug AS tenant_slug, o.name AS tenant_name
              FROM tokens t JOIN tenants o ON o.id = t.tenant_id
              WHERE t.tenant_id = $1 AND t.app_id = $2 AND t.revoked_at IS NULL ORDER BY t.id DESC LIMIT $3";
}

/// A token that uses a module or an app.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dependent {
    pub id: TokenId,
    /// Its display name.
    pub name: String,
    /// The slug of its home tenant.
    pub tenant_slug: String,
    /// The name of its home tenant.
    pub tenant_name: String,
}

#[derive(sqlx::FromRow)]
pub(in crate::store) struct Row {
    id: Uuid,
    name: String,
    tenant_slug: String,
    tenant_name: String,
}

/// The newest tokens of any tenant that have the module, at most `limit`.
///
/// # Errors
/// If the database fails.
pub async fn of_module(tx: &mut Tx, module: ModuleId, limit: i64) -> Result<Vec<Dependent>> {
    let rows: Vec<Row> = on!(tx, conn => sqlx::query_as(OF_MODULE).bind(module.uuid()).bind(limit)
        .fetch_all(conn).await)?;
    Ok(rows.into_iter().map(Dependent::from).collect())
}

/// The newest API clients that are registered for the module, with their names; at most `limit`.
///
/// # Errors
/// If the database fails.
pub async fn registered(tx: &mut Tx, module: ModuleId, limit: i64) -> Result<Vec<(ApiClientId, String)>> {
    let rows: Vec<(Uuid, String)> = on!(tx, conn => sqlx::query_as(REGISTERED).bind(module.uuid()).bind(limit)
        .fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(id, name)| (id.into(), name)).collect())
}

/// The newest tokens of the tenant that are bound to the app, at most `limit`.
///
/// # Errors
/// If the database fails.
pub async fn of_app(tx: &mut Tx, tenant: TenantId, app: AppId, limit: i64) -> Result<Vec<Dependent>> {
    let rows: Vec<Row> = on!(tx, conn => sqlx::query_as(OF_APP)
        .bind(tenant.uuid()).bind(app.uuid()).bind(limit).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(Dependent::from).collect())
}

impl From<Row> for Dependent {
    fn from(row: Row) -> Self {
        Self { id: row.id.into(), name: row.name, tenant_slug: row.tenant_slug, tenant_name: row.tenant_name }
    }
}
