//! `/account`, and account changes from the command line.

use latchkey::admin::{self, AdminError};
use latchkey::config::{NewPerson, Secret};
use latchkey::domain::person::Role;
use latchkey::domain::text::{Email, Slug};
use latchkey::i18n::Locale;
use latchkey::store::people::users;
use sqlx::Row as _;

use crate::people::{OTHER_PASSWORD, OWNER, PASSWORD, is_in, owner, session_cookie, sign_in, signed_in};
use crate::support::{Answer, Client, TestApp, both};

async fn change(browser: &Client, current: &str, new: &str) -> Answer {
    let page = browser.get("/account").await.expect(200);
    let form = page.form("Change password");
    browser.submit(form.fill("current_password", current).fill("new_password", new)).await
}

async fn events(app: &TestApp, action: &str) -> i64 {
    app.database.number(&format!("SELECT COUNT(*) FROM audit_events WHERE action = '{action}'")).await
}

/// The rows of sessions, to be restored later.
async fn sessions(app: &TestApp) -> Vec<(Vec<u8>, uuid::Uuid, String)> {
    let text = "SELECT key_hash, user_id, state FROM sessions";
    match &app.state.db {
        latchkey::store::Db::Sqlite { pool, .. } => {
            let rows = sqlx::query(text).fetch_all(pool).await.unwrap();
            rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect()
        }
        latchkey::store::Db::Postgres { pool, .. } => {
            let rows = sqlx::query(text).fetch_all(pool).await.unwrap();
            rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect()
        }
    }
}

both! {
    async fn the_language_one_chooses_is_the_language_of_the_pages(app) {
        owner(app).await;
        let browser = signed_in(app).await;
        let page = browser.get("/account").await.expect(200);
        assert_eq!(page.heading(), "Account");
        let form = page.form("Save");
        browser.submit(form.fill("language", "de")).await.expect_to(303, "/account");
        let page = browser.get("/account").await.expect(200);
        assert_eq!(page.heading(), "Konto");
        assert!(page.text().contains("Gespeichert"), "the message is in the language just chosen");
        assert!(!browser.get("/account").await.text().contains("Gespeichert"), "and shown once");
        assert_eq!(events(app, "user.language_changed").await, 1);

        let page = browser.get("/account").await.expect(200);
        for wrong in ["tlh", "EN", "de,en"] {
            browser.submit(page.form("Speichern").forge("language", wrong)).await.expect(422);
        }
        browser.submit(page.form("Speichern").without("language")).await.expect(422);
        browser.submit(page.form("Speichern").fill("language", "de")).await.expect(303);
        assert_eq!(events(app, "user.language_changed").await, 1, "what changes nothing is not told of");
        browser.submit(page.form("Speichern").fill("language", "")).await.expect(303);
        assert_eq!(browser.get("/account").await.heading(), "Account");
    }

    async fn a_new_password_ends_every_session_but_this_one_and_that_goes_on_under_a_new_key(app) {
        owner(app).await;
        let (here, elsewhere) = (signed_in(app).await, signed_in(app).await);
        let old_key = here.twin();
        let before = session_cookie(&here);
        change(&here, PASSWORD, OTHER_PASSWORD).await.expect_to(303, "/account");
        assert_ne!(session_cookie(&here), before);
        assert!(is_in(&here).await);
        assert!(!is_in(&elsewhere).await);
        assert!(!is_in(&old_key).await);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM sessions").await, 1);
        assert_eq!(events(app, "user.password_changed").await, 1);
        sign_in(&app.visitor(), OWNER, PASSWORD).await.expect(422);
        sign_in(&app.visitor(), OWNER, OTHER_PASSWORD).await.expect(303);
    }

    async fn a_sign_in_that_was_under_way_while_the_password_changed_opens_nothing(app) {
        owner(app).await;
        let (here, late) = (signed_in(app).await, signed_in(app).await);
        let stored = sessions(app).await;
        change(&here, PASSWORD, OTHER_PASSWORD).await.expect(303);
        // As if the late sign-in were stored only now, after all sessions were ended.
        let now = app.state.clock.now();
        let lifetime = latchkey::store::people::sessions::Lifetime {
            now,
            idle_end: now.plus(chrono::TimeDelta::minutes(30)),
            absolute_micros: 28_800_000_000,
        };
        let mut tx = app.state.db.write().await.unwrap();
        for (hash, user, state) in stored {
            let key = latchkey::store::people::sessions::KeyHash::from_bytes(&hash).unwrap();
            latchkey::store::people::sessions::save(&mut tx, key, Some(user.into()), &state, lifetime).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert!(!is_in(&late).await);
        assert!(is_in(&here).await);
    }

    async fn a_reset_wins_over_a_change_that_was_under_way(app) {
        let id = owner(app).await;
        let mut tx = app.state.db.write().await.unwrap();
        let email = Email::parse(OWNER).unwrap();
        let account = users::find_account(&mut tx, &email).await.unwrap().unwrap();
        let now = app.state.clock.now();
        assert!(users::set_password(&mut tx, id, "reset", now).await.unwrap());
        assert!(!users::change_password(&mut tx, id, &account.password_hash, "mine", now).await.unwrap());
        assert!(users::change_password(&mut tx, id, "reset", "mine", now).await.unwrap());
    }

    async fn the_wrong_current_or_a_weak_new_password_changes_nothing(app) {
        owner(app).await;
        let browser = signed_in(app).await;
        for (current, new) in [
            (OTHER_PASSWORD, OTHER_PASSWORD),
            ("", OTHER_PASSWORD),
            (PASSWORD, ""),
            (PASSWORD, "password1"),
            (PASSWORD, "owner@example.com"),
            (PASSWORD, &"a b".repeat(90)),
        ] {
            change(&browser, current, new).await.expect(422);
        }
        assert!(is_in(&browser).await);
        assert_eq!(events(app, "user.password_changed").await, 0);
        sign_in(&app.visitor(), OWNER, PASSWORD).await.expect(303);
    }

    async fn guessing_the_current_password_is_braked_too(app) {
        owner(app).await;
        let browser = signed_in(app).await;
        app.delays.lock().unwrap().clear();
        for _ in 0..5 {
            change(&browser, "wrong", OTHER_PASSWORD).await.expect(422);
        }
        let delays: Vec<_> = app.delays.lock().unwrap().iter().map(std::time::Duration::as_millis).collect();
        assert_eq!(delays, [0, 0, 0, 250, 500]);
    }

    async fn a_reset_from_the_command_line_ends_all_sessions_and_forgets_failures(app) {
        owner(app).await;
        let browser = signed_in(app).await;
        for _ in 0..6 {
            sign_in(&app.visitor(), OWNER, OTHER_PASSWORD).await.expect(422);
        }
        let email = Email::parse(OWNER).unwrap();
        admin::reset_password(&app.state, &email, &Secret::new(OTHER_PASSWORD.into())).await.unwrap();
        assert!(!is_in(&browser).await);
        sign_in(&app.visitor(), OWNER, OTHER_PASSWORD).await.expect(303);
        assert_eq!(app.database.texts("SELECT actor_label FROM audit_events WHERE action = 'user.password_reset'").await, ["command line"]);

        let nobody = Email::parse("nobody@example.com").unwrap();
        let refused = admin::reset_password(&app.state, &nobody, &Secret::new(OTHER_PASSWORD.into())).await;
        assert!(matches!(refused, Err(AdminError::Unknown(_))));
    }

    async fn the_command_line_makes_people_with_roles_in_tenants(app) {
        owner(app).await;
        let person = |email: &str, role, tenants: &[&str]| NewPerson {
            email: Email::parse(email).unwrap(),
            role,
            tenants: tenants.iter().map(|slug| Slug::parse(slug).unwrap()).collect(),
            language: Some(Locale::Fr),
        };
        let password = Secret::new(PASSWORD.into());
        let refused = admin::create(&app.state, &person("a@example.com", Role::TenantAdmin, &["acme"]), &password).await;
        assert!(matches!(refused, Err(AdminError::NoTenant(slug)) if slug == "acme"));
        let refused = admin::create(&app.state, &person(OWNER, Role::Auditor, &[]), &password).await;
        assert!(matches!(refused, Err(AdminError::Taken(_))));
        let weak = admin::create(&app.state, &person("b@example.com", Role::Auditor, &[]), &Secret::new("short".into())).await;
        assert!(matches!(weak, Err(AdminError::Weak(_))));
        let nowhere = admin::create(&app.state, &person("b@example.com", Role::TenantAdmin, &[]), &password).await;
        assert!(matches!(nowhere, Err(AdminError::NoTenantGiven)));
        assert_eq!(app.database.number("SELECT COUNT(*) FROM users").await, 1);

        admin::create(&app.state, &person("b@example.com", Role::Auditor, &[]), &password).await.unwrap();
        let browser = app.visitor();
        sign_in(&browser, "b@example.com", PASSWORD).await.expect_to(303, "/");
        let page = browser.get("/account").await.expect(200);
        assert_eq!(page.heading(), "Compte");
        assert!(page.text().contains("Auditeur"));
    }
}
