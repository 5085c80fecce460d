//! Audit events that were changed bypassing Latchkey are found, and unchanged ones are never reported.

mod tamper;

use std::fs;

use latchkey::domain::audit::Object;
use latchkey::domain::chain::{Chain, Fault};
use latchkey::domain::event::EventKind;
use latchkey::domain::id::TenantId;
use latchkey::service::audit_check::{self, TimeLimit};
use latchkey::service::audit_heads::{self, HeadFile};
use latchkey::service::{Act, Change};
use latchkey::store::audit;
use serde_json::json;
use uuid::Uuid;

use self::tamper::{Way, tamper};
use crate::support::process::{Process, run};
use crate::support::{Database, Dice, Kind, TestApp, both, setting};

/// Events in each of the three chains.
const LENGTH: i64 = 40;

/// Two tenants, with events in their chains and in the platform's.
async fn fill(app: &TestApp) -> Vec<Chain> {
    let owner = app.owner().await;
    app.tenant(&owner, "acme").await;
    app.tenant(&owner, "globex").await;
    let mut tx = app.state.db.read().await.unwrap();
    let chains = audit::chain::chains(&mut tx).await.unwrap();
    drop(tx);
    assert_eq!(chains.len(), 3);
    for chain in &chains {
        while length(app, *chain).await < LENGTH {
            write(app, chain.0).await;
        }
    }
    chains
}

async fn write(app: &TestApp, tenant: Option<TenantId>) {
    let mut tx = Act::system("test", &app.state).begin().await.unwrap();
    let object = Object { id: Uuid::from_u128(3), label: "Deploy" };
    let change = Change { before: Some(json!({ "name": "a" })), after: Some(json!({ "name": "b" })) };
    tx.record(tenant, EventKind::TokenChanged, object, change).unwrap();
    tx.commit().await.unwrap();
}

async fn length(app: &TestApp, chain: Chain) -> i64 {
    let mut tx = app.state.db.read().await.unwrap();
    audit::chain::head(&mut tx, chain).await.unwrap().map_or(0, |head| head.sequence)
}

/// The first fault in every broken chain.
async fn broken(app: &TestApp, chains: &[Chain]) -> Vec<(Chain, Option<i64>, Fault)> {
    let mut found = Vec::new();
    for chain in chains {
        let checked = audit_check::check(&app.state, *chain, 0, TimeLimit::None).await.unwrap();
        assert!(checked.finished);
        found.extend(checked.finding.map(|finding| (*chain, finding.sequence, finding.fault)));
    }
    found
}

/// The chains that lack something from the heads in a file, each with its fault.
async fn lacking(app: &TestApp, file: &str) -> Vec<(Chain, Fault)> {
    let mut found = Vec::new();
    for line in &HeadFile::parse(file, &app.state.fixed.audit_key).unwrap().heads {
        let (chain, head) = line.read().unwrap();
        let finding = audit_check::contains(&app.state, chain, head).await.unwrap();
        found.extend(finding.map(|finding| (chain, finding.fault)));
    }
    found
}

/// The SQL condition for this chain's rows.
fn of(app: &TestApp, chain: Chain) -> String {
    match chain.0 {
        None => "tenant_id IS NULL".to_owned(),
        Some(id) => format!("tenant_id = {}", literal(app, id.uuid())),
    }
}

fn literal(app: &TestApp, id: Uuid) -> String {
    match app.kind {
        Kind::Sqlite => format!("x'{}'", id.simple()),
        Kind::Postgres => format!("'{id}'::uuid"),
    }
}

const COLUMNS: &str =
    "id, at, tenant_id, actor_kind, actor_id, actor_label, action, object_kind, object_id, object_label,
    before, after, address, request_id, sequence, link";

/// Saves everything, to be restored later.
async fn keep(app: &TestApp) {
    app.database.execute("CREATE TABLE kept_events AS SELECT * FROM audit_events").await;
    app.database.execute("CREATE TABLE kept_heads AS SELECT * FROM audit_heads").await;
}

async fn put_back(app: &TestApp) {
    for text in [
        "DELETE FROM audit_events".to_owned(),
        format!("INSERT INTO audit_events ({COLUMNS}) SELECT {COLUMNS} FROM kept_events"),
        "DELETE FROM audit_heads".to_owned(),
        "INSERT INTO audit_heads SELECT * FROM kept_heads".to_owned(),
    ] {
        app.database.execute(&text).await;
    }
}

both! {
    async fn whatever_is_changed_past_latchkey_is_found(app) {
        let chains = fill(app).await;
        assert_eq!(broken(app, &chains).await, []);
        keep(app).await;
        let exported = audit_heads::export(&app.state, &chains).await.unwrap().text();
        let seed = Dice::seeded(2);
        for round in 0..setting("LATCHKEY_TEST_TAMPERINGS", 60) {
            let chain = chains[seed.below(chains.len())];
            let way = Way::ALL[round % Way::ALL.len()];
            let done = tamper(app, &seed, chain, way).await;
            let what = format!("round {round}: {way:?}: {}", done.what);
            let found: Vec<_> = broken(app, &chains).await.into_iter().map(|(chain, _, fault)| (chain, fault)).collect();
            let found = if done.in_order {
                assert_eq!(found, [], "{what}");
                lacking(app, &exported).await
            } else {
                found
            };
            assert_eq!(found.len(), 1, "{what}: {found:?}");
            assert_eq!(found[0].0, chain, "{what}");
            assert!(done.called.is_none_or(|called| called == found[0].1), "{what}: {found:?}");
            put_back(app).await;
        }
        assert_eq!(broken(app, &chains).await, []);
    }

    async fn an_event_that_moved_to_another_chain_is_missed_in_one_and_found_in_the_other(app) {
        let chains = fill(app).await;
        let tenant = of(app, chains[2]);
        app.database.execute(&format!("UPDATE audit_events SET {tenant} WHERE {} AND sequence = 7", of(app, chains[1]))).await;
        let found = broken(app, &chains).await;
        assert_eq!(found, [(chains[1], Some(7), Fault::Missing), (chains[2], Some(7), Fault::Inserted)]);
    }

    async fn a_head_that_was_put_back_with_its_events_is_missed_by_an_exported_one(app) {
        let chains = fill(app).await;
        keep(app).await;
        for _ in 0..5 {
            write(app, chains[1].0).await;
        }
        let file = audit_heads::export(&app.state, &chains).await.unwrap().text();
        let check = async || lacking(app, &file).await;
        assert_eq!(check().await, []);
        // More events do no harm.
        write(app, chains[1].0).await;
        assert_eq!(check().await, []);
        put_back(app).await;
        assert_eq!(broken(app, &chains).await, [], "the chain itself knows nothing of it");
        assert_eq!(check().await, [(chains[1], Fault::CutOff)]);
        // As many other events instead.
        for _ in 0..6 {
            write(app, chains[1].0).await;
        }
        assert_eq!(broken(app, &chains).await, []);
        assert_eq!(check().await, [(chains[1], Fault::Replaced)]);
    }

    async fn a_long_chain_is_walked_in_portions_and_goes_on_where_it_was_left(app) {
        let chains = fill(app).await;
        let mut tx = Act::system("test", &app.state).begin().await.unwrap();
        for _ in LENGTH..1_234 {
            let object = Object { id: Uuid::from_u128(3), label: "Deploy" };
            tx.record(chains[1].0, EventKind::TokenChanged, object, Change::default()).unwrap();
        }
        tx.commit().await.unwrap();
        let (mut at, mut steps) = (0, 0);
        loop {
            let checked = audit_check::check(&app.state, chains[1], at, TimeLimit::Until(app.state.now())).await.unwrap();
            assert_eq!((checked.finding, checked.at.sequence), (None, at + checked.events));
            at = checked.at.sequence;
            steps += 1;
            if checked.finished {
                break;
            }
        }
        assert_eq!((at, steps), (1_234, 3));
        for (place, fault) in [(1_200, Fault::Missing), (500, Fault::Missing), (499, Fault::Missing)] {
            app.database.execute(&format!("DELETE FROM audit_events WHERE {} AND sequence = {place}", of(app, chains[1]))).await;
            assert_eq!(broken(app, &chains).await, [(chains[1], Some(place), fault)]);
        }
    }

    async fn checking_while_others_write_accuses_nobody(app) {
        let chains = fill(app).await;
        let writers = async {
            for round in 0..100 {
                write(app, chains[round % 3].0).await;
            }
        };
        let checks = async {
            for _ in 0..60 {
                assert_eq!(broken(app, &chains).await, []);
            }
        };
        tokio::join!(writers, checks);
    }
}

#[test]
fn the_command_line_finds_it_too() {
    for kind in Kind::BOTH {
        actix_web::rt::System::new().block_on(async {
            let database = Database::create(kind).await;
            let folder = tempfile::tempdir().unwrap();
            let arguments = ["--database-url", database.url.as_str()];
            let latchkey = |more: &[&str]| {
                let ended = run(folder.path(), &[&["audit"], more, &arguments[..]].concat(), &[]);
                (ended.status.code(), ended.out, ended.err)
            };
            let process = Process::start(folder.path(), &arguments, &[]).await;
            let owner = process.set_up().await;
            owner.issue("acme", "Deploy").await;
            process.stop().await;
            let (code, out, _) = latchkey(&["verify"]);
            assert!(code == Some(0) && out.contains("events in 2 chains. All are intact."), "{out}");
            let (code, out, err) = latchkey(&["head", "--output", "heads.json"]);
            assert!(code == Some(0) && out.contains("Wrote 2 heads to heads.json"), "{out} {err}");
            let (code, out, _) = latchkey(&["verify", "--tenant", "acme", "--head", "heads.json"]);
            assert!(code == Some(0) && out.contains("in 1 chain") && out.contains("Matched 1 head of heads.json"), "{out}");
            let (_, out, _) = latchkey(&["head"]);
            assert!(out.contains("latchkey audit heads 2"), "{out}");
            let (code, _, err) = latchkey(&["verify", "--tenant", "nowhere"]);
            assert!(code == Some(1) && err.contains("there is no tenant nowhere"), "{err}");

            // The newest event and its head are deleted together.
            let last = "sequence = (SELECT MAX(sequence) FROM audit_events WHERE tenant_id IS NOT NULL) AND tenant_id IS NOT NULL";
            database.execute(&format!("DELETE FROM audit_events WHERE {last}")).await;
            database.execute(&format!(
                "UPDATE audit_heads SET sequence = sequence - 1, link = (SELECT link FROM audit_events WHERE {last})
                 WHERE chain IN (SELECT tenant_id FROM audit_events WHERE {last})"
            )).await;
            assert_eq!(latchkey(&["verify"]).0, Some(0));
            let (code, out, err) = latchkey(&["verify", "--head", "heads.json"]);
            assert!(code == Some(1) && out.contains("acme: event") && err.contains("broken: 1 fault found"), "{out} {err}");

            database.execute("UPDATE audit_events SET actor_label = 'x' WHERE action = 'tenant.created'").await;
            let (code, out, _) = latchkey(&["verify"]);
            assert!(code == Some(1) && out.contains("acme: event 1 (ID ") && out.contains("was changed"), "{out}");
            let text = fs::read_to_string(folder.path().join("heads.json")).unwrap();
            fs::write(folder.path().join("heads.json"), text.replace("\"sequence\": ", "\"sequence\": 1")).unwrap();
            let (code, _, err) = latchkey(&["verify", "--head", "heads.json"]);
            assert!(code == Some(1) && err.contains("heads.json: it was changed"), "{err}");
            let (code, _, err) = latchkey(&["verify", "--head", "nothing.json"]);
            assert!(code == Some(1) && err.contains("cannot read nothing.json"), "{err}");
            database.remove().await;
        });
    }
}

#[test]
fn a_database_of_an_older_version_is_sealed_at_the_first_start_whoever_dies_meanwhile() {
    for kind in Kind::BOTH {
        actix_web::rt::System::new().block_on(async {
            let database = Database::create(kind).await;
            let folder = tempfile::tempdir().unwrap();
            let arguments = ["--database-url", database.url.as_str()];
            let process = Process::start(folder.path(), &arguments, &[]).await;
            process.set_up().await;
            process.stop().await;
            // As an earlier version left it, with many events.
            for number in 0..3_000 {
                let id = match kind {
                    Kind::Sqlite => format!("x'{}'", Uuid::from_u128(number + 9).simple()),
                    Kind::Postgres => format!("'{}'", Uuid::from_u128(number + 9)),
                };
                database.execute(&format!(
                    "INSERT INTO audit_events (id, at, tenant_id, actor_kind, actor_label, action, object_kind, object_label)
                     SELECT {id}, 1, id, 'system', 'x', 'x', 'x', 'x' FROM tenants"
                )).await;
            }
            database.execute("UPDATE audit_events SET sequence = NULL, link = NULL").await;
            database.execute("DELETE FROM audit_heads").await;
            database.execute("UPDATE instance SET audit_sealed_at = NULL").await;
            for millis in [20, 60, 120, 250] {
                let begun = Process::begin(folder.path(), "cut", &arguments, &[]);
                tokio::time::sleep(std::time::Duration::from_millis(millis)).await;
                begun.signal("KILL");
                drop(begun);
                let half = database.number("SELECT COUNT(*) FROM audit_events WHERE sequence IS NULL").await;
                assert!(half == 0 || half >= 3_000, "{half}");
            }
            let names = ["first", "second"];
            let begun = names.map(|name| Process::begin(folder.path(), name, &arguments, &[]));
            let mut running = Vec::new();
            for process in begun {
                running.push(process.ready().await);
            }
            for process in running {
                process.stop().await;
            }
            assert_eq!(database.number("SELECT COUNT(*) FROM audit_events WHERE sequence IS NULL").await, 0);
            let ended = run(folder.path(), &[&["audit", "verify"], &arguments[..]].concat(), &[]);
            assert!(ended.status.success(), "{} {}", ended.out, ended.err);
            database.remove().await;
        });
    }
}
