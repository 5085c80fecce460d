//! `Idempotency-Key`, and versions: repeated requests, and concurrent ones.

use chrono::TimeDelta;
use latchkey::jobs;
use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, Api, both};

const TOKENS: &str = "/api/v1/tenants/acme/tokens";

async fn keyed(api: &Api, path: &str, key: &str, body: &str) -> Answer {
    api.call_with(Method::POST, path, &[("Idempotency-Key", key)], Some(body.to_owned())).await
}

both! {
    async fn fifty_at_once_under_one_key_issue_one_token(app) {
        let (_owner, api) = app.owner_and_api("acme").await;
        let body = r#"{"name":"Deploy","permissions":["read"]}"#;
        let answers = futures_util::future::join_all((0..50).map(|_| keyed(&api, TOKENS, "k-1", body))).await;
        let made: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
        assert_eq!(made.len(), 1);
        let made = made[0].json();
        for answer in answers.iter().filter(|answer| answer.status != 201) {
            let replay = answer.clone().expect(200).json();
            assert_eq!((&replay["id"], &replay["secret"], &replay["replayed"]), (&made["id"], &json!(null), &json!(true)));
        }
        assert_eq!(app.database.number("SELECT COUNT(*) FROM tokens WHERE name = 'Deploy'").await, 1);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM audit_events WHERE action = 'token.issued' AND actor_kind = 'token'").await, 1);
    }

    async fn the_same_key_with_another_request_is_refused(app) {
        let (owner, api) = app.owner_and_api("acme").await;
        let made = keyed(&api, TOKENS, "k", r#"{"name":"A","permissions":["read"]}"#).await.expect(201).json();
        // In another format it is still the same request.
        let again = keyed(&api, TOKENS, "k", "{ \"permissions\": [\"read\"],\n \"name\": \"A\" }").await.expect(200);
        assert_eq!(again.json()["id"], made["id"]);
        let other = keyed(&api, TOKENS, "k", r#"{"name":"B","permissions":["read"]}"#).await.expect(422);
        assert_eq!(other.wrong(), ["Idempotency-Key"]);
        keyed(&api, "/api/v1/tenants/acme/apps", "k", r#"{"name":"A"}"#).await.expect(422);
        // A key belongs to its token, and a failed request leaves it free.
        let colleague = owner.api("acme").await;
        keyed(&colleague, TOKENS, "k", r#"{"name":"B","permissions":["read"]}"#).await.expect(201);
        keyed(&api, TOKENS, "k2", r#"{"name":""}"#).await.expect(422);
        keyed(&api, TOKENS, "k2", r#"{"name":"C","permissions":["read"]}"#).await.expect(201);
        let long = "x".repeat(256);
        for key in ["", "a b", long.as_str()] {
            keyed(&api, TOKENS, key, r#"{"name":"D","permissions":["read"]}"#).await.expect(400);
        }
        // After a day, a key is forgotten.
        app.wait(TimeDelta::hours(25));
        jobs::clean_up(&app.state, app.state.now()).await.unwrap();
        keyed(&api, TOKENS, "k", r#"{"name":"B","permissions":["read"]}"#).await.expect(201);
        let secret = made["secret"].as_str().unwrap();
        for column in ["key_hash", "request_hash"] {
            assert_eq!(app.database.number(&format!("SELECT COUNT(*) FROM idempotency_keys WHERE length({column}) <> 32")).await, 0);
        }
        assert!(!again.text().contains(secret));
    }

    async fn rotating_and_making_apps_take_a_key_too(app) {
        let (_owner, api) = app.owner_and_api("acme").await;
        let apps = "/api/v1/tenants/acme/apps";
        let made = keyed(&api, apps, "a", r#"{"name":"Shop"}"#).await.expect(201);
        assert_eq!(keyed(&api, apps, "a", r#"{"name":"Shop"}"#).await.expect(200).json(), made.json());
        api.delete(&format!("{apps}/shop")).await.expect(204);
        keyed(&api, apps, "a", r#"{"name":"Shop"}"#).await.expect(409);

        let token = api.post(TOKENS, &json!({ "name": "Deploy", "permissions": ["read"] })).await.expect(201).json();
        let rotate = format!("{TOKENS}/{}/rotate", token["id"].as_str().unwrap());
        let body = r#"{"overlap":"24h"}"#;
        let answers = futures_util::future::join_all((0..20).map(|_| keyed(&api, &rotate, "r", body))).await;
        let secrets = answers.into_iter().filter(|answer| answer.clone().expect(200).json()["secret"].is_string());
        assert_eq!(secrets.count(), 1);
        assert_eq!(app.database.number("SELECT MAX(generation) FROM token_secrets").await, 2);
        let replay = keyed(&api, &rotate, "r", body).await.expect(200).json();
        assert_eq!((&replay["replayed"], &replay["previous_secret_ends_at"]), (&json!(true), &json!("2026-11-21T12:00:00Z")));
    }

    async fn a_rotation_that_is_refused_leaves_its_key_free(app) {
        let (_owner, api) = app.owner_and_api("acme").await;
        let token = api.post(TOKENS, &json!({ "name": "Deploy", "permissions": ["read"] })).await.expect(201).json();
        let rotate = format!("{TOKENS}/{}/rotate", token["id"].as_str().unwrap());
        let body = r#"{"overlap":"24h"}"#;
        keyed(&api, &rotate, "first", body).await.expect(200);
        keyed(&api, &rotate, "second", body).await.expect(409);
        app.wait(TimeDelta::hours(23));
        keyed(&api, &rotate, "second", body).await.expect(409);
        app.wait(TimeDelta::hours(1));
        let done = keyed(&api, &rotate, "second", body).await.expect(200).json();
        assert!(done["secret"].is_string() && done["replayed"] == false, "{done}");
        let replay = keyed(&api, &rotate, "second", body).await.expect(200).json();
        assert!(replay["secret"].is_null() && replay["replayed"] == true, "{replay}");
    }

    async fn of_twenty_changes_of_one_version_one_is_made(app) {
        let (_owner, api) = app.owner_and_api("acme").await;
        let token = api.post(TOKENS, &json!({ "name": "Deploy", "permissions": ["read"] })).await.expect(201);
        let path = format!("{TOKENS}/{}", token.json()["id"].as_str().unwrap());
        let etag = token.header("etag");
        let change = |n: usize| {
            let (api, path, etag) = (api.clone(), path.clone(), etag.clone());
            async move {
                let body = json!({ "description": format!("change {n}") }).to_string();
                api.call_with(Method::PATCH, &path, &[("If-Match", &etag)], Some(body)).await
            }
        };
        let answers = futures_util::future::join_all((0..20).map(change)).await;
        let won: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
        assert_eq!((won.len(), answers.iter().filter(|answer| answer.status == 412).count()), (1, 19));
        assert_eq!(api.get(&path).await.json()["description"], won[0].json()["description"]);
        for (method, rest, body) in [
            (Method::DELETE, "", None),
            (Method::POST, "/disable", None),
            (Method::POST, "/rotate", Some(r#"{"overlap":"none"}"#)),
        ] {
            let path = format!("{path}{rest}");
            api.call_with(method, &path, &[("If-Match", &etag)], body.map(str::to_owned)).await.expect(412);
        }
        let present = won[0].header("etag");
        for good in [format!("\"0\", {present}"), "*".to_owned()] {
            api.call_with(Method::POST, &format!("{path}/disable"), &[("If-Match", &good)], None).await;
        }
        let weak = format!("W/{present}");
        api.call_with(Method::DELETE, &path, &[("If-Match", &weak)], None).await.expect(412);
        let now = api.get(&path).await.header("etag");
        api.call_with(Method::DELETE, &path, &[("If-Match", &now)], None).await.expect(204);

        let app_made = api.post("/api/v1/tenants/acme/apps", &json!({ "name": "Shop" })).await.expect(201);
        let old = app_made.header("etag");
        api.patch("/api/v1/tenants/acme/apps/shop", &json!({ "name": "Till" })).await.expect(200);
        api.call_with(Method::DELETE, "/api/v1/tenants/acme/apps/shop", &[("If-Match", &old)], None).await.expect(412);
    }

    async fn a_patch_leaves_alone_what_it_does_not_name(app) {
        let (_owner, api) = app.owner_and_api("acme").await;
        api.post("/api/v1/tenants/acme/apps", &json!({ "name": "Shop" })).await.expect(201);
        let body = json!({ "name": "Deploy", "description": "Why", "permissions": ["read", "write"], "app": "shop",
            "modules": ["administration"], "tenant_scope": "selected", "tenants": ["acme"],
            "expires_at": "2026-12-24T12:00:00Z" });
        let made = api.post(TOKENS, &body).await.expect(201).json();
        let path = format!("{TOKENS}/{}", made["id"].as_str().unwrap());
        let before = api.get(&path).await.expect(200);
        // An empty change changes nothing, not even the version; unchanged values are not recorded.
        let same = api.patch(&path, &json!({})).await.expect(200);
        assert_eq!((same.json(), same.header("etag")), (before.json(), before.header("etag")));
        api.patch(&path, &json!({ "name": "Deploy" })).await.expect(200);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM audit_events WHERE action = 'token.changed'").await, 0);
        for (member, value) in [
            ("name", json!("Deploy 2")),
            ("description", json!(null)),
            ("permissions", json!(["read"])),
            ("app", json!(null)),
            ("modules", json!([])),
            ("expires_at", json!("2026-12-23T12:00:00Z")),
        ] {
            let mut expected = api.get(&path).await.expect(200).json();
            let changed = api.patch(&path, &json!({ member: value })).await.expect(200).json();
            expected[member] = if member == "description" { json!("") } else { value };
            assert_eq!(changed, expected, "{member}");
        }
        let narrowed = api.patch(&path, &json!({ "tenant_scope": "this" })).await.expect(200).json();
        assert_eq!(narrowed["tenants"], json!([]));
        for (body, field) in [
            (json!({ "name": null }), "name"),
            (json!({ "permissions": [] }), "permissions"),
            (json!({ "permissions": null }), "permissions"),
            (json!({ "tenants": ["acme"] }), "tenants"),
            (json!({ "tenant_scope": "selected" }), "tenants"),
            (json!({ "status": "active" }), "status"),
            (json!({ "tenant_id": 1 }), "tenant_id"),
            (json!({ "created_by": "me" }), "created_by"),
            (json!({ "app": "nothing" }), "app"),
            (json!({ "modules": ["nothing"] }), "modules"),
            (json!({ "expires_at": "2026-11-01T00:00:00Z" }), "expires_at"),
            (json!({ "expires_at": "soon" }), "expires_at"),
        ] {
            assert_eq!(api.patch(&path, &body).await.expect(422).wrong(), [field], "{body}");
        }
        let kind = [("content-type", "application/merge-patch+json")];
        api.call_with(Method::PATCH, &path, &kind, Some(r#"{"name":"Deploy 3"}"#.into())).await.expect(200);
    }
}
