//! Limits at which the next item is refused.

use uuid::Uuid;

use super::{Kind, TestDatabase, both, world};
use crate::domain::api_client::NewApiClient;
use crate::domain::limits::Limit;
use crate::domain::text::{Name, Slug};
use crate::store::idempotency::{self, Claim, IdempotencyKey};
use crate::store::{Error, api_clients, apps, limits, modules, tenants, tokens};
use world::{NOW, acme, id, issue, new_token, secret, settings, tenant};

fn is_at(limit: Limit, outcome: &crate::store::Result<()>) -> bool {
    matches!(outcome, Err(Error::Limit(at)) if *at == limit)
}

/// Adds this many rows, bypassing the store. In `columns`, `n` is the number of the row, and `#` an ID derived from
/// it.
async fn fill(base: &TestDatabase, rows: i64, insert: &str, columns: &str) {
    let number = match base.kind {
        Kind::Sqlite => "unhex(printf('%032x', n + 4096))",
        Kind::Postgres => "lpad(to_hex(n + 4096), 32, '0')::uuid",
    };
    let hash = match base.kind {
        Kind::Sqlite => "unhex(printf('%064x', n + 4096))",
        Kind::Postgres => "decode(lpad(to_hex(n + 4096), 64, '0'), 'hex')",
    };
    let columns = columns.replace("##", hash).replace('#', number);
    base.execute(&format!(
        "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {rows})
         INSERT INTO {insert} SELECT {columns} FROM numbers"
    ))
    .await;
}

both! {
    async fn at_its_bound_the_next_one_is_refused_and_below_it_none(base) {
        acme(base).await;
        tenant(base, 2, "Globex", "globex").await;
        let (name, slug) = (Name::parse("Shop").unwrap(), Slug::parse("shop").unwrap());
        let client = |number| NewApiClient {
            id: id(number), name: name.clone(), modules: Vec::new(), hash: secret(number).hash, last_four: "0001".into(), created_at: NOW,
        };

        fill(base, Limit::Apps.bound() - 1, "apps (id, tenant_id, slug, name, search_name, created_at)", "#, {1}, 'a-' || n, 'A', 'a', 1").await;
        let mut tx = base.tx().await;
        apps::insert(&mut tx, id(1), id(1), &name, &slug, NOW).await.unwrap();
        let next = apps::insert(&mut tx, id(1), id(2), &name, &Slug::parse("till").unwrap(), NOW).await;
        assert!(is_at(Limit::Apps, &next), "{next:?}");
        // Another tenant has its own limit.
        apps::insert(&mut tx, id(2), id(2), &name, &slug, NOW).await.unwrap();
        tx.commit().await.unwrap();

        let built_in = 1;
        fill(base, Limit::Modules.bound() - 1 - built_in, "modules (id, slug, name, created_at)", "#, 'm-' || n, 'M', 1").await;
        fill(base, Limit::ApiClients.bound() - 1, "api_clients (id, name, search_name, secret_hash, last_four, created_by_label, created_at)",
            "#, 'C', 'c', ##, 'aaaa', 'x', 1").await;
        let mut tx = base.tx().await;
        modules::insert(&mut tx, id(1), &name, &slug, NOW).await.unwrap();
        let next = modules::insert(&mut tx, id(2), &name, &Slug::parse("till").unwrap(), NOW).await;
        assert!(is_at(Limit::Modules, &next), "{next:?}");
        assert!(api_clients::insert(&mut tx, &client(1), "x").await.unwrap());
        tx.commit().await.unwrap();
        let mut tx = base.tx().await;
        assert!(!api_clients::insert(&mut tx, &client(1), "x").await.unwrap(), "sent twice");
        let next = api_clients::insert(&mut tx, &client(2), "x").await.map(|_| ());
        assert!(is_at(Limit::ApiClients, &next), "{next:?}");
        drop(tx);
        let mut tx = base.tx().await;
        // Revoked ones don't count.
        assert!(api_clients::revoke(&mut tx, id(1), NOW).await.unwrap());
        assert!(api_clients::insert(&mut tx, &client(2), "x").await.unwrap());
    }

    async fn a_token_sends_so_many_keys_a_day_and_none_is_forgotten_for_another(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(1, id(1))).await;
        issue(&mut tx, &new_token(2, id(1))).await;
        tx.commit().await.unwrap();
        fill(base, Limit::IdempotencyKeys.bound() - 1, "idempotency_keys (token_id, key_hash, request_hash, made_id, created_at)", "{1}, ##, ##, #, 1").await;
        let keyed = |number| IdempotencyKey { key: [number; 32], request: [number; 32] };
        let made = Uuid::from_u128(7);
        let mut tx = base.tx().await;
        assert_eq!(idempotency::claim(&mut tx, id(1), &keyed(200), made, NOW).await.unwrap(), Claim::New);
        tx.commit().await.unwrap();
        let mut tx = base.tx().await;
        let next = idempotency::claim(&mut tx, id(1), &keyed(201), made, NOW).await;
        assert!(matches!(next, Err(Error::Limit(Limit::IdempotencyKeys))), "{next:?}");
        drop(tx);
        let mut tx = base.tx().await;
        assert_eq!(idempotency::claim(&mut tx, id(1), &keyed(200), made, NOW).await.unwrap(), Claim::Made(made));
        assert_eq!(idempotency::claim(&mut tx, id(2), &keyed(201), made, NOW).await.unwrap(), Claim::New);
    }

    async fn every_limit_is_counted_where_it_applies(base) {
        acme(base).await;
        for number in 2..=4 {
            tenant(base, number, &format!("T{number}"), &format!("t{number}")).await;
        }
        let mut tx = base.tx().await;
        for number in 1..=3 {
            issue(&mut tx, &new_token(number, id(1))).await;
        }
        for (limit, there) in [(Limit::Tenants, 4), (Limit::Tokens, 3), (Limit::Apps, 0), (Limit::Modules, 1),
            (Limit::ApiClients, 0), (Limit::IdempotencyKeys, 0), (Limit::RunningBulkJobs, 0)] {
            let one = Uuid::from_u128(1);
            assert!(limits::check_at(&mut tx, limit, one, there + 1).await.is_ok(), "{limit:?}");
            let full = limits::check_at(&mut tx, limit, one, there).await;
            assert!(is_at(limit, &full), "{limit:?}: {full:?}");
            assert!(limits::check(&mut tx, limit, one).await.is_ok(), "{limit:?}");
            assert!(limits::check_made(&mut tx, limit, one).await.is_ok(), "{limit:?}");
        }
        assert!(limits::check_at(&mut tx, Limit::Tokens, Uuid::from_u128(2), 1).await.is_ok(), "another tenant");
        assert!(limits::check_token(&mut tx, Uuid::from_u128(1), Uuid::from_u128(64)).await.is_ok());
        // Both prevent the insertion.
        tenants::insert(&mut tx, id(9), &settings("Nine", "nine"), NOW).await.unwrap();
        tokens::insert(&mut tx, &new_token(64, id(9)), "u1@example.org").await.unwrap();
    }
}
