//! The hierarchy of tenants: moves, circles, depth, and being disabled from above.

use super::world::{NOW, id, later, tenant};
use super::{TestDatabase, at_once, both};
use crate::domain::id::TenantId;
use crate::store::tenants::tree::Moved;
use crate::store::{Db, tenants};

async fn family(base: &TestDatabase, size: u128) {
    for number in 1..=size {
        tenant(base, number, &format!("T{number}"), &format!("t-{number}")).await;
    }
}

async fn put(db: &Db, child: u128, parent: Option<u128>) -> Moved {
    let mut tx = db.write().await.unwrap();
    let moved = tenants::tree::set_parent(&mut tx, id(child), parent.map(id), NOW).await.unwrap();
    tx.commit().await.unwrap();
    moved
}

/// Every pair and its distance must follow from the parents alone.
async fn is_whole(base: &TestDatabase) {
    let pairs = "FROM tenant_ancestors";
    let walked = "FROM (WITH RECURSIVE up (tenant_id, ancestor_id, distance) AS (
            SELECT id, parent_id, 1 FROM tenants WHERE parent_id IS NOT NULL
            UNION ALL SELECT up.tenant_id, t.parent_id, up.distance + 1 FROM up JOIN tenants t ON t.id = up.ancestor_id
            WHERE t.parent_id IS NOT NULL AND up.distance < 20)
        SELECT tenant_id, ancestor_id, distance FROM up) AS walked";
    for (one, other) in [(pairs, walked), (walked, pairs)] {
        let differing = format!(
            "SELECT COUNT(*) FROM (SELECT tenant_id, ancestor_id, distance {one}
             EXCEPT SELECT tenant_id, ancestor_id, distance {other}) AS differing"
        );
        assert_eq!(base.number(&differing).await, 0);
    }
}

/// The tenants that are disabled.
async fn out_of_use(base: &TestDatabase) -> String {
    base.texts("SELECT slug FROM tenants WHERE disabled_at IS NOT NULL ORDER BY slug").await.join(" ")
}

both! {
    async fn a_move_takes_everything_below_along(base) {
        family(base, 6).await;
        let db = base.another().await;
        for (child, parent) in [(2, 1), (3, 2), (4, 3), (6, 5)] {
            assert_eq!(put(&db, child, Some(parent)).await, Moved::Done);
            is_whole(base).await;
        }
        assert_eq!(put(&db, 3, Some(6)).await, Moved::Done);
        is_whole(base).await;
        let mut tx = base.reader().await;
        let slugs = |found: Vec<tenants::tree::RelatedTenant>| {
            found.into_iter().map(|tenant| tenant.slug).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(slugs(tenants::tree::below(&mut tx, id(5)).await.unwrap()), "t-3 t-4 t-6");
        assert_eq!(slugs(tenants::tree::children(&mut tx, id(5), 9).await.unwrap()), "t-6");
        assert_eq!(slugs(tenants::tree::children(&mut tx, id(4), 9).await.unwrap()), "");
        assert_eq!(tenants::tree::parent(&mut tx, id(3)).await.unwrap().unwrap().slug, "t-6");
        assert_eq!(tenants::tree::parent(&mut tx, id(5)).await.unwrap(), None);
        assert!(tenants::tree::is_below(&mut tx, id(4), id(5)).await.unwrap());
        assert!(!tenants::tree::is_below(&mut tx, id(4), id(1)).await.unwrap());
        let lineage = tenants::find_by_slug(&mut tx, "t-4").await.unwrap().unwrap().lineage;
        assert_eq!(lineage, [4, 3, 6, 5].map(id::<TenantId>));
        drop(tx);
        assert_eq!(put(&db, 3, None).await, Moved::Done);
        is_whole(base).await;
        assert!(!tenants::tree::is_below(&mut base.reader().await, id(4), id(6)).await.unwrap());
    }

    async fn nobody_stands_below_themselves_nor_on_a_ninth_level(base) {
        family(base, 10).await;
        let db = base.another().await;
        assert_eq!(put(&db, 1, Some(1)).await, Moved::Circle);
        for child in 2..=8 {
            assert_eq!(put(&db, child, Some(child - 1)).await, Moved::Done);
        }
        for below in 2..=8 {
            assert_eq!(put(&db, 1, Some(below)).await, Moved::Circle);
        }
        assert_eq!(put(&db, 9, Some(8)).await, Moved::TooDeep);
        assert_eq!(put(&db, 1, Some(9)).await, Moved::TooDeep);
        // With its subtenants, it is too deep as well.
        assert_eq!(put(&db, 10, Some(9)).await, Moved::Done);
        assert_eq!(put(&db, 9, Some(7)).await, Moved::TooDeep);
        assert_eq!(put(&db, 9, Some(6)).await, Moved::Done);
        is_whole(base).await;
    }

    async fn moves_that_would_make_a_circle_together_never_do(base) {
        family(base, 6).await;
        let processes = base.processes(4).await;
        for _ in 0..12 {
            // A third of these would close a circle with another one.
            at_once(12, |n| {
                let (db, n) = (processes[n % 4].clone(), n as u128);
                async move { put(&db, 1 + n % 6, Some(1 + (n % 6 + 1 + n / 6) % 6)).await }
            })
            .await;
            is_whole(base).await;
            let circles = "SELECT COUNT(*) FROM tenant_ancestors a JOIN tenant_ancestors b
                ON a.tenant_id = b.ancestor_id AND a.ancestor_id = b.tenant_id";
            assert_eq!(base.number(circles).await, 0);
            assert!(base.number("SELECT COUNT(*) FROM tenants WHERE parent_id IS NULL").await > 0);
        }
        // Holding the tree keeps others from it until the end.
        let mut tx = processes[0].write().await.unwrap();
        tenants::tree::hold(&mut tx).await.unwrap();
        let waiting = tokio::time::timeout(std::time::Duration::from_millis(200), put(&processes[1], 1, None));
        assert!(waiting.await.is_err());
        drop(tx);
        for first in [1, 2] {
            for number in 1..=6 {
                put(&processes[0], number, None).await;
            }
            let moved = at_once(2, |n| {
                let (db, n) = (processes[n].clone(), (n as u128 + first) % 2);
                async move { put(&db, 1 + n, Some(2 - n)).await }
            })
            .await;
            assert!(moved.contains(&Moved::Done) && moved.contains(&Moved::Circle), "{moved:?}");
        }
    }

    async fn what_is_below_a_disabled_tenant_is_out_of_use(base) {
        family(base, 5).await;
        let db = base.another().await;
        put(&db, 2, Some(1)).await;
        put(&db, 3, Some(2)).await;
        let mut tx = base.tx().await;
        assert!(tenants::disable(&mut tx, id(3), later(1)).await.unwrap());
        assert!(tenants::disable(&mut tx, id(1), later(2)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(out_of_use(base).await, "t-1 t-2 t-3");
        let mut tx = base.tx().await;
        let found = tenants::find_by_slug(&mut tx, "t-2").await.unwrap().unwrap();
        assert!(found.is_disabled() && !found.disabled_itself);
        assert!(!tenants::enable(&mut tx, id(2), later(3)).await.unwrap(), "it was not disabled itself");
        assert!(tenants::enable(&mut tx, id(3), later(3)).await.unwrap());
        assert!(tenants::find_by_slug(&mut tx, "t-3").await.unwrap().unwrap().is_disabled());
        assert!(tenants::disable(&mut tx, id(3), later(3)).await.unwrap());
        assert!(tenants::enable(&mut tx, id(1), later(4)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(out_of_use(base).await, "t-3");
        // By moving too.
        let mut tx = base.tx().await;
        tenants::disable(&mut tx, id(4), later(5)).await.unwrap();
        tx.commit().await.unwrap();
        put(&db, 2, Some(4)).await;
        assert_eq!(out_of_use(base).await, "t-2 t-3 t-4");
        put(&db, 2, None).await;
        assert_eq!(out_of_use(base).await, "t-3 t-4");
        put(&db, 5, Some(3)).await;
        assert_eq!(out_of_use(base).await, "t-3 t-4 t-5");
    }

    async fn disabling_while_others_move_leaves_nobody_out(base) {
        family(base, 4).await;
        let processes = base.processes(4).await;
        for round in 0..15 {
            at_once(4, |n| {
                let db = processes[n].clone();
                async move {
                    if n == 0 {
                        let mut tx = db.write().await.unwrap();
                        if round % 2 == 0 {
                            tenants::disable(&mut tx, id(1), NOW).await.unwrap();
                        } else {
                            tenants::enable(&mut tx, id(1), NOW).await.unwrap();
                        }
                        tx.commit().await.unwrap();
                    } else {
                        put(&db, 1 + n as u128, (round % 3 > 0).then_some(n as u128)).await;
                    }
                }
            })
            .await;
            let wrong = "SELECT COUNT(*) FROM tenants WHERE (disabled_at IS NOT NULL) <> (disabled_itself = 1 OR EXISTS
                (SELECT 1 FROM tenant_ancestors a JOIN tenants o ON o.id = a.ancestor_id
                 WHERE a.tenant_id = tenants.id AND o.disabled_itself = 1))";
            assert_eq!(base.number(wrong).await, 0);
        }
    }
}
