//! A token that is bound to an app acts for that app only, and can't rename a token that it could not create.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Api, Client, Form, TestApp, both};

const APPS: &str = "/api/v1/tenants/acme/apps";
const TOKENS: &str = "/api/v1/tenants/acme/tokens";

/// The tenants acme, with the apps crm and payroll, and globex; a program that may do everything in acme for crm, and
/// one that is bound to no app.
async fn fixture(app: &TestApp) -> (Client, Api, Api) {
    let owner = app.owner().await;
    for slug in ["acme", "globex"] {
        app.tenant(&owner, slug).await;
    }
    let free = owner.api("acme").await;
    for name in ["Crm", "Payroll"] {
        free.post(APPS, &json!({ "name": name })).await.expect(201);
    }
    let bound =
        owner.api_as("acme", "read write create delete", |form| form, |form| form.fill("App", "Crm")).await;
    (owner, bound, free)
}

fn job(change: Value) -> Value {
    let mut body = json!({ "name": "Job", "permissions": ["read"], "modules": ["administration"] });
    body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    body
}

async fn app_of(api: &Api, id: &str) -> Value {
    api.get(&format!("{TOKENS}/{id}")).await.expect(200).json()["app"].clone()
}

both! {
    async fn it_issues_for_its_own_app_only(app) {
        let (owner, bound, free) = fixture(app).await;
        for other in [json!("payroll"), Value::Null] {
            let refused = bound.post(TOKENS, &job(json!({ "app": other }))).await.expect(403);
            assert_eq!(refused.wrong(), ["app"], "{other}");
            assert!(refused.text().contains("bound to the app crm"), "{}", refused.text());
        }
        for own in [json!({}), json!({ "app": "crm" })] {
            assert_eq!(bound.post(TOKENS, &job(own)).await.expect(201).json()["app"], "crm");
        }
        // An unbound token creates tokens for any app, and for none by default.
        for (change, expected) in [(json!({}), Value::Null), (json!({ "app": "payroll" }), json!("payroll"))] {
            assert_eq!(free.post(TOKENS, &job(change)).await.expect(201).json()["app"], expected);
        }
        // Another tenant has none of its apps, not even one with the same name.
        let all = |form: Form| form.fill("App", "Crm").tick("tenant_scope=all");
        let wide = owner.api_as("acme", "read create", |form| form, all).await;
        let there = "/api/v1/tenants/globex/tokens";
        owner.fill_in("/administration/tenants/globex/apps/new", "Save", |form| form.fill("Name", "Crm")).await.expect(303);
        for change in [json!({}), json!({ "app": null }), json!({ "app": "crm" })] {
            assert_eq!(wide.post(there, &job(change.clone())).await.expect(403).wrong(), ["app"], "{change}");
        }
        assert_eq!(wide.post(TOKENS, &job(json!({ "tenant_scope": "all" }))).await.expect(201).json()["app"], "crm");
    }

    async fn it_rebinds_renames_enables_and_rotates_no_token_of_another_app(app) {
        let (_owner, bound, free) = fixture(app).await;
        let own = bound.issue("acme", &job(json!({}))).await;
        let other = free.issue("acme", &job(json!({ "app": "payroll", "permissions": ["read", "write"] }))).await;
        let none = free.issue("acme", &job(json!({ "permissions": ["read", "write"] }))).await;
        for target in [&other, &none] {
            let path = format!("{TOKENS}/{}", target.id);
            for change in [
                json!({ "app": "crm" }),
                json!({ "app": null, "name": "X" }),
                json!({ "name": "Mine" }),
                json!({ "description": "Mine" }),
                // Less access does not make up for the name.
                json!({ "name": "Mine", "permissions": ["read"] }),
                json!({ "app": "crm", "permissions": ["read"] }),
                json!({ "permissions": ["read", "write", "create"] }),
            ] {
                assert_eq!(bound.patch(&path, &change).await.expect(403).wrong(), ["app"], "{change}");
            }
            let rotate = bound.post(&format!("{path}/rotate"), &json!({ "overlap": "none" })).await.expect(403);
            assert_eq!(rotate.wrong(), ["app"]);
            assert!(target.is_accepted().await);
            // Removing access is allowed.
            bound.patch(&path, &json!({ "permissions": ["read"] })).await.expect(200);
            bound.call(Method::POST, &format!("{path}/disable")).await.expect(200);
            assert_eq!(bound.call(Method::POST, &format!("{path}/enable")).await.expect(403).wrong(), ["app"]);
            assert!(!target.is_accepted().await);
            bound.delete(&path).await.expect(204);
        }
        let path = format!("{TOKENS}/{}", own.id);
        for change in [json!({ "app": "payroll" }), json!({ "app": null })] {
            assert_eq!(bound.patch(&path, &change).await.expect(403).wrong(), ["app"], "{change}");
        }
        bound.patch(&path, &json!({ "name": "Ours", "app": "crm" })).await.expect(200);
        bound.post(&format!("{path}/rotate"), &json!({ "overlap": "none" })).await.expect(200);
        bound.call(Method::POST, &format!("{path}/disable")).await.expect(200);
        bound.call(Method::POST, &format!("{path}/enable")).await.expect(200);
        // It can't unbind itself either.
        for change in [json!({ "app": null }), json!({ "app": "payroll" })] {
            bound.patch(&format!("{TOKENS}/{}", bound.id), &change).await.expect(403);
        }
        assert_eq!(app_of(&free, &bound.id).await, "crm");
    }

    async fn a_stronger_tokens_name_and_app_are_out_of_reach_of_a_weaker_one(app) {
        let (owner, _bound, free) = fixture(app).await;
        let strong = owner.api_as("acme", "read", |form| form.tick("expires_in=never"), |form| form.tick("tenant_scope=all").fill("App", "Payroll")).await;
        let path = format!("{TOKENS}/{}", strong.id);
        for change in [json!({ "name": "Mine" }), json!({ "description": "x" }), json!({ "app": "crm" }), json!({ "app": null })] {
            assert_eq!(free.patch(&path, &change).await.expect(403).wrong(), ["tenant_scope", "expires_at"], "{change}");
        }
        assert_eq!(app_of(&free, &strong.id).await, "payroll");
        // The same values are no change, and less is always allowed.
        free.patch(&path, &json!({ "name": "Robot", "app": "payroll", "tenant_scope": "this" })).await.expect(200);
        free.patch(&path, &json!({ "name": "Mine", "app": null })).await.expect(403);
        free.patch(&path, &json!({ "expires_at": "2026-12-01T00:00:00Z" })).await.expect(200);
        free.patch(&path, &json!({ "name": "Ours", "app": null })).await.expect(200);
    }

    async fn it_manages_no_other_app(app) {
        let (_owner, bound, free) = fixture(app).await;
        let events = "SELECT COUNT(*) FROM audit_events";
        let before = app.database.number(events).await;
        assert_eq!(bound.post(APPS, &json!({ "name": "Third" })).await.expect(403).wrong(), ["app"]);
        bound.patch(&format!("{APPS}/payroll"), &json!({ "name": "Mine" })).await.expect(403);
        bound.delete(&format!("{APPS}/payroll")).await.expect(403);
        bound.delete(&format!("{APPS}/crm")).await.expect(403);
        assert_eq!(app.database.number(events).await, before);
        bound.get(APPS).await.expect(200);
        let renamed = bound.patch(&format!("{APPS}/crm"), &json!({ "name": "CRM" })).await.expect(200).json();
        assert_eq!((&renamed["name"], &renamed["slug"]), (&json!("CRM"), &json!("crm")));
        free.patch(&format!("{APPS}/payroll"), &json!({ "name": "Pay" })).await.expect(200);
        free.delete(&format!("{APPS}/payroll")).await.expect(204);
    }
}
