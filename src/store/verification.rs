//! The one read behind every verification: from the hash of a presented secret to the facts that decide.

use uuid::Uuid;

use super::tokens::life;
use super::{Error, Result, Tx, on, sql};
use crate::domain::decision::{AskedTenant, Facts, Reach, Wish};
use crate::domain::id::{TenantId, TokenId};
use crate::domain::permission::Permissions;
use crate::domain::secret::SecretHash;
use crate::domain::time::Timestamp;

sql! {
    // Slugs hold no spaces, so a space keeps them apart. Every look-up in it is by a primary or unique key.
    FACTS = "SELECT t.id, t.tenant_id, t.name, t.tenant_scope, t.permissions, t.created_at, t.expires_at, t.disabled_at,
                 t.revoked_at, s.ends_at, h.slug AS home_slug, h.name AS home_name,
                 h.disabled_at AS home_disabled_at, a.slug AS app_slug,
                 (SELECT string_agg(m.slug, ' ' ORDER BY m.slug) FROM token_modules r
                  JOIN modules m ON m.id = r.module_id WHERE r.token_id = t.id) AS module_slugs,
                 (SELECT string_agg(r.slug, ' ' ORDER BY r.slug) FROM token_tenants c
                  JOIN tenants r ON r.id = c.tenant_id
                  WHERE c.token_id = t.id AND r.disabled_at IS NULL) AS reached_slugs,
                 p.slug AS asked_slug, p.disabled_at AS asked_disabled_at,
                 CASE WHEN e.module_id IS NULL THEN 0 ELSE 1 END AS asked_module_enabled
             FROM token_secrets s
             JOIN tokens t ON t.id = s.token_id
             JOIN tenants h ON h.id = t.tenant_id
             LEFT JOIN apps a ON a.id = t.app_id
             LEFT JOIN tenants p ON p.slug = $2
             LEFT JOIN modules w ON w.slug = $3
             LEFT JOIN tenant_modules e ON e.tenant_id = p.id AND e.module_id = w.id
             WHERE s.hash = $1";
}

/// What a presented secret leads to.
#[derive(Clone, Debug)]
pub struct Presented {
    /// Which token.
    pub id: TokenId,
    /// What people call it.
    pub name: String,
    /// The tenant it belongs to.
    pub home: TenantId,
    /// That tenant's slug.
    pub home_slug: String,
    /// That tenant's name.
    pub home_name: String,
    /// The name of its scope: `this`, `selected`, `all`.
    pub scope: String,
    /// The slug of the app it is bound to, if it is.
    pub app: Option<String>,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// What decides.
    pub facts: Facts,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    tenant_id: Uuid,
    name: String,
    tenant_scope: String,
    permissions: i64,
    created_at: i64,
    expires_at: Option<i64>,
    disabled_at: Option<i64>,
    revoked_at: Option<i64>,
    ends_at: Option<i64>,
    home_slug: String,
    home_name: String,
    home_disabled_at: Option<i64>,
    app_slug: Option<String>,
    module_slugs: Option<String>,
    reached_slugs: Option<String>,
    asked_slug: Option<String>,
    asked_disabled_at: Option<i64>,
    asked_module_enabled: i32,
}

/// The token with that secret and everything needed to decide on `wish`, as it is at this moment.
pub async fn facts(tx: &mut Tx, hash: &SecretHash, wish: Wish<'_>) -> Result<Option<Presented>> {
    // PostgreSQL fails on a NUL in a text; no slug has one, so nothing is missed.
    let slug = |asked: Option<&str>| asked.filter(|slug| !slug.contains('\0')).unwrap_or_default().to_owned();
    let row: Option<Row> = on!(tx, conn => sqlx::query_as(FACTS)
        .bind(hash.bytes().as_slice()).bind(slug(wish.tenant)).bind(slug(wish.module))
        .fetch_optional(conn).await)?;
    row.map(|row| row.into_presented(wish.module.is_some())).transpose()
}

impl Row {
    fn into_presented(self, module_asked: bool) -> Result<Presented> {
        let reach = match self.tenant_scope.as_str() {
            "all" => Reach::Everything,
            "selected" => Reach::These(slugs(self.reached_slugs)),
            "this" => Reach::These(vec![self.home_slug.clone()]),
            _ => return Err(Error::Corrupt("tokens.tenant_scope")),
        };
        let asked_tenant = self.asked_slug.map(|slug| AskedTenant {
            slug,
            disabled: self.asked_disabled_at.is_some(),
            module_enabled: !module_asked || self.asked_module_enabled == 1,
        });
        Ok(Presented {
            id: self.id.into(),
            name: self.name,
            home: self.tenant_id.into(),
            home_slug: self.home_slug,
            home_name: self.home_name,
            scope: self.tenant_scope,
            app: self.app_slug,
            issued_at: Timestamp::from_micros(self.created_at),
            facts: Facts {
                life: life(self.expires_at, self.disabled_at, self.revoked_at),
                secret_ends_at: self.ends_at.map(Timestamp::from_micros),
                home_disabled: self.home_disabled_at.is_some(),
                reach,
                permissions: Permissions::from_bits(self.permissions)
                    .ok_or(Error::Corrupt("tokens.permissions"))?,
                modules: slugs(self.module_slugs),
                asked_tenant,
            },
        })
    }
}

fn slugs(joined: Option<String>) -> Vec<String> {
    joined.unwrap_or_default().split_ascii_whitespace().map(ToOwned::to_owned).collect()
}
