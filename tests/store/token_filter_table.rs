//! The table of filters: each entry reads what it writes, works on both databases, and has the index that it names.

use super::token_plans::{among, values, world};
use super::world::id;
use super::{Kind, both};
use crate::contract::fields::{Kind as Field, TOKEN_PAGE};
use crate::store::statement::Statement;
use crate::store::tokens::filter::hints::{PlanHint, Source};
use crate::store::tokens::filter::search::SearchStrategy;
use crate::store::tokens::filter::{FILTERS, Filter, FilterDef, Index, SortBy};
use crate::store::tokens::list::counting;

fn filter(entry: &FilterDef, value: &str) -> Filter {
    let mut filter = Filter::default();
    entry.read(&mut filter, value);
    filter
}

#[test]
fn every_value_is_a_filter_of_its_own_and_reads_back() {
    for entry in FILTERS {
        assert!(!values(entry).is_empty());
        for value in values(entry) {
            let filter = filter(entry, &value);
            assert_eq!(filter.pairs(), [(entry.name, value.clone())]);
            assert_eq!(Filter::read(|other| if other.name == entry.name { &value } else { "" }), filter);
        }
        assert!(entry.values.is_empty() || filter(entry, "nothing").is_empty(), "{}", entry.name);
    }
}

#[test]
fn the_tenant_api_has_the_parameters_of_the_table() {
    let filters: Vec<_> = FILTERS.iter().filter(|entry| !entry.api.is_empty()).collect();
    let fields: Vec<_> =
        TOKEN_PAGE.iter().filter(|field| field.name != "limit" && field.name != "after").collect();
    assert_eq!(filters.len(), fields.len());
    for (entry, field) in filters.into_iter().zip(fields) {
        assert_eq!(entry.api, field.name);
        assert!(entry.values.is_empty() || field.kind == Field::Choice(entry.values), "{}", entry.name);
    }
}

both! {
    async fn every_condition_is_understood_and_found_by_its_index(base) {
        world(base).await;
        let mut tx = base.reader().await;
        let parts = if base.kind == Kind::Sqlite { SearchStrategy::Fts } else { SearchStrategy::Trigram };
        for (entry, value) in FILTERS.iter().flat_map(|entry| values(entry).into_iter().map(move |value| (entry, value))) {
            let filter = filter(entry, &value);
            let index = entry.index(&filter);
            for tenant in [Some(id(1)), None] {
                let among = among(tenant, if filter.search.is_empty() { SearchStrategy::Scan } else { parts });
                for by in [SortBy::Created, SortBy::Name, SortBy::Expires, SortBy::Used] {
                    let mut walk = Statement::new("SELECT t.id");
                    walk.push(Source::Tokens.text());
                    filter.narrow(&mut walk, among, PlanHint::FollowOrder(by), Source::Tokens);
                    assert!(!walk.plan(&mut tx).await.is_empty());
                }
                let plan = counting(&filter, among).plan(&mut tx).await.join("\n");
                let used: Vec<&str> = plan.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
                let named = index.map_or("", |Index(_, of_tenant, of_all)| if tenant.is_some() { of_tenant } else { of_all });
                for index in named.split_whitespace() {
                    // PostgreSQL knows that some of these are not rare here.
                    assert!(base.kind == Kind::Postgres || used.contains(&index), "{}={value} by {index}:\n{plan}", entry.name);
                }
            }
        }
    }
}
