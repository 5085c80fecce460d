//! Tokens that include subtenants: choosing, showing and changing that, and never granting more than allowed.

use latchkey::domain::person::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::subtenants::put_below;
use crate::support::{Client, Form, TestApp, both};

const BOX: &str = "and its subtenants, including future ones";

/// `acme` with `lyon` below it, and `rhone` below that; `globex` next to them.
async fn family(app: &TestApp) -> Client {
    let owner = app.owner().await;
    for slug in ["acme", "lyon", "rhone", "globex"] {
        app.tenant(&owner, slug).await;
    }
    put_below(&owner, "lyon", "acme").await;
    put_below(&owner, "rhone", "lyon").await;
    owner
}

async fn status(owner: &Client, tenant: &str, secret: &str) -> u16 {
    owner.verify(&format!("?tenant={tenant}"), "GET", secret).await.status
}

fn named(name: &'static str) -> impl Fn(Form) -> Form {
    move |form| form.fill("Name", name)
}

both! {
    async fn subtenants_are_a_choice_of_their_own_and_told_everywhere(app) {
        let owner = family(app).await;
        // Without subtenants, the choice is not offered.
        let alone = owner.draft("globex").await;
        let access = owner.get(&format!("/administration/tenants/globex/api/drafts/{alone}/access")).await.expect(200);
        assert!(!access.text().contains(BOX));
        let plain = owner.issue("acme", "Plain").await;
        assert_eq!(status(&owner, "lyon", &plain.secret).await, 403, "not unless it is chosen");

        let overview = owner.overview("acme", named("Deep"), |form| form.tick("subtenants")).await;
        assert!(overview.text().contains("Acme and its subtenants"), "{}", overview.text());
        assert!(overview.text().contains("Acme and its subtenants, including future ones"), "{}", overview.text());
        let deep = owner.issue_as("acme", named("Deep"), |form| form.tick("subtenants")).await;
        for (tenant, expected) in [("acme", 200), ("lyon", 200), ("rhone", 200), ("globex", 403)] {
            assert_eq!(status(&owner, tenant, &deep.secret).await, expected, "{tenant}");
        }
        let details = format!("/administration/tenants/acme/api/{}", deep.id);
        let tab = owner.get(&format!("{details}/access")).await.expect(200);
        assert!(tab.text().contains("Acme and its subtenants"), "{}", tab.text());
        let list = owner.get("/administration/tenants/acme/api").await.expect(200);
        assert!(list.text().contains("Acme and its subtenants"));
        let me = owner.send(owner.bare(Method::GET, "/api/v1/me").bearer_auth(&deep.secret)).await.expect(200).json();
        assert_eq!((&me["tenant_scope"], &me["tenants"]), (&json!("this_and_subtenants"), &json!(["acme", "lyon", "rhone"])));

        // Future subtenants are included, tenants that move away are not.
        put_below(&owner, "globex", "rhone").await;
        assert_eq!(status(&owner, "globex", &deep.secret).await, 200);
        let page = "/administration/tenants/lyon/parent";
        let review = owner.fill_in(page, "Next", |form| form.fill("parent", "")).await.expect(200);
        assert!(review.text().contains("1 token that includes subtenants will no longer be able to access this tenant."), "{}", review.text());
        owner.submit(review.form("Move")).await.expect(303);
        for tenant in ["lyon", "rhone", "globex"] {
            assert_eq!(status(&owner, tenant, &deep.secret).await, 403, "{tenant}");
        }
        let review = owner.fill_in(page, "Next", |form| form.fill("parent", "acme")).await.expect(200);
        assert!(review.text().contains("will be able to access this tenant and its subtenants"), "{}", review.text());
        owner.submit(review.form("Move")).await.expect(303);

        // Edited: shown first, then done, with the rest unchanged.
        let edit = format!("{details}/edit");
        let form = owner.get(&edit).await.expect(200).form("Next");
        assert_eq!(form.value("subtenants"), ["yes"]);
        let review = owner.submit(form.untick("subtenants")).await.expect(200);
        assert!(review.text().contains("Can no longer access the subtenants of Acme."), "{}", review.text());
        assert_eq!(status(&owner, "rhone", &deep.secret).await, 200);
        owner.submit(review.form("Save")).await.expect(303);
        assert_eq!(status(&owner, "rhone", &deep.secret).await, 403);
        assert_eq!(status(&owner, "acme", &deep.secret).await, 200);
        let review = owner.fill_in(&edit, "Next", |form| form.tick("subtenants")).await.expect(200);
        assert!(review.text().contains("Can also access the subtenants of Acme, including future ones."), "{}", review.text());
        owner.submit(review.form("Save")).await.expect(303);
        assert_eq!(status(&owner, "rhone", &deep.secret).await, 200);
        let audit = owner.get(&format!("{details}/audit")).await.expect(200);
        assert!(audit.text().contains("This tenant and its subtenants"), "{}", audit.text());
        // The checkbox has no effect with another scope.
        let selected = |form: Form| form.tick("tenant_scope=selected").tick("tenants=acme").tick("subtenants");
        let chosen = owner.issue_as("acme", named("Chosen"), selected).await;
        assert_eq!(status(&owner, "lyon", &chosen.secret).await, 403);
        // Duplicated, the choice is copied; exported, it is included.
        let copy = owner.get(&format!("/administration/tenants/acme/api/new?from={}", deep.id)).await.expect(200);
        assert_eq!(copy.form("Next").value("tenant_scope"), ["this_and_subtenants"]);
        let csv = owner.get("/administration/tenants/acme/api.csv").await.expect(200);
        assert!(csv.text().contains("this_and_subtenants,acme globex lyon rhone"), "{}", csv.text());
        let people = app.person(Role::TenantAdmin, &["acme"]).await;
        let own = people.issue_as("acme", named("Own"), |form| form.tick("subtenants")).await;
        assert_eq!(status(&owner, "rhone", &own.secret).await, 200, "whoever administers a tenant may");
    }

    async fn modules_open_what_the_subtenant_has_enabled(app) {
        let owner = family(app).await;
        app.module("devices", &["acme", "rhone"]).await;
        app.module("billing", &["rhone"]).await;
        let access = |form: Form| form.tick("subtenants").tick("modules=devices");
        let deep = owner.issue_as("acme", named("Deep"), access).await;
        for (query, expected) in [
            ("?tenant=acme&module=devices", 200),
            ("?tenant=rhone&module=devices", 200),
            ("?tenant=lyon&module=devices", 403),
            ("?module=devices", 200),
            ("?tenant=rhone&module=billing", 403),
        ] {
            assert_eq!(owner.verify(query, "GET", &deep.secret).await.status, expected, "{query}");
        }
        let client = owner.api_client("Devices API", &["devices"]).await;
        let told = owner.introspect(&client, &deep.secret).await.expect(200).json();
        assert_eq!((&told["tenants"], &told["modules"]), (&json!(["acme", "lyon", "rhone"]), &json!(["devices"])));
        // Only a subtenant has the module enabled: enough for introspection, but not for anything in acme.
        crate::modules::disable(&owner, "/administration/tenants/acme/modules", |form| form.untick("modules=devices")).await;
        assert_eq!(owner.introspect(&client, &deep.secret).await.json()["active"], json!(true));
        assert_eq!(owner.verify("?tenant=acme&module=devices", "GET", &deep.secret).await.status, 403);
    }

    async fn over_the_tenant_api_nobody_gives_more_than_they_have(app) {
        let owner = family(app).await;
        let deep = owner.api_as("acme", "read write create delete", |form| form, |form| form.tick("subtenants")).await;
        let flat = owner.api("acme").await;
        let tokens = |tenant: &str| format!("/api/v1/tenants/{tenant}/tokens");
        let issue = async |api: &crate::support::Api, tenant: &str, more: Value| {
            let mut body = json!({ "name": "Made", "permissions": ["read"] });
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            api.post(&tokens(tenant), &body).await
        };
        let below = json!({ "tenant_scope": "this_and_subtenants" });
        // A token that can access all of them may create tokens there, for one and for all of them.
        for tenant in ["acme", "lyon", "rhone"] {
            for more in [json!({}), below.clone()] {
                let made = issue(&deep, tenant, more).await.expect(201).json();
                assert_eq!(made["tenant"], json!(tenant));
            }
        }
        let some = json!({ "tenant_scope": "selected", "tenants": ["lyon", "rhone"] });
        let made = issue(&deep, "lyon", some.clone()).await.expect(201).json();
        assert_eq!(made["tenants"], json!(["lyon", "rhone"]));
        let listed = deep.get("/api/v1/tenants").await.expect(200).json();
        let slugs = listed["items"].as_array().unwrap().iter().map(|tenant| tenant["slug"].as_str().unwrap());
        assert_eq!(slugs.collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>(), ["acme", "lyon", "rhone"]);
        issue(&deep, "globex", json!({})).await.expect(404);
        let wide = issue(&deep, "acme", json!({ "tenant_scope": "selected", "tenants": ["globex"] })).await.expect(422);
        assert!(wide.text().contains("contains an unknown tenant"));
        issue(&deep, "acme", json!({ "tenant_scope": "all" })).await.expect(403);
        // A token for its own tenant only grants nothing below it.
        issue(&flat, "acme", json!({})).await.expect(201);
        let refused = issue(&flat, "acme", below.clone()).await.expect(403);
        assert!(refused.text().contains("contains tenants that the presented token can't access"), "{}", refused.text());
        issue(&flat, "lyon", json!({})).await.expect(404);
        // Nor by changing, rotating or enabling a token with more access.
        let own = issue(&flat, "acme", json!({})).await.expect(201).json();
        let own = format!("{}/{}", tokens("acme"), own["id"].as_str().unwrap());
        flat.patch(&own, &below).await.expect(403);
        deep.patch(&own, &below).await.expect(200);
        flat.post(&format!("{own}/rotate"), &json!({ "overlap": "none" })).await.expect(403);
        flat.post(&format!("{own}/disable"), &json!({})).await.expect(200);
        flat.post(&format!("{own}/enable"), &json!({})).await.expect(403);
        deep.post(&format!("{own}/enable"), &json!({})).await.expect(200);
        let narrowed = flat.patch(&own, &json!({ "tenant_scope": "this" })).await.expect(200).json();
        assert_eq!(narrowed["tenant_scope"], json!("this"));
        // All current tenants by name are less than all tenants including future ones.
        let list = owner.api_as("acme", "read write create delete", |form| form, |form| {
            form.tick("tenant_scope=selected").tick("tenants=acme").tick("tenants=lyon").tick("tenants=rhone")
        }).await;
        issue(&list, "acme", below.clone()).await.expect(403);
        issue(&list, "rhone", below.clone()).await.expect(403);
        issue(&list, "acme", some).await.expect(201);
        // A tenant that moves away can't be accessed any more, by the program or by the tokens it created.
        put_below(&owner, "rhone", "").await;
        deep.get(&tokens("rhone")).await.expect(404);
        issue(&deep, "lyon", below).await.expect(201);
    }
}
