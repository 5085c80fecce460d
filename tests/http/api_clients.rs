//! `/administration/api-clients`.

use chrono::TimeDelta;
use latchkey::domain::person::Role;

use crate::support::{TestApp, both};

const LIST: &str = "/administration/api-clients";
const NEW: &str = "/administration/api-clients/new";

async fn audited(app: &TestApp) -> Vec<String> {
    let events = "SELECT action || ' ' || object_label || ' ' || COALESCE(after, '') FROM audit_events
                  WHERE object_kind = 'api_client' ORDER BY id";
    app.database.texts(events).await
}

both! {
    async fn the_secret_is_shown_once_and_only_its_hash_is_kept(app) {
        let owner = app.owner().await;
        app.module("devices", &[]).await;
        assert!(owner.get(LIST).await.expect(200).text().contains("No API clients yet"));
        let form = owner.submit(owner.get(LIST).await.form("Create")).await.expect(200);
        let made = owner.submit(form.form("Save").fill("Name", "Shop API").tick("Devices")).await.expect(200);
        assert_eq!(made.header("cache-control"), "no-store");
        let secret = made.secret();
        assert!(secret.starts_with("lki_") && secret.len() == 53, "{secret}");
        assert!(made.offers("Copy") && made.offers("Close"));
        let id = made.all("dd code").concat();

        let list = owner.get(LIST).await.expect(200);
        let details = owner.get(&list.link("Shop API")).await.expect(200);
        assert!(details.url.path().ends_with(&id));
        for page in [&list, &details] {
            assert!(!page.text().contains(&secret));
            assert!(page.text().contains(&format!("lki_…{}", &secret[49..])), "{}", page.text());
        }
        let kept = "SELECT name || last_four || created_by_label FROM api_clients";
        assert_eq!(app.database.texts(kept).await, [format!("Shop API{}owner@example.com", &secret[49..])]);
        assert_eq!(audited(app).await, [r#"api_client.created Shop API {"name":"Shop API","modules":["devices"]}"#]);
    }

    async fn of_many_submissions_of_one_form_one_makes_a_client(app) {
        let owner = app.owner().await;
        app.module("devices", &[]).await;
        let form = owner.get(NEW).await.form("Save").fill("Name", "Shop API").tick("Devices");
        let answers = futures_util::future::join_all((0..20).map(|_| owner.submit(form.clone()))).await;
        let shown: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
        assert_eq!(shown.len(), 1);
        let page = format!("{LIST}/{}", shown[0].all("dd code").concat());
        for answer in answers.iter().filter(|answer| answer.status != 200) {
            answer.expect_to(303, &page);
            assert!(!answer.text().contains("lki_"));
        }
        assert_eq!(app.database.number("SELECT COUNT(*) FROM api_clients").await, 1);
        assert_eq!(audited(app).await.len(), 1);
    }

    async fn a_wrong_form_comes_back_with_what_was_typed(app) {
        let owner = app.owner().await;
        app.module("devices", &[]).await;
        app.module("billing", &[]).await;
        let form = || async { owner.get(NEW).await.form("Save").fill("Name", "Shop API").tick("Devices") };
        for (form, sentence) in [
            (form().await.fill("Name", ""), "Fill in this field."),
            (form().await.fill("Name", &"x".repeat(101)), "Use at most 100 characters."),
            (form().await.fill("Name", "a\u{202e}b"), "invisible characters"),
            (form().await.with("name", "Twice"), "more than once"),
            (form().await.untick("Devices"), "Choose at least one module."),
            (form().await.with("modules", "weather"), "Choose one of the values offered."),
            (form().await.forge("id", "cli_8"), "was not sent"),
            (form().await.without("id"), "was not sent"),
        ] {
            let typed = form.value("name").remove(0);
            let ticked = form.value("modules");
            let answer = owner.submit(form).await.expect(422);
            assert!(answer.text().contains(sentence), "{sentence}: {}", answer.text());
            let again = answer.form("Save");
            assert_eq!(again.value("name"), [typed]);
            assert_eq!(again.value("modules"), ticked.into_iter().filter(|slug| slug != "weather").collect::<Vec<_>>());
        }
        assert_eq!(app.database.number("SELECT COUNT(*) FROM api_clients").await, 0);
    }

    async fn revoking_takes_the_name_and_is_final(app) {
        let owner = app.owner().await;
        app.module("devices", &[]).await;
        let client = owner.api_client("Shop API", &["devices"]).await;
        app.wait(TimeDelta::seconds(1));
        let page = format!("{LIST}/{}", client.id);
        let question = owner.get(&owner.get(&page).await.link("Revoke")).await.expect(200);
        let wrong = owner.submit(question.form("Revoke").fill("Name", "shop api")).await.expect(422);
        assert!(wrong.text().contains("This isn’t the API client’s name."));
        let right = question.form("Revoke").fill("Name", "Shop API");
        owner.submit(right.clone()).await.expect_to(303, LIST);
        let list = owner.get(LIST).await.expect(200);
        assert!(list.text().contains("Shop API is revoked.") && list.all(".badge") == ["Revoked"]);
        owner.submit(right).await.expect_to(303, LIST);
        assert!(owner.get(LIST).await.text().contains("was already revoked"));
        assert!(!owner.get(&page).await.offers("Revoke"));
        owner.get(&format!("{page}/revoke")).await.expect_to(303, &page);
        let events = audited(app).await;
        assert_eq!(events[1..], [r#"api_client.revoked Shop API {"status":"revoked"}"#]);
    }

    async fn api_clients_are_the_owners_alone(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.module("devices", &[]).await;
        let client = owner.api_client("Shop API", &["devices"]).await;
        assert_eq!(owner.get("/administration/tenants").await.link("API clients"), LIST);
        for (role, tenants) in [(Role::TenantAdmin, &["acme"] as &[&str]), (Role::Auditor, &[])] {
            let other = app.person(role, tenants).await;
            assert!(!other.get("/administration/tenants").await.offers("API clients"));
            for path in ["", "/new", &format!("/{}", client.id), &format!("/{}/revoke", client.id), "/x"] {
                other.get(&format!("{LIST}{path}")).await.expect(403);
            }
        }
        for unknown in ["cli_01JD8MABCDEFGH1234567890AB", "x", &client.secret] {
            owner.get(&format!("{LIST}/{unknown}")).await.expect(404);
        }
    }
}
