//! The app and the modules of a token, in the wizard's step Access and after it.

use reqwest::Method;

use crate::apps::app_of;
use crate::modules::{module, switch};
use crate::support::{Answer, Client, TestApp, both};

/// Two tenants and the owner: Acme has Devices and Reports, Globex has Devices; nobody has Billing.
async fn fixture(app: &TestApp) -> Client {
    let owner = app.owner().await;
    app.tenant(&owner, "acme").await;
    app.tenant(&owner, "globex").await;
    module(&owner, "Devices", &["acme", "globex"]).await;
    module(&owner, "Reports", &["acme"]).await;
    module(&owner, "Billing", &[]).await;
    owner
}

/// The step Access of a new token of Acme.
async fn access(owner: &Client) -> Answer {
    let general = owner
        .fill_in("/administration/tenants/acme/api/new", "Next", |form| form.fill("Name", "Deploy"))
        .await
        .expect(303);
    owner.follow(general).await.expect(200)
}

both! {
    async fn a_token_says_which_modules_it_opens_wherever_it_is_shown(app) {
        let owner = fixture(app).await;
        let overview = owner
            .overview("acme", |form| form.fill("Name", "Deploy"), |form| form.tick("Devices").tick("Create"))
            .await;
        let sentence = overview.all(".lead p").concat();
        assert!(sentence.starts_with("Can read and create in Devices for Acme until"), "{sentence}");
        assert_eq!(overview.all("dt").len(), 6, "no app is spoken of where there are none");
        let reveal = owner.submit(overview.form("Next")).await.expect(200);
        let summary = owner.submit(reveal.form("Save")).await.expect(303);
        let summary = owner.follow(summary).await.expect(200);
        assert_eq!(summary.all(".lead p:last-child").concat(), sentence);
        let details = owner.get(&format!("{}/access", summary.link("View details"))).await.expect(200);
        assert!(details.all(".rows dd").contains(&"Devices".to_owned()));

        let me = owner.bare(Method::GET, "/api/v1/me").bearer_auth(reveal.secret());
        let me = owner.send(me).await.expect(200).json();
        assert_eq!(me["modules"], serde_json::json!(["devices"]));
        assert_eq!(me["app"], serde_json::Value::Null);
        let after = app.database.texts("SELECT after FROM audit_events WHERE action = 'token.issued'").await;
        assert!(after.concat().contains(r#""modules":["devices"]"#), "{after:?}");
    }

    async fn a_token_without_modules_has_none(app) {
        let owner = fixture(app).await;
        let token = owner.issue("acme", "Deploy").await;
        let me = owner.bare(Method::GET, "/api/v1/me").bearer_auth(&token.secret);
        assert_eq!(owner.send(me).await.expect(200).json()["modules"], serde_json::json!([]));
    }

    async fn only_what_the_tenant_has_can_be_chosen_for_it(app) {
        let owner = fixture(app).await;
        let step = access(&owner).await;
        let refused = owner.submit(step.form("Next").tick("Billing").tick("Write")).await.expect(422);
        let wrong = refused.all(".wrong").concat();
        assert!(wrong.contains("Billing is not enabled for Acme."), "{wrong}");
        let form = refused.form("Next");
        assert_eq!(form.value("modules"), ["billing"]);
        assert_eq!(form.value("permissions"), ["read", "write"]);
        let unknown = form.untick("Billing").with("modules", "nothing");
        let refused = owner.submit(unknown).await.expect(422);
        assert!(refused.all(".wrong").concat().contains("no longer exists"));
    }

    async fn every_selected_tenant_must_have_the_module(app) {
        let owner = fixture(app).await;
        let step = access(&owner).await;
        let both = step.form("Next").tick("Selected tenants").tick("acme").tick("globex");
        let refused = owner.submit(both.tick("Reports").tick("Devices")).await.expect(422);
        assert!(refused.all(".wrong").concat().contains("Reports is not enabled for Globex."));
        let form = refused.form("Next");
        assert_eq!(form.value("modules"), ["devices", "reports"]);
        let overview = owner.submit(form.untick("Reports")).await.expect(303);
        let overview = owner.follow(overview).await.expect(200);
        let sentence = overview.all(".lead p").concat();
        assert!(sentence.starts_with("Can read in Devices for Acme and Globex until"), "{sentence}");
    }

    async fn a_token_for_all_tenants_may_have_any_module(app) {
        let owner = fixture(app).await;
        let all = |form: crate::support::Form| form.tick("All tenants").tick("Billing").tick("Tenant API");
        let overview = owner.overview("acme", |form| form.fill("Name", "Deploy"), all).await;
        let sentence = overview.all(".lead p").concat();
        assert!(
            sentence.starts_with("Can read in Billing and Tenant API for all tenants, including future ones"),
            "{sentence}"
        );
    }

    async fn back_keeps_app_and_modules_unchecked(app) {
        let owner = fixture(app).await;
        app_of(&owner, "acme", "Grafana").await;
        let step = access(&owner).await;
        let path = step.url.path().to_owned();
        let back = step.form("Back").tick("Billing").fill("App", "Grafana");
        owner.submit(back).await.expect(303);
        // Coming back tells at once what is wrong, and has kept everything.
        let form = owner.get(&path).await.expect(200).form("Next");
        assert_eq!(form.value("modules"), ["billing"]);
        assert_eq!(form.value("app"), ["grafana"]);
        let fine = owner.submit(form.untick("Billing")).await.expect(303);
        let overview = owner.follow(fine).await.expect(200);
        assert!(overview.all(".rows div").contains(&"App Grafana Edit".to_owned()));
        assert!(overview.all(".rows div").contains(&"Modules no modules Edit".to_owned()));
    }

    async fn an_app_is_asked_for_only_where_there_are_some_and_only_ones_own(app) {
        let owner = fixture(app).await;
        let step = access(&owner).await;
        assert!(!step.text().contains("name=\"app\""));
        app_of(&owner, "globex", "Grafana").await;
        let foreign = step.form("Next").with("app", "grafana");
        let refused = owner.submit(foreign).await.expect(422);
        assert!(refused.all(".wrong").concat().contains("This app no longer exists."));
        let twice = step.form("Next").with("app", "").with("app", "grafana");
        owner.submit(twice).await.expect(422);
    }

    async fn what_was_disabled_meanwhile_is_not_issued(app) {
        let owner = fixture(app).await;
        let reveal =
            owner.reveal("acme", |form| form.fill("Name", "Deploy"), |form| form.tick("Devices")).await;
        switch(&owner, "acme", "Devices", false).await.expect(303);
        let answer = owner.submit(reveal.form("Save")).await.expect(303);
        assert!(answer.location().is_some_and(|location| location.ends_with("/access")));
        assert_eq!(app.database.number("SELECT COUNT(*) FROM tokens").await, 0);
        let step = owner.follow(answer).await.expect(200);
        assert!(step.all(".wrong").concat().contains("Devices is not enabled for Acme."));
    }
}
