//! The one read behind every verification: from the hash of a presented secret to the facts that decide.

pub mod decisions;
pub(crate) mod lookup;

use std::sync::Arc;

use uuid::Uuid;

use crate::domain::decision::{Facts, Reach, RequestedTenant, Requirement};
use crate::domain::id::TenantId;
use crate::domain::permission::Permissions;
use crate::domain::presented::Presented;
use crate::domain::secret::SecretHash;
use crate::domain::time::Timestamp;
use crate::domain::token::TenantScope;
use crate::store::tokens::row::life;
use crate::store::{Error, Result, sql};

/// The facts of a token, with the parts of the statement that tell which modules count and which tenants below its own
/// it reaches, the columns of the tenant that is asked for, and the join that finds it.
macro_rules! facts_with {
    ($modules:literal, $below:literal, $asked:literal, $join:literal) => {
        concat!(
            "SELECT t.id, t.tenant_id, t.name, t.tenant_scope, t.permissions, t.created_at, t.expires_at,
                 t.disabled_at, t.revoked_at, s.ends_at, s.generation, h.slug AS home_slug, h.name AS home_name,
                 h.disabled_at AS home_disabled_at, a.slug AS app_slug,
                 (SELECT string_agg(m.slug, ' ') FROM token_modules r JOIN modules m ON m.id = r.module_id ",
            $modules,
            ") AS module_slugs,
                 CASE WHEN t.tenant_scope = 'selected' THEN
                     (SELECT string_agg(o.slug || ':' || hex(o.id), ' ') FROM token_tenants c JOIN tenants o ON o.id = c.tenant_id
                      WHERE c.token_id = t.id AND o.disabled_at IS NULL)
                 WHEN t.include_subtenants = 1 THEN (",
            $below,
            ") END AS reached_slugs, ",
            $asked,
            ", t.include_subtenants FROM token_secrets s
             JOIN tokens t ON t.id = s.token_id
             JOIN tenants h ON h.id = t.tenant_id
             LEFT JOIN apps a ON a.id = t.app_id ",
            $join,
            " WHERE s.hash = $1"
        )
    };
}

// A module counts only while it is enabled: in the tenant that is asked for, else where the token reaches. Slugs hold
// no spaces, so a space keeps them apart; they come unordered, because putting two words in order is quicker here than
// telling the database to. Every look-up is by an index: `OFFSET 0` changes nothing but that PostgreSQL, which else
// might read all of a table to answer for two modules, looks each of them up.
//
// Of a token that includes what is below its tenant only the tenant that is asked for is looked up, if one is: there may
// be thousands. tenants.disabled_at says of a tenant too that one above it is disabled, so nothing has to go up.
//
// The text for a tenant that is asked for, which is what proxies pin, is half the work of the one without. A slug is
// looked up among those that the tenant has or had (tenant_slugs); an id and a slug together find the tenant only where
// they agree.
sql! {
    FACTS_THERE = facts_with!(
        "JOIN tenant_modules e ON e.tenant_id = p.id AND e.module_id = m.id WHERE r.token_id = t.id",
        "SELECT p.slug || ':' || hex(p.id) FROM tenant_ancestors b
         WHERE b.tenant_id = p.id AND b.ancestor_id = h.id",
        "p.id AS asked_id, p.slug AS asked_slug, p.disabled_at AS asked_disabled_at",
        "LEFT JOIN tenants p ON p.id =
             (SELECT k.tenant_id FROM tenant_slugs k WHERE k.slug = $2 AND k.dropped_at IS NULL)"
    );
    FACTS_BY_ID = facts_with!(
        "JOIN tenant_modules e ON e.tenant_id = p.id AND e.module_id = m.id WHERE r.token_id = t.id",
        "SELECT p.slug || ':' || hex(p.id) FROM tenant_ancestors b
         WHERE b.tenant_id = p.id AND b.ancestor_id = h.id",
        "p.id AS asked_id, p.slug AS asked_slug, p.disabled_at AS asked_disabled_at",
        "LEFT JOIN tenants p ON p.id = $2 AND (CAST($3 AS TEXT) IS NULL OR EXISTS
             (SELECT 1 FROM tenant_slugs k WHERE k.slug = $3 AND k.tenant_id = p.id AND k.dropped_at IS NULL))"
    );
    FACTS_ANYWHERE = facts_with!(
        "WHERE r.token_id = t.id AND CASE
             WHEN t.include_subtenants = 1 THEN EXISTS
                 (SELECT 1 FROM tenant_modules e WHERE e.tenant_id = h.id AND e.module_id = m.id LIMIT 1 OFFSET 0)
                 OR EXISTS
                 (SELECT 1 FROM tenant_ancestors b JOIN tenants o ON o.id = b.tenant_id
                  WHERE b.ancestor_id = h.id AND o.disabled_at IS NULL AND EXISTS
                      (SELECT 1 FROM tenant_modules e WHERE e.tenant_id = o.id AND e.module_id = m.id
                       LIMIT 1 OFFSET 0) LIMIT 1 OFFSET 0)
             WHEN t.tenant_scope = 'this' THEN EXISTS
                 (SELECT 1 FROM tenant_modules e WHERE e.tenant_id = h.id AND e.module_id = m.id LIMIT 1 OFFSET 0)
             WHEN t.tenant_scope = 'selected' THEN EXISTS
                 (SELECT 1 FROM token_tenants c JOIN tenants o ON o.id = c.tenant_id
                  WHERE c.token_id = t.id AND o.disabled_at IS NULL AND EXISTS
                      (SELECT 1 FROM tenant_modules e WHERE e.tenant_id = o.id AND e.module_id = m.id
                       LIMIT 1 OFFSET 0) LIMIT 1 OFFSET 0)
             ELSE EXISTS
                 (SELECT 1 FROM tenant_modules e JOIN tenants o ON o.id = e.tenant_id
                  WHERE e.module_id = m.id AND o.disabled_at IS NULL LIMIT 1 OFFSET 0) END",
        "SELECT string_agg(o.slug || ':' || hex(o.id), ' ') FROM tenant_ancestors b JOIN tenants o ON o.id = b.tenant_id
         WHERE b.ancestor_id = h.id AND o.disabled_at IS NULL",
        "NULL AS asked_id, NULL AS asked_slug, NULL AS asked_disabled_at",
        ""
    );
}

/// What the statements give.
#[derive(sqlx::FromRow)]
pub(in crate::store) struct Row {
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
    generation: i64,
    home_slug: String,
    home_name: String,
    home_disabled_at: Option<i64>,
    app_slug: Option<String>,
    module_slugs: Option<String>,
    reached_slugs: Option<String>,
    asked_id: Option<Uuid>,
    asked_slug: Option<String>,
    asked_disabled_at: Option<i64>,
    include_subtenants: i64,
}

/// The statements in SQLite's own way of numbering placeholders, and as short as they can be: whoever keeps prepared
/// statements finds them by their whole text.
pub(in crate::store) fn sqlite_facts() -> [String; 3] {
    let short = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").replace('$', "?");
    [short(FACTS_THERE), short(FACTS_BY_ID), short(FACTS_ANYWHERE)]
}

/// The slug of the tenant that is asked for.
pub(in crate::store) fn tenant_of(requirement: Requirement<'_>) -> Option<&str> {
    // PostgreSQL fails on a NUL in a text; no slug has one, nor is one empty, so nothing is missed.
    requirement.tenant.map(|slug| if slug.contains('\0') { "" } else { slug })
}

/// Asks for the facts. One statement sees one moment, so it needs no transaction around it.
pub(in crate::store) async fn ask<'a, D, E>(
    executor: E,
    hash: &SecretHash,
    requirement: Requirement<'_>,
) -> sqlx::Result<Option<Row>>
where
    D: sqlx::Database,
    E: sqlx::Executor<'a, Database = D>,
    D::Arguments: sqlx::IntoArguments<D>,
    for<'b> &'b [u8]: sqlx::Encode<'b, D> + sqlx::Type<D>,
    for<'b> &'b str: sqlx::Encode<'b, D> + sqlx::Type<D>,
    for<'b> Option<&'b str>: sqlx::Encode<'b, D> + sqlx::Type<D>,
    for<'b> Uuid: sqlx::Encode<'b, D> + sqlx::Type<D>,
    for<'r> Row: sqlx::FromRow<'r, D::Row>,
{
    let hash = hash.bytes().as_slice();
    match (tenant_of(requirement), requirement.tenant_id) {
        (slug, Some(id)) => {
            sqlx::query_as(FACTS_BY_ID).bind(hash).bind(id.uuid()).bind(slug).fetch_optional(executor).await
        }
        (Some(slug), None) => {
            sqlx::query_as(FACTS_THERE).bind(hash).bind(slug).fetch_optional(executor).await
        }
        (None, None) => sqlx::query_as(FACTS_ANYWHERE).bind(hash).fetch_optional(executor).await,
    }
}

/// The same inside a transaction.
///
/// # Errors
/// [`Error::Corrupt`] for a row that no version of Latchkey writes.
pub(crate) async fn facts(
    tx: &mut super::Tx,
    hash: &SecretHash,
    requirement: Requirement<'_>,
) -> Result<Option<Presented>> {
    let row: Option<Row> = crate::store::on!(tx, conn => ask(conn, hash, requirement).await)?;
    row.map(Row::into_presented).transpose()
}

impl Row {
    /// From a row that was read without sqlx.
    pub(in crate::store) fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        let id = |column| row.get::<_, [u8; 16]>(column).map(Uuid::from_bytes);
        Ok(Self {
            id: id(0)?,
            tenant_id: id(1)?,
            name: row.get(2)?,
            tenant_scope: row.get(3)?,
            permissions: row.get(4)?,
            created_at: row.get(5)?,
            expires_at: row.get(6)?,
            disabled_at: row.get(7)?,
            revoked_at: row.get(8)?,
            ends_at: row.get(9)?,
            generation: row.get(10)?,
            home_slug: row.get(11)?,
            home_name: row.get(12)?,
            home_disabled_at: row.get(13)?,
            app_slug: row.get(14)?,
            module_slugs: row.get(15)?,
            reached_slugs: row.get(16)?,
            asked_id: row.get::<_, Option<[u8; 16]>>(17)?.map(Uuid::from_bytes),
            asked_slug: row.get(18)?,
            asked_disabled_at: row.get(19)?,
            include_subtenants: row.get(20)?,
        })
    }

    pub(in crate::store) fn into_presented(self) -> Result<Presented> {
        let home_slug: Arc<str> = self.home_slug.into();
        let home = (Arc::clone(&home_slug), self.tenant_id);
        let (scope, reached) = match self.tenant_scope.as_str() {
            "all" => ("all", None),
            "selected" => ("selected", Some(reached(self.reached_slugs)?)),
            "this" if self.include_subtenants == 1 => {
                let mut reached = reached(self.reached_slugs)?;
                reached.insert(0, home);
                (TenantScope::ThisAndBelow.name(), Some(reached))
            }
            "this" => ("this", Some(vec![home])),
            _ => return Err(Error::Corrupt("tokens.tenant_scope")),
        };
        let (reach, tenant_ids) = match reached {
            None => (Reach::Everything, Vec::new()),
            Some(reached) => {
                let (slugs, ids) = reached.into_iter().map(|(slug, id)| (slug, TenantId::from(id))).unzip();
                (Reach::These(slugs), ids)
            }
        };
        let asked_tenant = self
            .asked_slug
            .map(|slug| RequestedTenant { slug: slug.into(), disabled: self.asked_disabled_at.is_some() });
        Ok(Presented {
            id: self.id.into(),
            name: self.name,
            home: self.tenant_id.into(),
            home_slug,
            home_name: self.home_name.into(),
            scope,
            app: self.app_slug.map(Into::into),
            issued_at: Timestamp::from_micros(self.created_at),
            generation: self.generation,
            tenant_ids,
            asked: self.asked_id.map(Into::into),
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

fn slugs(joined: Option<String>) -> Vec<Arc<str>> {
    let mut slugs: Vec<Arc<str>> =
        joined.unwrap_or_default().split_ascii_whitespace().map(Arc::from).collect();
    slugs.sort_unstable();
    slugs
}

/// Slugs and ids of tenants, in the order of slugs.
fn reached(joined: Option<String>) -> Result<Vec<(Arc<str>, Uuid)>> {
    let pair = |word: &str| -> Option<(Arc<str>, Uuid)> {
        let (slug, id) = word.split_once(':')?;
        Some((slug.into(), Uuid::try_parse(id).ok()?))
    };
    let pairs: Option<Vec<_>> = joined.unwrap_or_default().split_ascii_whitespace().map(pair).collect();
    let mut pairs = pairs.ok_or(Error::Corrupt("tenants.id"))?;
    pairs.sort_unstable();
    Ok(pairs)
}
