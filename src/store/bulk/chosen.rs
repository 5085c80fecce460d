//! The selection of a bulk action, as stored until it is done. It contains the IDs of modules and apps instead of
//! their slugs, so that a slug that is reused in the meantime can't widen it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::id::TokenId;
use crate::store::tokens::filter::{FILTERS, Filter};
use crate::store::{Error, Result};

/// The tokens of a tenant to which an action applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    Tokens(Vec<TokenId>),
    /// These, because the first one, which created them, is revoked.
    IssuedWith(TokenId, Vec<TokenId>),
    /// All that match this filter.
    Matching(Filter),
}

impl Chosen {
    /// The token that created them, if they are revoked because of it.
    pub(crate) const fn cause(&self) -> Option<TokenId> {
        match self {
            Self::IssuedWith(cause, _) => Some(*cause),
            Self::Tokens(_) | Self::Matching(_) => None,
        }
    }
}

/// The same as JSON. Unknown members are an error, because ignoring one would select more tokens.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
enum StoredSelection {
    #[serde(rename = "tokens")]
    Tokens(Vec<String>),
    #[serde(rename = "issued_with")]
    IssuedWith { token: String, tokens: Vec<String> },
    #[serde(rename = "matching")]
    Matching(Box<StoredFilter>),
}

/// The values of a filter, by the names of the filter table.
#[derive(Serialize, Deserialize)]
struct StoredFilter {
    beginnings: bool,
    #[serde(flatten)]
    values: BTreeMap<String, Value>,
}

impl Chosen {
    /// For the database.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if it can't be represented as JSON.
    pub(in crate::store) fn to_json(&self) -> Result<String> {
        let kept = match self {
            Self::Tokens(ids) => StoredSelection::Tokens(ids.iter().map(ToString::to_string).collect()),
            Self::IssuedWith(cause, ids) => StoredSelection::IssuedWith {
                token: cause.to_string(),
                tokens: ids.iter().map(ToString::to_string).collect(),
            },
            Self::Matching(filter) => StoredSelection::Matching(Box::new(filter.into())),
        };
        serde_json::to_string(&kept).map_err(Error::unreadable("bulk_jobs.chosen"))
    }

    /// From the database.
    ///
    /// # Errors
    /// [`Error::Corrupt`] for a text that no version of Latchkey writes.
    pub(in crate::store) fn read(text: &str) -> Result<Self> {
        let corrupt = Error::Corrupt("bulk_jobs.chosen");
        Ok(match serde_json::from_str(text).map_err(Error::unreadable("bulk_jobs.chosen"))? {
            StoredSelection::Tokens(ids) => Self::Tokens(parsed(&ids).ok_or(corrupt)?),
            StoredSelection::IssuedWith { token, tokens } => {
                let cause = token.parse().map_err(Error::unreadable("bulk_jobs.chosen"))?;
                Self::IssuedWith(cause, parsed(&tokens).ok_or(corrupt)?)
            }
            StoredSelection::Matching(kept) => Self::Matching(kept.filter().ok_or(corrupt)?),
        })
    }
}

impl From<&Filter> for StoredFilter {
    fn from(filter: &Filter) -> Self {
        let values = filter.pairs().into_iter().map(|(name, value)| (name.to_owned(), value.into()));
        Self { beginnings: filter.beginnings, values: values.collect() }
    }
}

impl StoredFilter {
    fn filter(self) -> Option<Filter> {
        let mut filter = Filter { beginnings: self.beginnings, ..Filter::default() };
        for (name, value) in self.values {
            // The format of earlier versions, which had other names for filters and stored days as numbers.
            let (name, value) = match (name.as_str(), value) {
                (_, Value::Null) => continue,
                ("search" | "creator", Value::String(text)) if text.is_empty() => continue,
                ("search", Value::String(text)) => ("q", text),
                ("expiring_within", Value::Number(days)) => ("expiring", days.to_string()),
                ("unused_for", Value::Number(days)) => ("unused", days.to_string()),
                ("never_used_since", Value::Number(days)) if days.as_i64() == Some(-1) => {
                    ("unused", "never".to_owned())
                }
                ("never_used_since", Value::Number(days)) => ("unused", format!("never{days}")),
                (name, Value::String(text)) => (name, text),
                _ => return None,
            };
            let entry = FILTERS.iter().find(|entry| entry.name == name)?;
            entry.read(&mut filter, &value);
            // A value that does not read back was not understood.
            entry.value(&filter).filter(|read| *read == value)?;
        }
        Some(filter)
    }
}

fn parsed(ids: &[String]) -> Option<Vec<TokenId>> {
    ids.iter().map(|id| id.parse().ok()).collect()
}
