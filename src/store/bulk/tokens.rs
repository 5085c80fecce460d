//! The tokens that work on many is about: how many, which ones first, and a portion at a time.

use super::chosen::Chosen;
use crate::domain::bulk::{BulkAction, SkipReason, Standing};
use crate::domain::id::{TenantId, TokenId};
use crate::domain::person::Reach;
use crate::domain::time::Timestamp;
use crate::domain::token::Token;
use crate::store::statement::{Arg, Statement};
use crate::store::tokens::filter::hints::{PlanHint, Scope, Source};
use crate::store::tokens::filter::search::SearchStrategy;
use crate::store::tokens::filter::{Filter, SortBy};
use crate::store::tokens::list::with_reached;
use crate::store::tokens::row::{COLUMNS, Row};
use crate::store::{Result, Tx};

/// Tokens of a tenant, as they were chosen.
#[derive(Clone, Copy)]
pub struct Selection<'a> {
    /// Whose they are.
    pub tenant: TenantId,
    /// Which.
    pub chosen: &'a Chosen,
    /// When they were looked at. Those issued later are none of them.
    pub as_of: Timestamp,
}

/// The action and the actor.
#[derive(Clone, Copy)]
pub struct Plan<'a> {
    /// What.
    pub deed: BulkAction,
    /// Whether they may issue tokens for all tenants.
    pub gives_all: bool,
    /// The tenants whose tokens they manage.
    pub manages: &'a Reach,
    /// At what moment.
    pub now: Timestamp,
}

/// What a plan comes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Forecast {
    /// To how many tokens it is done.
    pub done: i64,
    /// How many are left alone, in the order of [`SkipReason::ALL`].
    pub left: [i64; 4],
}

impl Forecast {
    /// All that are looked at.
    pub fn all(&self) -> i64 {
        self.left.iter().fold(self.done, |sum, left| sum.saturating_add(*left))
    }

    /// Counts one more of these.
    pub fn add(&mut self, verdict: std::result::Result<(), SkipReason>, number: i64) {
        let place = match verdict {
            Ok(()) => Some(&mut self.done),
            Err(left) => self
                .left
                .iter_mut()
                .zip(SkipReason::ALL)
                .find_map(|(count, why)| (why == left).then_some(count)),
        };
        if let Some(count) = place {
            *count = count.saturating_add(number);
        }
    }
}

impl Selection<'_> {
    /// Adds where they are read, and the conditions.
    fn narrow(&self, statement: &mut Statement, form: PlanHint) {
        self.narrow_from(statement, form, Source::Tokens);
    }

    /// The same, read from `tokens` where no index is chosen freely.
    fn narrow_from(&self, statement: &mut Statement, form: PlanHint, tokens: Source) {
        let among = |names| Scope { tenant: Some(self.tenant), now: self.as_of, names };
        match self.chosen {
            Chosen::Matching(filter) => {
                let among = among(filter.plain_names());
                // A portion is walked through in the order of the ids, and more is asked of each token: `t` has both.
                let source = if form == PlanHint::AnyIndex {
                    Source::of(filter, among, form).with_tokens()
                } else {
                    tokens
                };
                statement.push(source.text());
                filter.narrow(statement, among, form, source);
            }
            Chosen::Tokens(ids) | Chosen::IssuedWith(_, ids) => {
                statement.push(tokens.text());
                Filter::default().narrow(statement, among(SearchStrategy::Scan), form, tokens);
                statement.push(" AND t.id IN ").bind_ids(ids.iter().map(|id| id.uuid()));
            }
        }
        statement.push(" AND t.created_at <= ").bind(Arg::Int(self.as_of.micros()));
    }
}

impl Plan<'_> {
    /// Adds the number of a token's standing, see [`Standing::all`].
    fn standing(&self, statement: &mut Statement) {
        const END: &str = "COALESCE(t.expires_at, 9223372036854775807)";
        statement.push("CAST((CASE WHEN t.revoked_at IS NOT NULL THEN 3 WHEN ").push(END);
        statement.push(" <= ").bind(Arg::Int(self.now.micros()));
        statement.push(" THEN 2 WHEN t.disabled_at IS NOT NULL THEN 1 ELSE 0 END) * 6");
        if let BulkAction::Expire(end) = self.deed {
            let end = end.map_or(i64::MAX, Timestamp::micros);
            statement.push(" + (CASE WHEN ").push(END).push(" = ").bind(Arg::Int(end));
            statement.push(" THEN 0 WHEN ").push(END).push(" > ").bind(Arg::Int(end));
            statement.push(" THEN 2 ELSE 4 END)");
        }
        statement.push(" + (CASE t.tenant_scope WHEN 'this' THEN 1 WHEN 'all' THEN ");
        statement.push(if self.gives_all { "1" } else { "0" });
        statement.push(" ELSE ");
        match self.manages {
            Reach::Everywhere => {
                statement.push("1");
            }
            Reach::Exactly(ids) => {
                beyond(statement, |statement| {
                    statement.bind_ids(ids.iter().map(|id| id.uuid()));
                });
            }
            Reach::Below(roots) => beyond(statement, |statement| {
                statement.push("(WITH RECURSIVE below (id) AS (SELECT id FROM tenants WHERE id IN ");
                statement.bind_ids(roots.iter().map(|id| id.uuid()));
                statement.push(
                    " UNION SELECT n.id FROM tenants n JOIN below b ON n.parent_id = b.id) SELECT id FROM below)",
                );
            }),
        }
        statement.push(" END) AS BIGINT)");
    }
}

/// 0 for a token that can access a tenant outside those added by `those`, else 1.
fn beyond(statement: &mut Statement, those: impl FnOnce(&mut Statement)) {
    statement.push(
        "(CASE WHEN EXISTS (SELECT 1 FROM token_tenants r WHERE r.token_id = t.id AND NOT r.tenant_id IN (
             SELECT m.id FROM tenants m WHERE m.id IN ",
    );
    those(statement);
    statement.push(")) THEN 0 ELSE 1 END)");
}

/// To how many of them it will be done, and how many will be left alone. Counted to the end, however many there are.
///
/// # Errors
/// When the database fails.
pub async fn forecast(tx: &mut Tx, selection: Selection<'_>, plan: Plan<'_>) -> Result<Forecast> {
    let mut statement = Statement::new("SELECT s.standing, COUNT(*) FROM (SELECT ");
    plan.standing(&mut statement);
    statement.push(" AS standing");
    selection.narrow(&mut statement, PlanHint::AnyIndex);
    statement.push(") AS s GROUP BY s.standing");
    let counted: Vec<(i64, i64)> = statement.fetch_all(tx).await?;
    let mut forecast = Forecast::default();
    for (number, standing) in Standing::all() {
        let count = counted.iter().find(|(known, _)| *known == number).map_or(0, |(_, count)| *count);
        forecast.add(plan.deed.allows(standing), count);
    }
    Ok(forecast)
}

/// The names of those to which it will be done, the newest first; at most `most`.
///
/// # Errors
/// When the database fails.
pub async fn first(
    tx: &mut Tx,
    selection: Selection<'_>,
    plan: Plan<'_>,
    most: i64,
) -> Result<Vec<(TokenId, String)>> {
    let mut statement = Statement::new("SELECT t.id, t.name");
    selection.narrow(&mut statement, PlanHint::FollowOrder(SortBy::Created));
    statement.push(" AND ");
    plan.standing(&mut statement);
    statement.push(" IN (-1");
    for (number, standing) in Standing::all() {
        if plan.deed.allows(standing).is_ok() {
            statement.push(", ").bind(Arg::Int(number));
        }
    }
    statement.push(") ORDER BY t.id DESC LIMIT ").bind(Arg::Int(most));
    let rows: Vec<(uuid::Uuid, String)> = statement.fetch_all(tx).await?;
    Ok(rows.into_iter().map(|(id, name)| (id.into(), name)).collect())
}

/// The next of them in the order of their ids: those after `after`, at most `most`.
///
/// # Errors
/// When the database fails.
pub async fn portion(
    tx: &mut Tx,
    selection: Selection<'_>,
    after: Option<TokenId>,
    most: i64,
) -> Result<Vec<TokenId>> {
    let rows: Vec<(uuid::Uuid,)> = walking(selection, after, most).fetch_all(tx).await?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

/// What [`portion`] reads.
pub(in crate::store) fn walking(selection: Selection<'_>, after: Option<TokenId>, most: i64) -> Statement {
    let mut statement = Statement::new("SELECT t.id");
    selection.narrow(&mut statement, PlanHint::FollowOrder(SortBy::Created));
    if let Some(after) = after {
        statement.push(" AND t.id > ").bind(Arg::Id(after.uuid()));
    }
    statement.push(" ORDER BY t.id LIMIT ").bind(Arg::Int(most));
    statement
}

/// Those of `ids` that still are among them, held until the transaction ends, in the order of their ids.
///
/// # Errors
/// [`Error::Corrupt`](crate::store::Error::Corrupt) for a row that no version of Latchkey writes; otherwise when the
/// database fails.
pub async fn hold(tx: &mut Tx, selection: Selection<'_>, ids: &[TokenId]) -> Result<Vec<Token>> {
    let mut statement = Statement::new(COLUMNS);
    selection.narrow_from(&mut statement, PlanHint::FollowOrder(SortBy::Created), Source::TokensWithUses);
    statement.push(" AND t.id IN ").bind_ids(ids.iter().map(|id| id.uuid()));
    // In one order, so that two who hold many never wait for each other in a circle.
    statement.push(" ORDER BY t.id");
    if matches!(tx, Tx::Postgres(..)) {
        // Their keys do not change, so whoever counts their uses need not wait.
        statement.push(" FOR NO KEY UPDATE OF t");
    }
    let rows: Vec<Row> = statement.fetch_all(tx).await?;
    Ok(with_reached(tx, rows).await?.0)
}
