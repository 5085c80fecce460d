//! Query plans of the token list: an index for each page, without sorting the matches.

use super::token_list::fill;
use super::{Kind, TestDatabase, both, world};
use crate::domain::id::{AppId, ModuleId, TenantId};
use crate::domain::token::Status;
use crate::store::bulk::chosen::Chosen;
use crate::store::bulk::{self, tokens::Selection};
use crate::store::statement::Statement;
use crate::store::tokens::filter::hints::Scope;
use crate::store::tokens::filter::search::SearchStrategy;
use crate::store::tokens::filter::{
    Attention, FILTERS, Filter, FilterDef, Order, ScopeKind, SortBy, UsageKind,
};
use crate::store::tokens::keyset::{KeysetQuery, Stretch};
use crate::store::tokens::{
    self,
    list::{Cursor, Key, Position, TokenQuery},
};
use world::{NOW, acme, id, query};

pub const fn among(tenant: Option<TenantId>, names: SearchStrategy) -> Scope {
    Scope { tenant, now: NOW, names }
}

/// The values of a filter, as bulk actions store them.
pub fn values(entry: &FilterDef) -> Vec<String> {
    match entry.name {
        "q" => vec!["zanzibar".to_owned()],
        "module" => vec![id::<ModuleId>(9).to_string()],
        "app" => vec![id::<AppId>(8).to_string()],
        "creator" => vec!["u1@example.org".to_owned()],
        _ => entry.values.iter().map(|value| (*value).to_owned()).collect(),
    }
}

/// No filter, and one for each value of each.
pub fn filters() -> Vec<Filter> {
    let mut filters = vec![Filter::default()];
    for entry in FILTERS {
        filters.extend(values(entry).into_iter().map(|value| {
            let mut filter = Filter::default();
            entry.read(&mut filter, &value);
            filter
        }));
    }
    filters
}

/// Some thousands of tokens of two tenants, half of them of the one that is listed, and the database's statistics of
/// them: SQLite has those of a large database.
pub async fn world(base: &TestDatabase) {
    acme(base).await;
    world::tenant(base, 2, "Other", "other").await;
    fill(base, 8_000).await;
    let half = match base.kind {
        Kind::Sqlite => "rowid % 2 = 0",
        Kind::Postgres => "right(id::text, 1) IN ('0', '2', '4', '6', '8')",
    };
    base.execute(&format!("UPDATE tokens SET tenant_id = {{2}} WHERE {half}")).await;
    base.execute("UPDATE tokens SET search_name = 'x' || CAST(id AS TEXT)").await;
    base.execute("UPDATE token_uses SET hour = length(CAST(token_id AS TEXT)) % 7").await;
    if base.kind == Kind::Postgres {
        base.execute("ANALYZE").await;
    }
}

fn place(by: SortBy) -> Position {
    let key = match by {
        SortBy::Created => None,
        SortBy::Name => Some(Key::Text("x4".to_owned())),
        SortBy::Expires => Some(Key::Int(NOW.micros())),
        SortBy::Used => Some(Key::Int(3)),
    };
    Position { id: id(4_000), key }
}

/// Checks the plan of every page. Across all tenants, a walk starts at the end of its index: that is called a scan,
/// but not of the table.
async fn walks(base: &TestDatabase, tenant: Option<TenantId>) {
    let mut tx = base.reader().await;
    let mut checked = 0;
    for filter in filters() {
        for by in [SortBy::Created, SortBy::Name, SortBy::Expires, SortBy::Used] {
            for descending in [false, true] {
                let query = TokenQuery { tenant, order: Order { by, descending }, ..query(&filter, NOW) };
                let walk = KeysetQuery { query, names: SearchStrategy::Scan, few: false };
                let cursors = [
                    (Cursor::First, Stretch::All),
                    (Cursor::After(place(by)), Stretch::SameKey),
                    (Cursor::After(place(by)), Stretch::OtherKeys),
                    (Cursor::Before(place(by)), Stretch::OtherKeys),
                ];
                for (cursor, stretch) in cursors {
                    let mut ids = Statement::new("");
                    walk.ids(&mut ids, &cursor, stretch, 51);
                    let plan = ids.plan(&mut tx).await.join("\n");
                    let sorts = plan.contains("TEMP B-TREE") || plan.contains("Sort");
                    let scans = plan.lines().any(|line| line.contains("SCAN t") && !line.contains(" INDEX "))
                        || plan.contains("Seq Scan on tokens")
                        || tenant.is_some() && plan.contains("SCAN t");
                    // PostgreSQL knows that some of these find almost nothing, and may sort that.
                    let knows = base.kind == Kind::Postgres && !filter.is_empty();
                    let order = query.order;
                    assert!(knows || !(sorts || scans), "{filter:?} {order:?} {cursor:?}:\n{plan}");
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 500);
}

both! {
    async fn a_page_of_many_is_a_walk_through_an_index(base) {
        world(base).await;
        walks(base, Some(id(1))).await;
    }

    async fn so_is_a_portion_of_work_on_many(base) {
        world(base).await;
        let mut tx = base.reader().await;
        for filter in filters() {
            let whole = filter.is_empty();
            let chosen = Chosen::Matching(filter);
            let selection = Selection { tenant: id(1), chosen: &chosen, as_of: NOW };
            for after in [None, Some(id(4_000))] {
                let plan = bulk::tokens::walking(selection, after, 200).plan(&mut tx).await.join("\n");
                let sorts = plan.contains("TEMP B-TREE") || plan.contains("Sort");
                let scans = plan.contains("SCAN t") || plan.contains("Seq Scan on tokens");
                // PostgreSQL knows that some of these find almost nothing, and may sort that.
                let knows = base.kind == Kind::Postgres && !whole;
                assert!(knows || !(sorts || scans), "{chosen:?} {after:?}:\n{plan}");
            }
        }
    }

    async fn so_is_a_page_of_the_tokens_of_all_tenants(base) {
        world(base).await;
        walks(base, None).await;
    }

    async fn a_rare_filter_over_all_tenants_has_an_index(base) {
        world(base).await;
        let mut tx = base.reader().await;
        let mut checked = 0;
        for filter in filters().iter().filter(|filter| filter.is_indexed() && filter.app.is_none()) {
            let plan = tokens::list::counting(filter, among(None, SearchStrategy::Scan)).plan(&mut tx).await.join("\n");
            assert!(!plan.contains("Sort") && !plan.contains("TEMP B-TREE"), "{filter:?}:\n{plan}");
            // PostgreSQL knows that some of these are not rare here.
            if base.kind == Kind::Sqlite {
                let index = match filter {
                    Filter { status: Some(Status::Revoked), .. } => "_revoked",
                    Filter { status: Some(Status::Disabled), .. } => "_disabled",
                    Filter { status: Some(Status::Expired), .. } | Filter { expiring_within: Some(_), .. } => "tokens_anywhere_by_expiry",
                    Filter { scope: Some(ScopeKind::ThisAndBelow), .. } => "tokens_reaching_below",
                    Filter { scope: Some(ScopeKind::All | ScopeKind::Selected), .. } => "_reaching_far",
                    Filter { usage: Some(_), .. } => "token_uses_anywhere",
                    Filter { attention: Some(Attention::Late), .. } => "_late",
                    Filter { attention: Some(Attention::Orphaned), .. } => "_orphaned",
                    Filter { module: Some(_), .. } => "token_modules_by_module",
                    _ => "tokens_anywhere_by_creator",
                };
                assert!(plan.contains(index), "{filter:?}: {plan}");
            }
            checked += 1;
        }
        assert!(checked > 9);
    }

    async fn a_count_looks_into_an_index(base) {
        world(base).await;
        let mut tx = base.reader().await;
        let idle = Filter { status: Some(Status::Active), usage: Some(UsageKind::NeverSince(30)), ..Filter::default() };
        for filter in filters().into_iter().chain([idle]) {
            let counting = tokens::list::counting(&filter, among(Some(id(1)), SearchStrategy::Scan)).counting();
            let plan = counting.plan(&mut tx).await.join("\n");
            assert!(!plan.contains("SCAN t") && !plan.contains("Sort") && !plan.contains("TEMP B-TREE"), "{filter:?}:\n{plan}");
            if base.kind == Kind::Sqlite {
                let index = match &filter {
                    Filter { status: Some(Status::Revoked), .. } => "tokens_revoked",
                    Filter { status: Some(Status::Disabled), .. } => "tokens_disabled",
                    Filter { status: Some(Status::Expired), .. } | Filter { expiring_within: Some(_), .. } => "tokens_by_expiry",
                    Filter { scope: Some(ScopeKind::ThisAndBelow), .. } => "tokens_reaching_below",
                    Filter { scope: Some(ScopeKind::All | ScopeKind::Selected), .. } => "tokens_reaching_far",
                    Filter { app: Some(_), .. } => "tokens_of_app",
                    Filter { status: Some(Status::Active), usage: None, .. } => "tokens_active",
                    Filter { status: Some(Status::Active), .. } => "token_uses_of_tenant",
                    Filter { module: Some(_), .. } => "token_modules_of_tenant",
                    Filter { usage: Some(_), .. } => "token_uses_of_tenant",
                    Filter { attention: Some(Attention::Late), .. } => "tokens_late",
                    Filter { attention: Some(Attention::Orphaned), .. } => "tokens_orphaned",
                    Filter { creator, .. } if !creator.is_empty() => "tokens_by_creator",
                    _ => "",
                };
                assert!(plan.contains(index), "{filter:?}: {plan}");
                // Tokens of disabled people.
                let by_person = filter.attention == Some(Attention::Orphaned);
                assert!(!by_person || plan.contains("tokens_by_person"), "{filter:?}: {plan}");
                // Everything that is read is in the index.
                let covers = filter.attention.is_none() && filter.app.is_none();
                assert!(!covers || plan.lines().all(|line| !line.contains(" t ") || line.contains("COVERING")), "{filter:?}: {plan}");
            }
        }
    }

    async fn a_part_of_a_name_is_looked_up_in_an_index(base) {
        world(base).await;
        let mut tx = base.reader().await;
        let (tables, index, names) = match base.kind {
            Kind::Sqlite => ("VIRTUAL TABLE INDEX", ["tokens_found", "sqlite_autoindex_tokens_1"], SearchStrategy::Fts),
            Kind::Postgres => ("Bitmap Index Scan on tokens_by_part_of_name", ["Bitmap Heap Scan on tokens"; 2], SearchStrategy::Trigram),
        };
        for tenant in [None, Some(id(1))] {
            for search in ["zanzibar", "tok_1abc"] {
                let filter = Filter { search: search.to_owned(), ..Filter::default() };
                let plan = tokens::list::counting(&filter, among(tenant, names)).plan(&mut tx).await.join("\n");
                // PostgreSQL prefers to read so few across all tenants one by one.
                if base.kind == Kind::Postgres && tenant.is_none() {
                    continue;
                }
                assert!(plan.contains(tables) && plan.contains(index[usize::from(tenant.is_none())]), "{filter:?}:\n{plan}");
                assert!(!plan.contains("SCAN t") && !plan.contains("Seq Scan"), "{filter:?}:\n{plan}");
            }
            let filter = Filter { search: "zz".to_owned(), ..Filter::default() };
            let plan = tokens::list::counting(&filter, among(tenant, SearchStrategy::Prefix)).plan(&mut tx).await.join("\n");
            assert!(plan.contains("by_name") && !plan.contains("SCAN t"), "{filter:?}:\n{plan}");
        }
    }
}
