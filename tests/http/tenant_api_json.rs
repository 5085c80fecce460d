//! Invalid bodies, headers and methods: each is refused in its own way, none with a 5xx.

use reqwest::Method;
use serde_json::json;

use crate::support::both;

const TOKENS: &str = "/api/v1/tenants/acme/tokens";

both! {
    async fn malformed_bodies_are_refused_and_nothing_is_made(app) {
        let (_owner, api) = app.owner_and_api("acme").await;
        let deep = format!("{{\"name\":{}1{}}}", "[".repeat(5_000), "]".repeat(5_000));
        let no_json = [
            "", " ", "{", "}", "null", "[]", "1", "\"x\"", "{\"name\":}", "{'name':'x'}", "{name:1}", "{\"name\":\"x\",}",
            "{\"name\":\"x\"}{}", "{\"name\":\"\\ud800\",\"permissions\":[\"read\"]}", "{\"name\":1e999}", "NaN",
            "{\"name\":\"a\nb\"}", "\u{feff}{}", "// x", deep.as_str(),
            "{\"name\":\"a\",\"name\":\"b\",\"permissions\":[\"read\"]}",
            "{\"name\":\"a\",\"n\\u0061me\":\"b\",\"permissions\":[\"read\"]}",
        ];
        for body in no_json {
            let answer = api.call_with(Method::POST, TOKENS, &[], Some(body.to_owned())).await.expect(400);
            assert_eq!(answer.header("content-type"), "application/problem+json");
        }
        let wrong = [
            json!({}),
            json!({ "name": "x" }),
            json!({ "name": 5, "permissions": ["read"] }),
            json!({ "name": "", "permissions": ["read"] }),
            json!({ "name": "a\u{0}b", "permissions": ["read"] }),
            json!({ "name": "<script>alert(1)</script>", "permissions": ["read"] }),
            json!({ "name": "x".repeat(101), "permissions": ["read"] }),
            json!({ "name": "x", "permissions": [] }),
            json!({ "name": "x", "permissions": "read" }),
            json!({ "name": "x", "permissions": ["READ"] }),
            json!({ "name": "x", "permissions": ["read", 1] }),
            json!({ "name": "x", "permissions": ["read", null] }),
            json!({ "name": "x", "permissions": { "read": true } }),
            json!({ "name": "x", "permissions": ["read"], "modules": ["\u{0}"] }),
            json!({ "name": "x", "permissions": ["read"], "modules": vec!["m"; 1_001] }),
            json!({ "name": "x", "permissions": ["read"], "app": "\u{0}" }),
            json!({ "name": "x", "permissions": ["read"], "app": "x".repeat(10_000) }),
            json!({ "name": "x", "permissions": ["read"], "tenant_scope": "some" }),
            json!({ "name": "x", "permissions": ["read"], "tenant_scope": "selected", "tenants": ["\u{0}"] }),
            json!({ "name": "x", "permissions": ["read"], "tenant_scope": "selected", "tenants": [] }),
            json!({ "name": "x", "permissions": ["read"], "expires_at": 0 }),
            json!({ "name": "x", "permissions": ["read"], "expires_at": "" }),
            json!({ "name": "x", "permissions": ["read"], "expires_at": "9999-12-31T23:59:59Z" }),
            json!({ "name": "x", "permissions": ["read"], "expires_at": "2026-11-20T12:00:00Z" }),
            json!({ "name": "x", "permissions": ["read"], "expires_at": "+999999-01-01T00:00:00Z" }),
            json!({ "name": "x", "permissions": ["read"], "secret": "lk_x" }),
            json!({ "name": "x", "permissions": ["read"], "status": "active" }),
            json!({ "name": "x", "permissions": ["read"], "": "" }),
        ];
        for body in wrong {
            let answer = api.post(TOKENS, &body).await.expect(422);
            assert!(!answer.wrong().is_empty(), "{body}");
        }
        assert_eq!(app.database.number("SELECT COUNT(*) FROM tokens").await, 1);
        let good = json!({ "name": "O'Neill – 日本 =cmd()", "permissions": ["read", "read"], "modules": ["administration", "administration"] });
        let made = api.post(TOKENS, &good).await.expect(201).json();
        assert_eq!((&made["name"], &made["permissions"]), (&good["name"], &json!(["read"])));
    }

    async fn what_is_too_large_or_of_another_type_is_refused(app) {
        let (_owner, api) = app.owner_and_api("acme").await;
        let large = format!("{{\"name\":\"{}\"}}", "x".repeat(70_000));
        api.call_with(Method::POST, TOKENS, &[], Some(large)).await.expect(413);
        let body = Some(r#"{"name":"x","permissions":["read"]}"#.to_owned());
        for kind in ["text/plain", "application/x-www-form-urlencoded", "application/merge-patch+json", "application/jsonp", ""] {
            api.call_with(Method::POST, TOKENS, &[("content-type", kind)], body.clone()).await.expect(415);
        }
        api.call_with(Method::POST, TOKENS, &[("content-type", "application/json"), ("content-type", "application/json")], body.clone()).await.expect(415);
        api.call_with(Method::POST, TOKENS, &[("content-type", "Application/JSON; charset=utf-8")], body.clone()).await.expect(201);
        for accept in ["text/html", "application/json;q=0", "image/*"] {
            let answer = api.call_with(Method::GET, TOKENS, &[("accept", accept)], None).await.expect(406);
            assert_eq!(answer.header("content-type"), "application/problem+json");
        }
        for accept in ["*/*", "application/*", "text/html, application/json;q=0.5", "application/problem+json"] {
            api.call_with(Method::GET, TOKENS, &[("accept", accept)], None).await.expect(200);
        }
    }

    async fn a_method_that_is_not_there_is_answered_with_those_that_are(app) {
        let (_owner, api) = app.owner_and_api("acme").await;
        for (path, allowed) in [
            ("/api/v1/me", "GET, HEAD"),
            (TOKENS, "GET, HEAD, POST"),
            (&format!("{TOKENS}/{}", api.id), "GET, HEAD, PATCH, DELETE"),
        ] {
            let answer = api.call(Method::PUT, path).await.expect(405);
            assert_eq!(answer.header("allow"), allowed);
            assert_eq!(answer.header("content-type"), "application/problem+json");
        }
        api.get("/api/v1/nothing").await.expect(404);
        api.get("/api/v2/me").await.expect(404);
    }

    async fn every_kind_of_nonsense_gets_an_answer_of_its_own_and_never_a_5xx(app) {
        let (_owner, api) = app.owner_and_api("acme").await;
        let queries = ["?", "?&&", "?=", "?%", "?%zz=%", "?limit=%00", "?q=%ff%fe", "?q=%00", "?after=%00", "?after=tok_",
            "?status=%00", "?action=%00", "?q=%25_%5C", "?limit=1&limit=2", "?[]=1", "?a[b]=c"];
        let paths = ["/api/v1/tenants", TOKENS, "/api/v1/tenants/acme/apps", "/api/v1/tenants/acme/modules", "/api/v1/tenants/acme/audit-events"];
        for path in paths {
            for query in queries {
                let answer = api.get(&format!("{path}{query}")).await;
                assert!(matches!(answer.status, 200 | 422), "{path}{query}: {}", answer.status);
            }
        }
        for id in ["%00", "tok_%00", "tok_", "tok_zzzzzzzzzzzzzzzzzzzzzzzzzz", "..", "%2e%2e", "%ff", "💥", "'", "tok_8ZZZZZZZZZZZZZZZZZZZZZZZZZ"] {
            for rest in ["", "/rotate", "/disable"] {
                let method = if rest.is_empty() { Method::GET } else { Method::POST };
                let body = Some(r#"{"overlap":"none"}"#.to_owned());
                let answer = api.call_with(method, &format!("{TOKENS}/{id}{rest}"), &[], body).await;
                assert!(matches!(answer.status, 200 | 404 | 405), "{id}{rest}: {}", answer.status);
            }
        }
        assert!(api.is_accepted().await);
    }
}
