//! `/administration/decisions`.

use latchkey::domain::person::Role;

use crate::support::form::select;
use crate::support::{Answer, Client, TestApp, both};

async fn look_up(client: &Client, id: &str) -> Answer {
    let form = client.get("/administration/decisions").await.form("Look up").fill("Decision ID", id);
    client.submit(form).await
}

/// The page without the menu, whose forms have a different CSRF token each time.
fn main_of(page: &Answer) -> String {
    select(page.html().root_element(), "main").map(|main| main.html()).collect()
}

async fn written(app: &TestApp) {
    app.state.refusals.flush(&app.state.db).await.unwrap();
}

both! {
    async fn a_refusal_is_explained_with_what_to_do(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue("acme", "Nightly export").await;
        let refused = owner.verify("?tenant=acme&module=devices", "DELETE", &token.secret).await.expect(403);
        let id = refused.header("x-latchkey-decision-id");
        let narrow = owner.verify("?tenant=acme", "DELETE", &token.secret).await.expect(403);
        let unknown = owner.verify("", "GET", "lk_x").await.expect(401);
        written(app).await;

        let page = look_up(&owner, &format!(" {id} ")).await.expect(200);
        assert_eq!(page.all("h2"), ["The token doesn’t have the requested module, or the module isn’t enabled for the tenant."]);
        assert_eq!(page.link("Nightly export"), format!("/administration/tenants/acme/api/{}", token.id));
        let told = page.all("dd");
        assert!(told[0].contains("20 November 2026, 13:00 Europe/Berlin"), "{told:?}");
        assert_eq!(told[1..], ["Nightly export", "acme", "devices", "DELETE", "127.0.0.1", &id]);

        let page = look_up(&owner, &narrow.header("x-latchkey-decision-id")).await.expect(200);
        assert_eq!(page.all("h2"), ["The token doesn’t have the permission Delete."]);
        let page = look_up(&owner, &unknown.header("x-latchkey-decision-id")).await.expect(200);
        assert_eq!(page.all("h2"), ["No token has this secret."]);
        assert_eq!(page.all("dd")[1..4], ["unknown", "not specified", "not specified"]);
    }

    async fn the_reason_comes_in_the_persons_language(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let refused = owner.verify("", "GET", "lk_x").await.header("x-latchkey-decision-id");
        written(app).await;
        for (language, sentence) in [
            ("Deutsch", "Kein Token hat dieses Geheimnis."),
            ("Français", "Aucun jeton n’a ce secret."),
        ] {
            let account = owner.get("/account").await.expect(200);
            let save = ["Save", "Speichern", "Enregistrer"].into_iter().find(|name| account.offers(name)).unwrap();
            owner.submit(account.form(save).fill("language", language)).await.expect(303);
            let page = owner.get(&format!("/administration/decisions?id={refused}")).await.expect(200);
            assert_eq!(page.all("h2"), [sentence]);
        }
    }

    async fn people_see_what_concerns_tokens_of_their_tenants(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.tenant(&owner, "globex").await;
        let token = owner.issue("acme", "Nightly export").await;
        let of_acme = owner.verify("?tenant=globex", "GET", &token.secret).await.header("x-latchkey-decision-id");
        let of_nobody = owner.verify("", "GET", "lk_x").await.header("x-latchkey-decision-id");
        written(app).await;
        let nothing = "AAAAAAAAAAAAAAAAAAAA";
        for (role, tenants, sees_acmes, sees_nobodys) in [
            (Role::TenantAdmin, &["acme"] as &[&str], true, false),
            (Role::Auditor, &["acme"], true, false),
            (Role::TenantAdmin, &["globex"], false, false),
            (Role::Auditor, &["globex"], false, false),
            (Role::Auditor, &[], true, true),
        ] {
            let person = app.person(role, tenants).await;
            let none = main_of(&look_up(&person, nothing).await.expect(404));
            for (id, sees) in [(&of_acme, sees_acmes), (&of_nobody, sees_nobodys)] {
                let page = look_up(&person, id).await.expect(if sees { 200 } else { 404 });
                assert!(sees || main_of(&page).replace(id.as_str(), nothing) == none, "{}", page.text());
            }
        }
        assert!(look_up(&owner, nothing).await.expect(404).text().contains("No decision found"));
        owner.get("/administration/decisions?id=%3Cscript%3E%00%FF").await.expect(404);
    }

    async fn an_introspection_that_was_not_active_can_be_looked_up_too(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.module("devices", &[]).await;
        app.module("billing", &[]).await;
        let client = owner.api_client("Shop API", &["devices", "billing"]).await;
        let token = owner.issue("acme", "Nightly export").await;
        let refused = owner.introspect(&client, &token.secret).await.expect(200);
        written(app).await;
        let page = look_up(&owner, &refused.header("x-latchkey-decision-id")).await.expect(200);
        assert_eq!(page.all("dd")[1..5], ["Nightly export", "not specified", "billing, devices", "not specified"]);
    }

    async fn what_cannot_be_a_slug_is_named_so_and_never_shown(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue("acme", "Nightly export").await;
        for (query, tenant, module) in [
            (format!("?tenant={}&module={}", "a".repeat(30_000), "b".repeat(30_000)), "not a valid slug", "not a valid slug"),
            ("?tenant=ACME&module=%3Cb%3E".to_owned(), "not a valid slug", "not a valid slug"),
            ("?tenant=globex&module=devices".to_owned(), "globex", "devices"),
        ] {
            let refused = owner.verify(&query, "GET", &token.secret).await.expect(403);
            written(app).await;
            let page = look_up(&owner, &refused.header("x-latchkey-decision-id")).await.expect(200);
            assert_eq!(page.all("dd")[2..4], [tenant, module]);
            assert!(page.body.len() < 20_000 && !page.text().contains("aaaaaa"), "{}", page.body.len());
        }
    }

    async fn a_flood_of_unknown_tokens_costs_no_rows_and_its_ids_still_say_why(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue("acme", "Nightly export").await;
        let junk = "x".repeat(20_000);
        let mut ids = Vec::new();
        for number in 0..200 {
            let (query, header) = match number % 4 {
                0 => (format!("?tenant={junk}"), "lk_x"),
                1 => (format!("?module={junk}&tenant=acme"), junk.as_str()),
                2 => ("?tenant=acme&tenant=acme".to_owned(), "lk_x"),
                _ => ("?tenant=acme".to_owned(), ""),
            };
            let refused = owner.verify(&query, "GET", header).await;
            assert!([401, 403].contains(&refused.status), "{}", refused.status);
            ids.push(refused.header("x-latchkey-decision-id"));
        }
        let known = owner.verify("?tenant=globex", "GET", &token.secret).await.header("x-latchkey-decision-id");
        written(app).await;
        let kept = app.database.number("SELECT COUNT(*) FROM decisions WHERE token_id IS NULL").await;
        assert!(kept <= 20, "{kept}");
        let longest = "SELECT CAST(MAX(length(COALESCE(asked_tenant, '') || COALESCE(asked_module, ''))) AS BIGINT) FROM decisions";
        assert!(app.database.number(longest).await < 100);
        look_up(&owner, &known).await.expect(200);

        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 200, "each has an id of its own");
        // All of them are counted, by reason.
        let text = owner.get("/metrics").await.expect(200).text();
        for (reason, expected) in [("unknown", 150), ("unreadable-query", 50), ("wrong-tenant", 1)] {
            let line = format!("latchkey_decisions_total{{reason=\"{reason}\"}} {expected}\n");
            assert!(text.contains(&line), "{line}{text}");
        }
        assert!(text.contains(&format!("latchkey_refusals_kept_total{{token=\"unknown\"}} {kept}\n")), "{text}");
        let left = format!("latchkey_refusals_not_kept_total{{reason=\"sampled\"}} {}\n", 200 - kept);
        assert!(text.contains(&left), "{text}");

        let refused = owner.verify("", "GET", "lk_x").await.expect(401).header("x-latchkey-decision-id");
        let page = look_up(&owner, &refused).await.expect(200);
        assert_eq!(page.all("h2"), ["No token has this secret."]);
        assert!(page.text().contains("This decision was counted but not stored"), "{}", page.text());
        assert_eq!(page.all("dd"), ["20 November 2026, 12:00 UTC", refused.as_str()]);
        // People who may not see everything see the same page as for an ID that never existed.
        let person = app.person(Role::TenantAdmin, &["acme"]).await;
        let (of_flood, made_up) = (look_up(&person, &refused).await, look_up(&person, "AAAAAAAAAAAAAAAAAAAA").await);
        assert_eq!((of_flood.status, made_up.status), (404, 404));
        assert_eq!(main_of(&of_flood).replace(&refused, ""), main_of(&made_up).replace("AAAAAAAAAAAAAAAAAAAA", ""));
        look_up(&owner, "AAAAAAAAAAAAAAAAAAAA").await.expect(404);
    }

    async fn a_nul_in_an_address_breaks_nothing(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue("acme", "Nightly export").await;
        for address in ["?q=%00", "?after=%00", "/%00", "/acme/api?q=%00", "/acme/api/%00"] {
            let answer = owner.get(&format!("/administration/tenants{address}")).await;
            assert!(answer.status < 500, "{address}: {}", answer.text());
        }
        for query in ["?tenant=%00", "?tenant=acme&module=%00"] {
            owner.verify(query, "GET", &token.secret).await.expect(403);
        }
    }
}
