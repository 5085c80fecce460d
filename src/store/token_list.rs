//! The token list: pages by cursor, counts, who issued.

use std::collections::HashMap;

use super::statement::{Arg, Statement};
use super::token_filter::{Among, Filter, Form, Order, SortBy};
use super::token_search::Names;
use super::tokens::{ReachedTenant, Row, reached_tenants};
use super::{Result, Tx, on, sql};
use crate::domain::id::{TenantId, TokenId};
use crate::domain::time::Timestamp;
use crate::domain::token::{Status, Token};

sql! {
    // From one name to the next one in the index, however many tokens each has issued.
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

/// So many tokens that another condition leaves are soon looked at one by one.
const FEW_OTHERS: i64 = 10_000;

/// Counts go no further than this; a list says "1,000+" then.
pub const COUNT_LIMIT: i64 = 1_000;

/// What is sorted by, of one token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Key {
    /// A moment, or an hour.
    Int(i64),
    /// A name as it is sorted.
    Text(String),
}

/// Where a token stands, or stood, in an order of the list: it need not be there any more.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The token.
    pub id: TokenId,
    /// What the order sorts by; `None` where that is the id alone.
    pub key: Option<Key>,
}

impl From<TokenId> for Place {
    fn from(id: TokenId) -> Self {
        Self { id, key: None }
    }
}

/// Where a page of the list begins or ends.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Cursor {
    /// At the beginning.
    #[default]
    First,
    /// After this place.
    After(Place),
    /// Before this place.
    Before(Place),
}

/// A page of the list.
#[derive(Debug, Default)]
pub struct Listing {
    /// The tokens, in their order.
    pub tokens: Vec<Token>,
    /// The tenants that those of scope "selected" reach.
    pub reached: Reached,
    /// Where the page before this one ends, if there is one.
    pub previous: Option<Place>,
    /// Where the page after this one begins, if there is one.
    pub next: Option<Place>,
    /// How many match, counted no further than [`COUNT_LIMIT`] + 1.
    pub total: i64,
    /// How many of these come before this page, counted likewise.
    pub skipped: i64,
    /// Whether what was searched for had to stand at the beginning of a name.
    pub beginnings: bool,
}

/// Which tokens are looked at, in which order, and when.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    /// The tenant whose tokens these are; `None` for those of all tenants.
    pub tenant: Option<TenantId>,
    /// Which of them.
    pub filter: &'a Filter,
    /// In which order.
    pub order: Order,
    /// At what moment.
    pub now: Timestamp,
}

/// Where and how to look for what the filter lets through. What another condition leaves few of is looked at name by
/// name: SQLite would go through all that the search tables find.
async fn among(tx: &mut Tx, tenant: Option<TenantId>, filter: &Filter, now: Timestamp) -> Result<Among> {
    let names = Names::of(tx, tenant, filter).await?;
    if names != Names::Tables || !filter.is_indexed() {
        return Ok(Among { tenant, now, names });
    }
    let each = Among { tenant, now, names: Names::Each };
    let others = Filter { search: String::new(), ..filter.clone() };
    let mut ids = Statement::new("");
    others.ids(&mut ids, each);
    ids.push(" LIMIT ").bind(Arg::Int(FEW_OTHERS + 1));
    let few = ids.count(tx).await? <= FEW_OTHERS;
    Ok(if few { each } else { Among { tenant, now, names } })
}

/// A page of `size` tokens. Where the cursor leads past either end of what there is now, it is the first page: tokens
/// come and go between two looks at the list.
pub async fn page(tx: &mut Tx, look: Look<'_>, cursor: Cursor, size: usize) -> Result<Listing> {
    let among = among(tx, look.tenant, look.filter, look.now).await?;
    let total = counting(look.filter, among).count(tx).await?;
    let indexed = look.filter.is_indexed() || among.names != Names::Each;
    let walk = Walk { look, names: among.names, few: total <= COUNT_LIMIT && indexed };
    let (mut rows, mut more) = walk.rows(tx, &cursor, size).await?;
    let past_the_end = match cursor {
        Cursor::First => false,
        Cursor::After(_) => rows.is_empty(),
        Cursor::Before(_) => !more,
    };
    if past_the_end {
        (rows, more) = walk.rows(tx, &Cursor::First, size).await?;
    }
    let place = |row: Option<&Sorted>| row.map(|row| row.place(look.order.by));
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
    let beginnings = among.names == Names::Beginning;
    Ok(Listing { tokens, reached, previous, next, total, skipped, beginnings })
}

/// Up to `size` tokens after the place `after`, and where to read on, if there are more. Where nothing is left nothing
/// is given: a program that reads on to the end must get there.
pub async fn following(
    tx: &mut Tx,
    look: Look<'_>,
    after: Option<Place>,
    size: usize,
) -> Result<(Vec<Token>, Option<Place>)> {
    let names = Names::of(tx, look.tenant, look.filter).await?;
    let walk = Walk { look, names, few: false };
    let (rows, more) = walk.rows(tx, &after.map_or(Cursor::First, Cursor::After), size).await?;
    let next = rows.last().filter(|_| more).map(|row| row.place(look.order.by));
    Ok((with_reached(tx, rows.into_iter().map(|row| row.row).collect()).await?.0, next))
}

/// Tokens by the tenants they reach by choice.
pub type Reached = HashMap<TokenId, Vec<ReachedTenant>>;

pub(super) async fn with_reached(tx: &mut Tx, rows: Vec<Row>) -> Result<(Vec<Token>, Reached)> {
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

/// A token's row with what it may be sorted by.
#[derive(sqlx::FromRow)]
struct Sorted {
    #[sqlx(flatten)]
    row: Row,
    search_name: String,
    last_used_hour: i64,
}

impl Sorted {
    fn place(&self, by: SortBy) -> Place {
        let key = match by {
            SortBy::Created => None,
            SortBy::Name => Some(Key::Text(self.search_name.clone())),
            SortBy::Expires => Some(Key::Int(self.row.expires_at().unwrap_or(i64::MAX))),
            SortBy::Used => Some(Key::Int(self.last_used_hour)),
        };
        Place { id: self.row.id(), key }
    }
}

/// What is read of the rows that are found.
pub(super) const COLUMNS: &str =
    "SELECT t.id, t.tenant_id, t.name, t.description, t.logo_id, t.tenant_scope, t.include_subtenants, t.permissions,
         t.expires_at,
         t.disabled_at, t.revoked_at, t.created_at, t.updated_at, t.created_by_label,
         t.last_used_at, t.last_used_from, t.last_used_permission, t.last_used_module,
         t.search_name, t.last_used_hour,
         (SELECT s.last_four FROM token_secrets s WHERE s.token_id = t.id
          ORDER BY s.generation DESC LIMIT 1) AS last_four
     FROM tokens t";

/// A walk through the list. Of `few` tokens all are found first, by whatever index finds them soonest, and then sorted;
/// through many it goes along the index of their order.
pub(super) struct Walk<'a> {
    pub(super) look: Look<'a>,
    pub(super) names: Names,
    pub(super) few: bool,
}

/// Which side of a place is read: what has the same key comes before what has another one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch {
    All,
    SameKey,
    OtherKeys,
}

impl Walk<'_> {
    /// Up to `size` rows from the cursor on, in the order of the list, and whether there are more in its direction.
    async fn rows(&self, tx: &mut Tx, cursor: &Cursor, size: usize) -> Result<(Vec<Sorted>, bool)> {
        let mut rows: Vec<Sorted> = Vec::new();
        for stretch in stretches(cursor) {
            // One more than asked for tells whether there are more.
            let limit = i64::try_from((size + 1).saturating_sub(rows.len())).unwrap_or(i64::MAX);
            if limit > 0 {
                rows.extend(self.statement(COLUMNS, cursor, *stretch, limit).fetch_all::<Sorted>(tx).await?);
            }
        }
        let more = rows.len() > size;
        rows.truncate(size);
        if matches!(cursor, Cursor::Before(_)) {
            rows.reverse();
        }
        Ok((rows, more))
    }

    /// Whether there is any in the direction of the cursor.
    async fn any(&self, tx: &mut Tx, cursor: Cursor) -> Result<bool> {
        Ok(self.rows(tx, &cursor, 0).await?.1)
    }

    /// How many come before that place, counted no further than [`COUNT_LIMIT`] + 1.
    async fn before(&self, tx: &mut Tx, place: Place) -> Result<i64> {
        let mut found = 0;
        let cursor = Cursor::Before(place);
        for stretch in stretches(&cursor) {
            let limit = COUNT_LIMIT + 1 - found;
            if limit > 0 {
                let ids = self.statement("SELECT t.id FROM tokens t", &cursor, *stretch, limit);
                found += ids.count(tx).await?;
            }
        }
        Ok(found)
    }

    /// The statement for a stretch of the list.
    pub(super) fn statement(
        &self,
        columns: &'static str,
        cursor: &Cursor,
        stretch: Stretch,
        limit: i64,
    ) -> Statement {
        let Look { tenant, filter, order, now } = self.look;
        let among = Among { tenant, now, names: self.names };
        let mut statement = Statement::new(columns);
        if self.few {
            statement.push(" WHERE t.id IN (");
            filter.ids(&mut statement, among);
            // The limit keeps this a question of its own, asked once.
            statement.push(" LIMIT ").bind(Arg::Int(COUNT_LIMIT + 1)).push(")");
        } else {
            filter.narrow(&mut statement, among, Form::Walk(order.by));
        }
        let backwards = matches!(cursor, Cursor::Before(_));
        let downwards = order.descending != backwards;
        let beyond = if downwards { " < " } else { " > " };
        if let Cursor::After(place) | Cursor::Before(place) = cursor {
            match (order.by.expression(), &place.key, stretch) {
                (Some(expression), Some(key), Stretch::SameKey) => {
                    statement.push(" AND ").push(expression).push(" = ").bind(key.into());
                    statement.push(" AND t.id").push(beyond).bind(Arg::Id(place.id.uuid()));
                }
                (Some(expression), Some(key), _) => {
                    statement.push(" AND ").push(expression).push(beyond).bind(key.into());
                }
                _ => {
                    statement.push(" AND t.id").push(beyond).bind(Arg::Id(place.id.uuid()));
                }
            }
        }
        let way = if downwards { " DESC" } else { " ASC" };
        statement.push(" ORDER BY ");
        // Of one key there is nothing to sort but the ids.
        if let (Some(expression), true) = (order.by.expression(), stretch != Stretch::SameKey) {
            statement.push(expression).push(way).push(", ");
        }
        statement.push("t.id").push(way).push(" LIMIT ").bind(Arg::Int(limit));
        statement
    }
}

impl From<&Key> for Arg {
    fn from(key: &Key) -> Self {
        match key {
            Key::Int(int) => Self::Int(*int),
            Key::Text(text) => Self::Text(text.clone()),
        }
    }
}

/// What is read from a cursor on. Two questions, one after the other, are two plain walks through the index; no
/// database makes that of the one question that asks for both.
const fn stretches(cursor: &Cursor) -> &'static [Stretch] {
    match cursor {
        Cursor::After(place) | Cursor::Before(place) if place.key.is_some() => {
            &[Stretch::SameKey, Stretch::OtherKeys]
        }
        _ => &[Stretch::All],
    }
}

/// How many tokens match; counted no further than [`COUNT_LIMIT`] + 1.
pub async fn count(tx: &mut Tx, tenant: Option<TenantId>, filter: &Filter, now: Timestamp) -> Result<i64> {
    let among = among(tx, tenant, filter, now).await?;
    counting(filter, among).count(tx).await
}

/// What [`count`] counts.
pub(super) fn counting(filter: &Filter, among: Among) -> Statement {
    let mut statement = Statement::new("");
    filter.ids(&mut statement, among);
    statement.push(" LIMIT ").bind(Arg::Int(COUNT_LIMIT + 1));
    statement
}

/// How many tokens a tenant has of each status, in the order of [`Status::ALL`]; each counted no further than
/// [`COUNT_LIMIT`] + 1.
pub async fn count_by_status(tx: &mut Tx, tenant: TenantId, now: Timestamp) -> Result<[i64; 4]> {
    let mut counts = [0; 4];
    for (place, status) in counts.iter_mut().zip(Status::ALL) {
        *place = count(tx, Some(tenant), &Filter { status: Some(status), ..Filter::default() }, now).await?;
    }
    Ok(counts)
}

/// Who has issued tokens of the tenant, or of any, by the names they had then: `most` of them, in the order of their
/// letters.
pub async fn creators(tx: &mut Tx, tenant: Option<TenantId>, most: i64) -> Result<Vec<String>> {
    let mut labels: Vec<String> = match tenant {
        Some(tenant) => on!(tx, conn => sqlx::query_scalar(CREATORS).bind(tenant.uuid()).bind(most)
            .fetch_all(conn).await)?,
        None => on!(tx, conn => sqlx::query_scalar(CREATORS_ANYWHERE).bind(most).fetch_all(conn).await)?,
    };
    labels.sort_unstable();
    Ok(labels)
}
