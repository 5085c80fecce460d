//! Which tokens a list shows, and in which order: the part of its SQL that depends on what is asked for.

use chrono::TimeDelta;

pub use super::scope_kind::ScopeKind;
use super::statement::{Arg, Statement};
use super::token_search::{self, FOUND, Names};
use super::{Result, Tx};
use crate::domain::id::{AppId, ModuleId, TenantId, TokenId};
use crate::domain::permission::Permission;
use crate::domain::time::Timestamp;
use crate::domain::token::Status;

/// Which tokens a list shows. What is empty leaves nothing out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Those whose name contains this, or whose public id begins with it; empty for all.
    pub search: String,
    /// Whether it has to stand at the beginning of the name, which [`Filter::settled`] decides.
    pub beginnings: bool,
    /// Those of this status.
    pub status: Option<Status>,
    /// Those that reach so far.
    pub scope: Option<ScopeKind>,
    /// Those that have this permission, maybe among others.
    pub permission: Option<Permission>,
    /// Those that have this module.
    pub module: Option<ModuleId>,
    /// Those bound to this app.
    pub app: Option<AppId>,
    /// Those issued by this person or token, by the name they had then; empty for all.
    pub creator: String,
    /// Those that are not revoked and will expire within so many days.
    pub expiring_within: Option<i64>,
    /// Those of this use.
    pub usage: Option<UsageKind>,
    /// Those that need a look, for this reason.
    pub attention: Option<Attention>,
}

/// How long a token was not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsageKind {
    /// Not for so many days, and issued before that.
    UnusedFor(i64),
    /// Never so far.
    Never,
    /// Never so far, and issued so many days ago or earlier.
    NeverSince(i64),
}

/// Why a token needs a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attention {
    /// It expired, and within the last 30 days somebody called with it all the same.
    Late,
    /// Whoever issued it is gone or disabled, and it still works or could.
    Orphaned,
}

/// What a list is sorted by. The token's id comes after it, so that the order is one and the same each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SortBy {
    /// When they were issued, which is the order of their ids.
    #[default]
    Created,
    /// Their name, without regard to case.
    Name,
    /// When they expire; those that never do come last.
    Expires,
    /// The hour of their last use; those without any come first.
    Used,
}

/// An order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// By what.
    pub by: SortBy,
    /// Whether the greatest comes first.
    pub descending: bool,
}

impl Default for Order {
    fn default() -> Self {
        Self { by: SortBy::Created, descending: true }
    }
}

impl SortBy {
    /// What is sorted by, exactly as the index has it; `None` for the id alone.
    pub(super) const fn expression(self) -> Option<&'static str> {
        match self {
            Self::Created => None,
            Self::Name => Some("t.search_name"),
            Self::Expires => Some(EXPIRES),
            Self::Used => Some("t.last_used_hour"),
        }
    }
}

/// The moment a token expires, with one for those that never do. Index and query have to write it alike.
const EXPIRES: &str = "COALESCE(t.expires_at, 9223372036854775807)";

/// A use counts as late for so many days.
const LATE_DAYS: i64 = 30;
const HOUR: i64 = 60 * 60 * 1_000_000;

/// How the conditions are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Form {
    /// So that the database may look for them in an index: what is found is counted, or few.
    Free,
    /// So that it can walk through the index of this order alone, and looks at each token on its way: what is found is
    /// much, and would have to be sorted otherwise.
    Walk(SortBy),
}

impl Filter {
    /// Whether nothing is left out.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether some index may find what matches, where that is little. A part of a name is in none, nor are the
    /// permissions and modules that most tokens have.
    pub(super) fn is_indexed(&self) -> bool {
        let far = matches!(self.scope, Some(ScopeKind::ThisAndBelow | ScopeKind::Selected | ScopeKind::All));
        let over = matches!(self.status, Some(Status::Disabled | Status::Expired | Status::Revoked));
        let issued = self.app.is_some() || !self.creator.is_empty();
        let looked_after = self.usage.is_some() || self.attention.is_some();
        far || over || issued || looked_after || self.expiring_within.is_some()
    }

    /// The same for as long as the tenant's tokens are gone through, however many there are by then: it never finds more
    /// than the list that it stands for.
    pub async fn settled(mut self, tx: &mut Tx, tenant: TenantId) -> Result<Self> {
        self.beginnings = Names::of(tx, Some(tenant), &self).await? == Names::Beginning;
        Ok(self)
    }

    /// How names are looked for where every token is looked at anyway.
    pub(super) const fn plain_names(&self) -> Names {
        if self.beginnings { Names::Beginning } else { Names::Each }
    }

    /// Adds the conditions to a statement that reads `tokens t`.
    pub(super) fn narrow(&self, statement: &mut Statement, among: Among, form: Form) {
        match among.tenant {
            Some(tenant) => statement.push(" WHERE t.tenant_id = ").bind(Arg::Id(tenant.uuid())),
            None => statement.push(" WHERE 1 = 1"),
        };
        let narrow = Narrow { statement, among, form };
        narrow.all(self);
    }

    /// Adds a statement that gives the ids of what matches, by whatever index finds it soonest.
    pub(super) fn ids(&self, statement: &mut Statement, among: Among) {
        let search = self.search.trim();
        if among.names == Names::Tables && TokenId::range(search).is_none() {
            statement.push("SELECT t.id FROM ").push(FOUND);
        } else {
            statement.push("SELECT t.id FROM tokens t");
        }
        self.narrow(statement, among, Form::Free);
    }
}

/// Among which tokens it is looked, when, and how names are looked for there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Among {
    /// Those of this tenant; `None` for those of all.
    pub tenant: Option<TenantId>,
    /// The moment that tells what has expired.
    pub now: Timestamp,
    /// What [`Names::of`] says.
    pub names: Names,
}

struct Narrow<'a> {
    statement: &'a mut Statement,
    among: Among,
    form: Form,
}

impl Narrow<'_> {
    fn all(mut self, filter: &Filter) {
        if let Some(status) = filter.status {
            self.status(status);
        }
        if let Some(scope) = filter.scope {
            self.scope(scope);
        }
        if let Some(permission) = filter.permission {
            self.statement.push(" AND (t.permissions & ").bind(Arg::Int(permission.bit())).push(") <> 0");
        }
        if let Some(module) = filter.module {
            self.statement.push(
                " AND EXISTS (SELECT 1 FROM token_modules m WHERE m.token_id = t.id AND m.module_id = ",
            );
            self.statement.bind(Arg::Id(module.uuid())).push(")");
        }
        if let Some(app) = filter.app {
            self.statement.push(" AND t.app_id IS NOT NULL AND ");
            self.hidden("t.app_id", "COALESCE(t.app_id, t.app_id)");
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

    /// The SQL twin of `Life::status`; a test holds the two together.
    fn status(&mut self, status: Status) {
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
                self.expires(" > ", self.among.now);
                // There is an index of the active ones to count in, in no order that a list has.
                let free = self.form == Form::Free;
                self.statement.push(if free { " AND t.disabled_at" } else { " AND +t.disabled_at" });
                self.statement.push(" IS NULL");
            }
            Status::Disabled | Status::Revoked => {
                // Few are disabled, and their index finds them; few of all have expired.
                self.statement.push(" AND +").push(EXPIRES);
                self.statement.push(" > ").bind(Arg::Int(self.among.now.micros()));
                self.statement.push(" AND ");
                self.hidden("t.disabled_at", "+t.disabled_at");
                self.statement.push(" IS NOT NULL");
            }
        }
    }

    fn scope(&mut self, scope: ScopeKind) {
        // The conditions of the indexes stand there word for word: SQLite takes them for granted only then.
        self.statement.push(match scope {
            ScopeKind::This => " AND t.tenant_scope = 'this' AND t.include_subtenants = 0",
            ScopeKind::ThisAndBelow if self.form == Form::Free => " AND t.include_subtenants = 1",
            ScopeKind::ThisAndBelow => " AND +t.include_subtenants = 1",
            _ => " AND t.tenant_scope <> 'this'",
        });
        let value = match scope {
            ScopeKind::This | ScopeKind::ThisAndBelow => return,
            ScopeKind::Selected => " = 'selected'",
            ScopeKind::All => " = 'all'",
        };
        self.statement.push(" AND ");
        self.hidden("t.tenant_scope", "(t.tenant_scope || '')");
        self.statement.push(value);
    }

    fn expires(&mut self, sign: &'static str, than: Timestamp) {
        self.statement.push(" AND ");
        // With a plus before it, it is no more what the index has.
        let plain = matches!(self.form, Form::Free | Form::Walk(SortBy::Expires));
        self.statement.push(if plain { "" } else { "+" }).push(EXPIRES);
        self.statement.push(sign).bind(Arg::Int(than.micros()));
    }

    fn usage(&mut self, usage: UsageKind) {
        self.statement.push(" AND ");
        let plain = matches!(self.form, Form::Free | Form::Walk(SortBy::Used));
        self.statement.push(if plain { "t.last_used_hour" } else { "+t.last_used_hour" });
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
        self.statement.push(" AND t.created_at <= ").bind(Arg::Int(before));
    }

    fn late(&mut self) {
        // An end that was put off since makes up for what came before it.
        self.statement.push(" AND t.late_day > 0 AND t.late_day >= ");
        self.statement.bind(Arg::Int(self.among.now.day() - LATE_DAYS));
        self.statement
            .push(" AND t.revoked_at IS NULL AND t.expires_at <= ")
            .bind(Arg::Int(self.among.now.micros()));
        self.statement.push(" AND t.expires_at <= t.late_day * 86400000000");
    }

    fn orphaned(&mut self) {
        if self.form == Form::Free {
            // Two questions, an index for each: of one with an OR, SQLite makes a look at every token of the tenant.
            self.statement.push(" AND t.id IN (SELECT o.id FROM tokens o WHERE");
            self.statement.push(" o.created_by IS NULL AND o.issued_by_person = 1");
            self.theirs();
            self.statement.push(" UNION ALL SELECT o.id FROM users u JOIN tokens o ON o.created_by = u.id");
            self.statement.push(" WHERE u.disabled_at IS NOT NULL");
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
        let Among { tenant, names, .. } = self.among;
        if names == Names::Index {
            self.statement.planned_each_time();
        }
        self.statement.push(" AND (");
        match (ids, names, self.form) {
            // Two questions, an index for each.
            (Some((first, last)), Names::Tables, Form::Free) => {
                self.statement.push("t.id IN (SELECT o.id FROM tokens o WHERE o.id BETWEEN ");
                self.statement.bind(Arg::Id(first.uuid())).push(" AND ").bind(Arg::Id(last.uuid()));
                self.statement.push(" UNION ALL SELECT t.id FROM ").push(FOUND).push(" WHERE ");
                token_search::narrow_found(self.statement, tenant, search);
                self.statement.push(" AND ");
                token_search::narrow_each(self.statement, search);
                self.statement.push(")");
            }
            (Some((first, last)), ..) => {
                self.statement.push("t.id BETWEEN ").bind(Arg::Id(first.uuid()));
                self.statement.push(" AND ").bind(Arg::Id(last.uuid())).push(" OR ");
                token_search::narrow_each(self.statement, search);
            }
            (None, Names::Tables, Form::Free) => {
                token_search::narrow_found(self.statement, tenant, search);
                self.statement.push(" AND ");
                token_search::narrow_each(self.statement, search);
            }
            (None, Names::Beginning, form) => {
                let plain = matches!(form, Form::Free | Form::Walk(SortBy::Name));
                let name = if plain { "t.search_name" } else { "(t.search_name || '')" };
                token_search::narrow_beginning(self.statement, name, search);
            }
            _ => token_search::narrow_each(self.statement, search),
        }
        self.statement.push(")");
    }

    /// The column where its index may be used: that is in the order of the ids. Else an expression that says the same
    /// and that no index has.
    fn hidden(&mut self, column: &'static str, expression: &'static str) {
        let free = matches!(self.form, Form::Free | Form::Walk(SortBy::Created));
        self.statement.push(if free { column } else { expression });
    }
}
