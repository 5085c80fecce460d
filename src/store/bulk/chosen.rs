//! The selection of a bulk action, as stored until it is done. It contains the IDs of modules and apps instead of
//! their slugs, so that a slug that is reused in the meantime can't widen it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::id::TokenId;
use crate::store::tokens::filter::{FILTERS, Filter};
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

/// The values of a filter, by the names of the table.
#[derive(Serialize, Deserialize)]
struct KeptFilter {
    beginnings: bool,
    #[serde(flatten)]
    values: BTreeMap<String, Value>,
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

impl From<&Filter> for KeptFilter {
    fn from(filter: &Filter) -> Self {
        let values = filter.pairs().into_iter().map(|(name, value)| (name.to_owned(), value.into()));
        Self { beginnings: filter.beginnings, values: values.collect() }
    }
}

impl KeptFilter {
    fn filter(self) -> Option<Filter> {
        let mut filter = Filter { beginnings: self.beginnings, ..Filter::default() };
        for (name, value) in self.values {
            // As it was stored before a filter had one name everywhere: all of them, days as numbers.
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
            // What does not read back was not understood.
            entry.value(&filter).filter(|read| *read == value)?;
        }
        Some(filter)
    }
}

fn parsed(ids: &[String]) -> Option<Vec<TokenId>> {
    ids.iter().map(|id| id.parse().ok()).collect()
}
