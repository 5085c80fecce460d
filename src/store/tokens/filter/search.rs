//! Searching token names: which way is fast depends on the database, on how many tokens have to be searched, and on
//! how much of a name was typed.

use super::Filter;
use super::hints::{FOUND, FilterBuilder, PlanHint, Scope};
use crate::domain::id::{TenantId, TokenId};
use crate::store::statement::{Arg, Statement, contains_pattern, fold};
pub(in crate::store) use crate::store::tokens::kinds::SearchStrategy;
use crate::store::tokens::order::SortBy;
use crate::store::{Result, Tx};

/// Up to this many tokens are scanned.
const MANY: i64 = 1_000;
/// Number of consecutive letters per entry of the name index.
const GRAM: usize = 3;
/// Maximum number of entries looked up per search; the rest is checked on the matches.
const MAX_GRAMS: usize = 12;

impl SearchStrategy {
    /// How to find what the filter searches for among the tokens of the tenant, or of all.
    pub(in crate::store) async fn of(tx: &mut Tx, tenant: Option<TenantId>, filter: &Filter) -> Result<Self> {
        if filter.beginnings {
            return Ok(Self::Prefix);
        }
        let letters = fold(filter.search.trim()).chars().take(GRAM).count();
        if letters == 0 || !has_many(tx, tenant).await? {
            return Ok(Self::Scan);
        }
        Ok(match tx {
            _ if letters < GRAM => Self::Prefix,
            Tx::Sqlite(..) => Self::Fts,
            Tx::Postgres(..) => Self::Trigram,
        })
    }
}

impl Filter {
    /// Fixes the search strategy while the tenant's tokens are processed, even if their number changes, so that it
    /// never finds more than the list did.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn settled(mut self, tx: &mut Tx, tenant: TenantId) -> Result<Self> {
        self.beginnings = SearchStrategy::of(tx, Some(tenant), &self).await? == SearchStrategy::Prefix;
        Ok(self)
    }

    /// The strategy where every token is read anyway.
    pub(in crate::store) const fn plain_names(&self) -> SearchStrategy {
        if self.beginnings { SearchStrategy::Prefix } else { SearchStrategy::Scan }
    }
}

async fn has_many(tx: &mut Tx, tenant: Option<TenantId>) -> Result<bool> {
    let mut statement = Statement::new("SELECT t.id FROM tokens t");
    if let Some(tenant) = tenant {
        statement.push(" WHERE t.tenant_id = ").bind(Arg::Id(tenant.uuid()));
    }
    statement.push(" LIMIT ").bind(Arg::Int(MANY + 1));
    Ok(statement.count(tx).await? > MANY)
}

/// Adds the condition that a name contains the search text, or that the public ID starts with it.
pub(super) fn narrow(narrow: &mut FilterBuilder<'_>, search: &str) {
    if search.is_empty() {
        return;
    }
    let ids = TokenId::range(search);
    let (Scope { tenant, names, .. }, form) = (narrow.among, narrow.form);
    let statement = &mut *narrow.statement;
    if matches!(names, SearchStrategy::Trigram | SearchStrategy::Prefix) {
        statement.planned_each_time();
    }
    statement.push(" AND (");
    match (ids, names, form) {
        // Two queries with an index each.
        (Some((first, last)), SearchStrategy::Fts, PlanHint::AnyIndex) => {
            statement.push("t.id IN (SELECT o.id FROM tokens o WHERE o.id BETWEEN ");
            statement.bind(Arg::Id(first.uuid())).push(" AND ").bind(Arg::Id(last.uuid()));
            statement.push(" UNION ALL SELECT t.id").push(FOUND).push(" WHERE ");
            narrow_found(statement, tenant, search);
            statement.push(")");
        }
        (Some((first, last)), ..) => {
            statement.push("t.id BETWEEN ").bind(Arg::Id(first.uuid()));
            statement.push(" AND ").bind(Arg::Id(last.uuid())).push(" OR ");
            narrow_each(statement, "t.search_name", search);
        }
        (None, SearchStrategy::Fts, PlanHint::AnyIndex) => {
            narrow_found(statement, tenant, search);
        }
        (None, SearchStrategy::Prefix, form) => {
            let plain = matches!(form, PlanHint::AnyIndex | PlanHint::FollowOrder(SortBy::Name));
            // The cast hides the column only from SQLite's planner: PostgreSQL's knows how many names start like
            // this.
            let name = if plain { "t.search_name" } else { "CAST(t.search_name AS TEXT)" };
            narrow_beginning(statement, name, search);
        }
        // The index of the names is then read from one end to the other, or that of another condition; no other index
        // is considered.
        (None, SearchStrategy::Scan, _) => narrow_each(statement, "(t.search_name || '')", search),
        _ => narrow_each(statement, "t.search_name", search),
    }
    statement.push(")");
}

/// Adds the conditions on [`FOUND`]. The full-text match may find too much, so each name is checked as well.
fn narrow_found(statement: &mut Statement, tenant: Option<TenantId>, search: &str) {
    statement.push("search_names MATCH ").bind(Arg::Text(expression(tenant, search))).push(" AND ");
    narrow_each(statement, "t.search_name", search);
}

/// Adds the condition that a name contains the search text. PostgreSQL uses no index for an expression, which is
/// right where every name of few tokens is read anyway.
fn narrow_each(statement: &mut Statement, name: &'static str, search: &str) {
    statement.push(name).push(" LIKE ").bind(Arg::Text(contains_pattern(search))).push(r" ESCAPE '\'");
}

/// Adds the condition that the column `name` starts with the search text.
fn narrow_beginning(statement: &mut Statement, name: &'static str, search: &str) {
    let first = fold(search);
    let beyond = beyond(&first);
    statement.push(name).push(" >= ").bind(Arg::Text(first));
    if let Some(beyond) = beyond {
        statement.push(" AND ").push(name).push(" < ").bind(Arg::Text(beyond));
    }
}

/// The first text after all that start with `text`; `None` if there is none.
fn beyond(text: &str) -> Option<String> {
    let mut letters: Vec<char> = text.chars().collect();
    while let Some(last) = letters.pop() {
        // Skips the surrogates, which are not characters.
        if let Some(next) = (u32::from(last) + 1..=u32::from(char::MAX)).find_map(char::from_u32) {
            letters.push(next);
            return Some(letters.into_iter().collect());
        }
    }
    None
}

/// The expression for SQLite's full-text search: all parts of three letters, and the tenant's own three.
fn expression(tenant: Option<TenantId>, search: &str) -> String {
    let letters: Vec<char> = fold(search).chars().collect();
    let grams = letters.windows(GRAM).take(MAX_GRAMS).map(|gram| {
        let gram: String = gram.iter().collect();
        format!("\"{}\"", gram.replace('"', "\"\"").replace('\0', "\u{fffd}"))
    });
    let names = format!("name : ({})", grams.collect::<Vec<_>>().join(" AND "));
    match tenant {
        None => names,
        Some(tenant) => {
            let hex = format!("{:X}", tenant.uuid().simple());
            let end = hex.get(hex.len().saturating_sub(GRAM)..).unwrap_or_default();
            format!("tenant : \"{end}\" AND {names}")
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::store::tokens::filter::search::*;

    #[test]
    fn what_comes_after_a_beginning_is_the_next_letter() {
        for (text, expected) in [
            ("a", Some("b")),
            ("az", Some("a{")),
            ("\u{d7ff}", Some("\u{e000}")),
            ("a\u{10ffff}", Some("b")),
            ("\u{10ffff}", None),
            ("", None),
        ] {
            assert_eq!(beyond(text).as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn the_parts_of_a_search_are_quoted() {
        let tenant = Some(TenantId::from(uuid::Uuid::from_u128(0xabc)));
        assert_eq!(
            expression(tenant, "A\"b c"),
            "tenant : \"ABC\" AND name : (\"a\"\"b\" AND \"\"\"b \" AND \"b c\")"
        );
        assert_eq!(expression(None, "abc"), "name : (\"abc\")");
    }
}
