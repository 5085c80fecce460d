//! `/setup`, and the other ways to create the first owner.

use futures_util::future::join;
use latchkey::admin;
use latchkey::config::{Bootstrap, Secret};
use latchkey::domain::text::Email;

use crate::people::{OWNER, PASSWORD, is_in, owner, sign_in};
use crate::support::{Form, TestApp, both};

/// The setup page's form, filled in.
async fn form(app: &TestApp, browser: &crate::support::Client) -> Form {
    let page = browser.get(&format!("/setup?code={}", app.state.fixed.setup_code)).await.expect(200);
    page.form("Save")
        .fill("email", OWNER)
        .fill("password", PASSWORD)
        .fill("name", "Müller & Söhne")
        .fill("time_zone", "Europe/Berlin")
        .fill("language", "de")
}

async fn counts(app: &TestApp) -> [i64; 4] {
    let mut counts = [0; 4];
    for (count, table) in counts.iter_mut().zip(["users", "role_assignments", "tenants", "audit_events"]) {
        *count = app.database.number(&format!("SELECT COUNT(*) FROM {table}")).await;
    }
    counts
}

both! {
    async fn the_code_from_the_terminal_makes_owner_and_tenant_and_signs_in(app) {
        let browser = app.visitor();
        let answer = browser.submit(form(app, &browser).await).await;
        answer.expect_to(303, "/administration/tenants/muller-sohne");
        assert!(is_in(&browser).await);
        assert_eq!(counts(app).await, [1, 1, 1, 2]);
        let events = app.database.texts("SELECT action FROM audit_events ORDER BY action").await;
        assert_eq!(events, ["tenant.created", "user.created"]);
        assert_eq!(app.database.texts("SELECT actor_label FROM audit_events GROUP BY actor_label").await, [OWNER]);

        sign_in(&app.visitor(), OWNER, PASSWORD).await.expect_to(303, "/");
        browser.get("/setup").await.expect(404);
        app.visitor().get("/setup").await.expect(404);
        app.visitor().get(&format!("/setup?code={}", app.state.fixed.setup_code)).await.expect(404);
    }

    async fn without_the_code_nothing_is_made(app) {
        let browser = app.visitor();
        for code in ["", "x", &"0".repeat(32), &app.state.fixed.setup_code[1..], &app.state.fixed.setup_code.to_uppercase()] {
            let page = browser.submit(form(app, &browser).await.fill("code", code)).await.expect(422);
            assert!(page.text().contains("Wrong code"), "{code}");
            assert_eq!(page.form("Save").value("email"), [OWNER]);
            assert_eq!(page.form("Save").value("name"), ["Müller & Söhne"]);
            assert_eq!(page.form("Save").value("time_zone"), ["Europe/Berlin"]);
            assert_eq!(page.form("Save").value("password"), [""]);
        }
        browser.submit(form(app, &browser).await.without("code")).await.expect(422);
        browser.submit(form(app, &browser).await.with("code", &app.state.fixed.setup_code)).await.expect(422);
        assert_eq!(counts(app).await, [0; 4]);
        let bare = browser.get("/setup").await.expect(200);
        assert!(!bare.text().contains(&app.state.fixed.setup_code));
    }

    async fn what_is_wrong_comes_back_with_everything_else_kept(app) {
        let browser = app.visitor();
        for (field, value) in [
            ("email", ""),
            ("email", "no-address"),
            ("email", "a\u{202e}b@example.com"),
            ("password", ""),
            ("password", "password1"),
            ("password", "short"),
            ("password", OWNER),
            ("name", ""),
            ("name", "<script>alert(1)</script>"),
            ("name", "a\u{200b}b"),
            ("slug", "Not A Slug"),
            ("slug", "new"),
        ] {
            let page = browser.submit(form(app, &browser).await.fill(field, value)).await.expect(422);
            assert!(!page.text().contains("<script>alert"), "{value}");
            let again = page.form("Save");
            if field != "email" {
                assert_eq!(again.value("email"), [OWNER]);
            }
            assert_eq!(again.value("code"), std::slice::from_ref(&app.state.fixed.setup_code));
        }
        for (field, value) in [("time_zone", "Mars/Olympus"), ("language", "tlh")] {
            browser.submit(form(app, &browser).await.forge(field, value)).await.expect(422);
        }
        for field in ["email", "password", "name", "time_zone", "language"] {
            browser.submit(form(app, &browser).await.without(field)).await.expect(422);
            browser.submit(form(app, &browser).await.with(field, "x")).await.expect(422);
        }
        assert_eq!(counts(app).await, [0; 4]);
    }

    async fn two_at_once_make_one(app) {
        let (one, two) = (app.visitor(), app.visitor());
        let (first, second) = join(form(app, &one), form(app, &two)).await;
        let second = second.forge("email", "second@example.com").fill("slug", "second");
        let (first, second) = join(one.submit(first), two.submit(second)).await;
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 404]);
        assert_eq!(counts(app).await, [1, 1, 1, 2]);
    }

    async fn an_owner_from_the_command_line_closes_it(app) {
        let browser = app.visitor();
        let ready = form(app, &browser).await;
        owner(app).await;
        browser.submit(ready).await.expect(404);
        browser.get("/setup").await.expect(404);
        browser.get("/login").await.expect(200);
    }

    async fn an_owner_from_the_settings_closes_it_and_is_made_once(app) {
        let bootstrap = Bootstrap { email: Email::parse(OWNER).unwrap(), password: Secret::new(PASSWORD.into()) };
        let (one, two) = join(admin::bootstrap(&app.state, &bootstrap), admin::bootstrap(&app.state, &bootstrap)).await;
        let mut made = [one.unwrap(), two.unwrap()];
        made.sort_unstable();
        assert_eq!(made, [false, true]);
        assert_eq!(counts(app).await, [1, 1, 0, 1]);
        app.visitor().get("/setup").await.expect(404);
        sign_in(&app.visitor(), OWNER, PASSWORD).await.expect_to(303, "/");

        // A later start with another password changes nothing, and does not even check it.
        let later = Bootstrap { email: Email::parse(OWNER).unwrap(), password: Secret::new("x".into()) };
        assert!(!admin::bootstrap(&app.state, &later).await.unwrap());
    }

    async fn a_weak_password_in_the_settings_is_refused_with_the_reason(app) {
        let owner = |password: &str| Bootstrap {
            email: Email::parse(OWNER).unwrap(),
            password: Secret::new(password.into()),
        };
        for (weak, reason) in [
            ("short", "the password has fewer than 8 characters"),
            ("password1", "the password is too easy to guess"),
            ("Latchkey-2026-11", "Latchkey"),
        ] {
            let refused = admin::bootstrap(&app.state, &owner(weak)).await.unwrap_err().to_string();
            assert!(refused.contains("LATCHKEY_BOOTSTRAP_PASSWORD") && refused.contains(reason), "{refused}");
            assert!(!refused.contains(weak), "{refused}");
            assert_eq!(counts(app).await, [0; 4]);
        }
        assert!(admin::bootstrap(&app.state, &owner(PASSWORD)).await.unwrap());
    }
}
