//! A process killed between sending a notice and recording it sends the notice again, with the same ID.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::support::process::Process;
use crate::support::receiver::{Receiver, SILENCE};
use crate::support::{Client, Database, Dice, Kind, setting};

const SETTINGS: &str = "/administration/tenants/acme/settings/notifications";
const ALLOWED: [(&str, &str); 1] = [("LATCHKEY_WEBHOOK_ALLOW_PRIVATE", "127.0.0.0/8")];

async fn killed_while_it_tells(kind: Kind) {
    let (database, folder) = (Database::create(kind).await, tempfile::tempdir().unwrap());
    let arguments = ["--database-url", database.url.as_str()];
    let start = async || Process::start(folder.path(), &arguments, &ALLOWED).await;
    let (receiver, seed) = (Receiver::start().await, Dice::thrown());
    let mut process = start().await;
    let owner = process.set_up().await;
    let webhook = receiver.url("127.0.0.1");
    owner.fill_in(SETTINGS, "Save", |form| form.fill("Webhook", &webhook)).await.expect(200);
    let waiting = "SELECT COUNT(*) FROM deliveries WHERE state = 'waiting'";
    let rounds = setting("LATCHKEY_TEST_TELLING_KILLS", 3);
    for round in 0..rounds {
        // It arrived without a response; or with one, just before the process was killed, recorded or not.
        receiver.answers(if round % 2 == 0 { SILENCE } else { 204 });
        let browser = Client::new(&process.base);
        for cookie in owner.cookies().split("; ") {
            browser.set_cookie(cookie);
        }
        let before = receiver.came().len();
        browser.issue("acme", "Deploy").await;
        receiver.waits_for(before + 1).await;
        tokio::time::sleep(Duration::from_micros(seed.below(6_000) as u64)).await;
        process.signal("KILL");
        process.ended().await;
        database.settles().await;
        let open = database.number(waiting).await;
        assert!(round % 2 == 1 || open == 1, "round {round}: {open}");
        // Nobody knows that the process is dead, so others would wait for its lease.
        database.execute("UPDATE deliveries SET due_at = 1 WHERE state = 'waiting'").await;
        receiver.answers(204);
        process = start().await;
        receiver.waits_for(before + 1 + usize::try_from(open).unwrap()).await;
        for _ in 0..500 {
            if database.number(waiting).await == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    process.stop().await;
    let mut came: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for came_once in receiver.came() {
        came.entry(came_once.delivery().to_owned()).or_default().insert(came_once.body);
    }
    assert_eq!(came.len(), rounds, "each is one delivery, however often it came");
    assert!(came.values().all(|bodies| bodies.len() == 1), "{came:?}");
    assert!(receiver.came().len() >= rounds + rounds.div_ceil(2), "hardly anything came twice");
    let delivered = database.number("SELECT COUNT(*) FROM deliveries WHERE state = 'delivered'").await;
    assert_eq!(delivered, i64::try_from(rounds).unwrap());
    database.remove().await;
}

#[test]
fn what_was_sent_and_not_written_down_is_sent_again_as_the_same_on_sqlite() {
    actix_web::rt::System::new().block_on(killed_while_it_tells(Kind::Sqlite));
}

#[test]
fn what_was_sent_and_not_written_down_is_sent_again_as_the_same_on_postgres() {
    actix_web::rt::System::new().block_on(killed_while_it_tells(Kind::Postgres));
}
