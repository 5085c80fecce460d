//! What is done to the database itself under running replicas: they notice, or ask it, but never accept what it does not.

use std::time::{Duration, Instant};

use actix_web::rt::time::sleep;
use chrono::TimeDelta;
use reqwest::Method;

use super::stage::{BACK_WITHIN, Replica, Stage};
use crate::program_backup::block_on;
use crate::support::database::{on, on_server, postgres_url};
use crate::support::{Kind, TestApp, both};

/// A lease, and time to ask.
const NOTICED_WITHIN: Duration = Duration::from_secs(2);

const REVOKE: &str = "UPDATE tokens SET revoked_at = 1 WHERE name = 'Deploy'";
const GIVE_BACK: &str = "UPDATE tokens SET revoked_at = NULL WHERE name = 'Deploy'";

fn replicas(kind: Kind) -> usize {
    if kind == Kind::Sqlite { 1 } else { 2 }
}

/// Waits until every replica answers so.
async fn all_say(stage: &Stage, secret: &str, status: u16) {
    let began = Instant::now();
    for replica in &stage.replicas {
        loop {
            let said = replica.verify("", secret).await;
            if said == status {
                break;
            }
            assert!(began.elapsed() < NOTICED_WITHIN, "{said}: {}", replica.process.log());
            sleep(Duration::from_millis(5)).await;
        }
    }
}

/// With replicas that follow, and a token that all of them accept.
fn with(kind: Kind, body: impl AsyncFnOnce(&Stage, &str)) {
    block_on(async {
        let stage = Stage::new(kind, replicas(kind)).await;
        let (_, secret) = stage.issue(&stage.replicas[0], "Deploy").await;
        stage.all_follow().await;
        all_say(&stage, &secret, 200).await;
        body(&stage, &secret).await;
        stage.end().await;
    });
}

async fn none_follows(stage: &Stage) {
    let began = Instant::now();
    for replica in &stage.replicas {
        while replica.follows().await {
            assert!(began.elapsed() < NOTICED_WITHIN, "{}", replica.process.log());
            sleep(Duration::from_millis(5)).await;
        }
    }
}

/// How a trigger is taken away, and put back.
async fn trigger(stage: &Stage) -> (String, String) {
    match stage.database.kind() {
        Kind::Sqlite => {
            let text = "SELECT sql FROM sqlite_schema WHERE name = 'change_log_tokens_update'";
            let text = stage.database.texts(text).await.remove(0);
            ("DROP TRIGGER change_log_tokens_update".to_owned(), text)
        }
        Kind::Postgres => (
            "ALTER TABLE tokens DISABLE TRIGGER ALL".to_owned(),
            "ALTER TABLE tokens ENABLE TRIGGER ALL".to_owned(),
        ),
    }
}

#[test]
fn without_a_trigger_the_database_is_asked_until_it_is_back() {
    for kind in Kind::BOTH {
        with(kind, async |stage, secret| {
            let (away, back) = trigger(stage).await;
            stage.database.by_hand(&away).await;
            none_follows(stage).await;
            stage.database.by_hand(REVOKE).await;
            for replica in &stage.replicas {
                assert_eq!(replica.verify("", secret).await, 401, "it is asked");
            }
            stage.database.by_hand(&back).await;
            stage.all_follow().await;
            all_say(stage, secret, 401).await;
            stage.database.by_hand(GIVE_BACK).await;
            all_say(stage, secret, 200).await;
        });
    }
}

/// Also where it is back before anybody looked, as after a bulk load.
#[test]
fn a_change_while_a_trigger_was_away_for_a_moment_counts() {
    for kind in Kind::BOTH {
        with(kind, async |stage, secret| {
            let (away, back) = trigger(stage).await;
            for (change, status) in [(REVOKE, 401), (GIVE_BACK, 200)] {
                stage.database.by_hand(&format!("BEGIN; {away}; {change}; {back}; COMMIT")).await;
                all_say(stage, secret, status).await;
            }
        });
    }
}

#[test]
fn a_change_whose_rows_were_deleted_from_the_log_counts() {
    for kind in Kind::BOTH {
        with(kind, async |stage, secret| {
            for delete in ["DELETE FROM change_log", "TRUNCATE change_log"] {
                if kind == Kind::Sqlite && delete.starts_with("TRUNCATE") {
                    continue;
                }
                for (change, status) in [(REVOKE, 401), (GIVE_BACK, 200)] {
                    stage.database.by_hand(&format!("BEGIN; {change}; {delete}; COMMIT")).await;
                    all_say(stage, secret, status).await;
                }
            }
        });
    }
}

/// Revokes over the Tenant API, asks every replica in the same moment, and gives it back.
async fn revoked_at_once(stage: &Stage, at: &Replica, secret: &str, told: &str) {
    let id = stage.database.texts("SELECT id::text FROM tokens WHERE name = 'Deploy'").await.remove(0);
    let id = latchkey::domain::id::TokenId::from(id.parse::<uuid::Uuid>().unwrap());
    stage.call(at, Method::DELETE, &format!("/{id}"), None).await.expect(204);
    for replica in &stage.replicas {
        assert_ne!(replica.verify("", secret).await, 200, "{told}");
    }
    stage.database.execute(GIVE_BACK).await;
    all_say(stage, secret, 200).await;
    stage.all_follow().await;
}

#[test]
fn a_table_of_verifiers_that_was_emptied_hides_nobody_from_a_writer() {
    with(Kind::Postgres, async |stage, secret| {
        let ours = "SELECT COUNT(*) FROM verifier_replicas WHERE epoch IS NULL";
        for emptied in [
            "TRUNCATE verifier_replicas",
            "DELETE FROM verifier_replicas",
            "DELETE FROM verifier_replicas WHERE epoch IS NULL",
        ] {
            for at in &stage.replicas {
                stage.database.by_hand(emptied).await;
                revoked_at_once(stage, at, secret, emptied).await;
                let began = Instant::now();
                while stage.database.number(ours).await != 2 {
                    assert!(began.elapsed() < BACK_WITHIN, "{emptied}");
                    sleep(Duration::from_millis(20)).await;
                }
            }
        }
    });
}

/// A process of an older version has a transaction under way that changes something. It ends all leases before its commit;
/// everything else goes on meanwhile.
#[test]
fn an_older_version_beside_takes_the_leases_and_nothing_else() {
    with(Kind::Postgres, async |stage, secret| {
        let at = &stage.replicas[0];
        let (other, others) = stage.issue(at, "Other").await;
        let mut older = stage.database.hand().await;
        let began = Instant::now();
        older.run("BEGIN").await;
        let changed = actix_web::rt::spawn(async move {
            older.run(REVOKE).await;
            sleep(Duration::from_millis(1_500)).await;
            older.run("COMMIT").await;
        });
        sleep(Duration::from_millis(900)).await;
        // By now nobody has renewed a lease for a while.
        let signing_in = at.process.visitor();
        signing_in.get("/login").await.expect(200);
        stage.call(at, Method::DELETE, &format!("/{other}"), None).await.expect(204);
        for replica in &stage.replicas {
            assert_eq!(replica.verify("", &others).await, 401);
            assert!(matches!(replica.verify("", secret).await, 200 | 401));
        }
        assert!(
            began.elapsed() < Duration::from_millis(2_500),
            "it did not wait for the other: {:?}",
            began.elapsed()
        );
        changed.await.unwrap();
        for replica in &stage.replicas {
            assert_eq!(replica.verify("", secret).await, 401);
        }
        stage.all_follow().await;
        all_say(stage, secret, 401).await;
    });
}

/// The address of the database leads to a copy of before, in which the token still counts and no replica is noted.
#[test]
fn a_database_that_was_exchanged_for_a_copy_ends_the_leases() {
    with(Kind::Postgres, async |stage, secret| {
        let name = stage.database.texts("SELECT current_database()").await.remove(0);
        let id = stage.database.texts("SELECT id::text FROM tokens WHERE name = 'Deploy'").await.remove(0);
        let id = latchkey::domain::id::TokenId::from(id.parse::<uuid::Uuid>().unwrap()).to_string();
        let hang_up = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND pid <> pg_backend_pid()"
        );
        on_server(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
        on_server(&hang_up).await;
        on_server(&format!("CREATE DATABASE {name}_copy TEMPLATE {name}")).await;
        let copy = postgres_url(&format!("{name}_copy"));
        on(&copy, "DELETE FROM verifier_replicas WHERE epoch IS NULL").await;
        on_server(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await;
        stage.all_follow().await;
        all_say(stage, secret, 200).await;

        on_server(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
        on_server(&hang_up).await;
        on_server(&format!("ALTER DATABASE {name} RENAME TO {name}_old")).await;
        on_server(&format!("ALTER DATABASE {name}_copy RENAME TO {name}")).await;
        let ended = stage.command(&["token", "revoke", &id, "--yes"]).await;
        let revoked = ended.status.success();
        for replica in &stage.replicas {
            assert!(revoked && replica.verify("", secret).await != 200, "{}", ended.err);
        }
        on_server(&format!("DROP DATABASE {name}_old WITH (FORCE)")).await;
        stage.all_follow().await;
        all_say(stage, secret, 401).await;
    });
}

both! {
    /// Leases are counted by a clock that nobody sets.
    async fn a_clock_that_jumps_ends_no_lease_and_grants_none(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue("acme", "Deploy").await;
        let verifier = app.state.lookup.verifier();
        let began = Instant::now();
        while !verifier.lease.is_valid(latchkey::verifier::Moment::now()) {
            assert!(began.elapsed() < BACK_WITHIN);
            sleep(Duration::from_millis(5)).await;
        }
        let status = async || owner.verify("", "GET", &token.secret).await.status;
        assert_eq!(status().await, 200);
        let asked = verifier.counts.asked();
        // Of the token's 90 days: forward within, back before its time, past its end, and back again.
        for (days, expected) in [(80, 200), (-1_000, 200), (1_010, 401), (-10, 200), (0, 200)] {
            app.wait(TimeDelta::days(days));
            assert_eq!(status().await, expected, "{days}");
        }
        assert_eq!(verifier.counts.asked(), asked, "all of it from memory");
        revoke(app).await;
        for days in [0, 30, -60, 3_000, -6_000] {
            app.wait(TimeDelta::days(days));
            assert_eq!(status().await, 401, "{days}");
        }
    }
}

async fn revoke(app: &TestApp) {
    assert_eq!(app.database.execute(REVOKE).await, 1);
}
