//! Disable and Enable, from the list and from the details, with Undo.

use chrono::TimeDelta;
use latchkey::domain::person::Role;
use reqwest::Method;

use crate::support::fixture::unknown_id;
use crate::support::{Answer, Client, TestApp, both};

const LIST: &str = "/administration/tenants/acme/api";

fn flash(page: &Answer) -> String {
    page.all("#flash > .note span").join(" ")
}

async fn works(app: &TestApp, secret: &str) -> bool {
    let visitor = app.visitor();
    visitor.send(visitor.bare(Method::GET, "/api/v1/me").bearer_auth(secret)).await.status == 200
}

/// Presses Undo, and returns the page that follows.
async fn undo(browser: &Client, page: &Answer) -> Answer {
    let done = browser.submit(page.form("Undo")).await.expect(303);
    browser.follow(done).await.expect(200)
}

both! {
    async fn a_disabled_token_is_refused_at_once_and_undo_brings_it_back(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue("acme", "Deploy").await;
        let details = format!("{LIST}/{}", token.id);
        let page = owner.get(&details).await.expect(200);
        assert!(page.offers("Disable") && !page.offers("Enable"));
        app.wait(TimeDelta::seconds(1));
        let answer = owner.submit(page.form("Disable")).await;
        assert!(!works(app, &token.secret).await, "refused as soon as the answer is there");
        answer.expect_to(303, &details);
        let page = owner.get(&details).await.expect(200);
        assert_eq!(flash(&page), "Deploy is disabled. It won’t work until you enable it.");
        assert!(page.offers("Enable") && !page.offers("Disable") && page.all(".badge") == ["Disabled"]);
        assert!(!owner.get(&details).await.offers("Undo"), "it is offered once");
        // Events are in chronological order.
        app.wait(TimeDelta::seconds(1));
        let page = undo(&owner, &page).await;
        assert_eq!(flash(&page), "Deploy is enabled. It works again.");
        assert!(works(app, &token.secret).await);
        app.wait(TimeDelta::seconds(1));
        let page = undo(&owner, &page).await;
        assert!(page.offers("Enable") && !works(app, &token.secret).await);
        let events = app.database.texts("SELECT action FROM audit_events WHERE action LIKE 'token.%' ORDER BY id").await;
        assert_eq!(events, ["token.issued", "token.disabled", "token.enabled", "token.disabled"]);
    }

    async fn the_list_keeps_its_place(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue("acme", "Deploy").await;
        let place = format!("{LIST}?q=dep&status=active");
        let page = owner.get(&place).await.expect(200);
        assert!(page.text().contains(&format!("aria-describedby=\"n-{}\"", token.id)));
        let answer = owner.submit(page.form("Disable")).await;
        answer.expect_to(303, &place);
        let page = owner.follow(answer).await.expect(200);
        assert!(page.text().contains("No matching tokens"), "it is not active any more");
        let answer = owner.submit(page.form("Undo")).await;
        answer.expect_to(303, &place);
        let page = owner.follow(answer).await.expect(200);
        assert!(works(app, &token.secret).await && page.offers("Disable"));
        // No value of the field redirects anywhere else.
        for odd in ["https://evil.example", "//evil.example", "a=1%0d%0ab", "\r\nX: y", "?q=x"] {
            let form = owner.get(LIST).await.form("Disable").forge("back", odd);
            let to = owner.submit(form).await.expect(303).location().unwrap();
            assert!(to.starts_with(LIST) && !to.contains("evil"), "{odd}: {to}");
            owner.submit(owner.get(LIST).await.form("Enable")).await.expect(303);
        }
    }

    async fn asked_twice_it_is_done_once(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue("acme", "Deploy").await;
        let details = format!("{LIST}/{}", token.id);
        let form = owner.get(&details).await.form("Disable");
        let answers = futures_util::future::join_all((0..20).map(|_| owner.submit(form.clone()))).await;
        assert!(answers.iter().all(|answer| answer.status == 303));
        assert_eq!(app.database.number("SELECT COUNT(*) FROM audit_events WHERE action = 'token.disabled'").await, 1);
        owner.get(&details).await.expect(200);
        owner.submit(form).await.expect(303);
        let page = owner.get(&details).await.expect(200);
        assert!(flash(&page) == "Deploy was already disabled." && !page.offers("Undo"));
    }

    async fn what_is_over_is_neither_offered_nor_changed(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let brief = owner.issue_as("acme", |form| form.fill("Name", "Brief").tick("7 days"), |form| form).await;
        let gone = owner.issue("acme", "Gone").await;
        owner.fill_in(&format!("{LIST}/{}/revoke", gone.id), "Revoke", |form| form.fill("name", "Gone")).await.expect(303);
        app.wait(TimeDelta::days(7) + TimeDelta::minutes(1));
        let owner = app.owner().await;
        let list = owner.get(LIST).await.expect(200);
        assert!(!list.offers("Disable") && !list.offers("Enable"));
        let csrf = owner.csrf().await;
        let before = app.database.rows_but_sessions().await;
        for (token, says) in [(&brief, "has expired"), (&gone, "can’t be changed")] {
            let details = format!("{LIST}/{}", token.id);
            let page = owner.get(&details).await.expect(200);
            assert!(!page.offers("Disable") && !page.offers("Enable"), "{says}");
            for way in ["disable", "enable"] {
                owner.post(&format!("{details}/{way}"), &[("csrf", &csrf)]).await.expect_to(303, &details);
                let page = owner.get(&details).await.expect(200);
                assert!(flash(&page).contains(says) && page.all(".note.bad").len() == 1 && !page.offers("Undo"), "{way}: {}", flash(&page));
            }
        }
        assert_eq!(before, app.database.rows_but_sessions().await);
    }

    async fn nobody_switches_another_tenants_token(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.tenant(&owner, "globex").await;
        let token = owner.issue("acme", "Deploy").await;
        let csrf = owner.csrf().await;
        for id in [token.id.as_str(), "tok_00000000000000000000000000", "tok_x", &unknown_id()] {
            for way in ["disable", "enable"] {
                let path = format!("/administration/tenants/globex/api/{id}/{way}");
                owner.post(&path, &[("csrf", &csrf)]).await.expect(404);
            }
        }
        assert!(works(app, &token.secret).await);
        // Extra fields have no effect.
        let extra = [("csrf", csrf.as_str()), ("name", "X"), ("status", "revoked"), ("tenant_id", "globex"), ("expires_at", "1")];
        owner.post(&format!("{LIST}/{}/disable", token.id), &extra).await.expect(303);
        let kept = app.database.number("SELECT COUNT(*) FROM tokens WHERE name = 'Deploy' AND revoked_at IS NULL AND disabled_at IS NOT NULL").await;
        assert_eq!(kept, 1);
    }

    async fn a_token_that_reaches_further_is_switched_off_but_not_on(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.tenant(&owner, "globex").await;
        let all = owner.issue_as("acme", |form| form.fill("Name", "All"), |form| form.tick("All tenants")).await;
        let two = owner.issue_as("acme", |form| form.fill("Name", "Two"), |form| form.tick("Selected tenants").tick("acme").tick("globex")).await;
        let admin = app.person(Role::TenantAdmin, &["acme"]).await;
        let csrf = admin.csrf().await;
        for token in [&all, &two] {
            let details = format!("{LIST}/{}", token.id);
            admin.submit(admin.get(&details).await.form("Disable")).await.expect(303);
            assert!(!works(app, &token.secret).await);
            let page = admin.get(&details).await.expect(200);
            assert!(!page.offers("Enable"));
            admin.post(&format!("{details}/enable"), &[("csrf", &csrf)]).await.expect(403);
            assert!(!works(app, &token.secret).await);
        }
        assert!(!admin.get(LIST).await.offers("Enable") && owner.get(LIST).await.offers("Enable"));
        let both = app.person(Role::TenantAdmin, &["acme", "globex"]).await;
        both.submit(both.get(&format!("{LIST}/{}", two.id)).await.form("Enable")).await.expect(303);
        assert!(works(app, &two.secret).await);
    }

    async fn in_a_disabled_tenant_it_stays_refused(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue("acme", "Deploy").await;
        owner.submit(owner.get(LIST).await.form("Disable")).await.expect(303);
        owner.fill_in("/administration/tenants/acme/settings", "Disable", |form| form).await.expect(303);
        let page = owner.get(LIST).await.expect(200);
        owner.submit(page.form("Enable")).await.expect(303);
        assert!(!works(app, &token.secret).await);
        owner.fill_in("/administration/tenants/acme/settings", "Enable", |form| form).await.expect(303);
        assert!(works(app, &token.secret).await);
    }
}
