//! Every change, submitted fifty times concurrently: it is made once.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use reqwest::Method;

use crate::support::{Answer, Client, Form, both};

const TIMES: usize = 50;

/// Sends the form from fifty connections.
async fn fifty(browser: &Client, form: &Form) -> Vec<Answer> {
    join_all((0..TIMES).map(|_| browser.submit(form.clone()))).await
}

#[track_caller]
fn all_are(answers: &[Answer], status: u16) {
    let seen: Vec<_> = answers.iter().map(|answer| answer.status).filter(|seen| *seen != status).collect();
    assert!(seen.is_empty(), "not {status}: {seen:?}");
}

fn targets(answers: &[Answer]) -> BTreeSet<String> {
    answers.iter().filter_map(Answer::location).collect()
}

both! {
    async fn each_step_sent_fifty_times_makes_one_token_and_shows_one_secret(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let page = owner.get("/administration/tenants/acme/api/new").await;
        let answers = fifty(&owner, &page.form("Next").fill("Name", "Once")).await;
        all_are(&answers, 303);
        assert_eq!(targets(&answers).len(), 1);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM drafts").await, 1);

        let access = owner.follow(answers[0].clone()).await.expect(200);
        let answers = fifty(&owner, &access.form("Next").tick("Create")).await;
        all_are(&answers, 303);
        let overview = owner.follow(answers[0].clone()).await.expect(200);
        let answers = fifty(&owner, &overview.form("Next")).await;
        let (shown, others): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 200);
        assert_eq!(shown.len(), 1, "so many pages show a secret");
        all_are(&others, 303);
        let secret = shown[0].secret();
        assert!(others.iter().all(|answer| !answer.text().contains("lk_")));
        assert_eq!(app.database.number("SELECT generation FROM drafts").await, 1);

        let answers = fifty(&owner, &shown[0].form("Save")).await;
        all_are(&answers, 303);
        assert_eq!(targets(&answers).len(), 1, "every Save leads to the same summary");
        assert!(targets(&answers).iter().all(|to| to.ends_with("/summary")));
        for table in ["tokens", "token_secrets", "drafts"] {
            assert_eq!(app.database.number(&format!("SELECT COUNT(*) FROM {table}")).await, 1, "{table}");
        }
        assert_eq!(app.database.number("SELECT COUNT(*) FROM audit_events WHERE action = 'token.issued'").await, 1);
        let me = owner.send(owner.bare(Method::GET, "/api/v1/me").bearer_auth(&secret)).await.expect(200);

        let revoke = format!("/administration/tenants/acme/api/{}/revoke", me.json()["id"].as_str().unwrap());
        let page = owner.get(&revoke).await.expect(200);
        let answers = fifty(&owner, &page.form("Revoke").fill("name", "Once")).await;
        all_are(&answers, 303);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM audit_events WHERE action = 'token.revoked'").await, 1);
        owner.send(owner.bare(Method::GET, "/api/v1/me").bearer_auth(&secret)).await.expect(401);
    }

    async fn save_and_cancel_at_once_end_in_one_of_the_two(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        for round in 0..10 {
            let before = app.database.number("SELECT COUNT(*) FROM tokens").await;
            let page = owner.reveal("acme", |form| form.fill("Name", "Either"), |form| form).await;
            let forms = [page.form("Save"), page.form("Cancel"), page.form("Save"), page.form("Cancel")];
            let answers = join_all(forms.into_iter().map(|form| owner.submit(form))).await;
            assert!(answers.iter().all(|answer| matches!(answer.status, 303 | 404)), "{round}");
            let saved = answers.iter().any(|answer| answer.location().is_some_and(|to| to.ends_with("/summary")));
            let made = app.database.number("SELECT COUNT(*) FROM tokens").await - before;
            assert_eq!(made, i64::from(saved), "{round}");
            let me = owner.send(owner.bare(Method::GET, "/api/v1/me").bearer_auth(page.secret())).await;
            assert_eq!(me.status, if saved { 200 } else { 401 }, "{round}");
        }
        let events = app.database.number("SELECT COUNT(*) FROM audit_events WHERE action = 'token.issued'").await;
        assert_eq!(events, app.database.number("SELECT COUNT(*) FROM tokens").await);
    }

    async fn a_change_and_save_at_once_issue_what_was_shown_or_nothing(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        for round in 0..10 {
            let page = owner.reveal("acme", |form| form.fill("Name", "Shown"), |form| form).await;
            let access = owner.get(&page.url.path().replace("/token", "/access")).await.expect(200);
            let change = access.form("Next").tick("Delete");
            let (saved, changed) = tokio::join!(owner.submit(page.form("Save")), owner.submit(change));
            assert!(matches!((saved.status, changed.status), (303, 303 | 409)), "{round}: {} {}", saved.status, changed.status);
            let me = owner.send(owner.bare(Method::GET, "/api/v1/me").bearer_auth(page.secret())).await;
            if me.status == 200 {
                assert_eq!(me.json()["permissions"], serde_json::json!(["read"]), "{round}");
            }
            assert_eq!(me.status == 200, saved.location().unwrap().ends_with("/summary"), "{round}");
        }
    }

    async fn tenants_of_one_slug_made_at_once_are_one(app) {
        let owner = app.owner().await;
        let page = owner.get("/administration/tenants/new").await.expect(200);
        let form = page.form("Save").fill("name", "Acme").fill("slug", "acme");
        let answers = fifty(&owner, &form).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 303).count(), 1);
        assert_eq!(answers.iter().filter(|answer| answer.status == 422).count(), TIMES - 1);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM audit_events WHERE action = 'tenant.created'").await, 1);

        let settings = owner.get("/administration/tenants/acme/settings").await.expect(200);
        all_are(&fifty(&owner, &settings.form("Disable")).await, 303);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM audit_events WHERE action = 'tenant.disabled'").await, 1);
    }

    async fn what_the_audit_trail_tells_of_changes_at_once_fits_together(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let module = owner.get("/administration/modules/new").await.expect(200);
        owner.submit(module.form("Save").fill("name", "First").fill("slug", "mod")).await.expect(303);
        let shop = owner.get("/administration/tenants/acme/apps/new").await.expect(200);
        owner.submit(shop.form("Save").fill("name", "First").fill("slug", "shop")).await.expect(303);
        for (path, action, field) in [
            ("/administration/tenants/acme/settings", "tenant.changed", "name"),
            ("/administration/modules/mod", "module.renamed", "name"),
            ("/administration/tenants/acme/apps/shop", "app.renamed", "name"),
            ("/administration/tenants/acme/settings/notifications", "tenant.notifications_changed", "emails"),
        ] {
            let page = owner.get(path).await.expect(200);
            let values = (0..12).map(|number| format!("ops{number}@example.com"));
            let answers = join_all(values.map(|value| owner.submit(page.form("Save").fill(field, &value)))).await;
            all_are(&answers, 303);
            let told = async |part: &str| -> Vec<serde_json::Value> {
                let query = format!("SELECT {part} FROM audit_events WHERE action = '{action}' ORDER BY sequence");
                let texts = app.database.texts(&query).await;
                texts.iter().map(|text| serde_json::from_str::<serde_json::Value>(text).unwrap()[field].clone()).collect()
            };
            let (before, after) = (told("before").await, told("after").await);
            assert_eq!(before.len(), 12, "{action}");
            assert_eq!(before[1..], after[..11], "{action}");
        }
    }
}
