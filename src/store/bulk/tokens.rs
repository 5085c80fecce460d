//! The tokens of a bulk action: how many, the first ones, and batch by batch.

use super::chosen::Chosen;
use crate::domain::bulk::{BulkAction, Candidate, SkipReason};
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

/// Selected tokens of a tenant.
#[derive(Clone, Copy)]
pub struct Selection<'a> {
    pub tenant: TenantId,
    pub chosen: &'a Chosen,
    /// When the selection was made. Tokens created later don't belong to it.
    pub as_of: Timestamp,
}

/// The action and the actor.
#[derive(Clone, Copy)]
pub struct BulkPlan<'a> {
    /// The action.
    pub action: BulkAction,
    /// Whether the actor may create tokens for all tenants.
    pub gives_all: bool,
    /// The tenants whose tokens the actor manages.
    pub manages: &'a Reach,
    /// The current time.
    pub now: Timestamp,
}

/// The result of a plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Forecast {
    /// To how many tokens the action applies.
    pub done: i64,
    /// How many are skipped, in the order of [`SkipReason::ALL`].
    pub left: [i64; 4],
}

impl Forecast {
    /// The number of selected tokens.
    pub fn all(&self) -> i64 {
        self.left.iter().fold(self.done, |sum, left| sum.saturating_add(*left))
    }

    /// Adds `number` tokens with this result.
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
    /// Adds the source and the conditions.
    fn narrow(&self, statement: &mut Statement, form: PlanHint) {
        self.narrow_from(statement, form, Source::Tokens);
    }

    /// The same, reading from `tokens` unless any index may be used.
    fn narrow_from(&self, statement: &mut Statement, form: PlanHint, tokens: Source) {
        let among = |names| Scope { tenant: Some(self.tenant), now: self.as_of, names };
        match self.chosen {
            Chosen::Matching(filter) => {
                let among = among(filter.plain_names());
                // A batch follows the order of the IDs and needs more of each token, which `t` has.
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

impl BulkPlan<'_> {
    /// Adds the number of a token's [`Candidate`], as in [`Candidate::all`].
    fn standing(&self, statement: &mut Statement) {
        const END: &str = "COALESCE(t.expires_at, 9223372036854775807)";
        statement.push("CAST((CASE WHEN t.revoked_at IS NOT NULL THEN 3 WHEN ").push(END);
        statement.push(" <= ").bind(Arg::Int(self.now.micros()));
        statement.push(" THEN 2 WHEN t.disabled_at IS NOT NULL THEN 1 ELSE 0 END) * 6");
        if let BulkAction::Expire(end) = self.action {
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

/// How many tokens the action applies to, and how many are skipped. The count has no limit.
///
/// # Errors
/// If the database fails.
pub async fn forecast(tx: &mut Tx, selection: Selection<'_>, plan: BulkPlan<'_>) -> Result<Forecast> {
    let mut statement = Statement::new("SELECT s.standing, COUNT(*) FROM (SELECT ");
    plan.standing(&mut statement);
    statement.push(" AS standing");
    selection.narrow(&mut statement, PlanHint::AnyIndex);
    statement.push(") AS s GROUP BY s.standing");
    let counted: Vec<(i64, i64)> = statement.fetch_all(tx).await?;
    let mut forecast = Forecast::default();
    for (number, standing) in Candidate::all() {
        let count = counted.iter().find(|(known, _)| *known == number).map_or(0, |(_, count)| *count);
        forecast.add(plan.action.allows(standing), count);
    }
    Ok(forecast)
}

/// The names of the tokens that the action applies to, newest first, at most `most`.
///
/// # Errors
/// If the database fails.
pub async fn first(
    tx: &mut Tx,
    selection: Selection<'_>,
    plan: BulkPlan<'_>,
    most: i64,
) -> Result<Vec<(TokenId, String)>> {
    let mut statement = Statement::new("SELECT t.id, t.name");
    selection.narrow(&mut statement, PlanHint::FollowOrder(SortBy::Created));
    statement.push(" AND ");
    plan.standing(&mut statement);
    statement.push(" IN (-1");
    for (number, standing) in Candidate::all() {
        if plan.action.allows(standing).is_ok() {
            statement.push(", ").bind(Arg::Int(number));
        }
    }
    statement.push(") ORDER BY t.id DESC LIMIT ").bind(Arg::Int(most));
    let rows: Vec<(uuid::Uuid, String)> = statement.fetch_all(tx).await?;
    Ok(rows.into_iter().map(|(id, name)| (id.into(), name)).collect())
}

/// The next selected tokens in the order of their IDs, after `after`, at most `most`.
///
/// # Errors
/// If the database fails.
pub async fn portion(
    tx: &mut Tx,
    selection: Selection<'_>,
    after: Option<TokenId>,
    most: i64,
) -> Result<Vec<TokenId>> {
    let rows: Vec<(uuid::Uuid,)> = walking(selection, after, most).fetch_all(tx).await?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

/// The statement of [`portion`].
pub(in crate::store) fn walking(selection: Selection<'_>, after: Option<TokenId>, most: i64) -> Statement {
    let mut statement = Statement::new("SELECT t.id");
    selection.narrow(&mut statement, PlanHint::FollowOrder(SortBy::Created));
    if let Some(after) = after {
        statement.push(" AND t.id > ").bind(Arg::Id(after.uuid()));
    }
    statement.push(" ORDER BY t.id LIMIT ").bind(Arg::Int(most));
    statement
}

/// Those of `ids` that are still selected, locked until the transaction ends, in the order of their IDs.
///
/// # Errors
/// [`Error::Corrupt`](crate::store::Error::Corrupt) for a row that no version of Latchkey writes; otherwise if the
/// database fails.
pub async fn hold(tx: &mut Tx, selection: Selection<'_>, ids: &[TokenId]) -> Result<Vec<Token>> {
    let mut statement = Statement::new(COLUMNS);
    selection.narrow_from(&mut statement, PlanHint::FollowOrder(SortBy::Created), Source::TokensWithUses);
    statement.push(" AND t.id IN ").bind_ids(ids.iter().map(|id| id.uuid()));
    // Always in the same order, so that two transactions that lock many tokens never deadlock.
    statement.push(" ORDER BY t.id");
    if matches!(tx, Tx::Postgres(..)) {
        // The keys don't change, so writing usage need not wait.
        statement.push(" FOR NO KEY UPDATE OF t");
    }
    let rows: Vec<Row> = statement.fetch_all(tx).await?;
    Ok(with_reached(tx, rows).await?.0)
}
