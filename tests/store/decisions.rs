//! What is kept of refusals: sampled, bounded in rows and bytes, and found by its id.

use std::net::IpAddr;

use super::{TestDatabase, at_once, both, world};
use crate::domain::decision_id::DecisionIds;
use crate::domain::id::TokenId;
use crate::domain::time::Timestamp;
use crate::store::Tx;
use crate::store::verification::decisions::{self, Bounds, MODULES_BYTES, RefusalSubject, Refusals, Refused};
use world::{NOW, acme, id, issue, later, new_token};

const SECOND: i64 = 1_000_000;
const SMALL: Bounds = Bounds { known: 40, per_token: 25, unknown: 20, slack: 10 };

/// What was asked for, and what is kept of it.
type Case<'a> = (Option<&'a str>, &'a [&'a str], Option<&'a str>, [Option<&'a str>; 3]);

fn refusals(first: u64, bounds: Bounds) -> Refusals {
    Refusals::new(DecisionIds::new(&[3; 32], first), bounds)
}

fn unknown(at: Timestamp) -> Refused<'static> {
    Refused {
        at,
        reason: "unknown",
        token: None,
        asked_tenant: None,
        asked_modules: &[],
        method: Some("GET"),
        address: IpAddr::from([192, 0, 2, 1]),
    }
}

fn expired(number: u128, at: Timestamp) -> Refused<'static> {
    Refused { reason: "expired", token: Some((id(number), id(1))), ..unknown(at) }
}

async fn count(base: &TestDatabase, about: RefusalSubject) -> i64 {
    decisions::count(&mut base.reader().await, about).await.unwrap()
}

both! {
    async fn a_refusal_is_found_by_its_id_until_it_is_old(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(7, id(1))).await;
        tx.commit().await.unwrap();
        let refusals = refusals(1, Bounds::default());
        let noted = refusals.note(&Refused { asked_tenant: Some("acme"), ..expired(7, NOW) });
        let other = refusals.note(&unknown(NOW));
        assert!(noted.kept && other.kept && noted.id != other.id);
        assert_eq!(refusals.depth(), 2);
        refusals.flush(base).await.unwrap();
        assert_eq!(refusals.depth(), 0);

        let mut tx = base.tx().await;
        let found = decisions::find(&mut tx, &noted.id).await.unwrap().unwrap();
        assert_eq!((found.at, found.reason.as_str(), found.tenant_slug.as_deref()), (NOW.micros(), "expired", Some("acme")));
        assert_eq!((found.token_name.as_deref(), found.asked_tenant.as_deref()), (Some("Token 7"), Some("acme")));
        assert_eq!((found.method.as_deref(), found.address.as_deref()), (Some("GET"), Some("192.0.2.1")));
        assert!(decisions::find(&mut tx, "abcd").await.unwrap().is_none());
        for (about, id) in [(RefusalSubject::Token, &noted.id), (RefusalSubject::Nobody, &other.id)] {
            assert_eq!(decisions::delete_old(&mut tx, about, NOW).await.unwrap(), 0);
            assert_eq!(decisions::delete_old(&mut tx, about, later(1)).await.unwrap(), 1);
            assert!(decisions::find(&mut tx, id).await.unwrap().is_none());
        }
    }

    async fn what_cannot_be_a_slug_is_not_kept_and_no_text_is_long(base) {
        let refusals = refusals(1, Bounds::default());
        let (long, slug) = ("a".repeat(64_000), "a".repeat(40));
        let slugs = vec![slug.as_str(); 50];
        let ten = ["ab"; 10];
        let cases: [Case<'_>; 9] = [
            (None, &[], None, [None, None, None]),
            (Some("acme"), &["devices"], Some("DELETE"), [Some("acme"), Some("devices"), Some("DELETE")]),
            (Some(&slug), &[&slug], Some("OPTIONS"), [Some(&slug), Some(&slug), Some("OPTIONS")]),
            (Some(&long), &[&long], Some(&long), [Some(""), Some(""), None]),
            (Some("ACME"), &["Devices"], Some("GET\u{7f}"), [Some(""), Some(""), None]),
            (Some("<b>"), &["\u{202e}"], Some("ÄÖÜ"), [Some(""), Some(""), None]),
            (Some("new"), &[" devices"], Some(""), [Some(""), Some(""), Some("")]),
            (Some(""), &ten, None, [Some(""), Some("ab, ab, ab, ab, ab, ab, ab, ab, ab, ab"), None]),
            (None, &slugs, None, [None, None, None]),
        ];
        let mut noted = Vec::new();
        for (place, (tenant, modules, method, kept)) in cases.into_iter().enumerate() {
            let refused = Refused {
                asked_tenant: tenant,
                asked_modules: modules,
                method,
                address: "2001:db8:1111:2222:3333:4444:5555:6666".parse().unwrap(),
                ..expired(u128::try_from(place).unwrap() + 7, NOW)
            };
            noted.push((refusals.note(&refused).id, kept));
        }
        refusals.flush(base).await.unwrap();
        let mut tx = base.reader().await;
        let last = noted.pop().unwrap().0;
        for (id, kept) in noted {
            let found = decisions::find(&mut tx, &id).await.unwrap().unwrap();
            let texts = [&found.asked_tenant, &found.asked_module, &found.method];
            assert_eq!(texts.map(Option::as_deref), kept, "{id}");
        }
        let many = decisions::find(&mut tx, &last).await.unwrap().unwrap().asked_module.unwrap();
        assert!(many.len() <= MODULES_BYTES && many.ends_with(", ..."), "{many}");
    }

    async fn a_flood_of_unknown_tokens_leaves_a_sample(base) {
        let refusals = refusals(1, Bounds::default());
        let mut kept = 0;
        for place in 0..30_000_u32 {
            // From 3,000 addresses.
            let [.., a, b] = (place % 3_000).to_be_bytes();
            let refused = Refused { address: IpAddr::from([198, 18, a, b]), ..unknown(NOW) };
            let noted = refusals.note(&refused);
            assert_eq!(refusals.said(&noted.id).map(|said| said.reason), Some("unknown"));
            kept += u64::from(noted.kept);
        }
        assert_eq!(kept, 50, "a burst");
        let counts = refusals.counts();
        assert_eq!((counts.kept, counts.not_kept), ([0, kept], [30_000 - kept, 0, 0]));
        for second in 1..=60 {
            kept += (0..1_000).filter(|n| {
                let refused = Refused { address: IpAddr::from([10, 0, 0, (n % 250) as u8]), ..unknown(later(second * SECOND)) };
                refusals.note(&refused).kept
            }).count() as u64;
        }
        // 200 wait at most, until they are written.
        assert_eq!(kept, 200);
        refusals.flush(base).await.unwrap();
        assert_eq!(count(base, RefusalSubject::Nobody).await, 200);
        assert!(refusals.note(&unknown(later(61 * SECOND))).kept);
    }

    async fn what_is_about_a_token_is_kept_up_to_its_bound(base) {
        let refusals = refusals(1, Bounds { per_token: 120, ..Bounds::default() });
        let note = |number, from: i64, n: i64| {
            (from..from + n).filter(|at| refusals.note(&expired(number, later(*at))).kept).count()
        };
        assert_eq!(note(7, 0, 1_000), 50, "between two writes");
        assert_eq!(note(8, 0, 30), 30, "another token has its own bound");
        for round in 1..6 {
            refusals.flush(base).await.unwrap();
            assert_eq!(note(7, round * 1_000, 1_000), 50);
        }
        refusals.flush(base).await.unwrap();
        assert_eq!(count(base, RefusalSubject::Token).await, 120 + 30);
        let oldest = base.number("SELECT MIN(at) FROM decisions WHERE token_id = {7}").await;
        assert!(oldest >= later(3_000).micros(), "the newest stay: {oldest}");
        // Between two writes there is a bound for all tokens together.
        let many = (100..200).map(|number| note(number, 0, 50)).sum::<usize>();
        assert_eq!(many, 2_000);
        assert_eq!(refusals.counts().not_kept, [0, 5_700, 3_000]);
        assert_eq!(refusals.counts().displaced, [180, 0]);
    }

    async fn the_table_keeps_to_its_bounds_and_strangers_displace_nothing_about_tokens(base) {
        let refusals = refusals(1, SMALL);
        for number in 7..=8 {
            for place in 0..12 {
                assert!(refusals.note(&expired(number, later(place))).kept);
            }
        }
        refusals.flush(base).await.unwrap();
        let mut last = String::new();
        for second in 1..60 {
            last = refusals.note(&unknown(later(second * SECOND))).id;
            refusals.flush(base).await.unwrap();
            let kept = count(base, RefusalSubject::Nobody).await;
            assert!(kept <= SMALL.unknown, "{kept} after {second}");
        }
        assert!(decisions::find(&mut base.reader().await, &last).await.unwrap().is_some(), "the newest stay");
        assert_eq!(count(base, RefusalSubject::Token).await, 24);
        for round in 0..40 {
            for number in 20..30 {
                refusals.note(&expired(number, later(round * SECOND)));
            }
            refusals.flush(base).await.unwrap();
            let kept = count(base, RefusalSubject::Token).await;
            assert!(kept <= SMALL.known, "{kept} in round {round}");
        }
        assert!(refusals.counts().displaced[0] > 300 && refusals.counts().displaced[1] > 30);
    }

    async fn the_cleaner_keeps_to_the_bounds_too(base) {
        let refusals = refusals(1, SMALL);
        let mut tx = base.tx().await;
        fill(&mut tx, 300).await;
        tx.commit().await.unwrap();
        refusals.trim(base).await.unwrap();
        assert_eq!((count(base, RefusalSubject::Token).await, count(base, RefusalSubject::Nobody).await), (30, 10));
        let mut tx = base.tx().await;
        assert_eq!(decisions::delete_oldest(&mut tx, RefusalSubject::Nobody, 3).await.unwrap(), 3);
        assert_eq!(decisions::trim_token(&mut tx, id(9), 0).await.unwrap(), 30);
        tx.commit().await.unwrap();
        assert_eq!(base.number("SELECT MIN(at) FROM decisions").await, 294);
    }

    async fn replicas_that_write_at_once_lose_nothing_and_keep_near_the_bounds(base) {
        let processes = base.processes(4).await;
        for outcome in at_once(4, |which| {
            let (db, refusals) = (processes[which].clone(), refusals(u64::try_from(which).unwrap() << 30, SMALL));
            async move {
                for round in 0..20 {
                    for number in 0..10 {
                        refusals.note(&expired(number, later(round)));
                    }
                    refusals.flush(&db).await?;
                }
                Ok::<_, crate::store::Error>(())
            }
        }).await {
            outcome.unwrap();
        }
        let kept = count(base, RefusalSubject::Token).await;
        assert!((SMALL.known - SMALL.slack..=SMALL.known + 3 * SMALL.slack).contains(&kept), "{kept}");
    }

    async fn what_could_not_be_written_waits_on(base) {
        let refusals = refusals(1, Bounds::default());
        let first = refusals.note(&expired(7, NOW)).id;
        base.execute("ALTER TABLE decisions RENAME TO away").await;
        assert!(refusals.flush(base).await.is_err());
        let second = refusals.note(&expired(7, NOW)).id;
        assert_eq!(refusals.depth(), 2);
        base.execute("ALTER TABLE away RENAME TO decisions").await;
        refusals.flush(base).await.unwrap();
        for id in [first, second] {
            assert!(decisions::find(&mut base.reader().await, &id).await.unwrap().is_some());
        }
    }
}

/// So many rows about the token 9, and as many about none.
async fn fill(tx: &mut Tx, number: i64) {
    let text = "INSERT INTO decisions (id, at, reason, token_id)
                SELECT 'k' || n, n, 'expired', $2 FROM numbers UNION ALL SELECT 'u' || n, n, 'unknown', NULL FROM numbers";
    let text = format!(
        "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $1) {text}"
    );
    let token = id::<TokenId>(9).uuid();
    super::super::on!(tx, conn => sqlx::query(sqlx::AssertSqlSafe(text)).bind(number).bind(token).execute(conn).await.map(|_| ()))
        .unwrap();
}
