//! Daily counts of token usage. `store::usage` collects them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use super::last_uses::{self, LastUse, ROWS};
use crate::domain::id::{TenantId, TokenId};
use crate::domain::limits::USAGE_PLACES;
use crate::domain::permission::Permission;
use crate::store::portions::DeletableRows;
use crate::store::statement::{Arg, Statement};
use crate::store::{Result, Tx, on, sql};

sql! {
    DAYS = "SELECT u.day, CAST(SUM(u.allowed) AS BIGINT) AS allowed, CAST(SUM(u.refused) AS BIGINT) AS refused
            FROM usage_days u JOIN tokens t ON t.id = u.token_id
            WHERE t.tenant_id = $1 AND u.token_id = $2 AND u.day BETWEEN $3 AND $4
            GROUP BY u.day ORDER BY u.day";
    AREAS = "SELECT u.module, u.permission, CAST(SUM(u.allowed) AS BIGINT) AS allowed,
                 CAST(SUM(u.refused) AS BIGINT) AS refused
             FROM usage_days u JOIN tokens t ON t.id = u.token_id
             WHERE t.tenant_id = $1 AND u.token_id = $2 AND u.day BETWEEN $3 AND $4
             GROUP BY u.module, u.permission ORDER BY 3 DESC, 4 DESC, 1, 2 LIMIT $5";
}

/// How often a token was allowed and refused at one place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Count {
    /// In whole days of UTC since 1970.
    pub day: i64,
    /// Slug of the tenant; empty for the token's home.
    pub tenant: Arc<str>,
    /// Slug of the module; empty if none was requested.
    pub module: Arc<str>,
    /// The permission, if one was requested.
    pub permission: Option<Permission>,
    /// How often it was allowed.
    pub allowed: u64,
    /// How often it was refused.
    pub refused: u64,
}

impl Count {
    /// Whether there is anything to write.
    pub(in crate::store) const fn is_pending(&self) -> bool {
        self.allowed > 0 || self.refused > 0
    }

    /// Whether both count the same place.
    pub(in crate::store) fn is_at_place_of(&self, other: &Self) -> bool {
        (self.day, self.permission, &self.module, &self.tenant)
            == (other.day, other.permission, &other.module, &other.tenant)
    }
}

/// What has to be written about a token.
#[derive(Clone, Debug)]
pub struct Uses {
    pub token: TokenId,
    /// The last allowed use of each of its secrets, each secret at most once.
    pub lasts: Vec<LastUse>,
    /// The counts to add.
    pub counts: Vec<Count>,
}

/// The totals of a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, sqlx::FromRow)]
pub struct Day {
    /// In whole days of UTC since 1970.
    pub day: i64,
    /// How often the token was allowed.
    pub allowed: i64,
    /// How often it was refused.
    pub refused: i64,
}

/// The totals of a module and permission.
#[derive(Clone, PartialEq, Eq, Debug, sqlx::FromRow)]
pub struct Area {
    /// Slug of the module at that time; empty if none was requested.
    pub module: String,
    /// The permission as in the databases; 0 if none was requested.
    pub permission: i64,
    /// How often the token was allowed.
    pub allowed: i64,
    /// How often it was refused.
    pub refused: i64,
}

/// Adds these uses, each token at most once. A last use only ever moves forward. Deleted tokens are skipped. Uses in
/// a tenant that was deleted or whose slug has changed count for the token's home.
///
/// # Errors
/// If the database fails.
pub async fn add(tx: &mut Tx, uses: &[Uses]) -> Result<()> {
    // A token that was only refused gets no row, which would mean that it was never used.
    let lasts = uses.iter().map(|uses| (uses.token, uses.lasts.as_slice()));
    let lasts: Vec<_> = lasts.filter(|(_, lasts)| !lasts.is_empty()).collect();
    last_uses::write(tx, &lasts).await?;
    let counts: Vec<_> =
        uses.iter().flat_map(|uses| uses.counts.iter().map(|count| (uses.token, count))).collect();
    let counts = within_bounds(tx, counts).await?;
    for rows in counts.chunks(ROWS) {
        add_up(tx, rows).await?;
    }
    let mut late: Vec<(TokenId, i64)> = counts
        .iter()
        .filter(|(_, count)| count.refused > 0)
        .map(|(token, count)| (*token, count.day))
        .collect();
    late.sort_unstable();
    late.reverse();
    late.dedup_by_key(|(token, _)| *token);
    late.reverse();
    for rows in late.chunks(ROWS) {
        note_late(tx, rows).await?;
    }
    Ok(())
}

/// Records that tokens were refused on this day after they had expired; each token at most once.
async fn note_late(tx: &mut Tx, rows: &[(TokenId, i64)]) -> Result<()> {
    if matches!(tx, Tx::Postgres(..)) {
        // In the order of their IDs, in which bulk actions lock them.
        let mut hold = Statement::new("SELECT id FROM tokens WHERE id IN ");
        hold.bind_ids(rows.iter().map(|(token, _)| token.uuid())).push(" ORDER BY id FOR NO KEY UPDATE");
        hold.fetch_all::<(Uuid,)>(tx).await?;
    }
    let mut statement = Statement::new("WITH u (id, day) AS (VALUES ");
    statement.bind_rows(rows.iter().map(|(token, day)| [Arg::Id(token.uuid()), Arg::Int(*day)]));
    statement.push(
        ") UPDATE tokens SET late_day = u.day
           FROM u WHERE tokens.id = u.id AND tokens.late_day < u.day
               AND tokens.expires_at <= u.day * 86400000000",
    );
    statement.execute(tx).await
}

/// The same counts, but without tenant and module if the token would exceed [`USAGE_PLACES`] places on that day, so
/// that its totals stay right.
async fn within_bounds<'a>(
    tx: &mut Tx,
    counts: Vec<(TokenId, &'a Count)>,
) -> Result<Vec<(TokenId, Cow<'a, Count>)>> {
    let mut places: HashMap<(TokenId, i64), i64> = HashMap::new();
    for (token, count) in &counts {
        *places.entry((*token, count.day)).or_default() += 1;
    }
    let first = counts.iter().map(|(_, count)| count.day).min().unwrap_or_default();
    let mut tokens: Vec<TokenId> = counts.iter().map(|(token, _)| *token).collect();
    tokens.sort_unstable();
    tokens.dedup();
    for part in tokens.chunks(ROWS) {
        let mut statement = Statement::new("SELECT token_id, day, COUNT(*) FROM usage_days WHERE day >= ");
        statement.bind(Arg::Int(first));
        statement.push(" AND token_id IN ").bind_ids(part.iter().map(|token| token.uuid()));
        statement.push(" GROUP BY token_id, day");
        for (token, day, known) in statement.fetch_all::<(Uuid, i64, i64)>(tx).await? {
            if let Some(places) = places.get_mut(&(token.into(), day)) {
                *places += known;
            }
        }
    }
    let bounded = |(token, count): (TokenId, &'a Count)| {
        let fits = places.get(&(token, count.day)).is_none_or(|places| *places <= USAGE_PLACES);
        let plain = || Count { tenant: "".into(), module: "".into(), ..count.clone() };
        (token, if fits { Cow::Borrowed(count) } else { Cow::Owned(plain()) })
    };
    Ok(counts.into_iter().map(bounded).collect())
}

async fn add_up(tx: &mut Tx, rows: &[(TokenId, Cow<'_, Count>)]) -> Result<()> {
    let int = |number: u64| Arg::Int(i64::try_from(number).unwrap_or(i64::MAX));
    let mut statement =
        Statement::new("WITH u (token_id, day, tenant, module, permission, allowed, refused) AS (VALUES ");
    statement.bind_rows(rows.iter().map(|(token, count)| {
        [
            Arg::Id(token.uuid()),
            Arg::Int(count.day),
            Arg::Text(count.tenant.to_string()),
            Arg::Text(count.module.to_string()),
            Arg::Int(count.permission.map_or(0, Permission::bit)),
            int(count.allowed),
            int(count.refused),
        ]
    }));
    // By itself, SQLite would read all tokens and look up each among the few rows; it reads the tables of a CROSS
    // JOIN in this order. Summed first, because PostgreSQL doesn't change a row twice in one statement, and two
    // tenants may have become one.
    statement.push(
        ") INSERT INTO usage_days (token_id, day, tenant_id, module, permission, allowed, refused)
           SELECT t.id, u.day, COALESCE(n.id, t.tenant_id), u.module, u.permission,
               CAST(SUM(u.allowed) AS BIGINT), CAST(SUM(u.refused) AS BIGINT)
           FROM u CROSS JOIN tokens t LEFT JOIN tenants n ON n.slug = u.tenant WHERE t.id = u.token_id
           GROUP BY t.id, u.day, COALESCE(n.id, t.tenant_id), u.module, u.permission
           ON CONFLICT (token_id, day, tenant_id, module, permission) DO UPDATE
           SET allowed = usage_days.allowed + excluded.allowed, refused = usage_days.refused + excluded.refused",
    );
    statement.execute(tx).await
}

/// How often the token was used on each day from `first` to `last`. Days without use are left out.
///
/// # Errors
/// If the database fails.
pub async fn days(tx: &mut Tx, tenant: TenantId, token: TokenId, first: i64, last: i64) -> Result<Vec<Day>> {
    Ok(on!(tx, conn => sqlx::query_as(DAYS).bind(tenant.uuid()).bind(token.uuid()).bind(first).bind(last)
        .fetch_all(conn).await)?)
}

/// What the token was used for from the day `first` to `last`: at most `most` entries, the most frequent first.
///
/// # Errors
/// If the database fails.
pub async fn areas(
    tx: &mut Tx,
    tenant: TenantId,
    token: TokenId,
    first: i64,
    last: i64,
    most: i64,
) -> Result<Vec<Area>> {
    Ok(
        on!(tx, conn => sqlx::query_as(AREAS).bind(tenant.uuid()).bind(token.uuid()).bind(first).bind(last).bind(most)
        .fetch_all(conn).await)?,
    )
}

/// Deletes counts of days before `day`, at most `most` rows, and returns how many.
///
/// # Errors
/// If the database fails.
pub async fn delete_old(tx: &mut Tx, day: i64, most: i64) -> Result<u64> {
    DeletableRows::of("usage_days", "token_id, day, tenant_id, module, permission")
        .at_most(most)
        .delete(tx, |statement| {
            statement.push("day < ").bind(Arg::Int(day));
        })
        .await
}
