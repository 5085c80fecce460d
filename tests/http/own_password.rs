//! A generated password opens only the page where the person must change it.

use latchkey::admin;
use latchkey::auth::rule::Rule;
use latchkey::config::{NewPerson, Secret};
use latchkey::domain::person::Role;
use latchkey::domain::text::Email;
use latchkey::routes::ROUTES;
use reqwest::Method;

use crate::support::people::{OWNER, PASSWORD};
use crate::support::rows::difference;
use crate::support::{Client, TestApp, World, both};

const GENERATED: &str = "R7tq2WnZ8bXk4LmVc9HsY3dF";
const PAGE: &str = "/account/password";

/// Someone who may see everything and has a generated password, just signed in.
async fn newcomer(app: &TestApp) -> Client {
    let email = Email::parse("new@example.com").unwrap();
    let person = NewPerson { email, role: Role::Owner, tenants: Vec::new(), language: None };
    admin::create_with_generated(&app.state, &person, &Secret::new(GENERATED.into())).await.unwrap();
    app.sign_in_with("new@example.com", GENERATED).await
}

both! {
    async fn every_route_of_people_leads_to_the_page_and_does_nothing(app) {
        let fixture = World::new(app).await;
        let browser = newcomer(app).await;
        let csrf = browser.get(PAGE).await.expect(200).csrf();
        let before = app.database.rows_but_sessions().await;
        let mut tried = 0;
        for line in ROUTES {
            if !matches!(line.rule, Rule::SignedIn | Rule::Everywhere(_) | Rule::Somewhere(_) | Rule::Tenant(_))
                || matches!((line.method, line.path), (_, PAGE | "/logout") | ("POST", "/account"))
            {
                continue;
            }
            for address in [fixture.address(line.path), fixture.address(line.path).replace("acme", "nowhere")] {
                let mut request = browser.request(Method::from_bytes(line.method.as_bytes()).unwrap(), &address);
                if line.method != "GET" {
                    request = request.header("sec-fetch-site", "same-origin");
                    request = request.form(&[("csrf", csrf.as_str()), ("name", "Deploy"), ("generation", "1")]);
                }
                let answer = browser.send(request).await;
                answer.expect_to(303, PAGE);
                assert!(!answer.text().contains("acme"), "{address}: {}", answer.text());
            }
            tried += 1;
        }
        assert!(tried > 80, "{tried}");
        let changed = difference(&before, &app.database.rows_but_sessions().await);
        assert_eq!(changed, Vec::<String>::new());
        // The page itself shows only its form; the language and signing out are available too.
        let page = browser.get(PAGE).await.expect(200);
        assert!(!page.text().contains("acme") && !page.text().contains("/administration"), "{}", page.text());
        browser.post("/account", &[("csrf", &csrf), ("language", "de")]).await.expect(303);
        assert_eq!(browser.get(PAGE).await.expect(200).heading(), "Eigenes Passwort wählen");
        browser.post("/logout", &[("csrf", &csrf)]).await.expect_to(303, "/login");
    }

    async fn another_password_opens_everything_and_the_same_one_nothing(app) {
        app.owner_exists().await;
        let browser = newcomer(app).await;
        for (current, new) in [(GENERATED, GENERATED), (GENERATED, "latchkey-new-2026"), ("wrong", PASSWORD), (GENERATED, "")] {
            let form = |form: crate::support::Form| form.fill("current_password", current).fill("new_password", new);
            let answer = browser.fill_in(PAGE, "Change password", form).await.expect(422);
            assert!(!answer.text().contains("/administration"), "{}", answer.text());
            browser.get("/").await.expect_to(303, PAGE);
        }
        let form = |form: crate::support::Form| form.fill("current_password", GENERATED).fill("new_password", PASSWORD);
        browser.fill_in(PAGE, "Change password", form).await.expect_to(303, "/");
        browser.get("/administration/tenants").await.expect(200);
        browser.get(PAGE).await.expect_to(303, "/account");
        let again = app.sign_in_with("new@example.com", PASSWORD).await;
        again.get("/administration/tenants").await.expect(200);
    }

    async fn a_reset_asks_for_another_one_when_the_password_was_made(app) {
        app.owner_exists().await;
        let email = Email::parse(OWNER).unwrap();
        admin::reset_to_generated(&app.state, &email, &Secret::new(GENERATED.into())).await.unwrap();
        app.sign_in_with(OWNER, GENERATED).await.get("/account").await.expect_to(303, PAGE);
        // Somebody chose this one.
        admin::reset_password(&app.state, &email, &Secret::new(PASSWORD.into())).await.unwrap();
        app.sign_in_with(OWNER, PASSWORD).await.get("/account").await.expect(200);
    }

    async fn a_password_is_not_made_of_the_address_the_product_or_a_tenant_wherever_it_is_set(app) {
        let owner = app.owner().await;
        let fill = |form: crate::support::Form| form.fill("name", "Umbrella Freight").fill("slug", "umbrella-freight");
        owner.fill_in("/administration/tenants/new", "Save", fill).await.expect(303);
        let weak = ["Umbrella-Freight-2026", "latchkey-Latchkey-77", "fieldmarshal-2026-!", "password1234"];
        let person = |tenants: &[&str]| NewPerson {
            email: Email::parse("fieldmarshal@example.com").unwrap(),
            role: if tenants.is_empty() { Role::Owner } else { Role::TenantAdmin },
            tenants: tenants.iter().map(|slug| latchkey::domain::text::Slug::parse(slug).unwrap()).collect(),
            language: None,
        };
        for text in weak {
            let password = Secret::new(text.into());
            for tenants in [&[][..], &["umbrella-freight"]] {
                let refused = admin::create(&app.state, &person(tenants), &password).await;
                assert!(matches!(refused, Err(admin::AdminError::Weak(_))), "{text}: {refused:?}");
            }
        }
        admin::create(&app.state, &person(&["umbrella-freight"]), &Secret::new(PASSWORD.into())).await.unwrap();
        let browser = app.sign_in_with("fieldmarshal@example.com", PASSWORD).await;
        let email = Email::parse("fieldmarshal@example.com").unwrap();
        for text in weak {
            let refused = admin::reset_password(&app.state, &email, &Secret::new(text.into())).await;
            assert!(matches!(refused, Err(admin::AdminError::Weak(_))), "{text}: {refused:?}");
            let form = |form: crate::support::Form| form.fill("current_password", PASSWORD).fill("new_password", text);
            browser.fill_in("/account", "Change password", form).await.expect(422);
        }
        assert_eq!(app.database.number("SELECT COUNT(*) FROM audit_events WHERE action LIKE 'user.password%'").await, 0);
    }
}
