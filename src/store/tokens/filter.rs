//! Which tokens a list shows, and in which order.

pub use super::scope_kind::ScopeKind;
use super::search::SearchStrategy;
use crate::domain::id::{AppId, ModuleId, TenantId};
use crate::domain::permission::Permission;
use crate::domain::token::Status;
use crate::store::{Result, Tx};

/// Which tokens a list shows. What is empty leaves nothing out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Those whose name contains this, or whose public id begins with it; empty for all.
    pub search: String,
    /// Whether it must match the start of the name, as decided by [`Filter::settled`].
    pub beginnings: bool,
    /// Those of this status.
    pub status: Option<Status>,
    /// Only tokens with this scope.
    pub scope: Option<ScopeKind>,
    /// Only tokens with this permission.
    pub permission: Option<Permission>,
    /// Only tokens with this module.
    pub module: Option<ModuleId>,
    /// Those bound to this app.
    pub app: Option<AppId>,
    /// Those issued by this person or token, by the name they had then; empty for all.
    pub creator: String,
    /// Only tokens that are not revoked and expire within this many days.
    pub expiring_within: Option<i64>,
    /// Those of this use.
    pub usage: Option<UsageKind>,
    /// Only tokens that need attention for this reason.
    pub attention: Option<Attention>,
}

/// How long a token was not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsageKind {
    /// Not used for this many days, and created before that.
    UnusedFor(i64),
    /// Never so far.
    Never,
    /// Never used, and created at least this many days ago.
    NeverSince(i64),
}

/// Why a token needs a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attention {
    /// It has expired, but was called within the last 30 days.
    Late,
    /// Its creator has left or is disabled, and it still works or could.
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
    /// By expiration; tokens that never expire come last.
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
    pub(in crate::store) const fn expression(self) -> Option<&'static str> {
        match self {
            Self::Created => None,
            Self::Name => Some("t.search_name"),
            Self::Expires => Some(EXPIRES),
            Self::Used => Some("u.hour"),
        }
    }
}

/// The expiration of a token, with a placeholder for "never". Index and query must use the same expression.
pub(in crate::store) const EXPIRES: &str = "COALESCE(t.expires_at, 9223372036854775807)";

impl Filter {
    /// Whether nothing is left out.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether some index may find what matches, where that is little. A part of a name is in none, nor are the
    /// permissions that most tokens have.
    pub(in crate::store) fn is_indexed(&self) -> bool {
        self.module.is_some() || self.is_indexed_without_module()
    }

    /// Whether a module is all that is asked for.
    pub(in crate::store) fn asks_for_a_module_alone(&self) -> bool {
        self.module.is_some() && Self { module: None, ..self.clone() }.is_empty()
    }

    /// Whether the use is all that is asked for, if anything is.
    pub(in crate::store) fn asks_for_use_alone(&self) -> bool {
        Self { usage: None, ..self.clone() }.is_empty()
    }

    /// The same with modules left out of account: most tokens have the same ones.
    pub(in crate::store) fn is_indexed_without_module(&self) -> bool {
        let far = matches!(self.scope, Some(ScopeKind::ThisAndBelow | ScopeKind::Selected | ScopeKind::All));
        let over = matches!(self.status, Some(Status::Disabled | Status::Expired | Status::Revoked));
        let issued = self.app.is_some() || !self.creator.is_empty();
        let looked_after = self.usage.is_some() || self.attention.is_some();
        far || over || issued || looked_after || self.expiring_within.is_some()
    }

    /// Whether the index that finds what matches has it in the order of the ids.
    pub(in crate::store) fn is_found_in_order(&self) -> bool {
        let far = matches!(self.scope, Some(ScopeKind::Selected | ScopeKind::All));
        let over = matches!(self.status, Some(Status::Disabled | Status::Revoked));
        let issued = self.app.is_some() || !self.creator.is_empty();
        let aside = self.usage.is_some() || self.attention.is_some() || self.expiring_within.is_some();
        let expired = self.status == Some(Status::Expired);
        (far || over || issued || self.module.is_some())
            && !aside
            && !expired
            && self.search.trim().is_empty()
    }

    /// Stays fixed while the tenant's tokens are processed, even if their number changes: it never finds more than
    /// the list it was made from.
    pub async fn settled(mut self, tx: &mut Tx, tenant: TenantId) -> Result<Self> {
        self.beginnings = SearchStrategy::of(tx, Some(tenant), &self).await? == SearchStrategy::Prefix;
        Ok(self)
    }

    /// How names are looked for where every token is looked at anyway.
    pub(in crate::store) const fn plain_names(&self) -> SearchStrategy {
        if self.beginnings { SearchStrategy::Prefix } else { SearchStrategy::Scan }
    }
}
