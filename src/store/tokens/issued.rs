//! The tokens that were created over the Tenant API with a token, directly or indirectly.

use uuid::Uuid;

use super::row::life;
use crate::domain::id::{ModuleId, TenantId, TokenId};
use crate::domain::time::Timestamp;
use crate::domain::token::Life;
use crate::store::{Result, Tx, on, sql};

sql! {
    WITH = "WITH RECURSIVE issued (id) AS (
                SELECT t.id FROM tokens t WHERE t.issued_by_token_id = $1
                UNION
                SELECT t.id FROM issued i JOIN tokens t ON t.issued_by_token_id = i.id
            )
            SELECT t.id, t.tenant_id, t.name, t.issued_by_token_id, t.created_at, t.expires_at, t.disabled_at, t.revoked_at,
                n.slug, n.name AS tenant_name,
                CAST(CASE WHEN n.disabled_at IS NULL AND EXISTS
                    (SELECT 1 FROM tenant_modules e WHERE e.tenant_id = n.id AND e.module_id = $4)
                    THEN 1 ELSE 0 END AS BIGINT) AS administered,
                (SELECT s.last_four FROM token_secrets s WHERE s.token_id = t.id
                 ORDER BY s.generation DESC LIMIT 1) AS last_four
            FROM issued i JOIN tokens t ON t.id = i.id JOIN tenants n ON n.id = t.tenant_id
            WHERE $2 = 1 OR t.revoked_at IS NULL LIMIT $3";
}

/// A token that was created with another one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Issued {
    pub id: TokenId,
    /// Its display name.
    pub name: String,
    /// The timestamps that determine its status.
    pub life: Life,
    /// The last four characters of its secret.
    pub last_four: String,
    /// The token that created it.
    pub issued_by: TokenId,
    /// When it was created.
    pub created_at: Timestamp,
    /// Its home tenant.
    pub tenant: TenantId,
    /// That tenant's slug.
    pub tenant_slug: String,
    /// That tenant's name.
    pub tenant_name: String,
    /// Whether the Tenant API can be used in that tenant: it is not disabled, and has the module `administration`
    /// enabled.
    pub administered: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    tenant_id: Uuid,
    name: String,
    issued_by_token_id: Uuid,
    created_at: i64,
    expires_at: Option<i64>,
    disabled_at: Option<i64>,
    revoked_at: Option<i64>,
    slug: String,
    tenant_name: String,
    administered: i64,
    last_four: String,
}

/// The tokens of all tenants that were created with this one, directly or indirectly, oldest first, at most `most`.
/// Revoked ones are left out unless `revoked`, but not the tokens that they created.
///
/// # Errors
/// If the database fails.
pub async fn with(tx: &mut Tx, token: TokenId, revoked: bool, most: i64) -> Result<Vec<Issued>> {
    let rows: Vec<Row> = on!(tx, conn => sqlx::query_as(WITH).bind(token.uuid()).bind(i64::from(revoked)).bind(most)
        .bind(ModuleId::ADMINISTRATION.uuid()).fetch_all(conn).await)?;
    let mut found: Vec<Issued> = rows.into_iter().map(Issued::from).collect();
    found.sort_by_key(|issued| issued.id);
    Ok(found)
}

impl From<Row> for Issued {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            life: life(row.expires_at, row.disabled_at, row.revoked_at),
            last_four: row.last_four,
            issued_by: row.issued_by_token_id.into(),
            created_at: Timestamp::from_micros(row.created_at),
            tenant: row.tenant_id.into(),
            tenant_slug: row.slug,
            tenant_name: row.tenant_name,
            administered: row.administered == 1,
        }
    }
}
