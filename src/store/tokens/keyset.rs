//! Keyset pagination of the token list: a page, and what precedes it, in any order, using the right index.

use super::filter::hints::{PlanHint, Scope, Source};
use super::filter::search::SearchStrategy;
use super::filter::{Filter, Order, SortBy};
use super::row::{COLUMNS, Row};
use crate::domain::id::{TenantId, TokenId};
use crate::domain::time::Timestamp;
use crate::store::statement::{Arg, Statement};
use crate::store::{Result, Tx};

/// Counts stop at this; lists then show "1,000+".
pub const COUNT_LIMIT: i64 = 1_000;

/// The value that a token is sorted by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Key {
    /// A timestamp, or an hour.
    Int(i64),
    /// A name in its form for sorting.
    Text(String),
}

/// The position of a token in a sort order of the list. The token may no longer exist.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Position {
    /// The token.
    pub id: TokenId,
    /// The value that it is sorted by; `None` for the ID alone.
    pub key: Option<Key>,
}

impl From<TokenId> for Position {
    fn from(id: TokenId) -> Self {
        Self { id, key: None }
    }
}

/// Where a page of the list starts or ends.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Cursor {
    /// At the beginning.
    #[default]
    First,
    /// After this place.
    After(Position),
    /// Before this place.
    Before(Position),
}

/// Which tokens to list, in which order, and at what time.
#[derive(Clone, Copy)]
pub struct TokenQuery<'a> {
    /// The tenant whose tokens to list; `None` for all tenants.
    pub tenant: Option<TenantId>,
    pub filter: &'a Filter,
    pub order: Order,
    /// The current time.
    pub now: Timestamp,
}

impl TokenQuery<'_> {
    /// Whether few tokens are found faster by the filter's index than in their order.
    pub(in crate::store) fn is_looked_up(self) -> bool {
        let in_order = self.order.by == SortBy::Created && self.filter.is_found_in_order();
        (self.filter.is_indexed() || !self.filter.search.trim().is_empty()) && !in_order
    }
}

/// A token's row with the values it may be sorted by.
#[derive(sqlx::FromRow)]
pub(in crate::store) struct Sorted {
    #[sqlx(flatten)]
    pub(in crate::store) row: Row,
    search_name: String,
    last_used_hour: i64,
}

impl Sorted {
    pub(in crate::store) fn place(&self, by: SortBy) -> Position {
        let key = match by {
            SortBy::Created => None,
            SortBy::Name => Some(Key::Text(self.search_name.clone())),
            SortBy::Expires => Some(Key::Int(self.row.expires_at().unwrap_or(i64::MAX))),
            SortBy::Used => Some(Key::Int(self.last_used_hour)),
        };
        Position { id: self.row.id(), key }
    }
}

/// A walk through the list. With `few` tokens, all are found by the fastest index and then sorted; otherwise it
/// follows the index of the sort order.
pub(in crate::store) struct KeysetQuery<'a> {
    pub(in crate::store) query: TokenQuery<'a>,
    pub(in crate::store) names: SearchStrategy,
    pub(in crate::store) few: bool,
}

/// Which rows to read from a place on: first those with the same key, then those with other keys.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Stretch {
    All,
    SameKey,
    OtherKeys,
}

impl KeysetQuery<'_> {
    /// Up to `size` rows from the cursor on, in the order of the list, and whether there are more in its direction.
    pub(in crate::store) async fn rows(
        &self,
        tx: &mut Tx,
        cursor: &Cursor,
        size: usize,
    ) -> Result<(Vec<Sorted>, bool)> {
        let mut rows: Vec<Sorted> = Vec::new();
        for stretch in stretches(cursor) {
            // One more than requested, to know whether there are more.
            let limit = i64::try_from((size + 1).saturating_sub(rows.len())).unwrap_or(i64::MAX);
            if limit > 0 {
                rows.extend(self.rows_of(cursor, *stretch, limit).fetch_all::<Sorted>(tx).await?);
            }
        }
        let more = rows.len() > size;
        rows.truncate(size);
        if matches!(cursor, Cursor::Before(_)) {
            rows.reverse();
        }
        Ok((rows, more))
    }

    /// Whether there are any in the direction of the cursor.
    pub(in crate::store) async fn any(&self, tx: &mut Tx, cursor: Cursor) -> Result<bool> {
        Ok(self.rows(tx, &cursor, 0).await?.1)
    }

    /// How many precede this place, counted up to [`COUNT_LIMIT`] + 1.
    pub(in crate::store) async fn before(&self, tx: &mut Tx, place: Position) -> Result<i64> {
        let mut found = 0;
        let cursor = Cursor::Before(place);
        for stretch in stretches(&cursor) {
            let limit = COUNT_LIMIT + 1 - found;
            if limit > 0 {
                let mut ids = Statement::new("");
                self.ids(&mut ids, &cursor, *stretch, limit);
                found += ids.count(tx).await?;
            }
        }
        Ok(found)
    }

    /// The rows of a stretch of the list. They are selected in a subquery, which an index alone can answer, so that
    /// no row is fetched that is not shown.
    fn rows_of(&self, cursor: &Cursor, stretch: Stretch, limit: i64) -> Statement {
        let mut statement = Statement::new(COLUMNS);
        statement.push(Source::TokensWithUses.text()).push(" WHERE t.id IN (");
        self.ids(&mut statement, cursor, stretch, limit);
        statement.push(")");
        self.order(&mut statement, self.downwards(cursor), stretch, "t.id");
        statement
    }

    /// Adds a statement for the IDs of a stretch of the list.
    pub(in crate::store) fn ids(
        &self,
        statement: &mut Statement,
        cursor: &Cursor,
        stretch: Stretch,
        limit: i64,
    ) {
        let TokenQuery { tenant, filter, order, now } = self.query;
        let among = Scope { tenant, now, names: self.names };
        let id = if !self.few {
            let form = PlanHint::FollowOrder(order.by);
            let source = Source::of(filter, among, form);
            statement.push("SELECT ").push(source.id()).push(source.text());
            filter.narrow(statement, among, form, source);
            source.id()
        } else if order.by == SortBy::Created {
            statement.push("SELECT f.id FROM (");
            filter.ids(statement, among, COUNT_LIMIT + 1);
            statement.push(") AS f WHERE 1 = 1");
            "f.id"
        } else {
            let source = if order.by == SortBy::Used { Source::UsesAlone } else { Source::Tokens };
            statement.push("SELECT ").push(source.id()).push(source.text());
            // The limit keeps this a separate subquery, which runs once.
            statement.push(" WHERE ").push(source.id()).push(" IN (");
            filter.ids(statement, among, COUNT_LIMIT + 1);
            statement.push(")");
            source.id()
        };
        let downwards = self.downwards(cursor);
        if let Cursor::After(place) | Cursor::Before(place) = cursor {
            let beyond = if downwards { " < " } else { " > " };
            statement.push(" AND ");
            match (order.by.expression(), &place.key, stretch) {
                (Some(expression), Some(key), Stretch::SameKey) => {
                    statement.push(expression).push(" = ").bind(key.into());
                    statement.push(" AND ").push(id).push(beyond).bind(Arg::Id(place.id.uuid()));
                }
                (Some(expression), Some(key), _) => {
                    statement.push(expression).push(beyond).bind(key.into());
                }
                _ => {
                    statement.push(id).push(beyond).bind(Arg::Id(place.id.uuid()));
                }
            }
        }
        self.order(statement, downwards, stretch, id);
        statement.push(" LIMIT ").bind(Arg::Int(limit));
    }

    fn downwards(&self, cursor: &Cursor) -> bool {
        self.query.order.descending != matches!(cursor, Cursor::Before(_))
    }

    /// Adds the order. `id` is the column of the tokens' IDs.
    fn order(&self, statement: &mut Statement, downwards: bool, stretch: Stretch, id: &'static str) {
        let way = if downwards { " DESC" } else { " ASC" };
        statement.push(" ORDER BY ");
        // With one key, only the IDs have to be sorted.
        if let (Some(expression), true) = (self.query.order.by.expression(), stretch != Stretch::SameKey) {
            statement.push(expression).push(way).push(", ");
        }
        statement.push(id).push(way);
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

/// What to read from a cursor on. Two queries, one after the other, each scan the index; no database does that for a
/// single query with both conditions.
const fn stretches(cursor: &Cursor) -> &'static [Stretch] {
    match cursor {
        Cursor::After(place) | Cursor::Before(place) if place.key.is_some() => {
            &[Stretch::SameKey, Stretch::OtherKeys]
        }
        _ => &[Stretch::All],
    }
}
