//! The page to configure recipients, with the state of deliveries.

use chrono::TimeDelta;
use latchkey::domain::person::Role;

use super::notices::{both, both_with, deliver_all};
use crate::support::receiver::Receiver;
use crate::support::{Answer, Client, Form, TestApp};

const PAGE: &str = "/administration/tenants/acme/settings/notifications";

async fn acme(app: &TestApp) -> Client {
    let owner = app.owner().await;
    app.tenant(&owner, "acme").await;
    owner
}

async fn save(owner: &Client, emails: &str, webhook: &str) -> Answer {
    owner
        .fill_in(PAGE, "Save", |form: Form| form.fill("Email addresses", emails).fill("Webhook", webhook))
        .await
}

/// The secret on the page that shows it.
fn secret(answer: &Answer) -> String {
    let page = answer.html();
    let field = crate::support::form::select(page.root_element(), "#secret").next().expect("no secret");
    field.attr("value").unwrap().to_owned()
}

async fn rows(app: &TestApp, column: &str) -> Vec<String> {
    app.database.texts(&format!("SELECT {column} FROM notification_settings")).await
}

#[test]
fn what_is_set_is_kept_and_shown_again() {
    both(async |app| {
        let owner = acme(app).await;
        let settings = owner.get("/administration/tenants/acme/settings").await.expect(200);
        assert_eq!(settings.link("Set up notifications"), PAGE);
        let page = owner.get(PAGE).await.expect(200);
        // Nothing is set yet, so all kinds are selected.
        assert_eq!(page.form("Save").value("kinds").len(), 7);
        assert!(!page.text().contains("Send test"));
        let flash = save(&owner, " Ops@Example.org\nit@example.org, ops@example.org ", "").await;
        flash.expect_to(303, PAGE);
        let page = owner.get(PAGE).await.expect(200);
        assert_eq!(page.form("Save").value("emails"), ["ops@example.org\nit@example.org"]);
        assert!(page.text().contains("Saved."));
        assert!(page.text().contains("No mail server is set up"));
        let fewer = owner.fill_in(PAGE, "Save", |form| form.untick("Rotated").untick("Created")).await;
        fewer.expect_to(303, PAGE);
        assert_eq!(owner.get(PAGE).await.form("Save").value("kinds").len(), 5);
        let events = "SELECT COUNT(*) FROM audit_events WHERE action = 'tenant.notifications_changed'";
        assert_eq!(app.database.number(events).await, 2);
        // Saved unchanged, nothing is written.
        owner.fill_in(PAGE, "Save", |form| form).await.expect(303);
        assert_eq!(app.database.number(events).await, 2);
        let told = owner.get("/administration/tenants/acme/audit").await.expect(200).text();
        assert!(told.contains("Notifications changed") && told.contains("ops@example.org, it@example.org"));
    });
}

#[test]
fn what_is_wrong_is_said_at_its_field_and_what_was_typed_stays() {
    both_with(
        |_| {},
        async |app| {
            let owner = acme(app).await;
            let many: String = (0..11).map(|number| format!("p{number}@example.org\n")).collect();
            for (emails, webhook, sentence) in [
                ("ops", "", "Address 1 isn’t an email address"),
                ("ops@example.org\na b@example.org", "", "Address 2 isn’t an email address"),
                ("ops@example.org\r\nBcc: x@example.org", "", "Address 2 isn’t an email address"),
                (many.as_str(), "", "Enter at most 10 addresses"),
                ("", "example.org", "Enter a complete address"),
                ("", "http://example.org/", "Use an https address"),
                ("", "https://user:pass@example.org/", "Remove the user name and password"),
                ("", "https://127.0.0.1/", "isn’t on the public internet"),
                ("", "https://[fd00::1]/", "isn’t on the public internet"),
                ("", "https://169.254.169.254/latest", "isn’t on the public internet"),
            ] {
                let answer = save(&owner, emails, webhook).await.expect(422);
                assert!(answer.text().contains(sentence), "{emails} {webhook}");
                let form = answer.form("Save");
                assert_eq!(form.value("webhook"), [webhook]);
                assert_eq!(form.value("emails").concat().trim(), emails.trim().replace('\r', ""));
            }
            let none = |form: Form| form.fill("Email addresses", "ops@example.org").without("kinds");
            let answer = owner.fill_in(PAGE, "Save", none).await.expect(422);
            assert!(answer.text().contains("Choose at least one"));
            let odd = |form: Form| form.with("kinds", "token.eaten");
            owner.fill_in(PAGE, "Save", odd).await.expect(422);
            assert_eq!(rows(app, "emails").await, Vec::<String>::new());
        },
    );
}

#[test]
fn the_secret_is_shown_once_and_signs_beside_the_new_one_for_a_day() {
    both(async |app| {
        let receiver = Receiver::start().await;
        let owner = acme(app).await;
        let shown = save(&owner, "", &receiver.url("127.0.0.1")).await.expect(200);
        let first = secret(&shown);
        assert!(first.starts_with("whsec_"));
        assert_eq!(shown.header("cache-control"), "no-store");
        let page = owner.get(PAGE).await.expect(200);
        assert!(!page.text().contains(&first));
        // The secret is stored nowhere, not even in the audit log, and neither is the complete address.
        let all = format!("{:?}", app.database.rows().await);
        assert!(!all.contains(&first) && !all.contains(first.trim_start_matches("whsec_")));
        let trail =
            app.database.texts("SELECT after FROM audit_events WHERE after IS NOT NULL").await.concat();
        assert!(
            trail.contains(&format!("http://{}", receiver.address)) && !trail.contains("of-the-receiver")
        );

        let form = page.form("Rotate secret");
        let second = secret(&owner.submit(form.clone()).await.expect(200));
        assert_ne!(first, second);
        // Submitted again, the form is outdated.
        owner.submit(form).await.expect_to(303, PAGE);
        assert!(
            owner
                .get(PAGE)
                .await
                .expect(200)
                .text()
                .contains("Someone else rotated the secret in the meantime")
        );

        let told = async |number: usize| {
            owner.fill_in(PAGE, "Send test", |form| form).await.expect_to(303, PAGE);
            deliver_all(&app.state).await;
            let came = receiver.came();
            assert_eq!(came.len(), number);
            let came = came.last().unwrap().clone();
            (
                came.headers["webhook-signature"].clone(),
                [&second, &first].map(|secret| came.signature(secret)),
            )
        };
        let (signature, both) = told(1).await;
        assert_eq!(signature, both.join(" "));
        app.wait(TimeDelta::hours(24));
        let owner = app.owner().await;
        owner.fill_in(PAGE, "Send test", |form| form).await.expect_to(303, PAGE);
        deliver_all(&app.state).await;
        let came = receiver.came().pop().unwrap();
        assert_eq!(came.headers["webhook-signature"], came.signature(&second));
        // The address can be removed and added again: the secret stays.
        save(&owner, "", "").await.expect(303);
        save(&owner, "", &receiver.url("127.0.0.1")).await.expect(303);
    });
}

#[test]
fn a_test_arrives_and_the_list_says_so() {
    both(async |app| {
        let receiver = Receiver::start().await;
        let owner = acme(app).await;
        save(&owner, "ops@example.org", &receiver.url("127.0.0.1")).await.expect(200);
        owner.fill_in(PAGE, "Send test", |form| form).await.expect_to(303, PAGE);
        let page = owner.get(PAGE).await.expect(200).text();
        assert!(page.contains("The test is on its way") && page.contains("Pending"));
        owner.fill_in(PAGE, "Send test", |form| form).await.expect_to(303, PAGE);
        assert!(owner.get(PAGE).await.expect(200).text().contains("The previous test is still on its way"));
        deliver_all(&app.state).await;
        let body = receiver.came()[0].json();
        assert_eq!((&body["type"], &body["data"]["token"]), (&"test".into(), &serde_json::Value::Null));
        let page = owner.get(PAGE).await.expect(200).text();
        assert!(page.contains("Delivered") && page.contains("Logged") && page.contains("ops@example.org"));
    });
}

#[test]
fn what_failed_for_good_needs_attention_until_it_is_settled() {
    both(async |app| {
        let receiver = Receiver::start().await;
        let owner = acme(app).await;
        save(&owner, "", &receiver.url("127.0.0.1")).await.expect(200);
        receiver.answers(500);
        for name in ["One", "Two", "Three"] {
            owner.issue("acme", name).await;
        }
        let summary = "/administration/tenants/acme";
        assert!(!owner.get(summary).await.expect(200).text().contains("could not be delivered"));
        for _ in 0..7 {
            deliver_all(&app.state).await;
            app.wait(TimeDelta::hours(12));
        }
        let owner = app.owner().await;
        let page = owner.get(summary).await.expect(200);
        assert!(page.text().contains("notifications could not be delivered"), "{}", page.text());
        // People who can't act on it don't see it.
        let auditor = app.person(Role::Auditor, &["acme"]).await;
        assert!(!auditor.get(summary).await.expect(200).text().contains("could not be delivered"));
        auditor.get(PAGE).await.expect(403);
        let page = owner.get(PAGE).await.expect(200);
        for told in
            ["Undelivered messages", "Not delivered within a day: 3", "webhook responded with 500", "Two"]
        {
            assert!(page.text().contains(told), "{told}");
        }
        receiver.answers(204);
        let csrf = owner.csrf().await;
        let failed = format!("{PAGE}/failed");
        let id = page.html();
        let id = crate::support::form::select(id.root_element(), "input[name=delivery]").next().unwrap();
        let id = id.attr("value").unwrap().to_owned();
        let send = async |fields: &[(&str, &str)]| {
            let fields = [&[("csrf", csrf.as_str())], fields].concat();
            owner.post(&failed, &fields).await.expect_to(303, PAGE);
            deliver_all(&app.state).await;
        };
        let before = receiver.came().len();
        send(&[("delivery", &id), ("go", "again")]).await;
        assert_eq!(receiver.came().len(), before + 1);
        assert_eq!(receiver.came().last().unwrap().delivery(), id);
        assert!(owner.get(PAGE).await.expect(200).text().contains("Retrying 1 message."));
        // A repetition changes nothing.
        send(&[("delivery", &id), ("go", "again")]).await;
        assert_eq!(receiver.came().len(), before + 1);
        // Another tenant's administrator can't settle anything there.
        app.tenant(&owner, "globex").await;
        let elsewhere = "/administration/tenants/globex/settings/notifications/failed";
        let admin = app.person(Role::TenantAdmin, &["globex"]).await;
        let csrf_there = admin.csrf().await;
        admin.post(elsewhere, &[("csrf", &csrf_there), ("go", "forget")]).await.expect(303);
        let failed_now = "SELECT COUNT(*) FROM deliveries WHERE state = 'failed'";
        assert_eq!(app.database.number(failed_now).await, 2);
        send(&[("go", "again")]).await;
        assert_eq!((receiver.came().len(), app.database.number(failed_now).await), (before + 3, 0));
        assert!(!owner.get(summary).await.expect(200).text().contains("could not be delivered"));
        app.database.execute("UPDATE deliveries SET state = 'failed'").await;
        send(&[("go", "forget")]).await;
        assert_eq!(app.database.number("SELECT COUNT(*) FROM deliveries").await, 0);
        admin.get(PAGE).await.expect(404);
    });
}

#[test]
fn whoever_is_taken_off_the_list_hears_nothing_of_what_waits() {
    both(async |app| {
        let receiver = Receiver::start().await;
        let owner = acme(app).await;
        save(&owner, "a@example.org\nb@example.org", &receiver.url("127.0.0.1")).await.expect(200);
        owner.issue("acme", "One").await;
        save(&owner, "b@example.org", "").await.expect(303);
        deliver_all(&app.state).await;
        assert_eq!(app.database.texts("SELECT target FROM deliveries").await, ["b@example.org"]);
        assert_eq!(receiver.connections(), 0);
    });
}
