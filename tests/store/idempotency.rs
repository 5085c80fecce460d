//! Idempotency keys, and the pages of the Tenant API's lists.

use uuid::Uuid;

use super::{at_once, both, world};
use crate::domain::audit::{Actor, Event, Object, Origin};
use crate::domain::event::EventKind;
use crate::domain::person::Reach;
use crate::store::idempotency::{self, Claim, IdempotencyKey};
use crate::store::tokens;
use crate::store::tokens::filter::Filter;
use crate::store::{apps, audit, modules, tenants};
use world::{NOW, acme, id, issue, later, new_token, settings, tenant};

const KEY: IdempotencyKey = IdempotencyKey { key: [1; 32], request: [2; 32] };

both! {
    async fn a_key_is_new_once_and_then_stands_for_what_was_made(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        for number in 1..=2 {
            issue(&mut tx, &new_token(number, id(1))).await;
        }
        let made = Uuid::from_u128(7);
        assert_eq!(idempotency::claim(&mut tx, id(1), &KEY, made, NOW).await.unwrap(), Claim::New);
        assert_eq!(idempotency::claim(&mut tx, id(1), &KEY, Uuid::from_u128(8), NOW).await.unwrap(), Claim::Made(made));
        let other = IdempotencyKey { request: [3; 32], ..KEY };
        assert_eq!(idempotency::claim(&mut tx, id(1), &other, made, NOW).await.unwrap(), Claim::Taken);
        assert_eq!(idempotency::claim(&mut tx, id(2), &other, made, NOW).await.unwrap(), Claim::New);
        assert_eq!(idempotency::delete_old(&mut tx, NOW).await.unwrap(), 0);
        assert_eq!(idempotency::delete_old(&mut tx, later(1)).await.unwrap(), 2);
        assert_eq!(idempotency::claim(&mut tx, id(1), &other, made, NOW).await.unwrap(), Claim::New);
    }

    async fn of_many_at_once_one_is_new_and_the_others_learn_of_it(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(1, id(1))).await;
        tx.commit().await.unwrap();
        let db = base.another().await;
        let claims = at_once(12, |which| {
            let db = db.clone();
            async move {
                let mut tx = db.write().await.unwrap();
                let made = Uuid::from_u128(which as u128);
                let claim = idempotency::claim(&mut tx, id(1), &KEY, made, NOW).await.unwrap();
                // The first one rolls back: then the next one is new.
                if which % 2 == 0 && claim == Claim::New {
                    drop(tx);
                    return None;
                }
                tx.commit().await.unwrap();
                Some(claim)
            }
        }).await;
        db.close().await;
        let kept: Vec<Claim> = claims.into_iter().flatten().collect();
        assert!(kept.iter().filter(|claim| **claim == Claim::New).count() <= 1);
        assert!(!kept.contains(&Claim::Taken));
        let rows = base.number("SELECT COUNT(*) FROM idempotency_keys").await;
        assert_eq!(rows, i64::from(kept.contains(&Claim::New)));
    }

    async fn open_tenants_are_those_that_are_on_and_have_the_module(base) {
        for (number, slug) in [(1, "acme"), (2, "berta"), (3, "off"), (4, "without")] {
            tenant(base, number, slug, slug).await;
        }
        let mut tx = base.tx().await;
        let module = modules::find_by_slug(&mut tx, "administration").await.unwrap().unwrap().id;
        modules::disable(&mut tx, id(4), module).await.unwrap();
        tenants::disable(&mut tx, id(3), NOW).await.unwrap();
        let all = tenants::list_open(&mut tx, &Reach::Everywhere, "administration", "", None, 9).await.unwrap();
        let slugs = |found: Vec<tenants::ListedTenant>| found.into_iter().map(|tenant| tenant.slug).collect::<Vec<_>>();
        assert_eq!(slugs(all), ["acme", "berta"]);
        let exactly = Reach::Exactly(vec![id(2), id(3)]);
        assert_eq!(slugs(tenants::list_open(&mut tx, &exactly, "administration", "", None, 9).await.unwrap()), ["berta"]);
        assert_eq!(slugs(tenants::list_open(&mut tx, &Reach::Everywhere, "administration", "ERT", None, 9).await.unwrap()), ["berta"]);
        assert_eq!(slugs(tenants::list_open(&mut tx, &Reach::Everywhere, "administration", "", Some(id(1)), 1).await.unwrap()), ["berta"]);
        assert!(tenants::list_open(&mut tx, &Reach::Everywhere, "nothing", "", None, 9).await.unwrap().is_empty());
    }

    async fn apps_come_page_by_page_and_are_held_one_at_a_time(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        for (number, name, slug) in [(1, "Shop", "shop"), (2, "Till", "till"), (3, "Zoo", "ware-shop")] {
            let made = settings(name, slug);
            apps::insert(&mut tx, id(1), id(number), &made.name, &made.slug, NOW).await.unwrap();
        }
        let slugs = |found: Vec<crate::domain::app::App>| found.into_iter().map(|app| app.slug).collect::<Vec<_>>();
        assert_eq!(slugs(apps::page(&mut tx, id(1), "", None, 2).await.unwrap()), ["shop", "till"]);
        assert_eq!(slugs(apps::page(&mut tx, id(1), "", Some(id(2)), 2).await.unwrap()), ["ware-shop"]);
        assert_eq!(slugs(apps::page(&mut tx, id(1), "SHOP", None, 9).await.unwrap()), ["shop", "ware-shop"]);
        for slug in ["shop", "nothing", "\0"] {
            apps::lock(&mut tx, id(1), slug).await.unwrap();
        }
        let version = apps::find_by_slug(&mut tx, id(1), "shop").await.unwrap().unwrap().updated_at;
        assert_eq!(version, NOW);
        for expected in [later(1), later(2)] {
            apps::rename(&mut tx, id(1), id(1), &settings("New", "x").name, NOW).await.unwrap();
            assert_eq!(apps::find_by_slug(&mut tx, id(1), "shop").await.unwrap().unwrap().updated_at, expected);
        }
    }

    async fn older_tokens_come_to_an_end(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        for number in 1..=3 {
            issue(&mut tx, &new_token(number, id(1))).await;
        }
        let all = Filter::default();
        let (first, next) = tokens::list::following(&mut tx, world::query(&all, NOW), None, 2).await.unwrap();
        assert_eq!(first.iter().map(|token| token.id).collect::<Vec<_>>(), [id(3), id(2)]);
        let (last, end) = tokens::list::following(&mut tx, world::query(&all, NOW), next, 2).await.unwrap();
        assert_eq!((last.len(), end), (1, None));
        let place = Some(last[0].id.into());
        let (none, end) = tokens::list::following(&mut tx, world::query(&all, NOW), place, 2).await.unwrap();
        assert_eq!((none.len(), end), (0, None));
    }

    async fn events_are_read_newest_first_and_by_action(base) {
        let (tenant, _) = acme(base).await;
        let mut tx = base.tx().await;
        let origin = Origin { actor: Actor::Token(id(5), "Robot".to_owned()), address: None, request_id: None };
        for (number, action) in [(1, EventKind::TokenIssued), (2, EventKind::TokenRevoked), (3, EventKind::TokenIssued)] {
            let object = Object { id: Uuid::from_u128(9), label: "Deploy" };
            let event = Event { at: NOW, tenant: Some(tenant), origin: &origin, kind: action, object, before: None,
                after: Some(serde_json::json!({ "n": number })) };
            audit::record(&mut tx, &world::key(), Uuid::from_u128(number), &event);
        }
        tx.commit().await.unwrap();
        let mut tx = base.reader().await;
        let all = audit::list(&mut tx, tenant, None, None, 2).await.unwrap();
        assert_eq!(all.iter().map(|event| event.id.as_u128()).collect::<Vec<_>>(), [3, 2]);
        assert_eq!((all[0].actor_kind.as_str(), all[0].actor_id, all[0].actor_label.as_str()), ("token", Some(Uuid::from_u128(5)), "Robot"));
        let issued = audit::list(&mut tx, tenant, Some("token.issued"), Some(Uuid::from_u128(3)), 9).await.unwrap();
        assert_eq!(issued[0].after, Some(serde_json::json!({ "n": 1 })));
        assert!(audit::list(&mut tx, id(9), None, None, 9).await.unwrap().is_empty());
        drop(tx);
        base.execute("UPDATE audit_events SET before = '{' WHERE id = {1}").await;
        let error = audit::list(&mut base.reader().await, tenant, None, None, 9).await.unwrap_err();
        assert_eq!(error.to_string(), "corrupt row: audit_events");
    }
}
