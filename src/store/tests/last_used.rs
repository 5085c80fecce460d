//! When tokens were last used.

use std::net::IpAddr;

use super::{TestDatabase, at_once, both, world};
use crate::domain::id::TokenId;
use crate::domain::time::Timestamp;
use crate::store::last_used::LastUsed;
use crate::store::tokens;
use world::{MINUTE, NOW, acme, id, issue, later, new_token};

const SECOND: i64 = MINUTE / 60;

/// Issues the tokens 1 to `number`.
async fn issue_many(base: &TestDatabase, number: u128) {
    acme(base).await;
    let mut tx = base.tx().await;
    for number in 1..=number {
        issue(&mut tx, &new_token(number, id(1))).await;
    }
    tx.commit().await.unwrap();
}

/// The use of the token 1 that is written down.
async fn written(base: &TestDatabase) -> (Option<Timestamp>, Option<String>) {
    let token = tokens::find(&mut base.reader().await, id(1), id(1)).await.unwrap().unwrap();
    (token.last_used_at, token.last_used_from)
}

fn address(last: u8) -> Option<IpAddr> {
    Some(IpAddr::from([192, 0, 2, last]))
}

both! {
    async fn a_use_is_written_with_its_moment_and_address(base) {
        issue_many(base, 2).await;
        let uses = LastUsed::default();
        assert_eq!(uses.flush(base, NOW, false).await.unwrap(), 0);
        uses.clone().note(id(1), NOW, Some("2001:db8::7".parse().unwrap()));
        uses.note(id(2), NOW, None);
        assert_eq!(uses.flush(base, later(SECOND), false).await.unwrap(), 2);
        assert_eq!(written(base).await, (Some(NOW), Some("2001:db8::7".to_owned())));
    }

    async fn a_token_is_written_at_most_once_a_minute_however_much_it_is_used(base) {
        issue_many(base, 1).await;
        let uses = LastUsed::default();
        let mut writes = Vec::new();
        // Used every second and written every two, for five minutes.
        for second in 0..300 {
            uses.note(id(1), later(second * SECOND), address(1));
            if second % 2 == 0 && uses.flush(base, later(second * SECOND), false).await.unwrap() > 0 {
                writes.push(second);
            }
        }
        assert_eq!(writes, [0, 60, 120, 180, 240]);
    }

    async fn a_minute_counts_from_the_write_and_not_from_the_use(base) {
        issue_many(base, 1).await;
        let uses = LastUsed::default();
        uses.note(id(1), NOW, address(1));
        assert_eq!(uses.flush(base, later(50 * SECOND), false).await.unwrap(), 1, "a database that was away until now");
        uses.note(id(1), later(61 * SECOND), address(1));
        assert_eq!(uses.flush(base, later(62 * SECOND), false).await.unwrap(), 0);
        assert_eq!(uses.flush(base, later(110 * SECOND), false).await.unwrap(), 1);
        assert_eq!(written(base).await.0, Some(later(61 * SECOND)));
    }

    async fn the_last_use_is_written_when_everything_is(base) {
        issue_many(base, 1).await;
        let uses = LastUsed::default();
        uses.note(id(1), NOW, address(1));
        assert_eq!(uses.flush(base, NOW, false).await.unwrap(), 1);
        uses.note(id(1), later(SECOND), address(2));
        assert_eq!(uses.flush(base, later(SECOND), false).await.unwrap(), 0);
        assert_eq!(uses.flush(base, later(SECOND), true).await.unwrap(), 1);
        assert_eq!(uses.flush(base, later(SECOND), true).await.unwrap(), 0, "nothing new since");
        assert_eq!(written(base).await, (Some(later(SECOND)), Some("192.0.2.2".to_owned())));
    }

    async fn nothing_is_lost_when_the_database_fails(base) {
        issue_many(base, 3).await;
        let uses = LastUsed::default();
        for number in 1..=3 {
            uses.note(id(number), NOW, address(1));
        }
        let gone = base.another().await;
        gone.close().await;
        assert!(uses.flush(&gone, NOW, false).await.is_err());
        uses.note(id(1), later(SECOND), address(2));
        assert_eq!(uses.flush(base, later(2 * SECOND), false).await.unwrap(), 3);
        assert_eq!(written(base).await, (Some(later(SECOND)), Some("192.0.2.2".to_owned())));
    }

    async fn uses_that_arrive_out_of_order_leave_the_latest_with_its_own_address(base) {
        issue_many(base, 1).await;
        let uses = LastUsed::default();
        uses.note(id(1), later(SECOND), address(2));
        uses.note(id(1), NOW, address(1));
        uses.flush(base, later(SECOND), false).await.unwrap();
        assert_eq!(written(base).await, (Some(later(SECOND)), Some("192.0.2.2".to_owned())));
    }

    async fn a_use_that_another_process_noted_later_stays(base) {
        issue_many(base, 1).await;
        let (one, other) = (LastUsed::default(), LastUsed::default());
        one.note(id(1), NOW, address(1));
        other.note(id(1), later(SECOND), address(2));
        other.flush(base, later(SECOND), false).await.unwrap();
        one.flush(base, later(SECOND), false).await.unwrap();
        assert_eq!(written(base).await, (Some(later(SECOND)), Some("192.0.2.2".to_owned())));
    }

    async fn processes_that_write_the_same_tokens_at_once_do_not_lock_each_other_out(base) {
        issue_many(base, 200).await;
        let processes = base.processes(4).await;
        for round in 0..5 {
            let outcomes = at_once(4, |n| {
                let (uses, db) = (LastUsed::default(), processes[n].clone());
                // Each process heard of them in an order of its own.
                for number in 0..200 {
                    let token: TokenId = id(1 + (number * 37 + n as u128 * 53) % 200);
                    uses.note(token, later(round * 10 + n as i64), None);
                }
                async move { uses.flush(&db, NOW, true).await }
            }).await;
            for outcome in outcomes {
                assert_eq!(outcome.unwrap(), 200);
            }
        }
    }
}
