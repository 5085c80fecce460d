//! `/api/openapi.json` describes every operation, and nothing else.

use std::collections::BTreeSet;

use latchkey::auth::rule::Rule;
use latchkey::routes::ROUTES;
use reqwest::Method;
use serde_json::Value;

use crate::support::both;

fn is_documented(path: &str) -> bool {
    ["/api/v1/", "/oauth2/", "/auth/"].iter().any(|area| path.starts_with(area))
}

/// Every operation of the document: method, path, and description.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    let methods = |(path, item): (&String, &Value)| {
        let path = path.clone();
        let item = item.as_object().unwrap().clone();
        item.into_iter().map(move |(method, said)| (method.to_uppercase(), path.clone(), said))
    };
    paths.iter().flat_map(methods).collect()
}

/// Every `$ref` below a value.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(target) if name == "$ref" => {
                        found.insert(target.clone());
                    }
                    other => references(other, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

both! {
    async fn the_document_tells_of_every_route_and_of_no_other(app) {
        let answer = app.visitor().get("/api/openapi.json").await.expect(200);
        assert_eq!(answer.header("content-type"), "application/json");
        let document = answer.json();
        assert_eq!(document["openapi"], "3.1.0");
        let told: BTreeSet<_> = operations(&document).into_iter().map(|(method, path, _)| (method, path)).collect();
        let routed: BTreeSet<_> = ROUTES
            .iter()
            .filter(|line| is_documented(line.path))
            .map(|line| (line.method.to_owned(), line.path.to_owned()))
            .collect();
        assert_eq!(told, routed);
    }

    async fn it_says_who_may_call_as_the_table_of_routes_does(app) {
        let document = app.visitor().get("/api/openapi.json").await.expect(200).json();
        for (method, path, said) in operations(&document) {
            let line = ROUTES.iter().find(|line| line.method == method && line.path == path).unwrap();
            let statuses: Vec<&str> = said["responses"].as_object().unwrap().keys().map(String::as_str).collect();
            let schemes = said["security"].as_array().unwrap();
            let scheme = schemes[0].as_object().unwrap().keys().next().unwrap();
            match line.rule {
                Rule::Token => assert!(scheme == "token" && !statuses.contains(&"403"), "{path}"),
                Rule::TenantApi(_) => assert!(scheme == "token" && statuses.contains(&"403"), "{path}"),
                Rule::TenantApiIn(_) => {
                    assert!(scheme == "token" && statuses.contains(&"403") && statuses.contains(&"404"), "{path}");
                }
                Rule::ApiClient => assert_eq!(scheme, "apiClient"),
                Rule::Open => assert_eq!((path.as_str(), schemes.len()), ("/auth/verify", 3)),
                other => panic!("{path}: {other:?}"),
            }
            assert!(statuses.contains(&"401") && statuses.contains(&"503"), "{path}: {statuses:?}");
            assert!(said["summary"].as_str().is_some_and(|text| !text.starts_with("api-op")), "{path}");
        }
    }

    async fn it_names_the_permissions_that_the_table_of_routes_asks_for(app) {
        let document = app.visitor().get("/api/openapi.json").await.expect(200).json();
        for (method, path, said) in operations(&document) {
            let line = ROUTES.iter().find(|line| line.method == method && line.path == path).unwrap();
            let named = &said["x-latchkey-permissions"];
            match line.rule {
                Rule::TenantApi(needed) | Rule::TenantApiIn(needed) => {
                    assert_eq!(*named, serde_json::json!(needed.names()), "{method} {path}");
                    assert_eq!(said["security"][0]["token"], *named, "{method} {path}");
                    let sentence = said["description"].as_str().unwrap();
                    for name in ["read", "write", "create", "delete"] {
                        let needs = needed.names().contains(&name);
                        assert_eq!(sentence.contains(&format!("`{name}`")), needs, "{method} {path}: {sentence}");
                    }
                }
                _ => assert!(named.is_null(), "{method} {path}"),
            }
        }
    }

    async fn it_refers_to_nothing_that_is_not_in_it_and_holds_no_secret(app) {
        let answer = app.visitor().get("/api/openapi.json").await.expect(200);
        let document = answer.json();
        let mut found = BTreeSet::new();
        references(&document, &mut found);
        for target in &found {
            let place = target.strip_prefix('#').unwrap();
            assert!(document.pointer(place).is_some(), "{target}");
        }
        for (name, _) in document["components"]["schemas"].as_object().unwrap() {
            assert!(found.contains(&format!("#/components/schemas/{name}")), "nothing refers to {name}");
        }
        assert!(!answer.text().contains("lk_"));
    }

    async fn what_is_answered_has_every_member_that_is_promised(app) {
        let (_owner, api) = app.owner_and_api("acme").await;
        let document = app.visitor().get("/api/openapi.json").await.expect(200).json();
        for (path, schema) in [
            ("/api/v1/me", "Me"),
            ("/api/v1/tenants/acme", "Tenant"),
            (&format!("/api/v1/tenants/acme/tokens/{}", api.id), "Token"),
        ] {
            let answer = api.call(Method::GET, path).await.expect(200).json();
            let told: BTreeSet<String> =
                document["components"]["schemas"][schema]["properties"].as_object().unwrap().keys().cloned().collect();
            let had: BTreeSet<String> = answer.as_object().unwrap().keys().cloned().collect();
            assert_eq!(had, told, "{path}");
        }
    }
}
