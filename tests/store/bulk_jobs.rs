//! Work on many tokens as it is kept, and who works on it.

use uuid::Uuid;

use super::token_plans::filters;
use super::{TestDatabase, at_once, both, world};
use crate::domain::bulk::BulkAction;
use crate::domain::id::{BulkId, TenantId};
use crate::domain::token::Status;
use crate::store::Error;
use crate::store::bulk::chosen::Chosen;
use crate::store::bulk::tokens::Forecast;
use crate::store::bulk::{
    self,
    jobs::{JobState, NewJob, StopReason},
};
use crate::store::tokens::filter::{Filter, UsageKind};
use world::{NOW, acme, id, later, tenant};

const LEASE: i64 = 15_000_000;

fn new_job(number: u128, action: BulkAction, chosen: Chosen) -> NewJob {
    NewJob {
        id: id(number),
        tenant: id(1),
        by: id(1),
        by_label: "u1@example.org".to_owned(),
        address: Some("10.0.0.1".to_owned()),
        request_id: None,
        action,
        chosen,
        as_of: NOW,
        expected: 3,
        created_at: later(1),
    }
}

fn work(number: u128) -> (TenantId, BulkId) {
    (id(1), id(number))
}

fn worker(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

async fn ask(base: &TestDatabase, number: u128) {
    let mut tx = base.tx().await;
    let job = new_job(number, BulkAction::Revoke, Chosen::Tokens(vec![id(1)]));
    assert!(bulk::jobs::insert(&mut tx, &job).await.unwrap());
    tx.commit().await.unwrap();
}

both! {
    async fn it_reads_back_as_it_was_asked_for(base) {
        acme(base).await;
        tenant(base, 2, "Other", "other").await;
        let mut tx = base.tx().await;
        let mut all: Vec<_> = filters().into_iter().map(Chosen::Matching).collect();
        all.extend([Chosen::Tokens(vec![id(7), id(3)]), Chosen::Tokens(Vec::new()), Chosen::IssuedWith(id(1), vec![id(7)])]);
        let deeds = [BulkAction::Disable, BulkAction::Enable, BulkAction::Revoke, BulkAction::Expire(None), BulkAction::Expire(Some(later(9)))];
        for (number, chosen) in (1..).zip(all) {
            let job = new_job(number, deeds[number as usize % deeds.len()], chosen);
            assert!(bulk::jobs::insert(&mut tx, &job).await.unwrap());
            let kept = bulk::jobs::find(&mut tx, id(1), id(number)).await.unwrap().unwrap();
            assert_eq!((&kept.chosen, kept.action, kept.state), (&job.chosen, job.action, JobState::Running));
            assert_eq!((kept.by, kept.by_label.as_str(), kept.address), (Some(id(1)), "u1@example.org", job.address.clone()));
            assert_eq!((kept.as_of, kept.expected, kept.created_at, kept.finished_at), (NOW, 3, later(1), None));
            assert_eq!((kept.so_far, kept.place), (Forecast::default(), None));
            assert!(bulk::jobs::find(&mut tx, id(2), id(number)).await.unwrap().is_none(), "not another tenant's");
            // A form that is sent twice.
            assert!(!bulk::jobs::insert(&mut tx, &job).await.unwrap());
            // Only so many go on at once.
            assert!(bulk::jobs::finish(&mut tx, work(number), None, later(2)).await.unwrap());
        }
    }

    async fn what_an_earlier_version_wrote_is_understood(base) {
        acme(base).await;
        ask(base, 1).await;
        let none = Filter { search: "a b".to_owned(), beginnings: true, status: Some(Status::Expired), expiring_within: Some(30), ..Filter::default() };
        for (usage, unused_for, never) in [
            (None, "null", "null"),
            (Some(UsageKind::UnusedFor(90)), "90", "null"),
            (Some(UsageKind::NeverSince(30)), "null", "30"),
            (Some(UsageKind::Never), "null", "-1"),
        ] {
            base.execute(&format!("UPDATE bulk_jobs SET chosen = '{{\"matching\":{{\"search\":\"a b\",\"beginnings\":true,\"status\":\"expired\",\"scope\":null,\"permission\":null,\"module\":null,\"app\":null,\"creator\":\"\",\"expiring_within\":30,\"unused_for\":{unused_for},\"never_used_since\":{never},\"attention\":null}}}}'")).await;
            let found = bulk::jobs::find(&mut base.reader().await, id(1), id(1)).await.unwrap().unwrap();
            assert_eq!(found.chosen, Chosen::Matching(Filter { usage, ..none.clone() }));
        }
    }

    async fn what_no_version_wrote_is_an_error_and_never_chooses_more(base) {
        acme(base).await;
        ask(base, 1).await;
        for chosen in ["{}", "{\"matching\":{}}", "{\"tokens\":[\"x\"]}", "{\"all\":true}",
            "{\"matching\":{\"search\":\"\",\"status\":\"lost\",\"scope\":null,\"permission\":null,\"module\":null,\"app\":null,\"creator\":\"\",\"expiring_within\":null,\"unused_for\":null,\"never_used_since\":null,\"attention\":null}}",
            "{\"matching\":{\"search\":\"\",\"owner\":\"x\"}}"] {
            base.execute(&format!("UPDATE bulk_jobs SET chosen = '{chosen}'")).await;
            let found = bulk::jobs::find(&mut base.reader().await, id(1), id(1)).await;
            assert!(matches!(found, Err(Error::Corrupt("bulk_jobs.chosen") | Error::Unreadable("bulk_jobs.chosen", _))), "{chosen}");
        }
    }

    async fn one_worker_at_a_time_has_it_until_its_time_is_over(base) {
        acme(base).await;
        ask(base, 1).await;
        let mut tx = base.tx().await;
        assert!(bulk::jobs::take(&mut tx, work(1), worker(1), later(LEASE), NOW).await.unwrap());
        assert!(!bulk::jobs::take(&mut tx, work(1), worker(2), later(LEASE), later(LEASE - 1)).await.unwrap());
        assert_eq!(bulk::jobs::waiting(&mut tx, later(LEASE - 1), id(0)).await.unwrap(), None);
        // With each portion it is taken for longer.
        assert!(bulk::jobs::hold(&mut tx, work(1), worker(1), later(2 * LEASE)).await.unwrap().is_some());
        assert!(bulk::jobs::hold(&mut tx, work(1), worker(2), later(2 * LEASE)).await.unwrap().is_none());
        assert!(!bulk::jobs::take(&mut tx, work(1), worker(2), later(LEASE), later(LEASE)).await.unwrap());
        // It was killed.
        assert_eq!(bulk::jobs::waiting(&mut tx, later(2 * LEASE), id(0)).await.unwrap(), Some(work(1)));
        assert!(bulk::jobs::take(&mut tx, work(1), worker(2), later(3 * LEASE), later(2 * LEASE)).await.unwrap());
        // Or only thought dead.
        assert!(bulk::jobs::hold(&mut tx, work(1), worker(1), later(9 * LEASE)).await.unwrap().is_none());
        bulk::jobs::release(&mut tx, work(1), worker(1)).await.unwrap();
        assert_eq!(bulk::jobs::waiting(&mut tx, later(2 * LEASE), id(0)).await.unwrap(), None, "it is not its own to leave");
        bulk::jobs::release(&mut tx, work(1), worker(2)).await.unwrap();
        assert_eq!(bulk::jobs::waiting(&mut tx, later(2 * LEASE), id(0)).await.unwrap(), Some(work(1)));
    }

    async fn of_many_who_take_it_at_once_one_gets_it(base) {
        acme(base).await;
        ask(base, 1).await;
        let processes = base.processes(4).await;
        let taken = at_once(4, |number| {
            let db = processes[number].clone();
            async move {
                let mut tx = db.write().await.unwrap();
                let taken = bulk::jobs::take(&mut tx, work(1), worker(number as u128), later(LEASE), NOW).await.unwrap();
                tx.commit().await.unwrap();
                db.close().await;
                taken
            }
        }).await;
        assert_eq!(taken.into_iter().filter(|taken| *taken).count(), 1);
    }

    async fn each_has_its_turn(base) {
        acme(base).await;
        for number in 1..=3 {
            ask(base, number).await;
        }
        let mut tx = base.tx().await;
        for (last, next) in [(0, 1), (1, 2), (2, 3), (3, 1), (9, 1)] {
            assert_eq!(bulk::jobs::waiting(&mut tx, NOW, id(last)).await.unwrap(), Some(work(next)));
        }
        let newest = bulk::jobs::running(&mut tx, id(1), 2).await.unwrap();
        assert_eq!(newest.iter().map(|job| job.id).collect::<Vec<_>>(), [id(3), id(2)]);
        assert!(bulk::jobs::running(&mut tx, id(2), 2).await.unwrap().is_empty());
        let by = bulk::jobs::find(&mut tx, id(1), id(1)).await.unwrap().unwrap().by.unwrap();
        assert_eq!(bulk::jobs::running_by(&mut tx, by).await.unwrap(), [work(1), work(2), work(3)]);
        assert!(bulk::jobs::finish(&mut tx, work(2), Some(StopReason::Requested), later(1)).await.unwrap());
        assert_eq!(bulk::jobs::running_by(&mut tx, by).await.unwrap(), [work(1), work(3)]);
        assert!(bulk::jobs::running_by(&mut tx, id(99)).await.unwrap().is_empty());
    }

    async fn it_counts_on_and_ends_once(base) {
        acme(base).await;
        for number in 1..=2 {
            ask(base, number).await;
        }
        let mut tx = base.tx().await;
        bulk::jobs::advance(&mut tx, work(1), &Forecast { done: 2, left: [1, 2, 3, 4] }, id(5)).await.unwrap();
        bulk::jobs::advance(&mut tx, work(1), &Forecast { done: 1, left: [0, 0, 1, 0] }, id(8)).await.unwrap();
        let job = bulk::jobs::find(&mut tx, id(1), id(1)).await.unwrap().unwrap();
        assert_eq!((job.so_far, job.place), (Forecast { done: 3, left: [1, 2, 4, 4] }, Some(id(8))));
        assert_eq!(job.so_far.all(), 14);
        assert!(bulk::jobs::finish(&mut tx, work(1), None, later(7)).await.unwrap());
        assert!(!bulk::jobs::finish(&mut tx, work(1), Some(StopReason::Requested), later(8)).await.unwrap());
        let job = bulk::jobs::find(&mut tx, id(1), id(1)).await.unwrap().unwrap();
        assert_eq!((job.state, job.finished_at), (JobState::Done, Some(later(7))));
        assert!(!bulk::jobs::take(&mut tx, work(1), worker(1), later(LEASE), NOW).await.unwrap());
        for why in [StopReason::Requested, StopReason::Rights, StopReason::Tenant, StopReason::Past] {
            assert!(bulk::jobs::take(&mut tx, work(2), worker(1), later(LEASE), NOW).await.unwrap());
            assert!(bulk::jobs::finish(&mut tx, work(2), Some(why), later(9)).await.unwrap());
            assert!(bulk::jobs::hold(&mut tx, work(2), worker(1), later(LEASE)).await.unwrap().is_none());
            let job = bulk::jobs::find(&mut tx, id(1), id(2)).await.unwrap().unwrap();
            assert_eq!(job.state, JobState::Stopped(why));
            assert_eq!(bulk::jobs::delete_old(&mut tx, later(9)).await.unwrap(), u64::from(why == StopReason::Requested));
            let again = new_job(2, BulkAction::Disable, Chosen::Tokens(Vec::new()));
            bulk::jobs::delete_old(&mut tx, later(10)).await.unwrap();
            assert!(bulk::jobs::insert(&mut tx, &again).await.unwrap());
        }
        assert_eq!(bulk::jobs::delete_old(&mut tx, later(1_000)).await.unwrap(), 0, "what goes on stays");
    }
}
