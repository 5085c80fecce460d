//! After a change is committed, nobody verifies by an older state from memory: not a verifier that follows, not one that is
//! stopped, not one that lost its row or whose table was emptied.

mod by_hand;

use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::{Kind, TestDatabase, database::run, world};
use crate::domain::decision::Requirement;
use crate::domain::token::TenantScope;
use crate::store::following::embedded::Embedded;
use crate::store::following::follower::Follower;
use crate::store::following::replica::Replica;
use crate::store::following::replicas::{self, Process};
use crate::store::{Db, on};
use crate::verifier::{Found, Moment, Verifier};
use world::{NOW, acme, id, issue, new_token, secret, tenant};

const LEASE: Duration = Duration::from_secs(1);

/// Changes that take something away from the token with that number, and what takes them back.
fn deeds(kind: Kind, number: u128) -> Vec<(String, String)> {
    let id = |number: u128| match kind {
        Kind::Sqlite => format!("x'{}'", Uuid::from_u128(number).simple()),
        Kind::Postgres => format!("'{}'::uuid", Uuid::from_u128(number)),
    };
    let token = id(number);
    let pair = |one: String, other: String| (one, other);
    vec![
        pair(
            format!("UPDATE tokens SET revoked_at = 1 WHERE id = {token}"),
            format!("UPDATE tokens SET revoked_at = NULL WHERE id = {token}"),
        ),
        pair(
            format!("UPDATE tokens SET disabled_at = 1 WHERE id = {token}"),
            format!("UPDATE tokens SET disabled_at = NULL WHERE id = {token}"),
        ),
        pair(
            format!("UPDATE token_secrets SET ends_at = 1 WHERE token_id = {token}"),
            format!("UPDATE token_secrets SET ends_at = NULL WHERE token_id = {token}"),
        ),
        pair(
            format!("UPDATE tokens SET permissions = 2 WHERE id = {token}"),
            format!("UPDATE tokens SET permissions = 1 WHERE id = {token}"),
        ),
        pair(
            format!("DELETE FROM token_tenants WHERE token_id = {token} AND tenant_id = {}", id(2)),
            format!("INSERT INTO token_tenants (token_id, tenant_id) VALUES ({token}, {})", id(2)),
        ),
        pair(
            format!("DELETE FROM token_modules WHERE token_id = {token}"),
            format!(
                "INSERT INTO token_modules (token_id, module_id, tenant_id) VALUES ({token}, {}, {})",
                id(1),
                id(1)
            ),
        ),
        pair(
            format!("DELETE FROM tenant_modules WHERE tenant_id = {} AND module_id = {}", id(2), id(1)),
            format!(
                "INSERT INTO tenant_modules (tenant_id, module_id, created_at) VALUES ({}, {}, 1)",
                id(2),
                id(1)
            ),
        ),
        pair(
            format!("UPDATE tenants SET disabled_at = 1 WHERE id = {}", id(2)),
            format!("UPDATE tenants SET disabled_at = NULL WHERE id = {}", id(2)),
        ),
        pair(
            format!("UPDATE tenants SET disabled_at = 1 WHERE id = {}", id(1)),
            format!("UPDATE tenants SET disabled_at = NULL WHERE id = {}", id(1)),
        ),
    ]
}

/// The tenants 1 and 2, the module 1, and tokens of the first that reach both.
async fn fill(base: &TestDatabase, tokens: u128) {
    let (home, _) = acme(base).await;
    tenant(base, 2, "Globex", "globex").await;
    base.execute("INSERT INTO modules (id, slug, name, created_at) VALUES ({1}, 'devices', 'Devices', 1)")
        .await;
    base.execute("INSERT INTO tenant_modules (tenant_id, module_id, created_at) VALUES ({2}, {1}, 1)").await;
    let mut tx = base.tx().await;
    for number in 1..=tokens {
        let mut token = new_token(number, home);
        (token.scope, token.modules) = (TenantScope::Selected(vec![home, id(2)]), vec![id(1)]);
        issue(&mut tx, &token).await;
    }
    tx.commit().await.unwrap();
}

async fn make(db: &Db, text: &str) -> Duration {
    let mut tx = db.write().await.unwrap();
    let text = AssertSqlSafe(text.to_owned());
    on!(&mut tx, conn => sqlx::query(text).execute(conn).await.map(drop)).unwrap();
    let began = Instant::now();
    tx.commit().await.unwrap();
    began.elapsed()
}

#[derive(PartialEq, Eq, Debug)]
enum Said {
    Accepted,
    Refused,
    /// The database is asked.
    Nothing,
}

/// What a verifier says of the token with that number, in the second tenant, for its module.
fn said(verifier: &Verifier, number: u128) -> Said {
    let asked = Requirement {
        tenant: Some("globex"),
        module: Some("devices"),
        permissions: Some(crate::domain::permission::needed::READ),
        ..Requirement::default()
    };
    match verifier.find(&secret(number).hash, asked) {
        Found::Ask => Said::Nothing,
        Found::Unknown => Said::Refused,
        Found::Token(seen) => match seen.facts.decide(asked, NOW) {
            Ok(()) => Said::Accepted,
            Err(_) => Said::Refused,
        },
    }
}

async fn until(what: &str, mut is: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is() {
        assert!(began.elapsed() < Duration::from_secs(30), "{what}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// A verifier that followed until now, has a lease, and is stopped.
async fn stopped(base: &TestDatabase) -> Arc<Verifier> {
    let verifier = Arc::new(Verifier::default());
    let db = base.another().await;
    let Db::Postgres { pool, .. } = &db else { panic!("on PostgreSQL alone") };
    let mut follower = Follower::new(db.clone(), Arc::clone(&verifier));
    let at = follower.catch_up().await.unwrap().snapshot().to_owned();
    let id = replicas::register(pool, &Process::own(), &at).await.unwrap();
    let asked = Moment::now();
    let at = follower.catch_up().await.unwrap().snapshot().to_owned();
    assert!(replicas::renew(pool, id, &at, 0).await.unwrap());
    verifier.lease.extend(asked, LEASE);
    db.close().await;
    verifier
}

async fn three(base: &TestDatabase) -> (Vec<Db>, Vec<Replica>, Vec<Arc<Verifier>>) {
    let dbs = base.processes(3).await;
    let verifiers: Vec<_> = (0..3).map(|_| Arc::new(Verifier::default())).collect();
    let replicas = dbs.iter().zip(&verifiers);
    let replicas = replicas.map(|(db, verifier)| Replica::start(db, Arc::clone(verifier)).unwrap()).collect();
    until("all have a lease", || verifiers.iter().all(|one| one.lease.is_valid(Moment::now()))).await;
    (dbs, replicas, verifiers)
}

async fn end(dbs: Vec<Db>, replicas: Vec<Replica>) {
    tokio::task::spawn_blocking(move || replicas.into_iter().for_each(Replica::stop)).await.unwrap();
    for db in dbs {
        db.close().await;
    }
}

#[test]
fn three_verifiers_accept_nothing_after_the_commit() {
    run(Kind::Postgres, async |base| {
        fill(base, 10).await;
        let (dbs, replicas, verifiers) = three(base).await;
        let (mut from_memory, mut commits) = (0, 0);
        for round in 0..5 {
            for (number, (taken, given)) in deeds(Kind::Postgres, 1 + round % 10).into_iter().enumerate() {
                let writer = &dbs[number % 3];
                until("all accept", || {
                    verifiers.iter().all(|one| said(one, 1 + round % 10) == Said::Accepted)
                })
                .await;
                make(writer, &taken).await;
                commits += 1;
                for verifier in &verifiers {
                    let said = said(verifier, 1 + round % 10);
                    assert_ne!(said, Said::Accepted, "{taken}");
                    from_memory += usize::from(said == Said::Refused);
                }
                make(writer, &given).await;
            }
        }
        assert!(from_memory > commits, "{from_memory} of {}", 3 * commits);
        end(dbs, replicas).await;
    });
}

#[test]
fn a_verifier_that_is_stopped_accepts_nothing_after_the_commit() {
    run(Kind::Postgres, async |base| {
        fill(base, 10).await;
        for (taken, given) in deeds(Kind::Postgres, 1).into_iter().take(3) {
            // Without the wait it would go on by what it knows.
            let verifier = stopped(base).await;
            base.execute(&taken).await;
            assert_eq!(said(&verifier, 1), Said::Accepted, "{taken}");
            base.execute(&given).await;

            let verifier = stopped(base).await;
            assert_eq!(said(&verifier, 1), Said::Accepted);
            let waited = make(base, &taken).await;
            assert_eq!(said(&verifier, 1), Said::Nothing, "{taken}");
            assert!(waited >= Duration::from_millis(900), "{waited:?}");
            base.execute("DELETE FROM verifier_replicas WHERE epoch IS NULL").await;
            let waited = make(base, &given).await;
            assert!(waited < Duration::from_millis(900), "nobody is waited for: {waited:?}");
        }
    });
}

#[test]
fn a_verifier_that_lost_its_row_has_no_lease_until_it_has_one_again() {
    run(Kind::Postgres, async |base| {
        fill(base, 10).await;
        let (dbs, replicas, verifiers) = three(base).await;
        for round in 0..4 {
            base.execute("DELETE FROM verifier_replicas WHERE epoch IS NULL").await;
            // The lease of before may run on: whoever takes the row away has waited for its end.
            tokio::time::sleep(LEASE).await;
            until("all have a lease again", || verifiers.iter().all(|one| one.lease.is_valid(Moment::now())))
                .await;
            assert_eq!(base.number("SELECT COUNT(*) FROM verifier_replicas WHERE epoch IS NULL").await, 3);
            let (taken, given) = deeds(Kind::Postgres, 1).remove(round);
            make(&dbs[0], &taken).await;
            assert!(verifiers.iter().all(|one| said(one, 1) != Said::Accepted), "{taken}");
            make(&dbs[0], &given).await;
        }
        // One that is gone is taken away by the others, and then nobody waits for it.
        let gone = stopped(base).await;
        until("its lease has ended", || !gone.lease.is_valid(Moment::now())).await;
        let began = Instant::now();
        while base.number("SELECT COUNT(*) FROM verifier_replicas WHERE epoch IS NULL").await > 3 {
            assert!(began.elapsed() < Duration::from_secs(10));
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        end(dbs, replicas).await;
        assert_eq!(
            base.number("SELECT COUNT(*) FROM verifier_replicas WHERE epoch IS NULL").await,
            0,
            "they left"
        );
    });
}

#[test]
fn after_a_crash_of_the_server_all_leases_of_before_are_waited_for() {
    run(Kind::Postgres, async |base| {
        fill(base, 10).await;
        let verifier = stopped(base).await;
        // What a crash leaves of the table.
        base.execute("TRUNCATE verifier_replicas").await;
        let (taken, given) = deeds(Kind::Postgres, 1).remove(0);
        make(base, &taken).await;
        assert_eq!(said(&verifier, 1), Said::Nothing, "{taken}");
        make(base, &given).await;
        // A verifier that comes says when all are in the table again; until then every writer waits.
        let (dbs, replicas, verifiers) = three(base).await;
        assert_eq!(base.number("SELECT COUNT(*) FROM verifier_replicas").await, 4);
        make(&dbs[0], &taken).await;
        assert!(verifiers.iter().all(|one| said(one, 1) != Said::Accepted));
        end(dbs, replicas).await;
    });
}

#[test]
fn on_sqlite_nothing_is_accepted_after_the_commit_of_this_process_or_another() {
    run(Kind::Sqlite, async |base| {
        fill(base, 10).await;
        let verifier = Arc::new(Verifier::default());
        let embedded = Embedded::start(base, Arc::clone(&verifier)).unwrap();
        until("it has a lease", || verifier.lease.is_valid(Moment::now())).await;
        let command_line = base.another().await;
        let (mut from_memory, mut stale, mut shortest) = (0, 0, Duration::MAX);
        for round in 0..4 {
            for (number, (taken, given)) in deeds(Kind::Sqlite, 1 + round).into_iter().enumerate() {
                until("it accepts", || said(&verifier, 1 + round) == Said::Accepted).await;
                if number % 3 == 0 {
                    shortest = shortest.min(make(&command_line, &taken).await);
                } else {
                    make(base, &taken).await;
                }
                let now = said(&verifier, 1 + round);
                assert_ne!(now, Said::Accepted, "{taken}");
                from_memory += usize::from(now == Said::Refused);
                make(base, &given).await;
                // Without the wait it would not always be so.
                until("it accepts", || said(&verifier, 1 + round) == Said::Accepted).await;
                let Db::Sqlite { pool, .. } = &command_line else { unreachable!() };
                sqlx::query(AssertSqlSafe(taken)).execute(pool).await.unwrap();
                stale += usize::from(said(&verifier, 1 + round) == Said::Accepted);
                make(base, &given).await;
            }
        }
        assert!(from_memory > 20 && stale > 0, "{from_memory} {stale}");
        assert!(shortest >= Duration::from_millis(90), "{shortest:?}");
        tokio::task::spawn_blocking(move || embedded.stop()).await.unwrap();
        assert!(!verifier.lease.is_valid(Moment::now()));
        assert!(
            make(&command_line, &deeds(Kind::Sqlite, 1)[0].0).await < Duration::from_millis(90),
            "nobody verifies from memory"
        );
        command_line.close().await;
    });
}

/// Of two processes that serve the same file one verifies from memory, and the other one when that has ended.
#[test]
fn on_sqlite_one_process_verifies_from_memory() {
    run(Kind::Sqlite, async |base| {
        fill(base, 2).await;
        let other = base.another().await;
        let verifiers = [Arc::new(Verifier::default()), Arc::new(Verifier::default())];
        let first = Embedded::start(base, Arc::clone(&verifiers[0])).unwrap();
        until("the first has a lease", || verifiers[0].lease.is_valid(Moment::now())).await;
        let second = Embedded::start(&other, Arc::clone(&verifiers[1])).unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(!verifiers[1].lease.is_valid(Moment::now()));
        tokio::task::spawn_blocking(move || first.stop()).await.unwrap();
        until("the second has a lease", || verifiers[1].lease.is_valid(Moment::now())).await;
        assert!(!verifiers[0].lease.is_valid(Moment::now()));
        make(base, &deeds(Kind::Sqlite, 1)[0].0).await;
        assert_ne!(said(&verifiers[1], 1), Said::Accepted);
        tokio::task::spawn_blocking(move || second.stop()).await.unwrap();
        other.close().await;
    });
}

/// Also when a crash of the server emptied the table of verifiers, and for as long as there is none.
#[test]
fn where_nobody_ever_verified_from_memory_nobody_waits() {
    run(Kind::Postgres, async |base| {
        fill(base, 1).await;
        base.execute(
            "INSERT INTO instance (id, instance_id, key_check, created_at) VALUES (1, {1}, 'check', 1)",
        )
        .await;
        for before in ["SELECT 1", "TRUNCATE verifier_replicas"] {
            base.execute(before).await;
            for (taken, given) in deeds(Kind::Postgres, 1) {
                let waited = make(base, &taken).await.max(make(base, &given).await);
                assert!(waited < Duration::from_millis(900), "{before}, {taken}: {waited:?}");
            }
        }
        let verifier = stopped(base).await;
        let (taken, _) = deeds(Kind::Postgres, 1).remove(0);
        let waited = make(base, &taken).await;
        assert_eq!(said(&verifier, 1), Said::Nothing, "{taken}");
        assert!(waited >= Duration::from_millis(900), "{waited:?}");
    });
    run(Kind::Sqlite, async |base| {
        fill(base, 1).await;
        for (taken, given) in deeds(Kind::Sqlite, 1) {
            let waited = make(base, &taken).await.max(make(base, &given).await);
            assert!(waited < Duration::from_millis(90), "{taken}: {waited:?}");
        }
        let Db::Sqlite { pool, .. } = &**base else { unreachable!() };
        let file = pool.connect_options().get_filename().to_owned();
        assert!(!crate::disk::beside(&file, crate::store::VIEW_LOCK).exists(), "nothing is left behind");
    });
}
