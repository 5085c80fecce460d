//! Notifications about tokens: with the change, once per expiration, at least once, never by two replicas at the same
//! time.

use std::time::Duration;

use chrono::TimeDelta;
use latchkey::config::Config;
use latchkey::domain::id::TenantId;
use latchkey::domain::notice::{Kind, Kinds};
use latchkey::jobs::notices::{deliver, look};
use latchkey::state::State;
use latchkey::store::notices::{
    self,
    settings::{Recipients, Secret},
};
use latchkey::store::{Db, tenants};
use uuid::Uuid;

use crate::support::people::Issued;
use crate::support::receiver::{Came, Receiver, SILENCE};
use crate::support::{Client, Kind as Base, TestApp};

/// Runs `body` on both databases, with webhooks allowed on this machine.
pub fn both(body: impl AsyncFn(&TestApp)) {
    both_with(|config| config.webhook_networks = vec!["127.0.0.0/8".parse().unwrap()], body);
}

/// Runs `body` on both databases with these settings.
pub fn both_with(settings: impl Fn(&mut Config), body: impl AsyncFn(&TestApp)) {
    for kind in Base::BOTH {
        actix_web::rt::System::new().block_on(async {
            let app = TestApp::start_with(kind, |mut config| {
                settings(&mut config);
                config
            })
            .await;
            body(&app).await;
            app.stop().await;
        });
    }
}

/// Makes the new tenant `acme` notify these people and the webhook of all kinds.
pub async fn acme_tells(app: &TestApp, emails: &[&str], webhook: Option<String>) -> (Client, TenantId) {
    let owner = app.owner().await;
    app.tenant(&owner, "acme").await;
    let mut tx = app.database.db.write().await.unwrap();
    let tenant = tenants::find_by_slug(&mut tx, "acme").await.unwrap().unwrap().id;
    let recipients = Recipients {
        kinds: Kinds::all(),
        emails: emails.iter().map(|email| (*email).to_owned()).collect(),
        webhook,
        secret: Some(Secret { id: Uuid::from_u128(9), made_at: app.state.now() }),
        old_secret: None,
    };
    notices::settings::save(&mut tx, tenant, &recipients, app.state.now()).await.unwrap();
    tx.commit().await.unwrap();
    (owner, tenant)
}

/// Sends what is due, until nothing is.
pub async fn deliver_all(state: &State) {
    while deliver(state).await.unwrap() > 0 {}
}

/// What was received so far; sorted, because simultaneous deliveries arrive in any order.
fn kinds(receiver: &Receiver) -> Vec<String> {
    let kind = |came: &Came| came.json()["type"].as_str().unwrap().to_owned();
    let mut kinds: Vec<String> = receiver.came().iter().map(kind).collect();
    kinds.sort();
    kinds
}

async fn issue_for(owner: &Client, name: &str, expires_in: &str) -> Issued {
    let general = |form: crate::support::Form| form.fill("Name", name).tick(expires_in);
    owner.issue_as("acme", general, |form| form).await
}

/// The number of deliveries in this state.
async fn count(app: &TestApp, state: &str) -> i64 {
    app.database.number(&format!("SELECT COUNT(*) FROM deliveries WHERE state = '{state}'")).await
}

#[test]
fn issue_rotate_and_revoke_are_told_with_the_change() {
    both(async |app| {
        let receiver = Receiver::start().await;
        let (owner, _) = acme_tells(app, &[], Some(receiver.url("127.0.0.1"))).await;
        let token = issue_for(&owner, "Deploy", "90 days").await;
        let details = format!("/administration/tenants/acme/api/{}", token.id);
        owner
            .fill_in(&format!("{details}/revoke"), "Revoke", |form| form.fill("name", "Wrong"))
            .await
            .expect(422);
        let rotated = owner.fill_in(&format!("{details}/rotate"), "Next", |form| form).await.expect(200);
        owner.submit(rotated.form("Save")).await.expect(303);
        owner
            .fill_in(&format!("{details}/revoke"), "Revoke", |form| form.fill("name", "Deploy"))
            .await
            .expect(303);
        // A cancelled draft, and a change without a subscriber.
        owner.draft("acme").await;
        assert_eq!(receiver.connections(), 0);
        deliver_all(&app.state).await;
        assert_eq!(kinds(&receiver), ["token.issued", "token.revoked", "token.rotated"]);
        let came = receiver.came().into_iter().find(|came| came.body.contains("token.issued")).unwrap();
        let body = came.json();
        assert_eq!(body["timestamp"], "2026-11-20T12:00:00Z");
        assert_eq!(body["data"]["tenant"], "acme");
        assert_eq!(body["data"]["token"]["id"], token.id);
        assert_eq!(body["data"]["token"]["name"], "Deploy");
        assert_eq!(body["data"]["token"]["expires_at"], "2027-02-18T12:00:00Z");
        assert_eq!(came.line, "POST /hooks/latchkey?key=of-the-receiver HTTP/1.1");
        assert_eq!(came.headers["content-type"], "application/json");
        assert!(!format!("{:?}", receiver.came()).contains(&token.secret), "a secret was sent");
        deliver_all(&app.state).await;
        assert_eq!((receiver.came().len(), count(app, "delivered").await), (3, 3));
    });
}

#[test]
fn ends_are_told_30_7_and_1_days_before_and_when_they_come() {
    both(async |app| {
        let receiver = Receiver::start().await;
        let (owner, _) = acme_tells(app, &[], Some(receiver.url("127.0.0.1"))).await;
        issue_for(&owner, "Long", "90 days").await;
        // Created with 30 days to live, or fewer: there is nothing to announce.
        issue_for(&owner, "Month", "30 days").await;
        issue_for(&owner, "Week", "7 days").await;
        let disabled = issue_for(&owner, "Disabled", "60 days").await;
        let address = format!("/administration/tenants/acme/api/{}", disabled.id);
        let page = owner.get(&address).await.expect(200);
        owner.submit(page.form("Disable")).await.expect(303);
        deliver_all(&app.state).await;
        let before = receiver.came().len();
        assert_eq!(before, 4);
        let mut told = Vec::new();
        // Day by day, with each replica checking each day.
        for day in 0..=91 {
            let (one, other) = tokio::join!(look(&app.state), look(&app.state));
            one.unwrap();
            other.unwrap();
            deliver_all(&app.state).await;
            for came in receiver.came().into_iter().skip(before + told.len()) {
                let body = came.json();
                let text = |value: &serde_json::Value| value.as_str().unwrap().replace("token.", "");
                told.push((day, text(&body["data"]["token"]["name"]), text(&body["type"])));
            }
            app.wait(TimeDelta::days(1));
        }
        let mut expected: Vec<(i64, String, String)> = [
            (6, "Week", "expires_in_1_day"),
            (7, "Week", "expired"),
            (23, "Month", "expires_in_7_days"),
            (29, "Month", "expires_in_1_day"),
            (30, "Month", "expired"),
            (60, "Long", "expires_in_30_days"),
            (83, "Long", "expires_in_7_days"),
            (89, "Long", "expires_in_1_day"),
            (90, "Long", "expired"),
        ]
        .map(|(day, name, kind)| (day, name.to_owned(), kind.to_owned()))
        .to_vec();
        expected.sort();
        told.sort();
        assert_eq!(told, expected);
    });
}

#[test]
fn after_a_long_sleep_only_the_nearest_is_told_and_a_moved_end_is_told_anew() {
    both(async |app| {
        let receiver = Receiver::start().await;
        let (owner, tenant) = acme_tells(app, &[], Some(receiver.url("127.0.0.1"))).await;
        let token = issue_for(&owner, "Deploy", "90 days").await;
        look(&app.state).await.unwrap();
        app.wait(TimeDelta::days(85));
        look(&app.state).await.unwrap();
        look(&app.state).await.unwrap();
        deliver_all(&app.state).await;
        assert_eq!(kinds(&receiver), ["token.expires_in_7_days", "token.issued"]);
        // The owner's session has ended by now.
        let owner = app.owner().await;
        let edit = format!("/administration/tenants/acme/api/{}/edit", token.id);
        let review = owner.fill_in(&edit, "Next", |form| form.tick("30 days")).await.expect(200);
        owner.submit(review.form("Save")).await.expect(303);
        look(&app.state).await.unwrap();
        app.wait(TimeDelta::days(24));
        look(&app.state).await.unwrap();
        deliver_all(&app.state).await;
        let seven = "token.expires_in_7_days";
        assert_eq!(kinds(&receiver), [seven, seven, "token.issued"]);
        // Without a subscription, or in a disabled tenant, nothing is sent.
        app.database.execute("UPDATE tenants SET disabled_at = 1").await;
        app.wait(TimeDelta::days(5));
        look(&app.state).await.unwrap();
        app.database.execute("UPDATE tenants SET disabled_at = NULL").await;
        let mut tx = app.database.db.write().await.unwrap();
        let fewer = Recipients {
            kinds: Kinds::of([Kind::Issued]),
            ..notices::settings::find(&mut tx, tenant).await.unwrap()
        };
        notices::settings::save(&mut tx, tenant, &fewer, app.state.now()).await.unwrap();
        tx.commit().await.unwrap();
        app.wait(TimeDelta::days(5));
        look(&app.state).await.unwrap();
        deliver_all(&app.state).await;
        assert_eq!(receiver.came().len(), 3);
    });
}

#[test]
fn of_many_workers_one_delivers_each() {
    both(async |app| {
        let receiver = Receiver::start().await;
        let (owner, _) = acme_tells(app, &[], Some(receiver.url("127.0.0.1"))).await;
        for number in 0..6 {
            issue_for(&owner, &format!("Token {number}"), "90 days").await;
        }
        let mut workers = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let db = Db::connect(&app.database.url).await.unwrap();
            let state = State { db: db.clone(), ..app.state.clone() };
            workers.spawn(async move {
                deliver_all(&state).await;
                db.close().await;
            });
        }
        workers.join_all().await;
        let mut ids: Vec<String> = receiver.came().iter().map(|came| came.delivery().to_owned()).collect();
        assert_eq!(ids.len(), 6);
        ids.sort();
        ids.dedup();
        assert_eq!((ids.len(), count(app, "delivered").await), (6, 6));
    });
}

#[test]
fn a_copy_that_dies_between_sending_and_noting_it_leaves_it_to_be_sent_again() {
    both(async |app| {
        let receiver = Receiver::start().await;
        let (owner, _) = acme_tells(app, &[], Some(receiver.url("127.0.0.1"))).await;
        issue_for(&owner, "Deploy", "90 days").await;
        receiver.answers(SILENCE);
        let state = app.state.clone();
        let dying = tokio::spawn(async move { deliver(&state).await });
        receiver.waits_for(1).await;
        dying.abort();
        assert!(dying.await.unwrap_err().is_cancelled());
        receiver.answers(204);
        // While its lease lasts, nobody else attempts it.
        deliver_all(&app.state).await;
        app.wait(TimeDelta::seconds(119));
        deliver_all(&app.state).await;
        assert_eq!(receiver.came().len(), 1);
        app.wait(TimeDelta::seconds(1));
        deliver_all(&app.state).await;
        let came = receiver.came();
        assert_eq!(came.len(), 2);
        assert_eq!((came[0].delivery(), &came[0].body), (came[1].delivery(), &came[1].body));
        // The timestamp is the attempt's, so that an old request cannot be replayed.
        assert_ne!(came[0].headers["webhook-timestamp"], came[1].headers["webhook-timestamp"]);
        app.wait(TimeDelta::days(2));
        deliver_all(&app.state).await;
        assert_eq!((receiver.came().len(), count(app, "delivered").await), (2, 1));
    });
}

#[test]
fn delays_grow_until_it_is_given_up() {
    both(async |app| {
        let receiver = Receiver::start().await;
        let (owner, _) = acme_tells(app, &[], Some(receiver.url("127.0.0.1"))).await;
        issue_for(&owner, "Deploy", "90 days").await;
        receiver.answers(503);
        deliver_all(&app.state).await;
        let mut came = 1;
        for minutes in [1, 5, 30, 120, 360, 720] {
            app.wait(TimeDelta::minutes(minutes) - TimeDelta::seconds(1));
            deliver_all(&app.state).await;
            assert_eq!(receiver.came().len(), came, "before {minutes} minutes");
            app.wait(TimeDelta::seconds(1));
            deliver_all(&app.state).await;
            came += 1;
            assert_eq!(receiver.came().len(), came, "after {minutes} minutes");
        }
        assert_eq!((count(app, "failed").await, count(app, "waiting").await), (1, 0));
        assert_eq!(app.database.texts("SELECT last_error FROM deliveries").await, ["status 503"]);
        app.wait(TimeDelta::days(3));
        deliver_all(&app.state).await;
        assert_eq!(receiver.came().len(), 7);
        let ids: std::collections::BTreeSet<_> =
            receiver.came().iter().map(|came| came.delivery().to_owned()).collect();
        assert_eq!(ids.len(), 1);
        let metrics = app.visitor().get("/metrics").await.expect(200).text();
        for line in [
            r#"latchkey_deliveries_total{channel="webhook",outcome="retried"} 6"#,
            r#"latchkey_deliveries_total{channel="webhook",outcome="failed"} 1"#,
            r#"latchkey_queue_depth{queue="deliveries"} 0"#,
        ] {
            assert!(metrics.lines().any(|found| found == line), "{line} in {metrics}");
        }
    });
}

#[test]
fn a_running_instance_tells_by_itself() {
    use crate::support::{Database, Kind};
    use latchkey::app::{Environment, Latchkey};
    use latchkey::config::DatabaseUrl;
    actix_web::rt::System::new().block_on(async {
        let database = Database::create(Kind::Sqlite).await;
        let mut config = Config::for_tests(DatabaseUrl::parse(&database.url).unwrap());
        config.webhook_networks = vec!["127.0.0.1/32".parse().unwrap()];
        let latchkey = Latchkey::start(&config, Environment::default()).await.unwrap();
        let app = TestApp::around(latchkey, database);
        let receiver = Receiver::start().await;
        let (owner, _) = acme_tells(&app, &[], Some(receiver.url("127.0.0.1"))).await;
        issue_for(&owner, "Deploy", "90 days").await;
        receiver.waits_for(1).await;
        // A receiver that does not respond does not keep the process from stopping.
        receiver.answers(SILENCE);
        issue_for(&owner, "Second", "90 days").await;
        receiver.waits_for(2).await;
        tokio::time::timeout(Duration::from_secs(9), app.stop()).await.unwrap();
    });
}
