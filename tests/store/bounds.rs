//! What a person, a token or an anonymous caller creates is limited: the oldest beyond the limit are deleted.

use uuid::Uuid;

use super::notices::{note, recipients, tell};
use super::{Kind, TestDatabase, both, world};
use crate::domain::bulk::BulkAction;
use crate::domain::event::EventKind;
use crate::domain::limits::{BULK_JOBS, DRAFTS, ROTATIONS, SECRETS, SESSIONS, UNUSED_LOGOS, USAGE_PLACES};
use crate::domain::permission::Permission;
use crate::domain::rotation::Overlap;

use crate::store::bulk::chosen::Chosen;
use crate::store::bulk::{self, jobs::NewJob};
use crate::store::people::sessions::{self, KeyHash, Lifetime};
use crate::store::people::sign_in_failures::{self, Subject};
use crate::store::tokens::filter::Filter;
use crate::store::usage::{
    self,
    days::{Count, Uses},
};
use crate::store::{
    Error, api_clients, notices,
    tokens::{self, drafts, logos, rotations, secrets},
};
use world::{NOW, acme, id, issue, later, new_token, secret, tenant, user};

/// The limit as a number for tests.
fn n(bound: i64) -> u128 {
    u128::try_from(bound).unwrap()
}

async fn count(base: &TestDatabase, what: &str) -> i64 {
    base.number(&format!("SELECT COUNT(*) FROM {what}")).await
}

both! {
    async fn a_persons_newest_sessions_stay(base) {
        let (_, ann) = acme(base).await;
        let bob = user(base, 2).await;
        let begin = async |person, number: i64, at: i64| {
            let now = later(at);
            let lifetime = Lifetime { now, idle_end: later(1_000_000), absolute_micros: 1_000_000 };
            let key = KeyHash::of(&format!("{person:?} {number}"));
            let mut tx = base.tx().await;
            sessions::save(&mut tx, key, Some(person), "{}", lifetime).await.unwrap();
            tx.commit().await.unwrap();
            key
        };
        let other = begin(bob, 0, 0).await;
        let mut keys = Vec::new();
        for number in 0..SESSIONS + 7 {
            keys.push(begin(ann, number, number).await);
        }
        // However many start at the same time, the last one exists.
        let last = begin(ann, -1, SESSIONS + 6).await;
        let mut tx = base.tx().await;
        for (place, key) in keys.iter().enumerate() {
            let lives = sessions::load(&mut tx, *key, later(50)).await.unwrap().is_some();
            assert_eq!(lives, place >= 8, "{place}");
        }
        for key in [last, other] {
            assert!(sessions::load(&mut tx, key, later(50)).await.unwrap().is_some());
        }
        assert_eq!(sessions::trim(&mut tx, ann, last, 3).await.unwrap(), 17);
        drop(tx);
        assert_eq!(count(base, "sessions").await, SESSIONS + 1);
    }

    async fn a_persons_latest_drafts_stay_and_none_is_long(base) {
        let (_, ann) = acme(base).await;
        user(base, 2).await;
        tenant(base, 2, "Globex", "globex").await;
        let mut tx = base.tx().await;
        drafts::insert(&mut tx, id(1), id(2), id(1_000), NOW).await.unwrap();
        for number in 1..=n(DRAFTS) + 5 {
            // In any tenants.
            let now = later(i64::try_from(number).unwrap());
            drafts::insert(&mut tx, id(1 + number % 2), ann, id(number), now).await.unwrap();
            if number == 3 {
                // Changed again, it is the most recent one for a while.
                assert!(drafts::set_access(&mut tx, id(2), "{}", later(40)).await.unwrap());
            }
        }
        tx.commit().await.unwrap();
        assert_eq!(count(base, "drafts WHERE created_by = {1}").await, DRAFTS);
        assert_eq!(count(base, "drafts WHERE id IN ({1}, {3}, {4}, {5}, {6})").await, 0);
        assert_eq!(count(base, "drafts WHERE id = {2} OR created_by = {2}").await, 2);
        let mut tx = base.tx().await;
        let (most, more) = ("x".repeat(64 * 1024), "x".repeat(64 * 1024 + 1));
        assert!(drafts::set_general(&mut tx, id(2), &most, None, NOW).await.unwrap());
        assert!(drafts::set_access(&mut tx, id(2), &most, NOW).await.unwrap());
        assert!(matches!(drafts::set_general(&mut tx, id(2), &more, None, NOW).await, Err(Error::TooLarge)));
        assert!(matches!(drafts::set_access(&mut tx, id(2), &more, NOW).await, Err(Error::TooLarge)));
        assert_eq!(drafts::trim(&mut tx, ann, id(2), 1).await.unwrap(), n(DRAFTS) as u64 - 1);
    }

    async fn a_tenants_newest_unused_logos_stay_and_those_in_use_do_all(base) {
        acme(base).await;
        tenant(base, 2, "Globex", "globex").await;
        let mut tx = base.tx().await;
        logos::insert(&mut tx, id(2), id(5_000), b"png", NOW).await.unwrap();
        for number in 1..=3 {
            logos::insert(&mut tx, id(1), id(number), b"png", NOW).await.unwrap();
            let mut token = new_token(number, id(1));
            token.logo = Some(id(number));
            issue(&mut tx, &token).await;
        }
        drafts::insert(&mut tx, id(1), id(1), id(1), NOW).await.unwrap();
        logos::insert(&mut tx, id(1), id(4), b"png", NOW).await.unwrap();
        drafts::set_general(&mut tx, id(1), "{}", Some(id(4)), NOW).await.unwrap();
        for number in 10..10 + n(UNUSED_LOGOS) + 6 {
            let now = later(i64::try_from(number).unwrap());
            logos::insert(&mut tx, id(1), id(number), b"png", now).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(count(base, "logos").await, 1 + 4 + UNUSED_LOGOS);
        assert_eq!(count(base, "logos WHERE id IN ({10}, {15})").await, 0);
        assert_eq!(count(base, "logos WHERE id IN ({1}, {2}, {3}, {4}, {16})").await, 5);
        let mut tx = base.tx().await;
        assert_eq!(logos::trim(&mut tx, id(1), id(16), later(9), 2).await.unwrap(), n(UNUSED_LOGOS) as u64 - 2);
    }

    async fn a_persons_latest_rotations_stay(base) {
        let (_, ann) = acme(base).await;
        let bob = user(base, 2).await;
        let mut tx = base.tx().await;
        for number in 1..=n(ROTATIONS) + 4 {
            issue(&mut tx, &new_token(number, id(1))).await;
            let now = later(i64::try_from(number).unwrap());
            for person in [ann, bob].into_iter().take(if number < 3 { 2 } else { 1 }) {
                let kept = secret(1_000 + number);
                assert!(rotations::propose(&mut tx, id(number), person, 0, (1, Overlap::None), &kept, now).await.unwrap());
            }
        }
        for number in 1..=6 {
            let found = rotations::find(&mut tx, id(number), ann).await.unwrap();
            assert_eq!(found.is_some(), number > 4, "{number}");
        }
        assert!(rotations::find(&mut tx, id(1), bob).await.unwrap().is_some());
        // A rotation without a secret is deleted before an older one that has one.
        assert!(rotations::discard(&mut tx, id(40), ann).await.unwrap());
        assert_eq!(rotations::trim(&mut tx, ann, id(9), ROTATIONS - 1).await.unwrap(), 1);
        assert!(rotations::find(&mut tx, id(40), ann).await.unwrap().is_none());
        assert!(rotations::find(&mut tx, id(5), ann).await.unwrap().is_some());
        assert_eq!(rotations::trim(&mut tx, ann, id(9), 1).await.unwrap(), n(ROTATIONS) as u64 - 2);
        tx.commit().await.unwrap();
        assert_eq!(count(base, "rotations").await, 3);
    }

    async fn a_tokens_ended_secrets_go_but_never_one_that_works(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(1, id(1))).await;
        let rounds = n(SECRETS) + 8;
        for number in 2..=rounds {
            let now = later(i64::try_from(number).unwrap());
            assert!(tokens::changes::rotate(&mut tx, id(1), id(1), &secret(number), now, now).await.unwrap());
        }
        let kept = secrets::of_token(&mut tx, id(1), 1_000).await.unwrap();
        assert_eq!(n(i64::try_from(kept.len()).unwrap()), n(SECRETS));
        assert_eq!(kept.iter().filter(|secret| secret.ends_at.is_none()).count(), 1);
        assert_eq!(kept[0].generation, i64::try_from(rounds).unwrap());
        // The previous one keeps working for a while.
        let now = later(1_000);
        assert!(tokens::changes::rotate(&mut tx, id(1), id(1), &secret(900), later(5_000), now).await.unwrap());
        assert_eq!(secrets::trim(&mut tx, id(1), 1, now).await.unwrap(), n(SECRETS) as u64 - 1);
        let left: Vec<_> = secrets::of_token(&mut tx, id(1), 9).await.unwrap().into_iter().map(|secret| secret.ends_at).collect();
        assert_eq!(left, [None, Some(later(5_000))]);
    }

    async fn a_tenants_newest_notices_stay_with_their_deliveries(base) {
        acme(base).await;
        tenant(base, 2, "Globex", "globex").await;
        tell(base, 1, &recipients()).await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(1, id(1))).await;
        tx.commit().await.unwrap();
        for number in 100..110 {
            let mut tx = base.tx().await;
            note(&mut tx, number, EventKind::TokenIssued, 1);
            tx.commit().await.unwrap();
        }
        let mut tx = base.tx().await;
        assert_eq!(notices::crowded(&mut tx, 10).await.unwrap(), []);
        assert_eq!(notices::crowded(&mut tx, 9).await.unwrap(), [id(1)]);
        assert_eq!(notices::trim(&mut tx, id(2), 4, 100).await.unwrap(), 0);
        assert_eq!(notices::trim(&mut tx, id(1), 4, 2).await.unwrap(), 2);
        assert_eq!(notices::trim(&mut tx, id(1), 4, 100).await.unwrap(), 4);
        tx.commit().await.unwrap();
        assert_eq!((count(base, "notices").await, count(base, "deliveries").await), (4, 12));
        let oldest = Uuid::from_u128(106);
        let left = base.texts(match base.kind {
            Kind::Sqlite => "SELECT lower(hex(MIN(id))) FROM notices",
            Kind::Postgres => "SELECT replace(MIN(id::text), '-', '') FROM notices",
        }).await;
        assert_eq!(left, [oldest.simple().to_string()]);
    }

    async fn notices_keep_to_their_bound(base) {
        acme(base).await;
        tell(base, 1, &recipients()).await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(1, id(1))).await;
        tx.commit().await.unwrap();
        let fill = match base.kind {
            Kind::Sqlite => "unhex(printf('%032x', n))",
            Kind::Postgres => "lpad(to_hex(n), 32, '0')::uuid",
        };
        base.execute(&format!("WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 5100)
            INSERT INTO notices (id, tenant_id, kind, token_id, token_name, occurred_at)
            SELECT {fill}, {{1}}, 'token.issued', {{1}}, 'x', 1 FROM numbers")).await;
        // The end of an ID is random; for one in 64, the oldest are deleted.
        for number in 0x10_0001..=0x10_0040_u128 {
            let mut tx = base.tx().await;
            note(&mut tx, number, EventKind::TokenIssued, 1);
            tx.commit().await.unwrap();
        }
        assert_eq!(count(base, "notices").await, 5_000);
        assert_eq!(count(base, "notices WHERE token_name = 'Token 1'").await, 64);
    }

    async fn of_a_tenants_bulk_changes_the_newest_that_ended_stay_and_no_choice_is_long(base) {
        acme(base).await;
        let job = |number: u128, chosen| NewJob {
            id: id(number), tenant: id(1), by: id(1), by_label: "u1@example.org".to_owned(), address: None, request_id: None,
            action: BulkAction::Revoke, chosen, as_of: NOW, expected: 1, created_at: NOW,
        };
        let mut tx = base.tx().await;
        for number in 1..=n(BULK_JOBS) + 3 {
            assert!(bulk::jobs::insert(&mut tx, &job(number, Chosen::Tokens(vec![id(1)]))).await.unwrap());
            if number != 1 {
                bulk::jobs::finish(&mut tx, (id(1), id(number)), None, later(1)).await.unwrap();
            }
        }
        let (long, most) = ("x".repeat(40_000), "x".repeat(30_000));
        let matching = |search: String| Chosen::Matching(Filter { search, ..Filter::default() });
        assert!(matches!(bulk::jobs::insert(&mut tx, &job(2_000, matching(long))).await, Err(Error::TooLarge)));
        assert!(bulk::jobs::insert(&mut tx, &job(2_001, matching(most))).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(count(base, "bulk_jobs").await, BULK_JOBS + 2);
        assert_eq!(count(base, "bulk_jobs WHERE id = {1}").await, 1, "what goes on stays");
        let mut tx = base.tx().await;
        assert_eq!(bulk::jobs::trim(&mut tx, id(1), 7).await.unwrap(), n(BULK_JOBS) as u64 - 7);
    }

    async fn the_api_clients_that_were_revoked_last_stay(base) {
        acme(base).await;
        for number in 1..=6 {
            base.execute(&format!(
                "INSERT INTO api_clients (id, name, search_name, secret_hash, last_four, created_by_label, created_at, revoked_at)
                 VALUES ({{{number}}}, 'A', 'a', [{number}], 'aaaa', 'x', 1, {})", if number == 6 { "NULL".to_owned() } else { number.to_string() }
            )).await;
        }
        base.execute("INSERT INTO api_client_modules (api_client_id, module_id) SELECT c.id, m.id FROM api_clients c CROSS JOIN modules m").await;
        let mut tx = base.tx().await;
        assert_eq!(api_clients::trim_revoked(&mut tx, 2).await.unwrap(), 3);
        tx.commit().await.unwrap();
        assert_eq!(count(base, "api_clients WHERE id IN ({4}, {5}, {6})").await, 3);
        assert_eq!(count(base, "api_clients").await, 3);
    }

    async fn a_token_is_counted_in_so_many_places_a_day_and_adds_up_beyond(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(1, id(1))).await;
        let uses = |day: i64, from: i64, n: i64| {
            let place = |place: i64| Count {
                day, tenant: "".into(), module: format!("m-{place}").into(), permission: Some(Permission::Read), allowed: 1, refused: 0,
            };
            [Uses { token: id(1), lasts: Vec::new(), counts: (from..from + n).map(place).collect() }]
        };
        for portion in 0..12 {
            usage::days::add(&mut tx, &uses(20_000, portion * 100, 100)).await.unwrap();
        }
        usage::days::add(&mut tx, &uses(20_001, 0, 100)).await.unwrap();
        tx.commit().await.unwrap();
        let (rows, sum) = (count(base, "usage_days WHERE day = 20000").await,
            base.number("SELECT CAST(SUM(allowed) AS BIGINT) FROM usage_days WHERE day = 20000").await);
        assert!((USAGE_PLACES..=USAGE_PLACES + 1).contains(&rows), "{rows}");
        assert_eq!(sum, 1_200);
        assert_eq!(count(base, "usage_days WHERE day = 20001").await, 100, "the next day begins anew");
    }

    async fn the_counters_that_slow_nobody_make_room_first(base) {
        let subject = |number: u8| Subject::new([number; 32]);
        let mut tx = base.tx().await;
        // The oldest one, and the one being guessed at.
        for _ in 0..9 {
            sign_in_failures::add(&mut tx, subject(1), NOW).await.unwrap();
        }
        for number in 2..=30 {
            sign_in_failures::add(&mut tx, subject(number), later(i64::from(number))).await.unwrap();
        }
        assert_eq!(sign_in_failures::rows(&mut tx).await.unwrap(), 30);
        assert_eq!(sign_in_failures::delete_weakest(&mut tx, 3, 20).await.unwrap(), 20);
        for (number, left) in [(1, 9), (2, 0), (21, 0), (22, 1), (30, 1)] {
            assert_eq!(sign_in_failures::count(&mut tx, subject(number), later(30)).await.unwrap(), left, "{number}");
        }
        assert_eq!(sign_in_failures::delete_weakest(&mut tx, 3, 20).await.unwrap(), 10, "then they go as well");
    }
}
