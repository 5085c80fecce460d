//! The token list: its pages, counts and creators.

use std::collections::HashMap;

use super::filter::Filter;
use super::filter::hints::Scope;
use super::filter::search::SearchStrategy;
pub use super::keyset::{COUNT_LIMIT, Cursor, Key, Position, TokenQuery};
use super::keyset::{KeysetQuery, Sorted};
use super::row::Row;
use super::{ReachedTenant, reached_tenants};
use crate::domain::id::{TenantId, TokenId};
use crate::domain::time::Timestamp;
use crate::domain::token::{Status, Token};
use crate::store::statement::Statement;
use crate::store::{Result, Tx, on, sql};

sql! {
    // Jumps from one name to the next in the index, however many tokens each has created.
    CREATORS = "WITH RECURSIVE creators (label, place) AS (
                    SELECT (SELECT MIN(created_by_label) FROM tokens WHERE tenant_id = $1), 1
                    UNION ALL
                    SELECT (SELECT MIN(created_by_label) FROM tokens
                            WHERE tenant_id = $1 AND created_by_label > creators.label), creators.place + 1
                    FROM creators WHERE creators.label IS NOT NULL AND creators.place < $2)
                SELECT label FROM creators WHERE label IS NOT NULL";
    CREATORS_ANYWHERE = "WITH RECURSIVE creators (label, place) AS (
                    SELECT (SELECT MIN(created_by_label) FROM tokens), 1
                    UNION ALL
                    SELECT (SELECT MIN(created_by_label) FROM tokens
                            WHERE created_by_label > creators.label), creators.place + 1
                    FROM creators WHERE creators.label IS NOT NULL AND creators.place < $1)
                SELECT label FROM creators WHERE label IS NOT NULL";
}

/// If another condition leaves up to this many tokens, their names are scanned.
const FEW_OTHERS: i64 = 10_000;

/// A page of the list.
#[derive(Debug, Default)]
pub struct Listing {
    /// The tokens of the page.
    pub tokens: Vec<Token>,
    /// The tenants of tokens with the scope "selected".
    pub reached: Reached,
    /// Where the previous page ends, if there is one.
    pub previous: Option<Position>,
    /// Where the next page starts, if there is one.
    pub next: Option<Position>,
    /// How many match, counted up to [`COUNT_LIMIT`] + 1.
    pub total: i64,
    /// How many of these precede this page, counted up to the same limit.
    pub skipped: i64,
    /// Whether the search only matched the start of names.
    pub beginnings: bool,
}

/// Which tokens to search, and how. If another condition leaves few of them, their names are scanned, because SQLite
/// would read everything that the search tables find.
async fn among(tx: &mut Tx, tenant: Option<TenantId>, filter: &Filter, now: Timestamp) -> Result<Scope> {
    let names = SearchStrategy::of(tx, tenant, filter).await?;
    if names != SearchStrategy::Fts || !filter.is_indexed() {
        return Ok(Scope { tenant, now, names });
    }
    let each = Scope { tenant, now, names: SearchStrategy::Scan };
    let others = Filter { search: String::new(), ..filter.clone() };
    let mut ids = Statement::new("");
    others.ids(&mut ids, each, FEW_OTHERS + 1);
    let few = ids.count(tx).await? <= FEW_OTHERS;
    Ok(if few { each } else { Scope { tenant, now, names } })
}

/// A page of `size` tokens. If the cursor is past either end, because tokens were added or removed meanwhile, it is
/// the first page.
///
/// # Errors
/// [`Error::Corrupt`](crate::store::Error::Corrupt) for a row that no version of Latchkey writes; otherwise if the
/// database fails.
pub async fn page(tx: &mut Tx, query: TokenQuery<'_>, cursor: Cursor, size: usize) -> Result<Listing> {
    let among = among(tx, query.tenant, query.filter, query.now).await?;
    let total = counting(query.filter, among).count(tx).await?;
    let beginnings = among.names == SearchStrategy::Prefix;
    if total == 0 {
        return Ok(Listing { beginnings, ..Listing::default() });
    }
    let walk = KeysetQuery { query, names: among.names, few: total <= COUNT_LIMIT && query.is_looked_up() };
    let (mut rows, mut more) = walk.rows(tx, &cursor, size).await?;
    let past_the_end = match cursor {
        Cursor::First => false,
        Cursor::After(_) => rows.is_empty(),
        Cursor::Before(_) => !more,
    };
    if past_the_end {
        (rows, more) = walk.rows(tx, &Cursor::First, size).await?;
    }
    let place = |row: Option<&Sorted>| row.map(|row| row.place(query.order.by));
    let (first, last) = (place(rows.first()), place(rows.last()));
    let (has_previous, has_next) = match (&cursor, &first, &last) {
        (Cursor::After(_), Some(first), _) if !past_the_end => {
            (walk.any(tx, Cursor::Before(first.clone())).await?, more)
        }
        (Cursor::Before(_), _, Some(last)) if !past_the_end => {
            (more, walk.any(tx, Cursor::After(last.clone())).await?)
        }
        _ => (false, more),
    };
    let skipped = match &first {
        Some(first) if has_previous => walk.before(tx, first.clone()).await?,
        _ => 0,
    };
    let (tokens, reached) = with_reached(tx, rows.into_iter().map(|row| row.row).collect()).await?;
    let (previous, next) = (first.filter(|_| has_previous), last.filter(|_| has_next));
    Ok(Listing { tokens, reached, previous, next, total, skipped, beginnings })
}

/// Up to `size` tokens after the place `after`, and where to continue, if there are more. Empty past the end, so that
/// a program that reads on gets there.
///
/// # Errors
/// [`Error::Corrupt`](crate::store::Error::Corrupt) for a row that no version of Latchkey writes; otherwise if the
/// database fails.
pub async fn following(
    tx: &mut Tx,
    query: TokenQuery<'_>,
    after: Option<Position>,
    size: usize,
) -> Result<(Vec<Token>, Option<Position>)> {
    let names = SearchStrategy::of(tx, query.tenant, query.filter).await?;
    let walk = KeysetQuery { query, names, few: false };
    let (rows, more) = walk.rows(tx, &after.map_or(Cursor::First, Cursor::After), size).await?;
    let next = rows.last().filter(|_| more).map(|row| row.place(query.order.by));
    Ok((with_reached(tx, rows.into_iter().map(|row| row.row).collect()).await?.0, next))
}

/// The selected tenants of each token.
pub type Reached = HashMap<TokenId, Vec<ReachedTenant>>;

/// # Errors
/// [`Error::Corrupt`](crate::store::Error::Corrupt) for a row that no version of Latchkey writes; otherwise if the
/// database fails.
pub(in crate::store) async fn with_reached(tx: &mut Tx, rows: Vec<Row>) -> Result<(Vec<Token>, Reached)> {
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

/// How many tokens match, counted up to [`COUNT_LIMIT`] + 1.
///
/// # Errors
/// If the database fails.
pub async fn count(tx: &mut Tx, tenant: Option<TenantId>, filter: &Filter, now: Timestamp) -> Result<i64> {
    let among = among(tx, tenant, filter, now).await?;
    counting(filter, among).count(tx).await
}

/// The statement of [`count`].
pub(in crate::store) fn counting(filter: &Filter, among: Scope) -> Statement {
    let mut statement = Statement::new("");
    filter.ids(&mut statement, among, COUNT_LIMIT + 1);
    statement
}

/// How many tokens a tenant has per status, in the order of [`Status::ALL`], each counted up to [`COUNT_LIMIT`] + 1.
///
/// # Errors
/// If the database fails.
pub async fn count_by_status(tx: &mut Tx, tenant: TenantId, now: Timestamp) -> Result<[i64; 4]> {
    let mut counts = [0; 4];
    for (place, status) in counts.iter_mut().zip(Status::ALL) {
        *place = count(tx, Some(tenant), &Filter { status: Some(status), ..Filter::default() }, now).await?;
    }
    Ok(counts)
}

/// Who has created tokens of the tenant, or of any, by the names they had then: at most `most`, in alphabetical
/// order.
///
/// # Errors
/// If the database fails.
pub async fn creators(tx: &mut Tx, tenant: Option<TenantId>, most: i64) -> Result<Vec<String>> {
    let mut labels: Vec<String> = match tenant {
        Some(tenant) => on!(tx, conn => sqlx::query_scalar(CREATORS).bind(tenant.uuid()).bind(most)
            .fetch_all(conn).await)?,
        None => on!(tx, conn => sqlx::query_scalar(CREATORS_ANYWHERE).bind(most).fetch_all(conn).await)?,
    };
    labels.sort_unstable();
    Ok(labels)
}
