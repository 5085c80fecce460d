//! Deliveries: one replica at a time, again if it died, and never again once delivered.

use chrono::TimeDelta;
use uuid::Uuid;

use super::notices::{recipients, tell};
use super::{TestDatabase, at_once, both, world};
use crate::domain::id::DeliveryId;
use crate::domain::notice::{Channel, DeliveryState, Kind, Notice, delivery_id};
use crate::domain::time::Timestamp;
use crate::store::notices::deliveries::{self, Lease};
use crate::store::{Db, notices};
use world::{NOW, acme, id, later, tenant};

/// Writes `number` tests of a tenant: mail to two people each, and a webhook.
async fn tests(base: &TestDatabase, of: u128, number: u128) {
    let mut tx = base.tx().await;
    for place in 0..number {
        let notice = Notice {
            id: Uuid::from_u128(of * 1_000 + place),
            tenant: id(of),
            kind: Kind::Test,
            token: None,
            expires_at: None,
            occurred_at: later(i64::try_from(place).unwrap()),
        };
        assert!(notices::insert(&mut tx, &notice, &recipients()).await.unwrap());
    }
    tx.commit().await.unwrap();
}

fn webhook(of: u128, place: u128) -> DeliveryId {
    delivery_id(Uuid::from_u128(of * 1_000 + place), Channel::Webhook, "")
}

fn lease(number: u128, now: Timestamp) -> Lease {
    Lease { id: Uuid::from_u128(number), until: now.plus(TimeDelta::minutes(2)) }
}

async fn claim(db: Db, delivery: DeliveryId, lease: Lease, now: Timestamp) -> bool {
    let mut tx = db.write().await.unwrap();
    let mine = deliveries::claim(&mut tx, delivery, lease, now).await.unwrap();
    tx.commit().await.unwrap();
    mine
}

both! {
    async fn of_many_that_want_it_one_gets_it(base) {
        acme(base).await;
        tell(base, 1, &recipients()).await;
        tests(base, 1, 20).await;
        let processes = base.processes(4).await;
        let now = later(100);
        for place in 0..4 {
            let mine = at_once(12, |n| claim(processes[n % 4].clone(), webhook(1, place), lease(n as u128, now), now)).await;
            assert_eq!(mine.into_iter().filter(|mine| *mine).count(), 1);
        }
        let taken = at_once(12, |n| {
            let db = processes[n % 4].clone();
            async move {
                let mut tx = db.write().await.unwrap();
                let mine = deliveries::claim_mail(&mut tx, id(1), "it@example.org", lease(n as u128, now), now, 7).await.unwrap();
                tx.commit().await.unwrap();
                assert!(mine.len() <= 7);
                mine
            }
        }).await;
        let mut taken: Vec<DeliveryId> = taken.into_iter().flatten().collect();
        let all = taken.len();
        taken.sort_unstable();
        taken.dedup();
        assert_eq!(all, taken.len(), "one was taken twice");
        assert!(all >= 7, "{all}");
        assert_eq!(base.number("SELECT COUNT(*) FROM deliveries WHERE target = 'ops@example.org' AND attempts > 0").await, 0);
    }

    async fn one_whose_copy_died_is_due_again_with_the_same_id(base) {
        acme(base).await;
        tests(base, 1, 1).await;
        let db = base.another().await;
        let delivery = webhook(1, 0);
        let (first, second) = (lease(1, NOW), lease(2, first_end()));
        assert!(claim(db.clone(), delivery, first, NOW).await);
        assert!(!claim(db.clone(), delivery, second, first.until.plus(-TimeDelta::microseconds(1))).await);
        assert!(claim(db.clone(), delivery, second, first.until).await);
        // The first worker comes back to life: its result doesn't count.
        let mut tx = db.write().await.unwrap();
        assert!(!deliveries::finish(&mut tx, delivery, first, DeliveryState::Delivered, None, NOW).await.unwrap());
        assert!(!deliveries::postpone(&mut tx, delivery, first, later(9), "x").await.unwrap());
        assert!(deliveries::finish(&mut tx, delivery, second, DeliveryState::Delivered, None, later(3)).await.unwrap());
        assert!(!deliveries::finish(&mut tx, delivery, second, DeliveryState::Failed, None, later(3)).await.unwrap());
        tx.commit().await.unwrap();
        assert!(!claim(db.clone(), delivery, lease(3, later(i64::MAX / 4)), later(i64::MAX / 4)).await);
        db.close().await;
        let found = deliveries::by_ids(&mut base.reader().await, &[delivery]).await.unwrap().remove(0);
        assert_eq!((found.id, found.state, found.attempts, found.finished_at), (delivery, DeliveryState::Delivered, 2, Some(later(3))));
        assert_eq!((found.notice.kind, found.notice.token, found.channel, found.target.as_str()), (Kind::Test, None, Channel::Webhook, ""));
    }

    async fn what_did_not_arrive_waits_for_its_time(base) {
        acme(base).await;
        tests(base, 1, 1).await;
        let delivery = webhook(1, 0);
        let mut tx = base.tx().await;
        assert!(deliveries::claim(&mut tx, delivery, lease(1, NOW), NOW).await.unwrap());
        assert!(deliveries::postpone(&mut tx, delivery, lease(1, NOW), later(500), "503").await.unwrap());
        assert!(!deliveries::claim(&mut tx, delivery, lease(2, NOW), later(499)).await.unwrap());
        assert!(deliveries::claim(&mut tx, delivery, lease(2, NOW), later(500)).await.unwrap());
        let found = deliveries::by_ids(&mut tx, &[delivery]).await.unwrap().remove(0);
        assert_eq!((found.last_error.as_deref(), found.attempts), (Some("503"), 2));
        assert!(deliveries::finish(&mut tx, delivery, lease(2, NOW), DeliveryState::Failed, Some("gone"), later(600)).await.unwrap());
        tx.commit().await.unwrap();

        let mut tx = base.tx().await;
        assert_eq!(deliveries::count_failed(&mut tx, id(1)).await.unwrap(), 1);
        assert_eq!(deliveries::count_failed(&mut tx, id(2)).await.unwrap(), 0);
        assert_eq!(deliveries::newest(&mut tx, id(1), true, 9).await.unwrap().len(), 1);
        assert_eq!(deliveries::newest(&mut tx, id(1), false, 9).await.unwrap().len(), 3);
        assert_eq!(deliveries::newest(&mut tx, id(1), false, 2).await.unwrap().len(), 2);
        assert_eq!(deliveries::newest(&mut tx, id(2), false, 9).await.unwrap().len(), 0);
        assert_eq!((deliveries::count_waiting(&mut tx, 9).await.unwrap(), deliveries::count_waiting(&mut tx, 1).await.unwrap()), (2, 1));
        assert!(deliveries::is_testing(&mut tx, id(1)).await.unwrap());
        assert!(!deliveries::is_testing(&mut tx, id(2)).await.unwrap());
        // Another tenant's behaves as if it did not exist.
        assert_eq!(deliveries::try_again(&mut tx, id(2), Some(delivery), NOW).await.unwrap(), 0);
        assert_eq!(deliveries::forget(&mut tx, id(2), None).await.unwrap(), 0);
        assert_eq!(deliveries::try_again(&mut tx, id(1), Some(delivery), later(700)).await.unwrap(), 1);
        assert_eq!(deliveries::try_again(&mut tx, id(1), None, later(700)).await.unwrap(), 0);
        assert!(deliveries::claim(&mut tx, delivery, lease(3, later(700)), later(700)).await.unwrap());
        assert_eq!(deliveries::by_ids(&mut tx, &[delivery]).await.unwrap()[0].attempts, 1);
        assert!(deliveries::finish(&mut tx, delivery, lease(3, later(700)), DeliveryState::Failed, None, later(701)).await.unwrap());
        assert_eq!(deliveries::forget(&mut tx, id(1), None).await.unwrap(), 1);
        assert_eq!(deliveries::newest(&mut tx, id(1), false, 9).await.unwrap().len(), 2);
        tx.commit().await.unwrap();
    }

    async fn one_tenants_many_do_not_keep_the_others_waiting(base) {
        acme(base).await;
        for number in 2..=5 {
            tenant(base, number, &format!("T{number}"), &format!("t{number}")).await;
        }
        tests(base, 1, 30).await;
        tests(base, 2, 1).await;
        let mut tx = base.reader().await;
        let first = deliveries::due(&mut tx, &[], later(1_000), 8).await.unwrap();
        assert_eq!(first.len(), 8);
        let next = deliveries::due(&mut tx, &[id(1)], later(1_000), 8).await.unwrap();
        assert_eq!(next.iter().map(|due| due.tenant).collect::<Vec<_>>(), vec![id(2); 3]);
        assert_eq!(deliveries::due(&mut tx, &[id(1), id(2), id(3)], later(1_000), 8).await.unwrap(), []);
        // What is not due is not returned.
        assert_eq!(deliveries::due(&mut tx, &[], later(-1), 8).await.unwrap(), []);
        assert_eq!(deliveries::due(&mut tx, &[], NOW, 80).await.unwrap().len(), 6);
    }
}

fn first_end() -> Timestamp {
    lease(1, NOW).until
}
