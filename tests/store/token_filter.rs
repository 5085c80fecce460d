//! The filters and sort orders of the token list: what each finds, and walks through each order.

use chrono::TimeDelta;

use super::{TestDatabase, both, world};
use crate::domain::permission::{Permission, Permissions};
use crate::domain::time::Timestamp;
use crate::domain::token::{Status, TenantScope};
use crate::store::tokens::filter::{Attention, Filter, Order, ScopeKind, SortBy, UsageKind};
use crate::store::tokens::{
    self,
    list::{Cursor, TokenQuery},
};
use crate::store::usage::{
    self,
    days::{Count, Uses},
    last_uses::LastUse,
};
use crate::store::{apps, modules};
use world::{NOW, acme, id, issue, new_token, query, settings, tenant, user};

fn days(days: i64) -> Timestamp {
    NOW.plus(TimeDelta::days(days))
}

/// What the filter finds, newest first; must be the same with any index and in a walk.
async fn found(base: &TestDatabase, filter: &Filter) -> Vec<u128> {
    let mut tx = base.reader().await;
    let page = tokens::list::page(&mut tx, query(filter, NOW), Cursor::First, 100).await.unwrap();
    let (walked, _) = tokens::list::following(&mut tx, query(filter, NOW), None, 100).await.unwrap();
    let numbers = |tokens: &[crate::domain::token::Token]| -> Vec<u128> {
        tokens.iter().map(|token| token.id.uuid().as_u128()).collect()
    };
    assert_eq!(numbers(&page.tokens), numbers(&walked), "{filter:?}");
    assert_eq!(page.total, page.tokens.len() as i64, "{filter:?}");
    assert_eq!(tokens::list::count(&mut tx, Some(id(1)), filter, NOW).await.unwrap(), page.total);
    for by in [SortBy::Name, SortBy::Expires, SortBy::Used] {
        for descending in [false, true] {
            let query = TokenQuery { order: Order { by, descending }, ..query(filter, NOW) };
            let (walked, _) = tokens::list::following(&mut tx, query, None, 100).await.unwrap();
            let mut walked = numbers(&walked);
            walked.sort_unstable_by(|a, b| b.cmp(a));
            assert_eq!(walked, numbers(&page.tokens), "{filter:?} by {by:?}");
        }
    }
    numbers(&page.tokens)
}

async fn late(base: &TestDatabase, number: u128, day: i64, refused: u64) {
    let count = Count { day, tenant: "".into(), module: "".into(), permission: None, allowed: 1, refused };
    let mut tx = base.tx().await;
    usage::days::add(&mut tx, &[Uses { token: id(number), lasts: vec![], counts: vec![count] }])
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn used(base: &TestDatabase, number: u128, at: Timestamp) {
    let last = LastUse { generation: 1, at, address: None, permission: None, module: "".into() };
    let mut tx = base.tx().await;
    usage::days::add(&mut tx, &[Uses { token: id(number), lasts: vec![last], counts: vec![] }])
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

both! {
    async fn each_filter_finds_what_it_says_and_nothing_else(base) {
        acme(base).await;
        tenant(base, 2, "Other", "other").await;
        user(base, 2).await;
        let mut tx = base.tx().await;
        modules::insert(&mut tx, id(9), &settings("Devices", "x").name, &settings("x", "devices").slug, NOW).await.unwrap();
        apps::insert(&mut tx, id(1), id(8), &settings("Shop", "x").name, &settings("x", "shop").slug, NOW).await.unwrap();
        for number in 1..=6 {
            let mut token = new_token(number, id(1));
            token.created_at = days(-100);
            match number {
                1 => token.scope = TenantScope::All,
                2 => token.scope = TenantScope::Selected(vec![id(2)]),
                3 => token.permissions = Permissions::of([Permission::Create, Permission::Delete]).unwrap(),
                4 => (token.modules, token.scope) = (vec![id(9)], TenantScope::ThisAndBelow),
                5 => token.app = Some(id(8)),
                _ => token.expires_at = Some(days(20)),
            }
            issue(&mut tx, &token).await;
        }
        // No filter finds another tenant's token.
        issue(&mut tx, &new_token(7, id(2))).await;
        tx.commit().await.unwrap();
        let all = Filter::default();
        for (filter, expected) in [
            (Filter { scope: Some(ScopeKind::All), ..all.clone() }, vec![1]),
            (Filter { scope: Some(ScopeKind::Selected), ..all.clone() }, vec![2]),
            (Filter { scope: Some(ScopeKind::This), ..all.clone() }, vec![6, 5, 3]),
            (Filter { scope: Some(ScopeKind::ThisAndBelow), ..all.clone() }, vec![4]),
            (Filter { permission: Some(Permission::Delete), ..all.clone() }, vec![3]),
            (Filter { permission: Some(Permission::Read), ..all.clone() }, vec![6, 5, 4, 2, 1]),
            (Filter { module: Some(id(9)), ..all.clone() }, vec![4]),
            (Filter { app: Some(id(8)), ..all.clone() }, vec![5]),
            (Filter { expiring_within: Some(30), ..all.clone() }, vec![6]),
            (Filter { expiring_within: Some(19), ..all.clone() }, vec![]),
            (Filter { creator: "u1@example.org".to_owned(), ..all.clone() }, vec![6, 5, 4, 3, 2, 1]),
            (Filter { creator: "U1@example.org\0".to_owned(), ..all.clone() }, vec![]),
            (Filter { app: Some(id(8)), status: Some(Status::Active), search: "token".to_owned(), ..all.clone() }, vec![5]),
            (Filter { app: Some(id(8)), status: Some(Status::Revoked), ..all.clone() }, vec![]),
        ] {
            assert_eq!(found(base, &filter).await, expected, "{filter:?}");
        }
        assert!(all.is_empty() && !Filter { app: Some(id(8)), ..all }.is_empty());
    }

    async fn tokens_are_found_by_how_long_they_were_not_used(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        for (number, issued) in [(1, -200), (2, -200), (3, -200), (4, -200), (5, -40), (6, -1)] {
            let mut token = new_token(number, id(1));
            token.created_at = days(issued);
            issue(&mut tx, &token).await;
        }
        tx.commit().await.unwrap();
        used(base, 1, days(-1)).await;
        used(base, 2, days(-31)).await;
        used(base, 3, days(-91)).await;
        for (usage, expected) in [
            (UsageKind::UnusedFor(30), vec![5, 4, 3, 2]),
            (UsageKind::UnusedFor(90), vec![4, 3]),
            (UsageKind::UnusedFor(180), vec![4]),
            (UsageKind::Never, vec![6, 5, 4]),
            (UsageKind::NeverSince(30), vec![5, 4]),
        ] {
            assert_eq!(found(base, &Filter { usage: Some(usage), ..Filter::default() }).await, expected, "{usage:?}");
        }
        // A use moves it.
        used(base, 4, NOW).await;
        let unused = Filter { usage: Some(UsageKind::UnusedFor(90)), ..Filter::default() };
        assert_eq!(found(base, &unused).await, [3]);
    }

    async fn calls_after_the_end_and_creators_who_are_gone_are_found(base) {
        acme(base).await;
        user(base, 2).await;
        user(base, 3).await;
        let mut tx = base.tx().await;
        for (number, ends, creator) in [(1, Some(-5), 1), (2, Some(-5), 1), (3, None, 1), (4, Some(-5), 1), (5, None, 2), (6, None, 3), (7, Some(-1), 3)] {
            let mut token = new_token(number, id(1));
            token.expires_at = ends.map(days);
            token.created_by = Some(id(creator));
            issue(&mut tx, &token).await;
        }
        // A token created it, so nobody is missing.
        issue(&mut tx, &crate::domain::token::NewToken { created_by: None, ..new_token(8, id(1)) }).await;
        tx.commit().await.unwrap();
        let today = NOW.day();
        late(base, 1, today, 1).await;
        late(base, 2, today - 5, 1).await;
        late(base, 3, today, 1).await;
        late(base, 4, today, 0).await;
        let attention = |why| Filter { attention: Some(why), ..Filter::default() };
        assert_eq!(found(base, &attention(Attention::Late)).await, [1], "2 was refused on the day of its end, maybe before it");
        late(base, 2, today - 1, 3).await;
        assert_eq!(found(base, &attention(Attention::Late)).await, [2, 1]);
        base.execute("UPDATE tokens SET revoked_at = 1 WHERE id = {1}").await;
        assert_eq!(found(base, &attention(Attention::Late)).await, [2]);

        assert_eq!(found(base, &attention(Attention::Orphaned)).await, Vec::<u128>::new());
        base.execute("UPDATE users SET disabled_at = 1 WHERE id = {2}").await;
        assert_eq!(found(base, &attention(Attention::Orphaned)).await, [5]);
        base.execute("DELETE FROM users WHERE id = {3}").await;
        assert_eq!(found(base, &attention(Attention::Orphaned)).await, [6, 5], "7 has expired");
        let names = tokens::list::creators(&mut base.reader().await, Some(id(1)), 10).await.unwrap();
        assert_eq!(names, ["u1@example.org"]);
    }

    async fn creators_are_named_once_each_up_to_so_many(base) {
        acme(base).await;
        assert!(tokens::list::creators(&mut base.reader().await, Some(id(1)), 10).await.unwrap().is_empty());
        let mut tx = base.tx().await;
        for (number, name) in (1..).zip(["b", "a", "b", "c", "a"]) {
            tokens::insert(&mut tx, &new_token(number, id(1)), name).await.unwrap();
        }
        assert_eq!(tokens::list::creators(&mut tx, Some(id(1)), 10).await.unwrap(), ["a", "b", "c"]);
        assert_eq!(tokens::list::creators(&mut tx, Some(id(1)), 2).await.unwrap(), ["a", "b"]);
    }

    async fn every_order_is_walked_to_its_end_and_back(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        for number in 1..=23_u128 {
            let mut token = new_token(number, id(1));
            token.labels.name = settings(["Beta", "alpha", "alpha", "Ärger", "_"][number as usize % 5], "x").name;
            token.expires_at = (number % 3 > 0).then(|| days((number % 4) as i64));
            issue(&mut tx, &token).await;
        }
        tx.commit().await.unwrap();
        for number in (1..=23).filter(|number| number % 4 > 0) {
            used(base, number, NOW.plus(TimeDelta::hours(-((number % 3) as i64)))).await;
        }
        let filter = Filter::default();
        for by in [SortBy::Created, SortBy::Name, SortBy::Expires, SortBy::Used] {
            let mut ways = Vec::new();
            for descending in [false, true] {
                let query = TokenQuery { order: Order { by, descending }, ..query(&filter, NOW) };
                ways.push(walk(base, query).await);
            }
            ways[1].reverse();
            assert_eq!(ways[0], ways[1], "{by:?}");
        }
        let first = |by, descending| async move {
            let filter = Filter::default();
            let query = TokenQuery { order: Order { by, descending }, ..query(&filter, NOW) };
            tokens::list::page(&mut base.reader().await, query, Cursor::First, 1).await.unwrap().tokens.remove(0)
        };
        assert_eq!(first(SortBy::Name, false).await.labels.name, "_");
        assert_eq!(first(SortBy::Name, true).await.labels.name, "Ärger");
        assert_eq!(first(SortBy::Expires, false).await.life.expires_at, Some(days(0)));
        assert_eq!(first(SortBy::Expires, true).await.life.expires_at, None);
        assert_eq!(first(SortBy::Used, false).await.last_used_at, None);
        assert_eq!(first(SortBy::Used, true).await.last_used_at, Some(NOW));
    }
}

/// The number of each token in the order of the pages, which must be the same forwards, backwards, and for a program
/// that reads on.
async fn walk(base: &TestDatabase, query: TokenQuery<'_>) -> Vec<u128> {
    let mut tx = base.reader().await;
    let numbers = |tokens: &[crate::domain::token::Token]| -> Vec<u128> {
        tokens.iter().map(|token| token.id.uuid().as_u128()).collect()
    };
    let (mut pages, mut cursor, mut seen) = (Vec::new(), Cursor::First, 0);
    loop {
        let page = tokens::list::page(&mut tx, query, cursor, 4).await.unwrap();
        assert_eq!((page.total, page.skipped), (23, seen));
        seen += page.tokens.len() as i64;
        let next = page.next.clone();
        pages.push(page);
        let Some(next) = next else { break };
        cursor = Cursor::After(next);
    }
    for pair in pages.windows(2) {
        let back = tokens::list::page(&mut tx, query, Cursor::Before(pair[1].previous.clone().unwrap()), 4)
            .await
            .unwrap();
        assert_eq!(numbers(&back.tokens), numbers(&pair[0].tokens));
        assert_eq!((back.previous, back.next), (pair[0].previous.clone(), pair[0].next.clone()));
    }
    let all: Vec<u128> = pages.iter().flat_map(|page| numbers(&page.tokens)).collect();
    let (mut read, mut after) = (Vec::new(), None);
    loop {
        let (tokens, next) = tokens::list::following(&mut tx, query, after, 5).await.unwrap();
        read.extend(numbers(&tokens));
        after = next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(read, all);
    all
}
