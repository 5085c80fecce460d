//! Mail: through the mail server, or to the log.

use chrono::TimeDelta;
use latchkey::config::{Mail, Secret};

use super::notices::{acme_tells, both_with, deliver_all};
use crate::support::mail_server::{Came, MailServer};
use crate::support::{Kind, TestApp};

/// Runs `body` on both databases, with a mail server.
fn with_mail(body: impl AsyncFn(&TestApp, &MailServer)) {
    for kind in Kind::BOTH {
        actix_web::rt::System::new().block_on(async {
            let server = MailServer::start().await;
            let app = TestApp::start_with(kind, |mut config| {
                config.mail = Some(Mail {
                    server: Secret::new(format!("smtp://{}", server.address)),
                    from: "Latchkey <latchkey@example.com>".parse().unwrap(),
                });
                config
            })
            .await;
            body(&app, &server).await;
            app.stop().await;
        });
    }
}

/// A header of a message.
fn header(came: &Came, name: &str) -> String {
    let text = came.text.replace("\n ", " ");
    let line = text.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned));
    line.unwrap_or_else(|| panic!("no {name} in {}", came.text))
}

#[test]
fn a_letter_arrives_at_the_mail_server() {
    with_mail(async |app, server| {
        let (owner, _) = acme_tells(app, &["ops@example.org", "it@example.org"], None).await;
        let token = owner.issue("acme", "Deploy").await;
        deliver_all(&app.state).await;
        let mut came = server.came();
        came.sort_by(|one, other| one.to.cmp(&other.to));
        assert_eq!(
            came.iter().map(|came| came.to.join(",")).collect::<Vec<_>>(),
            ["it@example.org", "ops@example.org"]
        );
        let letter = &came[0];
        assert_eq!(header(letter, "From"), "Latchkey <latchkey@example.com>");
        assert_eq!(header(letter, "To"), "it@example.org");
        assert_eq!(header(letter, "Auto-Submitted"), "auto-generated");
        assert!(header(letter, "Message-ID").ends_with("@example.com>"));
        assert_ne!(header(letter, "Message-ID"), header(&came[1], "Message-ID"));
        assert!(letter.text.contains(&token.id) && letter.text.contains("Deploy"), "{}", letter.text);
        assert!(!letter.text.contains(&token.secret));
        assert_eq!(app.database.number("SELECT COUNT(*) FROM deliveries WHERE state = 'delivered'").await, 2);
        deliver_all(&app.state).await;
        assert_eq!(server.came().len(), 2);
    });
}

#[test]
fn what_waits_for_the_same_person_comes_in_one_letter() {
    with_mail(async |app, server| {
        let (owner, _) = acme_tells(app, &["ops@example.org"], None).await;
        server.refuses(true);
        for name in ["One", "Two"] {
            owner.issue("acme", name).await;
        }
        deliver_all(&app.state).await;
        assert_eq!(server.came().len(), 0);
        assert_eq!(app.database.texts("SELECT DISTINCT last_error FROM deliveries").await, ["mail 550"]);
        server.refuses(false);
        owner.issue("acme", "Three").await;
        app.wait(TimeDelta::minutes(1));
        deliver_all(&app.state).await;
        let came = server.came();
        assert_eq!(came.len(), 1);
        assert_eq!(header(&came[0], "Subject"), "[Acme] 3 messages about tokens");
        for name in ["One", "Two", "Three"] {
            assert!(came[0].text.contains(name));
        }
    });
}

#[test]
fn a_mail_server_that_is_away_is_tried_for_a_day() {
    both_with(
        |config| {
            config.mail = Some(Mail {
                server: Secret::new("smtp://127.0.0.1:9".to_owned()),
                from: "latchkey@example.com".parse().unwrap(),
            });
        },
        async |app| {
            let (owner, _) = acme_tells(app, &["ops@example.org"], None).await;
            owner.issue("acme", "Deploy").await;
            for _ in 0..9 {
                deliver_all(&app.state).await;
                app.wait(TimeDelta::hours(13));
            }
            let row = "SELECT state || ' ' || CAST(attempts AS TEXT) || ' ' || last_error FROM deliveries";
            assert_eq!(app.database.texts(row).await, ["failed 7 mail server"]);
        },
    );
}

#[test]
fn without_a_mail_server_letters_stand_in_the_log() {
    both_with(
        |_| {},
        async |app| {
            let (owner, _) = acme_tells(app, &["ops@example.org"], None).await;
            owner.issue("acme", "Deploy").await;
            deliver_all(&app.state).await;
            assert_eq!(app.database.texts("SELECT state FROM deliveries").await, ["logged"]);
        },
    );
}
