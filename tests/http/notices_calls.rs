//! Webhook calls: signed, and only to allowed addresses.

use latchkey::domain::id::TenantId;
use latchkey::domain::time::Clock;
use latchkey::store::notices::{self, deliveries};
use uuid::Uuid;

use super::notices::{acme_tells, both, both_with, deliver_all};
use crate::support::TestApp;
use crate::support::receiver::{Came, ENDLESS, Receiver, SILENCE};

/// The result of the only delivery.
async fn trouble(app: &TestApp, tenant: TenantId) -> Option<String> {
    let mut tx = app.database.db.read().await.unwrap();
    deliveries::newest(&mut tx, tenant, false, 1).await.unwrap().remove(0).last_error
}

/// Creates a token, and tries to notify the webhook; returns the error.
async fn tell(app: &TestApp, url: &str) -> Option<String> {
    let (owner, tenant) = acme_tells(app, &[], Some(url.to_owned())).await;
    owner.issue("acme", "Deploy").await;
    deliver_all(&app.state).await;
    trouble(app, tenant).await
}

#[test]
fn another_implementation_accepts_what_is_signed_and_nothing_else() {
    both(async |app| {
        // That implementation uses the machine's clock.
        app.wait(Clock::System.now().since(app.state.now()));
        let receiver = Receiver::start().await;
        let (owner, tenant) = acme_tells(app, &[], Some(receiver.url("127.0.0.1"))).await;
        let key = &app.state.fixed.webhook_key;
        let [old, new] = [9, 10].map(|id| key.secret(tenant, Uuid::from_u128(id)).expose());
        let verified = async |number: usize| {
            owner.issue("acme", "Deploy – ü").await;
            deliver_all(&app.state).await;
            let came = receiver.came().remove(number);
            ([came.verifies(&old), came.verifies(&new)], came)
        };
        let (by, came) = verified(0).await;
        assert_eq!(by, [true, false]);
        let mut changed = came.clone();
        changed.body = changed.body.replace("Deploy", "deploy");
        assert!(!changed.verifies(&old));
        for (header, value) in
            [("webhook-id", "another"), ("webhook-timestamp", "1"), ("webhook-signature", "v1,AAAA")]
        {
            let mut changed = came.clone();
            changed.headers.insert(header.to_owned(), value.to_owned());
            assert!(!changed.verifies(&old), "{header}");
        }

        // During the overlap both secrets sign; after that, only the new one.
        let now = app.state.now();
        let mut tx = app.database.db.write().await.unwrap();
        let (seen, made) = (Uuid::from_u128(9), Uuid::from_u128(10));
        let until = now.plus(chrono::TimeDelta::seconds(60));
        assert!(notices::settings::replace_secret(&mut tx, tenant, seen, made, until, now).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(verified(1).await.0, [true, true]);
        app.wait(chrono::TimeDelta::seconds(60));
        assert_eq!(verified(2).await.0, [false, true]);
    });
}

/// The result of the documentation's program for a request.
fn python(secret: &str, came: &Came, body: &str, now: i64) -> String {
    let docs = include_str!("../../docs/notifications.md");
    let code = docs.split("```python\n").nth(1).unwrap().split("```").next().unwrap();
    let headers = serde_json::json!({
        "webhook-id": came.headers["webhook-id"],
        "webhook-timestamp": came.headers["webhook-timestamp"],
        "webhook-signature": came.headers["webhook-signature"],
    });
    let text = serde_json::to_string(body).unwrap();
    let program = format!("{code}\nprint(is_from_latchkey({secret:?}, {headers}, {text}.encode(), {now}))");
    let output = std::process::Command::new("python3").args(["-c", &program]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn the_documentations_program_takes_what_is_signed_and_nothing_else() {
    both(async |app| {
        let receiver = Receiver::start().await;
        let (owner, tenant) = acme_tells(app, &[], Some(receiver.url("127.0.0.1"))).await;
        app.database
            .execute(&format!(
                "UPDATE notification_settings SET old_secret_id = secret_id, old_secret_until = {}",
                app.state.now().micros() + 1
            ))
            .await;
        owner.issue("acme", "Deploy").await;
        deliver_all(&app.state).await;
        let came = receiver.came().remove(0);
        assert_eq!(came.headers["webhook-signature"].split(' ').count(), 2);
        let secret = app.state.fixed.webhook_key.secret(tenant, Uuid::from_u128(9)).expose();
        let (now, changed) = (1_795_176_000, came.body.replace("Deploy", "deploy"));
        assert_eq!(python(&secret, &came, &came.body, now + 299), "True");
        assert_eq!(python(&secret, &came, &came.body, now + 301), "False");
        assert_eq!(python(&secret, &came, &changed, now), "False");
        assert_eq!(python("whsec_b3RoZXI=", &came, &came.body, now), "False");
    });
}

#[test]
fn nothing_private_is_called_unless_the_operator_says_so() {
    both_with(
        |_| {},
        async |app| {
            let receiver = Receiver::start().await;
            let port = receiver.address.port();
            let (owner, tenant) = acme_tells(app, &[], None).await;
            for (number, url) in [
                format!("http://127.0.0.1:{port}/"),
                format!("https://127.0.0.1:{port}/"),
                format!("https://localhost:{port}/"),
                format!("https://[::1]:{port}/"),
                format!("https://[::ffff:127.0.0.1]:{port}/"),
                format!("https://0.0.0.0:{port}/"),
                format!("https://2130706433:{port}/"),
                "https://169.254.169.254/latest/meta-data/".to_owned(),
            ]
            .into_iter()
            .enumerate()
            {
                // Bypassing the page, which would refuse it: allowed addresses are checked at each call.
                app.database
                    .execute(&format!("UPDATE notification_settings SET webhook_url = '{url}'"))
                    .await;
                owner.issue("acme", &format!("Token {number}")).await;
                deliver_all(&app.state).await;
                assert_eq!(trouble(app, tenant).await.as_deref(), Some("private"), "{url}");
                app.database.execute("DELETE FROM notices").await;
            }
            assert_eq!(receiver.connections(), 0);
        },
    );
}

#[test]
fn of_a_names_addresses_only_those_are_called_that_may_be() {
    both(async |app| {
        // `localhost` also resolves to ::1, which is not allowed.
        let receiver = Receiver::start().await;
        assert_eq!(tell(app, &receiver.url("localhost")).await, None);
        assert_eq!(receiver.came().len(), 1);
        assert!(receiver.came()[0].headers["host"].starts_with("localhost:"));
    });
}

#[test]
fn without_tls_nothing_but_what_the_operator_named_is_called() {
    both_with(
        |config| config.webhook_networks = vec!["10.0.0.0/8".parse().unwrap()],
        async |app| {
            let receiver = Receiver::start().await;
            assert_eq!(tell(app, &receiver.url("localhost")).await.as_deref(), Some("private"));
            assert_eq!(receiver.connections(), 0);
        },
    );
}

#[test]
fn redirects_are_not_followed_and_answers_not_read() {
    both(async |app| {
        let receiver = Receiver::start().await;
        receiver.answers(307);
        assert_eq!(tell(app, &receiver.url("127.0.0.1")).await.as_deref(), Some("status 307"));
        assert_eq!(receiver.came().len(), 1);
        receiver.answers(ENDLESS);
        app.wait(chrono::TimeDelta::minutes(1));
        deliver_all(&app.state).await;
        assert_eq!(app.database.texts("SELECT state FROM deliveries").await, ["delivered"]);
    });
}

#[test]
fn what_goes_wrong_is_told_by_its_name() {
    both(async |app| {
        let receiver = Receiver::start().await;
        let (owner, tenant) = acme_tells(app, &[], None).await;
        let closed = {
            let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
            listener.local_addr().unwrap().port()
        };
        for (number, (url, answer, expected)) in [
            (format!("http://127.0.0.1:{closed}/"), 204, "connection"),
            // The receiver does not speak TLS.
            (receiver.url("127.0.0.1").replace("http:", "https:"), 204, "connection"),
            ("https://no-such-name.invalid/".to_owned(), 204, "name"),
            (receiver.url("127.0.0.1"), 404, "status 404"),
        ]
        .into_iter()
        .enumerate()
        {
            receiver.answers(answer);
            app.database.execute(&format!("UPDATE notification_settings SET webhook_url = '{url}'")).await;
            owner.issue("acme", &format!("Token {number}")).await;
            deliver_all(&app.state).await;
            assert_eq!(trouble(app, tenant).await.as_deref(), Some(expected), "{url}");
            app.database.execute("DELETE FROM notices").await;
        }
    });
}

#[test]
fn a_receiver_that_never_answers_is_given_up_after_ten_seconds() {
    // Real time passes, so only on one database.
    actix_web::rt::System::new().block_on(async {
        let app = TestApp::start_with(crate::support::Kind::Sqlite, |mut config| {
            config.webhook_networks = vec!["127.0.0.1/32".parse().unwrap()];
            config
        })
        .await;
        let receiver = Receiver::start().await;
        receiver.answers(SILENCE);
        assert_eq!(tell(&app, &receiver.url("127.0.0.1")).await.as_deref(), Some("timeout"));
        app.stop().await;
    });
}
