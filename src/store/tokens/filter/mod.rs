//! The filters of a token list, as a table: the name of each, its values, its SQL, and the index that finds its
//! tokens. Pages, exports, bulk actions and the Tenant API use it. `hints` has what planners need.

pub(in crate::store) mod hints;
pub(crate) mod search;

use chrono::TimeDelta;

pub use super::kinds::{Attention, ScopeKind, UsageKind};
pub use super::order::{Order, SortBy};
use crate::domain::id::{AppId, ModuleId};
use crate::domain::permission::Permission;
use crate::domain::token::Status;
use crate::store::statement::Arg;
use hints::FilterBuilder;
pub use hints::Index;
use hints::Selectivity::{Aside, Few, InOrder, Many};

/// Which tokens a list shows. Empty fields match all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only tokens whose name contains this, or whose public ID starts with it; empty for all.
    pub search: String,
    /// Whether it must match the start of the name, as decided by [`Filter::settled`].
    pub beginnings: bool,
    /// Only tokens with this status.
    pub status: Option<Status>,
    /// Only tokens with this scope.
    pub scope: Option<ScopeKind>,
    /// Only tokens with this permission.
    pub permission: Option<Permission>,
    /// Only tokens with this module.
    pub module: Option<ModuleId>,
    /// Only tokens bound to this app.
    pub app: Option<AppId>,
    /// Only tokens created by the person or token that had this name then; empty for all.
    pub creator: String,
    /// Only tokens that are not revoked and expire within this many days.
    pub expiring_within: Option<i64>,
    /// Only tokens with this usage.
    pub usage: Option<UsageKind>,
    /// Only tokens that need attention for this reason.
    pub attention: Option<Attention>,
}

/// For how many days after an expiration a call counts as late.
const LATE_DAYS: i64 = 30;
const HOUR: i64 = 60 * 60 * 1_000_000;

/// A filter of the list.
pub struct FilterDef {
    /// Its query parameter on pages and exports, its form field, and its name in stored bulk actions.
    pub name: &'static str,
    /// Its query parameter in the Tenant API; empty if it has none.
    pub api: &'static str,
    /// The values it accepts; empty if it accepts any text. Modules and apps are IDs.
    pub values: &'static [&'static str],
    /// Sets the field of the filter; an unknown value clears it.
    read: fn(&mut Filter, &str),
    /// The value that `read` reads back; `None` if the field is empty.
    value: fn(&Filter) -> Option<String>,
    /// Adds its condition on the tokens `t`, if the field isn't empty.
    pub(in crate::store::tokens::filter) narrow: fn(&Filter, &mut FilterBuilder<'_>),
    /// The index for a value that isn't empty.
    index: fn(&Filter) -> Option<Index>,
}

/// Every filter, in the order of an address.
pub const FILTERS: &[FilterDef] =
    &[SEARCH, STATUS, SCOPE, PERMISSION, MODULE, APP, CREATOR, EXPIRING, UNUSED, ATTENTION];

/// The defaults: any text is a value, no index, not in the Tenant API.
const ANY: FilterDef = FilterDef {
    name: "",
    api: "",
    values: &[],
    read: |_, _| (),
    value: |_| None,
    narrow: |_, _| (),
    index: |_| None,
};

/// Part of the name, or the start of the public ID.
pub const SEARCH: FilterDef = FilterDef {
    name: "q",
    api: "q",
    read: |filter, text| text.trim().clone_into(&mut filter.search),
    value: |filter| given(&filter.search),
    narrow: |filter, among| search::narrow(among, filter.search.trim()),
    index: |_| Some(Index(Many, "search_names", "search_names")),
    ..ANY
};

/// The SQL equivalent of `Life::status`; a test keeps the two consistent.
pub const STATUS: FilterDef = FilterDef {
    name: "status",
    api: "status",
    values: &["active", "disabled", "expired", "revoked"],
    read: |filter, text| filter.status = Status::from_name(text),
    value: |filter| filter.status.map(|status| status.name().to_owned()),
    narrow: |filter, among| {
        let Some(status) = filter.status else { return };
        let now = among.moment(0);
        if status == Status::Revoked {
            return among.and(hints::REVOKED, " IS NOT NULL");
        }
        among.push(" AND t.revoked_at IS NULL");
        match status {
            Status::Expired => among.compare(hints::EXPIRES, " <= ", now),
            Status::Active => {
                among.compare(hints::end_of_active(filter), " > ", now);
                among.and(hints::NOT_DISABLED, " IS NULL");
            }
            Status::Disabled | Status::Revoked => {
                among.compare(hints::EXPIRES_UNINDEXED, " > ", now);
                among.and(hints::DISABLED, " IS NOT NULL");
            }
        }
    },
    index: |filter| {
        Some(match filter.status? {
            Status::Active => Index(Many, "tokens_active", ""),
            Status::Disabled => Index(InOrder, "tokens_disabled", "tokens_anywhere_disabled"),
            Status::Expired => Index(Aside, "tokens_by_expiry", "tokens_anywhere_by_expiry"),
            Status::Revoked => Index(InOrder, "tokens_revoked", "tokens_anywhere_revoked"),
        })
    },
};

/// Their tenant scope.
pub const SCOPE: FilterDef = FilterDef {
    name: "scope",
    api: "tenant_scope",
    values: &["this", "this_and_subtenants", "selected", "all"],
    read: |filter, text| filter.scope = ScopeKind::from_name(text),
    value: |filter| filter.scope.map(|scope| scope.name().to_owned()),
    narrow: |filter, among| match filter.scope {
        None => {}
        Some(ScopeKind::This) => {
            among.push(" AND t.tenant_scope = 'this'");
            among.push(" AND t.include_subtenants = 0");
        }
        Some(ScopeKind::ThisAndBelow) => among.and(hints::SUBTENANTS, " = 1"),
        Some(ScopeKind::Selected) => among.and(hints::FAR, " = 'selected'"),
        Some(ScopeKind::All) => among.and(hints::FAR, " = 'all'"),
    },
    index: |filter| {
        Some(match filter.scope? {
            ScopeKind::This => return None,
            ScopeKind::ThisAndBelow => Index(Few, "tokens_reaching_below", "tokens_reaching_below"),
            ScopeKind::Selected | ScopeKind::All => {
                Index(InOrder, "tokens_reaching_far", "tokens_anywhere_reaching_far")
            }
        })
    },
};

/// A permission.
pub const PERMISSION: FilterDef = FilterDef {
    name: "permission",
    values: &["read", "write", "create", "delete"],
    read: |filter, text| filter.permission = Permission::from_name(text),
    value: |filter| filter.permission.map(|permission| permission.name().to_owned()),
    narrow: |filter, among| {
        if let Some(permission) = filter.permission {
            among.and_bound("(t.permissions & ", Arg::Int(permission.bit())).push(") <> 0");
        }
    },
    ..ANY
};

/// A module.
pub const MODULE: FilterDef = FilterDef {
    name: "module",
    read: |filter, text| filter.module = text.parse().ok(),
    value: |filter| filter.module.map(|id| id.to_string()),
    narrow: |filter, among| {
        if let Some(module) = filter.module.filter(|module| !among.walks_through(*module)) {
            let has = "EXISTS (SELECT 1 FROM token_modules h WHERE h.token_id = t.id AND h.module_id = ";
            among.and_bound(has, Arg::Id(module.uuid())).push(")");
        }
    },
    index: |_| Some(Index(InOrder, "token_modules_of_tenant", "token_modules_by_module")),
    ..ANY
};

/// An app.
pub const APP: FilterDef = FilterDef {
    name: "app",
    read: |filter, text| filter.app = text.parse().ok(),
    value: |filter| filter.app.map(|id| id.to_string()),
    narrow: |filter, among| {
        if let Some(app) = filter.app {
            among.compare(among.app(), " = ", Arg::Id(app.uuid()));
        }
    },
    index: |_| Some(Index(InOrder, "tokens_of_app", "")),
    ..ANY
};

/// The creator.
pub const CREATOR: FilterDef = FilterDef {
    name: "creator",
    read: |filter, text| text.trim().clone_into(&mut filter.creator),
    value: |filter| given(&filter.creator),
    narrow: |filter, among| {
        if let Some(creator) = given(&filter.creator) {
            among.compare(hints::CREATOR, " = ", Arg::Text(creator));
        }
    },
    index: |_| Some(Index(InOrder, "tokens_by_creator", "tokens_anywhere_by_creator")),
    ..ANY
};

/// In how many days they expire.
pub const EXPIRING: FilterDef = FilterDef {
    name: "expiring",
    values: &["7", "30", "90"],
    read: |filter, text| filter.expiring_within = text.parse().ok(),
    value: |filter| filter.expiring_within.map(|days| days.to_string()),
    narrow: |filter, among| {
        if let Some(days) = filter.expiring_within {
            among.push(" AND t.revoked_at IS NULL");
            among.compare(hints::EXPIRES, " > ", among.moment(0));
            among.compare(hints::EXPIRES, " <= ", among.moment(days));
        }
    },
    index: |_| Some(Index(Aside, "tokens_by_expiry", "tokens_anywhere_by_expiry")),
    ..ANY
};

/// For how many days they were not used.
pub const UNUSED: FilterDef = FilterDef {
    name: "unused",
    values: &["30", "90", "180", "never", "never30"],
    read: |filter, text| filter.usage = UsageKind::from_name(text),
    value: |filter| filter.usage.map(UsageKind::name),
    narrow: |filter, among| {
        let Some(usage) = filter.usage else { return };
        let (used, created_at) = among.uses();
        among.push(" AND ").push(used);
        if let UsageKind::UnusedFor(days) = usage {
            let hour = among.now().plus(TimeDelta::days(-days)).micros() / HOUR;
            among.push(" < ").bind(Arg::Int(hour));
        } else {
            among.push(" = 0");
        }
        if let UsageKind::UnusedFor(days) | UsageKind::NeverSince(days) = usage {
            let before = among.moment(-days);
            among.and_bound(created_at, before);
        }
    },
    index: |_| Some(Index(Aside, "token_uses_of_tenant", "token_uses_anywhere")),
    ..ANY
};

/// Why they need attention.
pub const ATTENTION: FilterDef = FilterDef {
    name: "attention",
    values: &["late", "orphaned"],
    read: |filter, text| filter.attention = Attention::from_name(text),
    value: |filter| filter.attention.map(|why| why.name().to_owned()),
    narrow: |filter, among| match filter.attention {
        None => {}
        Some(Attention::Late) => {
            among.and(hints::LATE, " > 0");
            among.and_bound("t.late_day >= ", Arg::Int(among.now().day() - LATE_DAYS));
            among.push(" AND t.revoked_at IS NULL");
            among.and_bound("t.expires_at <= ", among.moment(0));
            // An expiration that was moved since then clears earlier late calls.
            among.push(" AND t.expires_at <= t.late_day * 86400000000");
        }
        Some(Attention::Orphaned) => {
            if !among.finds_orphans() {
                among.push(" AND (").column(hints::PERSON).push(" IS NULL AND t.issued_by_person = 1");
                among.push(" OR ").column(hints::PERSON);
                among.push(" IN (SELECT u.id FROM users u WHERE u.disabled_at IS NOT NULL))");
            }
            among.push(" AND t.revoked_at IS NULL");
            among.and_bound("(t.expires_at IS NULL OR t.expires_at > ", among.moment(0)).push(")");
        }
    },
    index: |filter| {
        Some(match filter.attention? {
            Attention::Late => Index(Aside, "tokens_late", "tokens_anywhere_late"),
            Attention::Orphaned => {
                Index(Aside, "tokens_orphaned tokens_by_person", "tokens_anywhere_orphaned tokens_by_person")
            }
        })
    },
    ..ANY
};

impl FilterDef {
    /// Sets the field of the filter if `text` is a value of this entry.
    pub fn read(&self, filter: &mut Filter, text: &str) {
        if self.values.is_empty() || self.values.contains(&text) {
            (self.read)(filter, text);
        }
    }

    /// The value that the filter has here; `None` if it has none.
    pub fn value(&self, filter: &Filter) -> Option<String> {
        (self.value)(filter)
    }

    /// The index that finds the tokens with this value.
    pub fn index(&self, filter: &Filter) -> Option<Index> {
        self.value(filter).and_then(|_| (self.index)(filter))
    }
}

impl Filter {
    /// The filter with the values that `value` returns for each entry. Unknown ones are ignored.
    pub fn read<'a>(value: impl Fn(&FilterDef) -> &'a str) -> Self {
        let mut filter = Self::default();
        for entry in FILTERS {
            entry.read(&mut filter, value(entry));
        }
        filter
    }

    /// The names and values of the filter, in the order of the table.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        FILTERS.iter().filter_map(|entry| Some((entry.name, entry.value(self)?))).collect()
    }

    /// Whether nothing is left out.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn given(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
