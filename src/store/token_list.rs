//! The token list: search, filter, pages by cursor, counts.

use std::collections::HashMap;

use super::statement::{Arg, Statement, contains_pattern};
use super::tokens::{ReachedTenant, Row, reached_tenants};
use super::{Result, Tx, on, sql};
use crate::domain::id::{TenantId, TokenId};
use crate::domain::time::Timestamp;
use crate::domain::token::{Status, Token};

sql! {
    COUNT_BY_STATUS = "SELECT
            COUNT(CASE WHEN revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
                            AND disabled_at IS NULL THEN 1 END),
            COUNT(CASE WHEN revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
                            AND disabled_at IS NOT NULL THEN 1 END),
            COUNT(CASE WHEN revoked_at IS NULL AND expires_at <= $2 THEN 1 END),
            COUNT(CASE WHEN revoked_at IS NOT NULL THEN 1 END)
        FROM tokens WHERE tenant_id = $1";
}

/// Counts go no further than this; a list says "1,000+" then.
pub const COUNT_LIMIT: i64 = 1_000;

/// Which tokens a list shows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Those whose name contains this, or whose public id begins with it; empty for all.
    pub search: String,
    /// Those of this status.
    pub status: Option<Status>,
}

/// Where a page of the list stands. The newest tokens come first.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Cursor {
    /// At the beginning.
    #[default]
    First,
    /// After (older than) this token.
    After(TokenId),
    /// Before (newer than) this token.
    Before(TokenId),
}

/// A page of the list.
#[derive(Debug, Default)]
pub struct Listing {
    /// The tokens, newest first.
    pub tokens: Vec<Token>,
    /// The tenants that those of scope "selected" reach.
    pub reached: Reached,
    /// Whether there are newer ones that match.
    pub has_previous: bool,
    /// Whether there are older ones that match.
    pub has_next: bool,
}

/// A page of `size` tokens. Where the cursor leads past either end of what there is now, it is the first page: tokens
/// come and go between two looks at the list.
pub async fn page(
    tx: &mut Tx,
    tenant: TenantId,
    filter: &Filter,
    cursor: Cursor,
    size: usize,
    now: Timestamp,
) -> Result<Listing> {
    let look = Look { tenant, filter, now };
    let (mut rows, mut more) = look.rows(tx, cursor, size).await?;
    let past_the_end = match cursor {
        Cursor::First => false,
        Cursor::After(_) => rows.is_empty(),
        Cursor::Before(_) => !more,
    };
    if past_the_end {
        (rows, more) = look.rows(tx, Cursor::First, size).await?;
    }
    let (has_previous, has_next) = match (cursor, rows.first(), rows.last()) {
        (Cursor::After(_), Some(first), _) if !past_the_end => {
            (look.any(tx, Cursor::Before(first.id())).await?, more)
        }
        (Cursor::Before(_), _, Some(last)) if !past_the_end => {
            (more, look.any(tx, Cursor::After(last.id())).await?)
        }
        _ => (false, more),
    };
    let (tokens, reached) = with_reached(tx, rows).await?;
    Ok(Listing { tokens, reached, has_previous, has_next })
}

/// Up to `size` tokens older than the token `after`, newest first, and whether there are more. Where nothing is left
/// nothing is given: a program that reads on to the end must get there.
pub async fn older(
    tx: &mut Tx,
    tenant: TenantId,
    filter: &Filter,
    after: Option<TokenId>,
    size: usize,
    now: Timestamp,
) -> Result<(Vec<Token>, bool)> {
    let look = Look { tenant, filter, now };
    let (rows, more) = look.rows(tx, after.map_or(Cursor::First, Cursor::After), size).await?;
    Ok((with_reached(tx, rows).await?.0, more))
}

/// Tokens by the tenants they reach by choice.
type Reached = HashMap<TokenId, Vec<ReachedTenant>>;

async fn with_reached(tx: &mut Tx, rows: Vec<Row>) -> Result<(Vec<Token>, Reached)> {
    let ids: Vec<TokenId> = rows.iter().map(Row::id).collect();
    let mut reached = Reached::new();
    for (token, tenant) in reached_tenants(tx, &ids).await? {
        reached.entry(token).or_default().push(tenant);
    }
    let tokens = rows
        .into_iter()
        .map(|row| {
            let chosen = reached.get(&row.id()).into_iter().flatten().map(|tenant| tenant.id).collect();
            row.into_token(chosen)
        })
        .collect::<Result<_>>()?;
    Ok((tokens, reached))
}

/// Which tokens are looked at, and when.
struct Look<'a> {
    tenant: TenantId,
    filter: &'a Filter,
    now: Timestamp,
}

impl Look<'_> {
    /// Up to `size` rows from the cursor on, newest first, and whether there are more in its direction.
    async fn rows(&self, tx: &mut Tx, cursor: Cursor, size: usize) -> Result<(Vec<Row>, bool)> {
        let mut statement = Statement::new(
            "SELECT t.id, t.tenant_id, t.name, t.description, t.logo_id, t.tenant_scope, t.permissions, t.expires_at,
                 t.disabled_at, t.revoked_at, t.created_at, t.updated_at, t.created_by_label,
                 t.last_used_at, t.last_used_from, t.last_used_permission, t.last_used_module,
                 (SELECT s.last_four FROM token_secrets s WHERE s.token_id = t.id
                  ORDER BY s.generation DESC LIMIT 1) AS last_four
             FROM tokens t WHERE t.tenant_id = ",
        );
        statement.bind(Arg::Id(self.tenant.uuid()));
        narrow(&mut statement, self.filter, self.now);
        match cursor {
            Cursor::First => statement.push(" ORDER BY t.id DESC"),
            Cursor::After(id) => {
                statement.push(" AND t.id < ").bind(Arg::Id(id.uuid())).push(" ORDER BY t.id DESC")
            }
            Cursor::Before(id) => {
                statement.push(" AND t.id > ").bind(Arg::Id(id.uuid())).push(" ORDER BY t.id ASC")
            }
        };
        // One more than asked for tells whether there are more.
        statement.push(" LIMIT ").bind(Arg::Int(i64::try_from(size).unwrap_or(i64::MAX - 1) + 1));
        let mut rows: Vec<Row> = statement.fetch_all(tx).await?;
        let more = rows.len() > size;
        rows.truncate(size);
        if matches!(cursor, Cursor::Before(_)) {
            rows.reverse();
        }
        Ok((rows, more))
    }

    /// Whether there is any in the direction of the cursor.
    async fn any(&self, tx: &mut Tx, cursor: Cursor) -> Result<bool> {
        Ok(self.rows(tx, cursor, 0).await?.1)
    }
}

/// How many tokens match, or of these how many are newer than one; counted no further than [`COUNT_LIMIT`] + 1.
pub async fn count(
    tx: &mut Tx,
    tenant: TenantId,
    filter: &Filter,
    newer_than: Option<TokenId>,
    now: Timestamp,
) -> Result<i64> {
    let mut statement = Statement::new("SELECT COUNT(*) FROM (SELECT 1 FROM tokens t WHERE t.tenant_id = ");
    statement.bind(Arg::Id(tenant.uuid()));
    narrow(&mut statement, filter, now);
    if let Some(id) = newer_than {
        statement.push(" AND t.id > ").bind(Arg::Id(id.uuid()));
    }
    statement.push(" LIMIT ").bind(Arg::Int(COUNT_LIMIT + 1)).push(") AS matching");
    let rows: Vec<(i64,)> = statement.fetch_all(tx).await?;
    Ok(rows.first().map_or(0, |(count,)| *count))
}

/// How many tokens a tenant has of each status, in the order of [`Status::ALL`].
pub async fn count_by_status(tx: &mut Tx, tenant: TenantId, now: Timestamp) -> Result<[i64; 4]> {
    let (active, disabled, expired, revoked): (i64, i64, i64, i64) = on!(tx, conn => sqlx::query_as(COUNT_BY_STATUS)
        .bind(tenant.uuid()).bind(now.micros()).fetch_one(conn).await)?;
    Ok([active, disabled, expired, revoked])
}

/// The SQL twin of `Life::status`; a test holds the two together.
fn narrow(statement: &mut Statement, filter: &Filter, now: Timestamp) {
    let now = now.micros();
    match filter.status {
        None => {}
        Some(Status::Revoked) => {
            statement.push(" AND t.revoked_at IS NOT NULL");
        }
        Some(Status::Expired) => {
            statement.push(" AND t.revoked_at IS NULL AND t.expires_at <= ").bind(Arg::Int(now));
        }
        Some(status @ (Status::Active | Status::Disabled)) => {
            statement.push(" AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > ");
            statement.bind(Arg::Int(now)).push(if status == Status::Active {
                ") AND t.disabled_at IS NULL"
            } else {
                ") AND t.disabled_at IS NOT NULL"
            });
        }
    }
    let search = filter.search.trim();
    if let Some((first, last)) = TokenId::range(search) {
        statement
            .push(" AND (t.id BETWEEN ")
            .bind(Arg::Id(first.uuid()))
            .push(" AND ")
            .bind(Arg::Id(last.uuid()));
        statement
            .push(" OR t.search_name LIKE ")
            .bind(Arg::Text(contains_pattern(search)))
            .push(r" ESCAPE '\')");
    } else if !search.is_empty() {
        statement
            .push(" AND t.search_name LIKE ")
            .bind(Arg::Text(contains_pattern(search)))
            .push(r" ESCAPE '\'");
    }
}
