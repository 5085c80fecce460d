//! Failed sign-ins.

use super::{at_once, both, world};
use crate::domain::time::Timestamp;
use crate::store::people::sign_in_failures::{self, MAX_FAILURES, Subject};
use crate::store::{Db, Tx};
use world::{MINUTE, NOW, later};

const ANN: Subject = Subject::new([1; 32]);
const BOB: Subject = Subject::new([2; 32]);

async fn add(tx: &mut Tx, at: Timestamp) -> i64 {
    sign_in_failures::add(tx, ANN, at).await.unwrap()
}

async fn count(tx: &mut Tx, at: Timestamp) -> i64 {
    sign_in_failures::count(tx, ANN, at).await.unwrap()
}

both! {
    async fn failures_are_counted_by_subject(base) {
        let mut tx = base.tx().await;
        assert_eq!(count(&mut tx, NOW).await, 0);
        for expected in 1..=3 {
            assert_eq!(add(&mut tx, NOW).await, expected);
            assert_eq!(count(&mut tx, NOW).await, expected);
        }
        assert_eq!(sign_in_failures::count(&mut tx, BOB, NOW).await.unwrap(), 0);
        assert_eq!(sign_in_failures::add(&mut tx, BOB, NOW).await.unwrap(), 1);
    }

    async fn one_failure_is_forgotten_each_minute_by_reading_and_by_adding_alike(base) {
        let mut tx = base.tx().await;
        for _ in 0..5 {
            add(&mut tx, NOW).await;
        }
        for (micros, left) in [(MINUTE - 1, 5), (MINUTE, 4), (2 * MINUTE, 3), (5 * MINUTE, 0), (9 * MINUTE, 0)] {
            assert_eq!(count(&mut tx, later(micros)).await, left, "{micros}");
        }
        assert_eq!(add(&mut tx, later(2 * MINUTE)).await, 4);
        assert_eq!(add(&mut tx, later(9 * MINUTE)).await, 1);
    }

    async fn all_are_forgotten_a_quarter_of_an_hour_after_the_last_one(base) {
        let mut tx = base.tx().await;
        for _ in 0..MAX_FAILURES {
            add(&mut tx, NOW).await;
        }
        assert_eq!(count(&mut tx, later(15 * MINUTE - 1)).await, 6);
        assert_eq!(count(&mut tx, later(15 * MINUTE)).await, 0);
        assert_eq!(add(&mut tx, later(15 * MINUTE)).await, 1);
    }

    async fn no_more_are_counted_than_tell_something_new(base) {
        let mut tx = base.tx().await;
        for _ in 0..MAX_FAILURES + 5 {
            add(&mut tx, NOW).await;
        }
        assert_eq!(count(&mut tx, NOW).await, MAX_FAILURES);
    }

    async fn a_clock_that_is_behind_makes_no_failures_of_its_own(base) {
        let mut tx = base.tx().await;
        add(&mut tx, NOW).await;
        // Another replica's clock, or this one after it was corrected.
        assert_eq!(count(&mut tx, later(-30 * MINUTE)).await, 1);
        assert_eq!(add(&mut tx, later(-30 * MINUTE)).await, 2);
        assert_eq!(count(&mut tx, later(-30 * MINUTE)).await, 2);
    }

    async fn a_failure_can_be_taken_back(base) {
        let mut tx = base.tx().await;
        add(&mut tx, NOW).await;
        add(&mut tx, NOW).await;
        for left in [1, 0, 0] {
            sign_in_failures::take_back(&mut tx, ANN).await.unwrap();
            assert_eq!(count(&mut tx, NOW).await, left);
        }
    }

    async fn forgetting_is_of_one_subject(base) {
        let mut tx = base.tx().await;
        add(&mut tx, NOW).await;
        sign_in_failures::add(&mut tx, BOB, NOW).await.unwrap();
        sign_in_failures::forget(&mut tx, ANN).await.unwrap();
        assert_eq!(count(&mut tx, NOW).await, 0);
        assert_eq!(sign_in_failures::count(&mut tx, BOB, NOW).await.unwrap(), 1);
    }

    async fn what_no_delay_depends_on_is_thrown_away(base) {
        let mut tx = base.tx().await;
        add(&mut tx, NOW).await;
        sign_in_failures::add(&mut tx, BOB, later(1)).await.unwrap();
        assert_eq!(sign_in_failures::delete_old(&mut tx, NOW).await.unwrap(), 0);
        assert_eq!(sign_in_failures::delete_old(&mut tx, later(1)).await.unwrap(), 1);
        assert_eq!(sign_in_failures::count(&mut tx, BOB, later(1)).await.unwrap(), 1);
    }

    async fn failures_at_once_are_all_counted(base) {
        async fn fail(db: Db) -> i64 {
            let mut tx = db.write().await.unwrap();
            let counted = add(&mut tx, NOW).await;
            tx.commit().await.unwrap();
            counted
        }
        let processes = base.processes(3).await;
        let mut counted = at_once(15, |n| fail(processes[n % 3].clone())).await;
        counted.sort_unstable();
        assert_eq!(counted, (1..=15).collect::<Vec<i64>>());
    }
}
