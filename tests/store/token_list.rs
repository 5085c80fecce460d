//! The token list's status filter and its counts, compared with the domain's rule.

use sqlx::AssertSqlSafe;

use super::{TestDatabase, both, world};
use crate::domain::token::{Life, Status};
use crate::store::tokens::filter::{Attention, Filter};
use crate::store::tokens::list::{COUNT_LIMIT, Cursor, TokenQuery};
use crate::store::{on, tokens};
use world::{NOW, acme, id, issue, later, new_token, query, tenant, user};

/// A token for each combination of timestamps around [`NOW`], and its expected state.
async fn grid(base: &TestDatabase) -> Vec<(u128, Life)> {
    let ends = [None, Some(-1_000_000), Some(-1), Some(0), Some(1), Some(1_000_000)];
    let marks = [None, Some(-1), Some(0), Some(1)];
    acme(base).await;
    let mut lives = Vec::new();
    let mut tx = base.tx().await;
    for end in ends {
        for disabled in marks {
            for revoked in marks {
                let number = 1 + lives.len() as u128;
                let life = Life {
                    expires_at: end.map(later),
                    disabled_at: disabled.map(later),
                    revoked_at: revoked.map(later),
                };
                let mut token = new_token(number, id(1));
                token.expires_at = life.expires_at;
                issue(&mut tx, &token).await;
                lives.push((number, life));
            }
        }
    }
    tx.commit().await.unwrap();
    for (number, life) in &lives {
        let set = |name: &str, at: Option<crate::domain::time::Timestamp>| {
            format!("{name} = {}", at.map_or("NULL".to_owned(), |at| at.micros().to_string()))
        };
        let id = uuid::Uuid::from_u128(*number);
        let literal = match base.kind {
            super::Kind::Sqlite => format!("x'{}'", id.simple()),
            super::Kind::Postgres => format!("'{id}'"),
        };
        let marks = [set("disabled_at", life.disabled_at), set("revoked_at", life.revoked_at)].join(", ");
        base.execute(&format!("UPDATE tokens SET {marks} WHERE id = {literal}")).await;
    }
    lives
}

both! {
    async fn the_filter_agrees_with_the_rule_at_every_moment(base) {
        let lives = grid(base).await;
        let mut tx = base.reader().await;
        for now in [-2_000_000, -1_000_000, -1, 0, 1, 2, 1_000_000].map(later) {
            let mut by_status = [0; 4];
            for (place, status) in Status::ALL.into_iter().enumerate() {
                let filter = Filter { search: String::new(), status: Some(status), ..Filter::default() };
                let page = tokens::list::page(&mut tx, query(&filter, now), Cursor::First, 1000).await.unwrap();
                let mut found: Vec<_> = page.tokens.iter().map(|token| token.id).collect();
                found.reverse();
                let expected: Vec<_> =
                    lives.iter().filter(|(_, life)| life.status(now) == status).map(|(number, _)| id(*number)).collect();
                assert_eq!(found, expected, "{status:?} at {now:?}");
                let count = tokens::list::count(&mut tx, Some(id(1)), &filter, now).await.unwrap();
                assert_eq!(count, expected.len() as i64, "{status:?} at {now:?}");
                by_status[place] = count;
            }
            assert_eq!(tokens::list::count_by_status(&mut tx, id(1), now).await.unwrap(), by_status, "{now:?}");
            assert_eq!(by_status.iter().sum::<i64>(), lives.len() as i64, "each has one status");
            let active = tokens::count_active(&mut tx, &[id(1)], now).await.unwrap();
            assert_eq!(active.get(&id(1)).copied().unwrap_or(0), by_status[0]);
        }
    }

    async fn a_listed_tokens_own_moments_give_the_status_it_was_listed_under(base) {
        grid(base).await;
        let mut tx = base.reader().await;
        for status in Status::ALL {
            let filter = Filter { search: String::new(), status: Some(status), ..Filter::default() };
            let page = tokens::list::page(&mut tx, query(&filter, NOW), Cursor::First, 1000).await.unwrap();
            assert!(!page.tokens.is_empty());
            assert!(page.tokens.iter().all(|token| token.life.status(NOW) == status));
        }
    }

    async fn another_tenants_tokens_are_neither_listed_nor_counted(base) {
        acme(base).await;
        tenant(base, 2, "Other", "other").await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(1, id(2))).await;
        let all = Filter::default();
        assert!(tokens::list::page(&mut tx, query(&all, NOW), Cursor::First, 10).await.unwrap().tokens.is_empty());
        assert_eq!(tokens::list::count(&mut tx, Some(id(1)), &all, NOW).await.unwrap(), 0);
        assert_eq!(tokens::list::count_by_status(&mut tx, id(1), NOW).await.unwrap(), [0; 4]);
        assert_eq!(tokens::list::count_by_status(&mut tx, id(2), NOW).await.unwrap(), [1, 0, 0, 0]);
    }

    async fn one_list_has_the_tokens_of_all_tenants(base) {
        acme(base).await;
        tenant(base, 2, "Other", "other").await;
        let mut tx = base.tx().await;
        for number in 1..=8 {
            let token = new_token(number, id(1 + number % 2));
            tokens::insert(&mut tx, &token, ["a", "b"][number as usize % 2]).await.unwrap();
        }
        tokens::revoke(&mut tx, id(1), id(2), NOW).await.unwrap();
        let all = Filter::default();
        let everywhere = |filter| TokenQuery { tenant: None, ..query(filter, NOW) };
        let found = tokens::list::page(&mut tx, everywhere(&all), Cursor::First, 3).await.unwrap();
        let homes: Vec<_> = found.tokens.iter().map(|token| (token.id, token.tenant)).collect();
        assert_eq!(homes, [(id(8), id(1)), (id(7), id(2)), (id(6), id(1))]);
        assert_eq!(found.total, 8);
        let next = tokens::list::page(&mut tx, everywhere(&all), Cursor::After(found.next.unwrap()), 3).await.unwrap();
        assert_eq!((next.tokens[0].id, next.skipped), (id(5), 3));
        let by = |creator: &str| Filter { creator: creator.to_owned(), ..Filter::default() };
        assert_eq!(tokens::list::count(&mut tx, None, &by("b"), NOW).await.unwrap(), 4);
        let revoked = Filter { status: Some(Status::Revoked), ..Filter::default() };
        assert_eq!(tokens::list::count(&mut tx, None, &revoked, NOW).await.unwrap(), 1);
        assert_eq!(tokens::list::creators(&mut tx, None, 10).await.unwrap(), ["a", "b"]);
        assert_eq!(tokens::list::creators(&mut tx, None, 1).await.unwrap(), ["a"]);
        for (reason, expected) in [("late_day = 999999, expires_at = 1", [0, 1]), ("created_by = NULL, expires_at = NULL", [1, 0])] {
            on!(&mut tx, conn => sqlx::query(AssertSqlSafe(format!("UPDATE tokens SET {reason}"))).execute(conn).await.map(|_| ())).unwrap();
            for (attention, expected) in [Attention::Orphaned, Attention::Late].into_iter().zip(expected) {
                let filter = Filter { attention: Some(attention), ..Filter::default() };
                let count = tokens::list::count(&mut tx, None, &filter, later(60_000_000)).await.unwrap();
                assert_eq!(count, expected * 7, "{attention:?} of those that are not revoked: {reason}");
            }
        }
    }

    async fn counting_stops_behind_the_limit(base) {
        acme(base).await;
        fill(base, COUNT_LIMIT - 1).await;
        let all = Filter::default();
        let count = async |filter: &Filter| tokens::list::count(&mut base.reader().await, Some(id(1)), filter, NOW).await.unwrap();
        assert_eq!(count(&all).await, COUNT_LIMIT - 1);
        fill(base, 1).await;
        assert_eq!(count(&all).await, COUNT_LIMIT);
        fill(base, 1).await;
        assert_eq!(count(&all).await, COUNT_LIMIT + 1);
        fill(base, 500).await;
        assert_eq!(count(&all).await, COUNT_LIMIT + 1);
        assert_eq!(count(&Filter { status: Some(Status::Revoked), ..all.clone() }).await, 0);
        let [active, ..] = tokens::list::count_by_status(&mut base.reader().await, id(1), NOW).await.unwrap();
        assert_eq!(active, COUNT_LIMIT + 1, "nor does a tenant's own page count on");
    }

    async fn those_before_a_page_are_counted(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        for number in 1..=5 {
            issue(&mut tx, &new_token(number, id(1))).await;
        }
        tokens::revoke(&mut tx, id(1), id(4), NOW).await.unwrap();
        let active = Filter { status: Some(Status::Active), ..Filter::default() };
        for (after, all, of_these) in [(5, 1, 1), (4, 2, 1), (3, 3, 2), (2, 4, 3)] {
            let cursor = Cursor::After(id::<crate::domain::id::TokenId>(after).into());
            let page = tokens::list::page(&mut tx, query(&Filter::default(), NOW), cursor.clone(), 1).await.unwrap();
            assert_eq!((page.skipped, page.total), (all, 5));
            let page = tokens::list::page(&mut tx, query(&active, NOW), cursor, 1).await.unwrap();
            assert_eq!((page.skipped, page.total), (of_these, 4));
        }
    }

    async fn reached_tenants_come_with_the_page(base) {
        acme(base).await;
        tenant(base, 2, "Other", "other").await;
        user(base, 2).await;
        let mut tx = base.tx().await;
        for (number, scope) in (1..).zip([
            crate::domain::token::TenantScope::This,
            crate::domain::token::TenantScope::Selected(vec![id(2), id(1)]),
            crate::domain::token::TenantScope::All,
        ]) {
            let mut token = new_token(number, id(1));
            token.scope = scope;
            issue(&mut tx, &token).await;
        }
        let page = tokens::list::page(&mut tx, query(&Filter::default(), NOW), Cursor::First, 10).await.unwrap();
        let scopes: Vec<_> = page.tokens.iter().map(|token| token.scope.name()).collect();
        assert_eq!(scopes, ["all", "selected", "this"]);
        assert_eq!(page.reached.len(), 1);
        let names: Vec<_> = page.reached[&id(2)].iter().map(|tenant| tenant.name.as_str()).collect();
        assert_eq!(names, ["Acme", "Other"]);
        assert_eq!(page.tokens[1].scope, crate::domain::token::TenantScope::Selected(vec![id(1), id(2)]));
    }
}

/// Adds this many tokens without secrets, which counting doesn't need.
pub async fn fill(base: &TestDatabase, number: i64) {
    let have = base.number("SELECT COUNT(*) FROM tokens").await;
    let id = match base.kind {
        super::Kind::Sqlite => "CAST(printf('%016d', n) AS BLOB)",
        super::Kind::Postgres => "lpad(n::text, 32, '0')::uuid",
    };
    base.execute(&format!(
        "INSERT INTO tokens (id, tenant_id, name, search_name, description, tenant_scope, permissions,
             created_by_label, created_at, updated_at)
         WITH RECURSIVE numbers (n) AS (SELECT {} UNION ALL SELECT n + 1 FROM numbers WHERE n < {})
         SELECT {id}, {{1}}, 'x', 'x', '', 'this', 1, '', 1, 1 FROM numbers",
        have + 1,
        have + number,
    ))
    .await;
}
