//! What the planners of both databases need to answer the token list from the right index: how much each index finds
//! and in which order, when a condition may use its index, and which table a statement reads first. These hints
//! change how a statement is written, never what it finds; `filter` defines what a filter means.

use chrono::TimeDelta;

use super::{FILTERS, Filter};
use crate::domain::id::{ModuleId, TenantId, TokenId};
use crate::domain::time::Timestamp;
use crate::store::statement::{Arg, Statement};
use crate::store::tokens::kinds::SearchStrategy;
use crate::store::tokens::order::SortBy;

/// The source of token IDs that SQLite's search tables find; [`narrow_found`] must follow.
pub(in crate::store) const FOUND: &str =
    " FROM search_names CROSS JOIN search_rows r ON r.number = search_names.rowid
    CROSS JOIN tokens t ON t.id = r.token_id";

/// How conditions are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::store) enum PlanHint {
    /// Any index may be used for them: the matches are counted, or few.
    AnyIndex,
    /// Only the index of this order may be used, and each token is checked on the way: there are many matches, which
    /// would otherwise have to be sorted.
    FollowOrder(SortBy),
}

/// What an index finds, its name for the tokens of one tenant, and its name for those of all. Names of two indexes
/// are separated by a space; an empty name means that there is none.
#[derive(Clone, Copy, Debug)]
pub struct Index(pub Selectivity, pub &'static str, pub &'static str);

/// How much an index finds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Selectivity {
    /// Possibly most of the tokens.
    Many,
    /// Few, to be counted or sorted.
    Few,
    /// Few, in the order of the IDs.
    InOrder,
    /// Few, in another order.
    Aside,
}

impl Filter {
    fn finds(&self, those: impl Fn(Selectivity) -> bool) -> bool {
        FILTERS.iter().filter_map(|entry| entry.index(self)).any(|Index(finds, ..)| those(finds))
    }

    /// Whether an index may find the matches because they are few. None finds a part of a name, or the permissions
    /// that most tokens have.
    pub(in crate::store) fn is_indexed(&self) -> bool {
        self.finds(|finds| finds != Selectivity::Many)
    }

    /// Whether the index that finds the matches has them in the order of the IDs.
    pub(in crate::store) fn is_found_in_order(&self) -> bool {
        self.finds(|finds| finds == Selectivity::InOrder)
            && !self.finds(|finds| finds == Selectivity::Aside)
            && self.search.trim().is_empty()
    }
}

/// A column in a condition: as in its index, and hidden from the index. A statement may use the index with
/// [`PlanHint::AnyIndex`], or if it follows the order given here.
#[derive(Clone, Copy)]
pub(super) struct Column(&'static str, &'static str, Option<SortBy>);

// Neither database uses an index for a column after a plus or within a concatenation or COALESCE. PostgreSQL has no
// unary plus for texts and IDs.
pub(super) const REVOKED: Column = Column("t.revoked_at", "+t.revoked_at", Some(SortBy::Created));
/// Few tokens are disabled, and the index finds them.
pub(super) const DISABLED: Column = Column("t.disabled_at", "+t.disabled_at", Some(SortBy::Created));
/// The index of active tokens is for counting: no list has its order.
pub(super) const NOT_DISABLED: Column = Column("t.disabled_at", "+t.disabled_at", None);
/// The index is only useful for counting, or if there are few.
pub(super) const SUBTENANTS: Column = Column("t.include_subtenants", "+t.include_subtenants", None);
/// Repeats the index's condition word for word, because SQLite doesn't use it otherwise.
pub(super) const FAR: Column =
    Column("t.tenant_scope <> 'this' AND t.tenant_scope", "(t.tenant_scope || '')", Some(SortBy::Created));
const APP: Column =
    Column("t.app_id IS NOT NULL AND t.app_id", "COALESCE(t.app_id, t.app_id)", Some(SortBy::Created));
pub(super) const CREATOR: Column =
    Column("t.created_by_label", "(t.created_by_label || '')", Some(SortBy::Created));
pub(super) const PERSON: Column = Column("t.created_by", "COALESCE(t.created_by, t.created_by)", None);
const HIDDEN_EXPIRES: &str = "+COALESCE(t.expires_at, 9223372036854775807)";
pub(super) const EXPIRES: Column =
    Column("COALESCE(t.expires_at, 9223372036854775807)", HIDDEN_EXPIRES, Some(SortBy::Expires));
pub(super) const EXPIRES_UNINDEXED: Column = Column(HIDDEN_EXPIRES, HIDDEN_EXPIRES, None);
pub(super) const LATE: Column = Column("t.late_day", "+t.late_day", None);

/// The expiration of active tokens. With a filter by usage, tokens are found by their last use instead.
pub(super) const fn end_of_active(filter: &Filter) -> Column {
    if filter.usage.is_some() { EXPIRES_UNINDEXED } else { EXPIRES }
}

/// Which tokens are searched, at what time, and how names are matched.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct Scope {
    /// The tokens of this tenant; `None` for all.
    pub tenant: Option<TenantId>,
    /// The time by which expiration is decided.
    pub now: Timestamp,
    /// The result of [`SearchStrategy::of`].
    pub names: SearchStrategy,
}

/// The tables that a statement reads first. The token's row is `t`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::store) enum Source {
    /// The tokens themselves.
    Tokens,
    /// The tokens of a module in the order of the IDs; the token's row is looked up.
    Modules,
    /// The same without the tokens' rows, if no other condition needs them: there is no `t`.
    ModulesAlone,
    /// What SQLite's search tables find.
    Names,
    /// The tokens with their last use as `u`, for display.
    TokensWithUses,
    /// The last uses as `u`, in the order of their hours; the token's row is looked up.
    Uses,
    /// The same in any order.
    AnyUses,
    /// The last uses without the tokens' rows, if no other condition needs them: there is no `t`.
    UsesAlone,
}

impl Source {
    /// The source that finds what the filter matches while skipping the fewest rows.
    pub(in crate::store) fn of(filter: &Filter, among: Scope, form: PlanHint) -> Self {
        let use_alone = Filter { usage: None, ..filter.clone() }.is_empty();
        let without_module = Filter { module: None, ..filter.clone() };
        let found = among.names == SearchStrategy::Fts && TokenId::range(filter.search.trim()).is_none();
        let ordered = matches!(form, PlanHint::AnyIndex | PlanHint::FollowOrder(SortBy::Created));
        match form {
            PlanHint::AnyIndex if found => Self::Names,
            PlanHint::AnyIndex if filter.usage.is_some() && use_alone => Self::UsesAlone,
            PlanHint::AnyIndex if filter.usage.is_some() => Self::AnyUses,
            PlanHint::FollowOrder(SortBy::Used) if use_alone => Self::UsesAlone,
            PlanHint::FollowOrder(SortBy::Used) => Self::Uses,
            _ if ordered && filter.module.is_some() && without_module.is_empty() => Self::ModulesAlone,
            // Most tokens have the same modules.
            _ if ordered && filter.module.is_some() && !without_module.is_indexed() => Self::Modules,
            _ => Self::Tokens,
        }
    }

    /// The part of the statement between columns and conditions.
    pub(in crate::store) const fn text(self) -> &'static str {
        match self {
            Self::Tokens => " FROM tokens t",
            Self::ModulesAlone => " FROM token_modules h",
            // SQLite reads the tables of a CROSS JOIN in this order.
            Self::Modules => " FROM token_modules h CROSS JOIN tokens t",
            Self::Names => FOUND,
            Self::TokensWithUses => " FROM tokens t LEFT JOIN token_uses u ON u.token_id = t.id",
            Self::Uses => " FROM token_uses u CROSS JOIN tokens t",
            Self::AnyUses => " FROM token_uses u JOIN tokens t ON t.id = u.token_id",
            Self::UsesAlone => " FROM token_uses u",
        }
    }

    /// The same source with the tokens' rows.
    pub(in crate::store) const fn with_tokens(self) -> Self {
        match self {
            Self::ModulesAlone => Self::Modules,
            Self::UsesAlone => Self::AnyUses,
            other => other,
        }
    }

    /// Whether the last uses are read first, as `u`.
    const fn is_of_uses(self) -> bool {
        matches!(self, Self::Uses | Self::AnyUses | Self::UsesAlone)
    }

    /// The token's ID in the index that is read.
    pub(in crate::store) const fn id(self) -> &'static str {
        match self {
            Self::Modules | Self::ModulesAlone => "h.token_id",
            Self::Uses | Self::AnyUses | Self::UsesAlone => "u.token_id",
            Self::Tokens | Self::Names | Self::TokensWithUses => "t.id",
        }
    }
}

impl Filter {
    /// Adds the conditions to a statement that reads from this source.
    pub(in crate::store) fn narrow(
        &self,
        statement: &mut Statement,
        among: Scope,
        form: PlanHint,
        source: Source,
    ) {
        statement.push(" WHERE 1 = 1");
        if let Some(tenant) = among.tenant {
            if source.is_of_uses() {
                statement.push(" AND u.tenant_id = ").bind(Arg::Id(tenant.uuid()));
            }
            if !matches!(source, Source::ModulesAlone | Source::UsesAlone) {
                statement.push(" AND t.tenant_id = ").bind(Arg::Id(tenant.uuid()));
            }
        }
        if source == Source::Uses {
            statement.push(" AND t.id = u.token_id");
        }
        let mut narrow = FilterBuilder { statement, among, form, source };
        // Names come last, because they take longest.
        for entry in FILTERS.iter().skip(1).chain(FILTERS.first()) {
            (entry.narrow)(self, &mut narrow);
        }
    }

    /// Adds a statement that returns the IDs of matches by the fastest index: the first ones found, at most `most`.
    pub(in crate::store) fn ids(&self, statement: &mut Statement, among: Scope, most: i64) {
        let source = Source::of(self, among, PlanHint::AnyIndex);
        statement.push("SELECT ").push(source.id()).push(" AS id").push(source.text());
        self.narrow(statement, among, PlanHint::AnyIndex, source);
        statement.push(" LIMIT ").bind(Arg::Int(most));
    }
}

/// A statement that is being narrowed down by filters.
pub(super) struct FilterBuilder<'a> {
    pub(super) statement: &'a mut Statement,
    pub(super) among: Scope,
    pub(super) form: PlanHint,
    source: Source,
}

impl FilterBuilder<'_> {
    /// The time by which expiration is decided.
    pub(super) const fn now(&self) -> Timestamp {
        self.among.now
    }

    /// The time in this many days.
    pub(super) fn moment(&self, days: i64) -> Arg {
        Arg::Int(self.among.now.plus(TimeDelta::days(days)).micros())
    }

    /// Adds a condition that ends in this value.
    pub(super) fn and_bound(&mut self, condition: &'static str, value: Arg) -> &mut Self {
        self.push(" AND ").push(condition).statement.bind(value);
        self
    }

    /// Adds a condition on a column.
    pub(super) fn and(&mut self, column: Column, holds: &'static str) {
        self.push(" AND ").column(column).push(holds);
    }

    /// Adds a comparison of a column with a value.
    pub(super) fn compare(&mut self, column: Column, sign: &'static str, value: Arg) {
        self.and(column, sign);
        self.statement.bind(value);
    }

    /// Adds text that is part of the program.
    pub(super) fn push(&mut self, text: &'static str) -> &mut Self {
        self.statement.push(text);
        self
    }

    /// Adds a value.
    pub(super) fn bind(&mut self, value: Arg) {
        self.statement.bind(value);
    }

    /// The hour of the last use, and the comparison with the token's creation. If the last uses are read first, their
    /// index has both.
    pub(super) const fn uses(&self) -> (&'static str, &'static str) {
        if self.source.is_of_uses() {
            ("u.hour", "u.created_at <= ")
        } else {
            ("(SELECT n.hour FROM token_uses n WHERE n.token_id = t.id)", "t.created_at <= ")
        }
    }

    /// Adds a column, hidden from its index unless the statement may use it.
    pub(super) fn column(&mut self, column: Column) -> &mut Self {
        let Column(indexed, hidden, order) = column;
        let usable = match self.form {
            PlanHint::AnyIndex => true,
            PlanHint::FollowOrder(by) => order == Some(by),
        };
        self.push(if usable { indexed } else { hidden })
    }

    /// The app's column. Its index starts with the tenant, so it has no order across all tenants.
    pub(super) const fn app(&self) -> Column {
        match self.among.tenant {
            Some(_) => APP,
            None => Column(APP.0, APP.1, None),
        }
    }

    /// Adds the condition on the module and returns `true` if the statement reads the module's tokens first.
    pub(super) fn walks_through(&mut self, module: ModuleId) -> bool {
        if !matches!(self.source, Source::Modules | Source::ModulesAlone) {
            return false;
        }
        if let Some(tenant) = self.among.tenant {
            self.and_bound("h.tenant_id = ", Arg::Id(tenant.uuid()));
        }
        self.and_bound("h.module_id = ", Arg::Id(module.uuid()));
        if self.source == Source::Modules {
            self.push(" AND t.id = h.token_id");
        }
        true
    }

    /// Adds the condition that the creator has left or is disabled and returns `true` if any index may be used. It is
    /// two queries with an index each: for one with an OR, SQLite reads every token of the tenant.
    pub(super) fn finds_orphans(&mut self) -> bool {
        if self.form != PlanHint::AnyIndex {
            return false;
        }
        self.push(" AND t.id IN (SELECT o.id FROM tokens o");
        self.push(" WHERE o.created_by IS NULL AND o.issued_by_person = 1");
        self.theirs();
        // From few users to their tokens, in this order: SQLite can't know how few are disabled.
        self.push(" UNION ALL SELECT o.id FROM users u CROSS JOIN tokens o");
        self.push(" WHERE u.disabled_at IS NOT NULL AND o.created_by = u.id");
        self.theirs();
        self.push(")");
        true
    }

    /// Restricts the tokens `o` to those of the tenant.
    fn theirs(&mut self) {
        if let Some(tenant) = self.among.tenant {
            self.and_bound("o.tenant_id = ", Arg::Id(tenant.uuid()));
        }
    }
}
