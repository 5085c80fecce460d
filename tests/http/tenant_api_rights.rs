//! The permissions that each operation of the Tenant API requires: every route with every set of permissions.

use latchkey::auth::rule::Rule;
use latchkey::domain::permission::Permissions;
use latchkey::routes::ROUTES;
use reqwest::Method;
use serde_json::json;

use crate::support::{Api, both};

const TOKENS: &str = "/api/v1/tenants/acme/tokens";

/// The documented permissions. Everything else requires read.
const PROMISED: &[(&str, &str, &[&str])] = &[
    ("POST", "/apps", &["create"]),
    ("PATCH", "/apps/{app}", &["write"]),
    ("DELETE", "/apps/{app}", &["delete"]),
    ("POST", "/tokens", &["create"]),
    ("PATCH", "/tokens/{token}", &["write"]),
    ("DELETE", "/tokens/{token}", &["delete"]),
    // It returns a secret and changes the token.
    ("POST", "/tokens/{token}/rotate", &["write", "create"]),
    ("POST", "/tokens/{token}/disable", &["write"]),
    ("POST", "/tokens/{token}/enable", &["write"]),
];

/// Every route of the Tenant API that requires permissions, with them.
fn operations() -> impl Iterator<Item = (&'static str, &'static str, Permissions)> {
    ROUTES.iter().filter_map(|line| match line.rule {
        Rule::TenantApi(needed) | Rule::TenantApiIn(needed) => Some((line.method, line.path, needed)),
        _ => None,
    })
}

#[test]
fn each_route_asks_for_what_is_promised() {
    for (method, path, needed) in operations() {
        let mut promised = PROMISED.iter().filter(|(m, end, _)| *m == method && path.ends_with(end));
        let expected = promised.next().map_or(&["read"][..], |(_, _, names)| names);
        assert_eq!(needed.names(), expected, "{method} {path}");
        assert!(method == "GET" || expected != ["read"], "{method} {path} changes something");
    }
    for (method, end, _) in PROMISED {
        assert!(
            operations().any(|(m, path, _)| m == *method && path.ends_with(end)),
            "{method} {end} is no route"
        );
    }
}

async fn holder(api: &Api, permissions: Permissions) -> Api {
    let body = json!({ "name": "Holder", "permissions": permissions.names(), "modules": ["administration"] });
    api.issue("acme", &body).await
}

both! {
    async fn without_one_of_its_permissions_an_operation_does_nothing_and_names_it(app) {
        let (_owner, api) = app.owner_and_api("acme").await;
        api.post("/api/v1/tenants/acme/apps", &json!({ "name": "Shop" })).await.expect(201);
        let victim = api.post(TOKENS, &json!({ "name": "Victim", "permissions": ["read"] })).await.expect(201).json();
        let id = victim["id"].as_str().unwrap();
        let sets: Vec<Permissions> = (1..=15).filter_map(Permissions::from_bits).collect();
        let mut holders = Vec::new();
        for held in sets {
            holders.push((held, holder(&api, held).await));
        }
        // No change without its event.
        let events = "SELECT COUNT(*) FROM audit_events";
        let before = app.database.number(events).await;
        for (method, path, needed) in operations() {
            let address = path.replace("{slug}", "acme").replace("{app}", "shop").replace("{token}", id);
            let verb = Method::from_bytes(method.as_bytes()).unwrap();
            for (held, holder) in &holders {
                let missing = needed.missing_from(*held);
                let said = format!("{method} {path} with {}", held.names().join(" "));
                let Some(missing) = missing else { continue };
                // A valid body, so that only the permission can be missing.
                let body = (method != "GET").then(|| json!({ "name": "X", "permissions": ["read"] }).to_string());
                let refused = holder.call_with(verb.clone(), &address, &[], body).await;
                assert_eq!(refused.status, 403, "{said}: {}", refused.text());
                let challenge = refused.header("www-authenticate");
                assert!(challenge.contains("error=\"insufficient_scope\""), "{said}: {challenge}");
                assert!(challenge.contains(&format!("scope=\"{}\"", missing.names().join(" "))), "{said}: {challenge}");
                assert!(refused.text().contains(&missing.names().join(" and ")), "{said}: {}", refused.text());
            }
        }
        assert_eq!(app.database.number(events).await, before);
    }

    async fn exactly_its_permissions_are_enough_for_an_operation(app) {
        let (_owner, api) = app.owner_and_api("acme").await;
        for (method, path, needed) in operations() {
            let shop = api.post("/api/v1/tenants/acme/apps", &json!({ "name": "Shop", "slug": "shop" })).await;
            assert!(matches!(shop.status, 201 | 409), "{}", shop.text());
            let weakest = json!({ "name": "Job", "permissions": [needed.names()[0]] });
            let made = api.post(TOKENS, &weakest).await.expect(201).json();
            let id = made["id"].as_str().unwrap();
            let address = path.replace("{slug}", "acme").replace("{app}", "shop").replace("{token}", id);
            let body = match (method, path.rsplit('/').next().unwrap()) {
                ("POST", "apps") => Some(json!({ "name": "Another" })),
                ("POST", "tokens") => Some(json!({ "name": "Child", "permissions": [needed.names()[0]] })),
                ("POST", "rotate") => Some(json!({ "overlap": "none" })),
                ("PATCH", _) => Some(json!({ "name": "Other" })),
                _ => None,
            };
            let verb = Method::from_bytes(method.as_bytes()).unwrap();
            let answer = holder(&api, needed).await.call_with(verb, &address, &[], body.map(|body| body.to_string())).await;
            assert!(matches!(answer.status, 200 | 201 | 204), "{method} {path}: {} {}", answer.status, answer.text());
        }
    }

    async fn creating_alone_takes_nothing_away(app) {
        let (owner, _) = app.owner_and_api("acme").await;
        let never = |form: crate::support::Form| form.tick("expires_in=never");
        let all = |form: crate::support::Form| form.tick("tenant_scope=all");
        let strong = owner.api_as("acme", "read write create delete", never, all).await;
        let other = owner.api_as("acme", "create", |form| form, |form| form).await;
        let creator = owner.api_as("acme", "create", |form| form, |form| form).await;
        for id in [&strong.id, &other.id, &creator.id] {
            let path = format!("{TOKENS}/{id}");
            creator.call(Method::POST, &format!("{path}/disable")).await.expect(403);
            creator.call(Method::POST, &format!("{path}/enable")).await.expect(403);
            creator.post(&format!("{path}/rotate"), &json!({ "overlap": "none" })).await.expect(403);
            creator.patch(&path, &json!({ "name": "Mine" })).await.expect(403);
            creator.delete(&path).await.expect(403);
        }
        // Write alone does not return a secret either.
        let writer = owner.api_as("acme", "write", |form| form, |form| form).await;
        for id in [&writer.id, &creator.id] {
            writer.post(&format!("{TOKENS}/{id}/rotate"), &json!({ "overlap": "none" })).await.expect(403);
        }
        for token in [&strong, &other, &creator, &writer] {
            assert!(token.is_accepted().await);
        }
    }
}
