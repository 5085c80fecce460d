//! The conditions of a list's filter, in SQL: so written that the right index finds what they let through, or that a walk
//! stays in the index of its order.

use chrono::TimeDelta;

use super::filter::{Attention, EXPIRES, Filter, ScopeKind, SortBy, UsageKind};
use super::search::{self, FOUND, SearchStrategy};
use crate::domain::id::{ModuleId, TenantId, TokenId};
use crate::domain::time::Timestamp;
use crate::domain::token::Status;
use crate::store::statement::{Arg, Statement};

/// Number of days for which a use after the expiration counts.
const LATE_DAYS: i64 = 30;
const HOUR: i64 = 60 * 60 * 1_000_000;

/// How the conditions are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::store) enum PlanHint {
    /// So that the database may look for them in an index: what is found is counted, or few.
    AnyIndex,
    /// So that it can walk through the index of this order alone, and looks at each token on its way: what is found is
    /// much, and would have to be sorted otherwise.
    FollowOrder(SortBy),
}

/// Among which tokens it is looked, when, and how names are looked for there.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct Scope {
    /// Those of this tenant; `None` for those of all.
    pub tenant: Option<TenantId>,
    /// The moment that tells what has expired.
    pub now: Timestamp,
    /// What [`Names::of`] says.
    pub names: SearchStrategy,
}

/// Where it is read which tokens there are, the row of each at hand as `t`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::store) enum Source {
    /// The tokens themselves.
    Tokens,
    /// What has a module, in the order of the ids: it is looked up which tokens these are.
    Modules,
    /// The same without a look at the tokens, where nothing else is asked of them: there is no `t` then.
    ModulesAlone,
    /// What SQLite's search tables find.
    Names,
    /// The tokens with their last use as `u`, for what is shown of them.
    TokensWithUses,
    /// The last uses as `u`, in the order of their hours; the tokens are looked up.
    Uses,
    /// The same, in whatever order leads past the least.
    AnyUses,
    /// The same without the tokens: there is no `t`.
    UsesAlone,
}

impl Source {
    /// The one that leads to what the filter lets through past the least of the rest.
    pub(in crate::store) fn of(filter: &Filter, among: Scope, form: PlanHint) -> Self {
        let found = among.names == SearchStrategy::Fts && TokenId::range(filter.search.trim()).is_none();
        let ordered = matches!(form, PlanHint::AnyIndex | PlanHint::FollowOrder(SortBy::Created));
        match form {
            PlanHint::AnyIndex if found => Self::Names,
            PlanHint::AnyIndex if filter.usage.is_some() && filter.asks_for_use_alone() => Self::UsesAlone,
            PlanHint::AnyIndex if filter.usage.is_some() => Self::AnyUses,
            PlanHint::FollowOrder(SortBy::Used) if filter.asks_for_use_alone() => Self::UsesAlone,
            PlanHint::FollowOrder(SortBy::Used) => Self::Uses,
            _ if ordered && filter.asks_for_a_module_alone() => Self::ModulesAlone,
            _ if ordered && filter.module.is_some() && !filter.is_indexed_without_module() => Self::Modules,
            _ => Self::Tokens,
        }
    }

    /// The part of the statement between columns and conditions.
    pub(in crate::store) const fn text(self) -> &'static str {
        match self {
            Self::Tokens => " FROM tokens t",
            Self::ModulesAlone => " FROM token_modules h",
            // SQLite takes the tables of a CROSS JOIN in this order.
            Self::Modules => " FROM token_modules h CROSS JOIN tokens t",
            Self::Names => FOUND,
            Self::TokensWithUses => " FROM tokens t LEFT JOIN token_uses u ON u.token_id = t.id",
            Self::Uses => " FROM token_uses u CROSS JOIN tokens t",
            Self::AnyUses => " FROM token_uses u JOIN tokens t ON t.id = u.token_id",
            Self::UsesAlone => " FROM token_uses u",
        }
    }

    /// The one like it that has the tokens as well.
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

    /// A token's id, in the index that is walked through.
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
        statement.push(if source == Source::Uses { " AND t.id = u.token_id" } else { "" });
        Narrow { statement, among, form, source }.all(self);
    }

    /// Adds a statement that returns the IDs of matches by the fastest index: the first ones found, at most `most`.
    pub(in crate::store) fn ids(&self, statement: &mut Statement, among: Scope, most: i64) {
        let source = Source::of(self, among, PlanHint::AnyIndex);
        statement.push("SELECT ").push(source.id()).push(" AS id").push(source.text());
        self.narrow(statement, among, PlanHint::AnyIndex, source);
        statement.push(" LIMIT ").bind(Arg::Int(most));
    }
}

struct Narrow<'a> {
    statement: &'a mut Statement,
    among: Scope,
    form: PlanHint,
    source: Source,
}

impl Narrow<'_> {
    fn all(mut self, filter: &Filter) {
        if let Some(status) = filter.status {
            self.status(status, filter.usage.is_some());
        }
        if let Some(scope) = filter.scope {
            self.scope(scope);
        }
        if let Some(permission) = filter.permission {
            self.statement.push(" AND (t.permissions & ").bind(Arg::Int(permission.bit())).push(") <> 0");
        }
        if let Some(module) = filter.module {
            self.module(module);
        }
        if let Some(app) = filter.app {
            let plain = "t.app_id IS NOT NULL AND t.app_id";
            let hidden = "COALESCE(t.app_id, t.app_id)";
            self.statement.push(" AND ");
            // The index is a tenant's: of all tenants it is in no order, and only found in.
            match self.among.tenant {
                None if self.form != PlanHint::AnyIndex => _ = self.statement.push(hidden),
                _ => self.hidden(plain, hidden),
            }
            self.statement.push(" = ").bind(Arg::Id(app.uuid()));
        }
        if !filter.creator.is_empty() {
            self.statement.push(" AND ");
            self.hidden("t.created_by_label", "(t.created_by_label || '')");
            self.statement.push(" = ").bind(Arg::Text(filter.creator.clone()));
        }
        if let Some(days) = filter.expiring_within {
            self.statement.push(" AND t.revoked_at IS NULL");
            self.expires(" > ", self.among.now);
            self.expires(" <= ", self.among.now.plus(TimeDelta::days(days)));
        }
        if let Some(usage) = filter.usage {
            self.usage(usage);
        }
        match filter.attention {
            None => {}
            Some(Attention::Late) => self.late(),
            Some(Attention::Orphaned) => self.orphaned(),
        }
        self.search(filter.search.trim());
    }

    fn module(&mut self, module: ModuleId) {
        if matches!(self.source, Source::Modules | Source::ModulesAlone) {
            if let Some(tenant) = self.among.tenant {
                self.statement.push(" AND h.tenant_id = ").bind(Arg::Id(tenant.uuid()));
            }
            self.statement.push(" AND h.module_id = ").bind(Arg::Id(module.uuid()));
            if self.source == Source::Modules {
                self.statement.push(" AND t.id = h.token_id");
            }
        } else {
            self.statement.push(
                " AND EXISTS (SELECT 1 FROM token_modules h WHERE h.token_id = t.id AND h.module_id = ",
            );
            self.statement.bind(Arg::Id(module.uuid())).push(")");
        }
    }

    /// The SQL equivalent of `Life::status`; a test keeps the two consistent. Active tokens without recent use have a
    /// separate index.
    fn status(&mut self, status: Status, by_use: bool) {
        self.statement.push(" AND ");
        if status == Status::Revoked {
            self.hidden("t.revoked_at", "+t.revoked_at");
            self.statement.push(" IS NOT NULL");
            return;
        }
        self.statement.push("t.revoked_at IS NULL");
        match status {
            Status::Expired => self.expires(" <= ", self.among.now),
            Status::Active => {
                if by_use {
                    self.expires_unindexed(" > ", self.among.now);
                } else {
                    self.expires(" > ", self.among.now);
                }
                // There is an index of the active ones to count in, in no order that a list has.
                let free = self.form == PlanHint::AnyIndex;
                let enabled = [" AND +t.disabled_at IS NULL", " AND t.disabled_at IS NULL"];
                self.statement.push(enabled[usize::from(free)]);
            }
            Status::Disabled | Status::Revoked => {
                // Few are disabled, and their index finds them; few of all have expired.
                self.expires_unindexed(" > ", self.among.now);
                self.statement.push(" AND ");
                self.hidden("t.disabled_at", "+t.disabled_at");
                self.statement.push(" IS NOT NULL");
            }
        }
    }

    fn scope(&mut self, scope: ScopeKind) {
        let value = match scope {
            ScopeKind::This => {
                self.statement.push(" AND t.tenant_scope = 'this' AND t.include_subtenants = 0");
                return;
            }
            ScopeKind::ThisAndBelow => {
                // Their index is of use where they are counted, or few.
                let free = self.form == PlanHint::AnyIndex;
                self.statement.push(if free {
                    " AND t.include_subtenants"
                } else {
                    " AND +t.include_subtenants"
                });
                self.statement.push(" = 1");
                return;
            }
            ScopeKind::Selected => " = 'selected'",
            ScopeKind::All => " = 'all'",
        };
        self.statement.push(" AND ");
        // Repeats the condition of the index word for word: only then SQLite uses it.
        self.hidden("t.tenant_scope <> 'this' AND t.tenant_scope", "(t.tenant_scope || '')");
        self.statement.push(value);
    }

    fn expires(&mut self, sign: &'static str, than: Timestamp) {
        if !matches!(self.form, PlanHint::AnyIndex | PlanHint::FollowOrder(SortBy::Expires)) {
            return self.expires_unindexed(sign, than);
        }
        self.statement.push(" AND ").push(EXPIRES).push(sign).bind(Arg::Int(than.micros()));
    }

    /// With a plus before it, it is no more what the index has.
    fn expires_unindexed(&mut self, sign: &'static str, than: Timestamp) {
        self.statement.push(" AND +").push(EXPIRES).push(sign).bind(Arg::Int(than.micros()));
    }

    fn usage(&mut self, usage: UsageKind) {
        let (hour, created_at) = match self.source.is_of_uses() {
            true => ("u.hour", "u.created_at"),
            false => ("(SELECT n.hour FROM token_uses n WHERE n.token_id = t.id)", "t.created_at"),
        };
        self.statement.push(" AND ").push(hour);
        let days = match usage {
            UsageKind::UnusedFor(days) => {
                let hour = self.among.now.plus(TimeDelta::days(-days)).micros() / HOUR;
                self.statement.push(" < ").bind(Arg::Int(hour));
                days
            }
            UsageKind::Never | UsageKind::NeverSince(_) => {
                self.statement.push(" = 0");
                let UsageKind::NeverSince(days) = usage else { return };
                days
            }
        };
        let before = self.among.now.plus(TimeDelta::days(-days)).micros();
        self.statement.push(" AND ").push(created_at).push(" <= ").bind(Arg::Int(before));
    }

    fn late(&mut self) {
        // An end that was put off since makes up for what came before it.
        let late = [" AND +t.late_day > 0", " AND t.late_day > 0"];
        self.statement.push(late[usize::from(self.form == PlanHint::AnyIndex)]);
        self.statement.push(" AND t.late_day >= ").bind(Arg::Int(self.among.now.day() - LATE_DAYS));
        self.statement
            .push(" AND t.revoked_at IS NULL AND t.expires_at <= ")
            .bind(Arg::Int(self.among.now.micros()));
        self.statement.push(" AND t.expires_at <= t.late_day * 86400000000");
    }

    fn orphaned(&mut self) {
        if self.form == PlanHint::AnyIndex {
            // Two questions, an index for each: of one with an OR, SQLite makes a look at every token of the tenant.
            self.statement.push(" AND t.id IN (SELECT o.id FROM tokens o WHERE");
            self.statement.push(" o.created_by IS NULL AND o.issued_by_person = 1");
            self.theirs();
            // From few people to their tokens, in this order: SQLite cannot know how few are disabled.
            self.statement.push(" UNION ALL SELECT o.id FROM users u CROSS JOIN tokens o");
            self.statement.push(" WHERE u.disabled_at IS NOT NULL AND o.created_by = u.id");
            self.theirs();
            self.statement.push(")");
        } else {
            self.statement.push(
                " AND (COALESCE(t.created_by, t.created_by) IS NULL AND t.issued_by_person = 1
                     OR COALESCE(t.created_by, t.created_by) IN
                         (SELECT u.id FROM users u WHERE u.disabled_at IS NOT NULL))",
            );
        }
        self.statement.push(" AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > ");
        self.statement.bind(Arg::Int(self.among.now.micros())).push(")");
    }

    /// Of the tokens `o`, those of the tenant.
    fn theirs(&mut self) {
        if let Some(tenant) = self.among.tenant {
            self.statement.push(" AND o.tenant_id = ").bind(Arg::Id(tenant.uuid()));
        }
    }

    fn search(&mut self, search: &str) {
        if search.is_empty() {
            return;
        }
        let ids = TokenId::range(search);
        let Scope { tenant, names, .. } = self.among;
        if matches!(names, SearchStrategy::Trigram | SearchStrategy::Prefix) {
            self.statement.planned_each_time();
        }
        self.statement.push(" AND (");
        match (ids, names, self.form) {
            // Two questions, an index for each.
            (Some((first, last)), SearchStrategy::Fts, PlanHint::AnyIndex) => {
                self.statement.push("t.id IN (SELECT o.id FROM tokens o WHERE o.id BETWEEN ");
                self.statement.bind(Arg::Id(first.uuid())).push(" AND ").bind(Arg::Id(last.uuid()));
                self.statement.push(" UNION ALL SELECT t.id").push(FOUND).push(" WHERE ");
                search::narrow_found(self.statement, tenant, search);
                self.statement.push(" AND ");
                search::narrow_each(self.statement, search);
                self.statement.push(")");
            }
            (Some((first, last)), ..) => {
                self.statement.push("t.id BETWEEN ").bind(Arg::Id(first.uuid()));
                self.statement.push(" AND ").bind(Arg::Id(last.uuid())).push(" OR ");
                search::narrow_each(self.statement, search);
            }
            (None, SearchStrategy::Fts, PlanHint::AnyIndex) => {
                search::narrow_found(self.statement, tenant, search);
                self.statement.push(" AND ");
                search::narrow_each(self.statement, search);
            }
            (None, SearchStrategy::Prefix, form) => {
                let plain = matches!(form, PlanHint::AnyIndex | PlanHint::FollowOrder(SortBy::Name));
                // A cast hides it from SQLite's planner alone: PostgreSQL's knows how many names begin so.
                let name = if plain { "t.search_name" } else { "CAST(t.search_name AS TEXT)" };
                search::narrow_beginning(self.statement, name, search);
            }
            // The index of the names is then read from one end to the other, or that of another condition; no other
            // one is looked for.
            (None, SearchStrategy::Scan, _) => search::narrow_read(self.statement, search),
            _ => search::narrow_each(self.statement, search),
        }
        self.statement.push(")");
    }

    /// The column where its index may be used: that is in the order of the ids. Else an expression that says the same
    /// and that no index has.
    fn hidden(&mut self, column: &'static str, expression: &'static str) {
        let free = matches!(self.form, PlanHint::AnyIndex | PlanHint::FollowOrder(SortBy::Created));
        self.statement.push(if free { column } else { expression });
    }
}
