//! The selection of a bulk action, as stored until it is done. It contains the IDs of modules and apps instead of
//! their slugs, so that a slug that is reused in the meantime can't widen it.

use serde::{Deserialize, Serialize};

use crate::domain::id::TokenId;
use crate::domain::permission::Permission;
use crate::domain::token::Status;
use crate::store::tokens::filter::{Attention, Filter, ScopeKind, UsageKind};
use crate::store::{Error, Result};

/// Which tokens of a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// These.
    Tokens(Vec<TokenId>),
    /// These, because the first one, with which they were issued, is revoked.
    IssuedWith(TokenId, Vec<TokenId>),
    /// All that a list with this filter has.
    Matching(Filter),
}

impl Chosen {
    /// The token with which they were issued, where it is about that.
    pub(crate) const fn cause(&self) -> Option<TokenId> {
        match self {
            Self::IssuedWith(cause, _) => Some(*cause),
            Self::Tokens(_) | Self::Matching(_) => None,
        }
    }
}

/// The same as JSON. What is not known there is an error: to leave it out would be to choose more.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
enum Kept {
    #[serde(rename = "tokens")]
    Tokens(Vec<String>),
    #[serde(rename = "issued_with")]
    IssuedWith { token: String, tokens: Vec<String> },
    #[serde(rename = "matching")]
    Matching(Box<KeptFilter>),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptFilter {
    search: String,
    beginnings: bool,
    status: Option<String>,
    scope: Option<String>,
    permission: Option<String>,
    module: Option<String>,
    app: Option<String>,
    creator: String,
    expiring_within: Option<i64>,
    unused_for: Option<i64>,
    never_used_since: Option<i64>,
    attention: Option<String>,
}

impl Chosen {
    /// As the database holds it.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when it cannot be written as JSON.
    pub(in crate::store) fn kept(&self) -> Result<String> {
        let kept = match self {
            Self::Tokens(ids) => Kept::Tokens(ids.iter().map(ToString::to_string).collect()),
            Self::IssuedWith(cause, ids) => Kept::IssuedWith {
                token: cause.to_string(),
                tokens: ids.iter().map(ToString::to_string).collect(),
            },
            Self::Matching(filter) => Kept::Matching(Box::new(filter.into())),
        };
        serde_json::to_string(&kept).map_err(|_| Error::Corrupt("bulk_jobs.chosen"))
    }

    /// What the database holds.
    ///
    /// # Errors
    /// [`Error::Corrupt`] for a text that no version of Latchkey writes.
    pub(in crate::store) fn read(text: &str) -> Result<Self> {
        let corrupt = Error::Corrupt("bulk_jobs.chosen");
        Ok(match serde_json::from_str(text).map_err(|_| Error::Corrupt("bulk_jobs.chosen"))? {
            Kept::Tokens(ids) => Self::Tokens(parsed(&ids).ok_or(corrupt)?),
            Kept::IssuedWith { token, tokens } => {
                let cause = token.parse().map_err(|_| Error::Corrupt("bulk_jobs.chosen"))?;
                Self::IssuedWith(cause, parsed(&tokens).ok_or(corrupt)?)
            }
            Kept::Matching(kept) => Self::Matching(kept.filter().ok_or(corrupt)?),
        })
    }
}

/// Number of days that means "never used" regardless of age.
const EVER: i64 = -1;

impl From<&Filter> for KeptFilter {
    fn from(filter: &Filter) -> Self {
        let attention = |attention| match attention {
            Attention::Late => "late",
            Attention::Orphaned => "orphaned",
        };
        let (unused_for, never_used_since) = match filter.usage {
            None => (None, None),
            Some(UsageKind::UnusedFor(days)) => (Some(days), None),
            Some(UsageKind::Never) => (None, Some(EVER)),
            Some(UsageKind::NeverSince(days)) => (None, Some(days)),
        };
        Self {
            search: filter.search.clone(),
            beginnings: filter.beginnings,
            status: filter.status.map(|status| status.name().to_owned()),
            scope: filter.scope.map(|kind| kind.name().to_owned()),
            permission: filter.permission.map(|permission| permission.name().to_owned()),
            module: filter.module.map(|id| id.to_string()),
            app: filter.app.map(|id| id.to_string()),
            creator: filter.creator.clone(),
            expiring_within: filter.expiring_within,
            unused_for,
            never_used_since,
            attention: filter.attention.map(|why| attention(why).to_owned()),
        }
    }
}

impl KeptFilter {
    fn filter(self) -> Option<Filter> {
        Some(Filter {
            search: self.search,
            beginnings: self.beginnings,
            status: known(self.status, Status::from_name)?,
            scope: known(self.scope, ScopeKind::from_name)?,
            permission: known(self.permission, Permission::from_name)?,
            module: known(self.module, |id| id.parse().ok())?,
            app: known(self.app, |id| id.parse().ok())?,
            creator: self.creator,
            expiring_within: self.expiring_within,
            usage: match (self.unused_for, self.never_used_since) {
                (None, None) => None,
                (Some(days), None) => Some(UsageKind::UnusedFor(days)),
                (None, Some(EVER)) => Some(UsageKind::Never),
                (None, Some(days)) => Some(UsageKind::NeverSince(days)),
                (Some(_), Some(_)) => return None,
            },
            attention: known(self.attention, |name| match name {
                "late" => Some(Attention::Late),
                "orphaned" => Some(Attention::Orphaned),
                _ => None,
            })?,
        })
    }
}

fn parsed(ids: &[String]) -> Option<Vec<TokenId>> {
    ids.iter().map(|id| id.parse().ok()).collect()
}

/// The stored value, if any; `None` if it is unknown.
fn known<T>(kept: Option<String>, read: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    match kept {
        None => Some(None),
        Some(name) => read(&name).map(Some),
    }
}
