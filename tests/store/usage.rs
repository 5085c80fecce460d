//! Token usage, from memory to the database.

use std::net::IpAddr;
use std::time::Duration;

use super::{TestDatabase, at_once, both, world};
use crate::domain::id::TokenId;
use crate::domain::permission::Permission;
use crate::domain::time::Timestamp;
use crate::store::usage::{Usage, Use};
use crate::store::{
    tokens::{self, secrets},
    usage,
};
use world::{MINUTE, NOW, acme, id, issue, later, new_token, secret, tenant};

const SECOND: i64 = MINUTE / 60;

/// Creates the tokens 1 to `number`.
async fn issue_many(base: &TestDatabase, number: u128) {
    acme(base).await;
    let mut tx = base.tx().await;
    for number in 1..=number {
        issue(&mut tx, &new_token(number, id(1))).await;
    }
    tx.commit().await.unwrap();
}

/// An allowed use of the token with this number, for nothing in particular.
fn used(number: u128, at: Timestamp, from: u8) -> Use<'static> {
    Use {
        token: id(number),
        generation: 1,
        tenant: None,
        module: None,
        permission: Some(Permission::Read),
        address: Some(IpAddr::from([192, 0, 2, from])),
        allowed: true,
        at,
    }
}

/// The stored last use of the token 1.
async fn last(base: &TestDatabase) -> (Option<Timestamp>, Option<String>) {
    let token = tokens::find(&mut base.reader().await, id(1), id(1)).await.unwrap().unwrap();
    (token.last_used_at, token.last_used_from)
}

/// The totals of the token with this number.
async fn sums(base: &TestDatabase, number: u128) -> (i64, i64) {
    let days = usage::days::days(&mut base.reader().await, id(1), id(number), 0, i64::MAX).await.unwrap();
    days.iter().fold((0, 0), |(allowed, refused), day| (allowed + day.allowed, refused + day.refused))
}

both! {
    async fn a_use_is_written_with_all_that_is_known_of_it(base) {
        issue_many(base, 2).await;
        let usage = Usage::default();
        assert_eq!(usage.flush(base, NOW, false).await.unwrap(), 0);
        let address = Some("2001:db8::7".parse().unwrap());
        let of = |number, module, permission, address| Use { module, permission, address, ..used(number, NOW, 1) };
        usage.clone().note(of(1, Some("billing"), Some(Permission::Delete), address));
        usage.note(of(2, None, None, None));
        assert_eq!((usage.depth(), usage.flush(base, later(SECOND), false).await.unwrap(), usage.depth()), (2, 2, 0));
        let mut tx = base.reader().await;
        let first = tokens::find(&mut tx, id(1), id(1)).await.unwrap().unwrap();
        assert_eq!((first.last_used_at, first.last_used_from.as_deref()), (Some(NOW), Some("2001:db8::7")));
        assert_eq!((first.last_used_permission, first.last_used_module.as_deref()), (Some(Permission::Delete), Some("billing")));
        let second = tokens::find(&mut tx, id(1), id(2)).await.unwrap().unwrap();
        assert_eq!((second.last_used_at, second.last_used_from), (Some(NOW), None));
        assert_eq!((second.last_used_permission, second.last_used_module), (None, None));
    }

    async fn each_secret_has_a_last_use_of_its_own(base) {
        issue_many(base, 1).await;
        let mut tx = base.tx().await;
        for number in 102..=106 {
            tokens::changes::rotate(&mut tx, id(1), id(1), &secret(number), later(MINUTE), NOW).await.unwrap();
        }
        tx.commit().await.unwrap();
        let (usage, mut seen) = (Usage::default(), Vec::new());
        // The least recently used one is replaced, and late ones move nothing back.
        for (generation, after) in [(1, 5), (2, 1), (3, 3), (4, 4), (6, 6), (1, 2)] {
            usage.note(Use { generation, ..used(1, later(after * SECOND), generation as u8) });
        }
        usage.note(Use { generation: 5, allowed: false, ..used(1, later(7 * SECOND), 5) });
        usage.flush(base, later(MINUTE), false).await.unwrap();
        for secret in secrets::of_token(&mut base.reader().await, id(1), 9).await.unwrap() {
            seen.push((secret.generation, secret.last_used_at.map(|at| at.since(NOW).num_seconds()), secret.last_used_from));
        }
        let from = |which| Some(format!("192.0.2.{which}"));
        let expected = [(6, Some(6), from(6)), (5, None, None), (4, Some(4), from(4)), (3, Some(3), from(3)), (2, None, None), (1, Some(5), from(1))];
        assert_eq!(seen, expected);
        assert_eq!(last(base).await, (Some(later(6 * SECOND)), from(6)));
    }

    async fn a_refusal_is_counted_but_is_no_use(base) {
        issue_many(base, 1).await;
        let usage = Usage::default();
        usage.note(Use { allowed: false, ..used(1, NOW, 1) });
        usage.flush(base, NOW, false).await.unwrap();
        assert_eq!((last(base).await, sums(base, 1).await), ((None, None), (0, 1)));
    }

    async fn a_token_is_written_at_most_once_a_minute_however_much_it_is_used(base) {
        issue_many(base, 1).await;
        let usage = Usage::default();
        let mut writes = Vec::new();
        // Used every second and written every two, for five minutes.
        for second in 0..300 {
            usage.note(used(1, later(second * SECOND), 1));
            if second % 2 == 0 && usage.flush(base, later(second * SECOND), false).await.unwrap() > 0 {
                writes.push(second);
            }
        }
        assert_eq!(writes, [0, 60, 120, 180, 240]);
        assert_eq!(sums(base, 1).await, (241, 0));
        usage.flush(base, later(300 * SECOND), true).await.unwrap();
        assert_eq!((last(base).await.0, sums(base, 1).await), (Some(later(299 * SECOND)), (300, 0)));
    }

    async fn a_minute_counts_from_the_write_and_not_from_the_use(base) {
        issue_many(base, 1).await;
        let usage = Usage::default();
        usage.note(used(1, NOW, 1));
        assert_eq!(usage.flush(base, later(50 * SECOND), false).await.unwrap(), 1, "a database that was away until now");
        usage.note(used(1, later(61 * SECOND), 1));
        assert_eq!(usage.flush(base, later(62 * SECOND), false).await.unwrap(), 0);
        assert_eq!(usage.flush(base, later(110 * SECOND), false).await.unwrap(), 1);
        assert_eq!(last(base).await.0, Some(later(61 * SECOND)));
    }

    async fn everything_is_written_when_it_shall_be_and_nothing_twice(base) {
        issue_many(base, 1).await;
        let usage = Usage::default();
        usage.note(used(1, NOW, 1));
        assert_eq!(usage.flush(base, NOW, false).await.unwrap(), 1);
        usage.note(used(1, later(SECOND), 2));
        assert_eq!(usage.flush(base, later(SECOND), false).await.unwrap(), 0);
        assert_eq!(usage.flush(base, later(SECOND), true).await.unwrap(), 1);
        assert_eq!(usage.flush(base, later(SECOND), true).await.unwrap(), 0, "nothing new since");
        assert_eq!(last(base).await, (Some(later(SECOND)), Some("192.0.2.2".to_owned())));
        assert_eq!(sums(base, 1).await, (2, 0));
    }

    async fn writers_at_the_same_moment_write_nothing_twice(base) {
        issue_many(base, 20).await;
        let usage = Usage::default();
        for number in 1..=20 {
            usage.note(used(number, NOW, 1));
        }
        let outcomes = at_once(4, |_| {
            let (usage, db) = (usage.clone(), (**base).clone());
            async move { usage.flush(&db, NOW, true).await.unwrap() }
        }).await;
        assert_eq!(outcomes.iter().sum::<usize>(), 20);
        assert_eq!(sums(base, 7).await, (1, 0));
    }

    async fn nothing_is_lost_when_the_database_fails(base) {
        issue_many(base, 3).await;
        let usage = Usage::default();
        for number in 1..=3 {
            usage.note(used(number, NOW, 1));
        }
        let gone = base.another().await;
        gone.close().await;
        assert!(usage.flush(&gone, NOW, false).await.is_err());
        usage.note(used(1, later(SECOND), 2));
        assert_eq!(usage.flush(base, later(2 * SECOND), false).await.unwrap(), 3);
        assert_eq!(last(base).await, (Some(later(SECOND)), Some("192.0.2.2".to_owned())));
        assert_eq!((sums(base, 1).await, sums(base, 2).await), ((2, 0), (1, 0)));
    }

    async fn uses_that_arrive_out_of_order_leave_the_latest_with_its_own_address(base) {
        issue_many(base, 1).await;
        let usage = Usage::default();
        usage.note(used(1, later(SECOND), 2));
        usage.note(used(1, NOW, 1));
        usage.flush(base, later(SECOND), false).await.unwrap();
        assert_eq!(last(base).await, (Some(later(SECOND)), Some("192.0.2.2".to_owned())));
        assert_eq!(sums(base, 1).await, (2, 0));
    }

    async fn what_several_processes_noted_adds_up_and_the_latest_use_stays(base) {
        issue_many(base, 1).await;
        let (one, other) = (Usage::default(), Usage::default());
        one.note(used(1, NOW, 1));
        one.note(Use { allowed: false, ..used(1, NOW, 1) });
        other.note(used(1, later(SECOND), 2));
        other.flush(base, later(SECOND), false).await.unwrap();
        one.flush(base, later(SECOND), false).await.unwrap();
        assert_eq!(last(base).await, (Some(later(SECOND)), Some("192.0.2.2".to_owned())));
        assert_eq!(sums(base, 1).await, (2, 1));
    }

    async fn processes_that_write_the_same_tokens_at_once_do_not_lock_each_other_out(base) {
        issue_many(base, 200).await;
        let processes = base.processes(4).await;
        for round in 0..5 {
            let outcomes = at_once(4, |n| {
                let (usage, db) = (Usage::default(), processes[n].clone());
                // Each process recorded them in a different order.
                for number in 0..200 {
                    usage.note(used(1 + (number * 37 + n as u128 * 53) % 200, later(round * 10 + n as i64), 1));
                }
                async move { usage.flush(&db, NOW, true).await }
            }).await;
            for outcome in outcomes {
                assert_eq!(outcome.unwrap(), 200);
            }
        }
        for number in [1, 77, 200] {
            assert_eq!(sums(base, number).await, (20, 0));
        }
    }

    async fn a_token_that_is_gone_keeps_no_other_from_being_written(base) {
        issue_many(base, 3).await;
        let usage = Usage::default();
        for number in 1..=3 {
            usage.note(used(number, NOW, 1));
        }
        base.execute("DELETE FROM tokens WHERE id = {2}").await;
        usage.flush(base, NOW, false).await.unwrap();
        assert_eq!((sums(base, 1).await, sums(base, 2).await, sums(base, 3).await), ((1, 0), (0, 0), (1, 0)));
        assert_eq!(usage.depth(), 0);
    }

    async fn each_place_is_counted_by_itself(base) {
        issue_many(base, 1).await;
        tenant(base, 2, "Globex", "globex").await;
        let usage = Usage::default();
        for (tenant, module, permission) in [
            (None, None, None), (None, Some("billing"), Some(Permission::Read)), (None, Some("billing"), Some(Permission::Write)),
            (Some("globex"), Some("billing"), Some(Permission::Read)), (Some("gone"), Some("billing"), Some(Permission::Read)),
        ] {
            usage.note(Use { tenant, module, permission, ..used(1, NOW, 1) });
        }
        usage.flush(base, NOW, false).await.unwrap();
        // A tenant that no longer exists counts for the token's home.
        for (rows, tenant, module, permission, allowed) in
            [(1, 1, "", 0, 1), (1, 1, "billing", 1, 2), (1, 1, "billing", 2, 1), (1, 2, "billing", 1, 1), (0, 2, "billing", 2, 1)]
        {
            let of = format!("tenant_id = {{{tenant}}} AND module = '{module}' AND permission = {permission} AND allowed = {allowed}");
            assert_eq!(base.number(&format!("SELECT COUNT(*) FROM usage_days WHERE {of}")).await, rows, "{of}");
        }
        assert_eq!(base.number("SELECT COUNT(*) FROM usage_days").await, 4);
    }

    async fn a_token_with_more_places_than_are_kept_still_adds_up(base) {
        issue_many(base, 1).await;
        let usage = Usage::default();
        for place in 0..300 {
            let module = format!("module-{place}");
            usage.note(Use { module: Some(&module), ..used(1, NOW, 1) });
        }
        usage.flush(base, NOW, false).await.unwrap();
        assert_eq!(sums(base, 1).await, (300, 0));
        assert!(base.number("SELECT COUNT(*) FROM usage_days").await < 200);
        let token = tokens::find(&mut base.reader().await, id(1), id(1)).await.unwrap().unwrap();
        assert_eq!(token.last_used_module.as_deref(), Some("module-299"), "the last use tells its own");
        // Written counts make room for other places.
        usage.note(Use { module: Some("late"), ..used(1, later(SECOND), 1) });
        usage.flush(base, later(SECOND), true).await.unwrap();
        assert_eq!(base.number("SELECT COUNT(*) FROM usage_days WHERE module = 'late'").await, 1);
    }

    async fn a_crowd_is_written_and_forgotten_without_waiting_for_the_minute(base) {
        issue_many(base, 1).await;
        let usage = Usage::default();
        // All in one part of memory: few of these tokens exist, and the writer skips the others.
        let crowd = |number: u128| id::<TokenId>(1 + number * 16);
        for number in 0..3_500 {
            usage.note(Use { token: crowd(number), ..used(1, NOW, 1) });
        }
        tokio::time::timeout(Duration::from_secs(5), usage.crowded()).await.expect("the writer is woken");
        assert_eq!(usage.flush(base, NOW, false).await.unwrap(), 3_500);
        // All of them are dropped, so there is room for as many others.
        for number in 3_500..7_000 {
            usage.note(Use { token: crowd(number), ..used(1, NOW, 1) });
        }
        assert_eq!((usage.depth(), usage.lost()), (3_500, 0));
    }
}

#[test]
fn memory_is_bounded_and_what_finds_no_room_is_counted() {
    let usage = Usage::default();
    for number in 0..100_000 {
        usage.note(used(number, NOW, 1));
    }
    assert_eq!(usage.depth(), 16 * 4_096);
    assert_eq!(usage.lost(), 100_000 - 16 * 4_096);
    // Tokens with an entry are still counted.
    usage.note(used(1, NOW, 1));
    assert_eq!(usage.lost(), 100_000 - 16 * 4_096);
}

#[test]
fn switched_off_it_notes_nothing() {
    let usage = Usage::off();
    usage.note(used(1, NOW, 1));
    assert_eq!((usage.depth(), usage.lost()), (0, 0));
}
