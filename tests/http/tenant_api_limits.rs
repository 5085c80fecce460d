//! A token sees only its tenants, and never grants more than it has.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Api, Client, TestApp, both};

const TOKENS: &str = "/api/v1/tenants/acme/tokens";

/// Status, headers and body, without what differs between two moments.
fn bytes(answer: &Answer) -> String {
    let mut headers: Vec<String> = answer
        .headers
        .iter()
        // Whether the connection is kept depends on how much of the body had arrived by then.
        .filter(|(name, _)| *name != "date" && *name != "connection")
        .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())))
        .collect();
    headers.sort();
    format!("{} {headers:?} {}", answer.status, answer.text())
}

/// Two tenants with an additional module, their owner, and a program with limited access in the first: it may read
/// and create there until 1 January.
async fn fixture(app: &TestApp) -> (Client, Api) {
    let owner = app.owner().await;
    for slug in ["acme", "globex"] {
        app.tenant(&owner, slug).await;
    }
    app.database
        .execute(
            "INSERT INTO modules (id, slug, name, search_name, created_at) SELECT id, 'devices', 'Devices', 'devices', 1
             FROM tenants WHERE slug = 'globex'",
        )
        .await;
    app.database
        .execute(
            "INSERT INTO tenant_modules (tenant_id, module_id, created_at) SELECT t.id, m.id, 1
             FROM tenants t CROSS JOIN modules m WHERE m.slug = 'devices'",
        )
        .await;
    let until = |form: crate::support::Form| {
        form.tick("expires_in=custom").fill("expires_date", "2027-01-01").fill("expires_time", "13:00")
    };
    let weak = owner.api_as("acme", "read create", until, |form| form).await;
    (owner, weak)
}

both! {
    async fn another_tenants_things_answer_as_what_does_not_exist(app) {
        let (owner, _weak) = fixture(app).await;
        let api = owner.api("acme").await;
        let theirs = owner.api("globex").await;
        let made = theirs.post("/api/v1/tenants/globex/apps", &json!({ "name": "Shop" })).await.expect(201).json();
        let there = |tenant: &str| {
            [
                (Method::GET, format!("/api/v1/tenants/{tenant}"), None),
                (Method::GET, format!("/api/v1/tenants/{tenant}/apps"), None),
                (Method::POST, format!("/api/v1/tenants/{tenant}/apps"), Some("{\"name\":\"x\"}")),
                (Method::GET, format!("/api/v1/tenants/{tenant}/apps/{}", made["slug"].as_str().unwrap()), None),
                (Method::GET, format!("/api/v1/tenants/{tenant}/modules"), None),
                (Method::GET, format!("/api/v1/tenants/{tenant}/audit-events"), None),
                (Method::GET, format!("/api/v1/tenants/{tenant}/tokens"), None),
                (Method::POST, format!("/api/v1/tenants/{tenant}/tokens"), Some("no json at all")),
                (Method::GET, format!("/api/v1/tenants/{tenant}/tokens/{}", theirs.id), None),
                (Method::PATCH, format!("/api/v1/tenants/{tenant}/tokens/{}", theirs.id), Some("{}")),
                (Method::DELETE, format!("/api/v1/tenants/{tenant}/tokens/{}", theirs.id), None),
                (Method::POST, format!("/api/v1/tenants/{tenant}/tokens/{}/rotate", theirs.id), Some("{}")),
            ]
        };
        for ((method, hidden, body), (_, unknown, _)) in there("globex").into_iter().zip(there("nowhere")) {
            let body = body.map(str::to_owned);
            let hidden = api.call_with(method.clone(), &hidden, &[], body.clone()).await.expect(404);
            let unknown = api.call_with(method, &unknown, &[], body).await.expect(404);
            assert_eq!(bytes(&hidden), bytes(&unknown));
        }
        // The own tenant's address does not lead to another tenant's token or app either.
        let none = "tok_01JD8M4QK7F2V9X3Z5C6B8N0RT";
        for (rest, other, method, body) in [
            ("", "", Method::GET, None),
            ("", "", Method::DELETE, None),
            ("", "", Method::PATCH, Some("{\"name\":\"x\"}")),
            ("/rotate", "/rotate", Method::POST, Some("{\"overlap\":\"none\"}")),
            ("/disable", "/disable", Method::POST, None),
            ("/enable", "/enable", Method::POST, None),
        ] {
            let body = body.map(str::to_owned);
            let hidden = api.call_with(method.clone(), &format!("{TOKENS}/{}{rest}", theirs.id), &[], body.clone()).await;
            let unknown = api.call_with(method.clone(), &format!("{TOKENS}/{none}{other}"), &[], body.clone()).await;
            let nonsense = api.call_with(method, &format!("{TOKENS}/x{other}"), &[], body).await;
            assert_eq!((hidden.status, bytes(&hidden)), (404, bytes(&unknown)));
            assert_eq!(bytes(&unknown), bytes(&nonsense));
        }
        for slug in ["shop", "x", "%00", "A!"] {
            api.get(&format!("/api/v1/tenants/acme/apps/{slug}")).await.expect(404);
        }
        for slug in ["%00", "ACME", "acme%20", "..%2facme", "%ff", "new"] {
            api.get(&format!("/api/v1/tenants/{slug}")).await.expect(404);
        }
        assert!(theirs.is_accepted().await);
    }

    async fn a_token_issues_nothing_beyond_itself(app) {
        let (owner, weak) = fixture(app).await;
        let wanted = |change: Value| {
            let mut body = json!({ "name": "Child", "permissions": ["read"], "modules": ["administration"] });
            body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            body
        };
        for (change, status, field) in [
            (json!({ "permissions": ["read", "write"] }), 403, "permissions"),
            (json!({ "permissions": ["delete"] }), 403, "permissions"),
            (json!({ "modules": ["devices"] }), 403, "modules"),
            (json!({ "modules": ["administration", "devices"] }), 403, "modules"),
            (json!({ "tenant_scope": "all" }), 403, "tenant_scope"),
            (json!({ "expires_at": null }), 403, "expires_at"),
            (json!({ "expires_at": "2027-01-01T12:00:01Z" }), 403, "expires_at"),
            // Tenants it can't access are unknown to it.
            (json!({ "tenant_scope": "selected", "tenants": ["globex"] }), 422, "tenants"),
            (json!({ "tenant_scope": "selected", "tenants": ["acme", "globex"] }), 422, "tenants"),
            (json!({ "tenant_scope": "selected", "tenants": ["nowhere"] }), 422, "tenants"),
        ] {
            let refused = weak.post(TOKENS, &wanted(change.clone())).await.expect(status);
            assert_eq!(refused.wrong(), [field], "{change}");
        }
        assert_eq!(app.database.number("SELECT COUNT(*) FROM tokens").await, 1);
        let unreached = weak.post(TOKENS, &wanted(json!({ "tenant_scope": "selected", "tenants": ["globex"] }))).await;
        let unknown = weak.post(TOKENS, &wanted(json!({ "tenant_scope": "selected", "tenants": ["nowhere"] }))).await;
        assert_eq!(bytes(&unreached), bytes(&unknown));

        // Exactly as much is not more. By default, a token expires with the one that creates it.
        let same = json!({ "permissions": ["read", "create"], "expires_at": "2027-01-01T12:00:00Z" });
        weak.post(TOKENS, &wanted(same)).await.expect(201);
        let usual = weak.post(TOKENS, &wanted(json!({}))).await.expect(201).json();
        assert_eq!(usual["expires_at"], "2027-01-01T12:00:00Z");
        let own = json!({ "tenant_scope": "selected", "tenants": ["acme"] });
        assert_eq!(weak.post(TOKENS, &wanted(own)).await.expect(201).json()["tenants"], json!(["acme"]));

        // A token with everything grants everything, even what never expires.
        let never = |form: crate::support::Form| form.tick("expires_in=never");
        let all = |form: crate::support::Form| form.tick("tenant_scope=all").tick("modules=devices");
        let strong = owner.api_as("acme", "read write create delete", never, all).await;
        let most = json!({ "permissions": ["read", "write", "create", "delete"], "tenant_scope": "all",
            "modules": ["administration", "devices"], "expires_at": null });
        let child = strong.post(TOKENS, &wanted(most)).await.expect(201).json();
        assert_eq!((&child["tenant_scope"], &child["expires_at"]), (&json!("all"), &Value::Null));
    }

    async fn a_token_neither_widens_nor_takes_over_a_stronger_one(app) {
        let (owner, _) = fixture(app).await;
        let weak = owner.api_as("acme", "read write create", |form| form, |form| form).await;
        let strong = owner.api_as("acme", "read write create delete", |form| form.tick("expires_in=1y"), |form| form).await;
        let path = format!("{TOKENS}/{}", strong.id);
        assert_eq!(weak.call_with(Method::POST, &format!("{path}/rotate"), &[], Some("{\"overlap\":\"24h\"}".into())).await.expect(403).wrong(), ["permissions", "expires_at"]);
        // Removing access is allowed; restoring it is not, nor anything else while the token has more access.
        weak.patch(&path, &json!({ "permissions": ["read", "delete"] })).await.expect(200);
        weak.patch(&path, &json!({ "permissions": ["read", "delete", "write"] })).await.expect(403);
        weak.patch(&path, &json!({ "modules": ["administration", "devices"] })).await.expect(403);
        weak.patch(&path, &json!({ "tenant_scope": "all" })).await.expect(403);
        assert_eq!(weak.patch(&path, &json!({ "expires_at": null })).await.expect(422).wrong(), ["expires_at"]);
        assert_eq!(weak.patch(&path, &json!({ "expires_at": "2099-01-01T00:00:00Z" })).await.expect(422).wrong(), ["expires_at"]);
        weak.call(Method::POST, &format!("{path}/disable")).await.expect(200);
        weak.call(Method::POST, &format!("{path}/enable")).await.expect(403);
        assert!(!strong.is_accepted().await);
        // It may always rotate itself.
        let renewed = weak.post(&format!("{TOKENS}/{}/rotate", weak.id), &json!({ "overlap": "none" })).await.expect(200);
        assert!(!weak.is_accepted().await);
        assert!(weak.with(renewed.json()["secret"].as_str().unwrap()).is_accepted().await);
    }

    async fn tenants_out_of_reach_are_counted_and_not_named(app) {
        let (owner, weak) = fixture(app).await;
        let wide = |form: crate::support::Form| {
            form.tick("tenant_scope=selected").tick("tenants=acme").tick("tenants=globex")
        };
        let wide = owner.api_as("acme", "read", |form| form, wide).await;
        let path = format!("{TOKENS}/{}", wide.id);
        let seen = weak.get(&path).await.expect(200);
        assert_eq!((seen.json()["tenants"].clone(), seen.json()["other_tenants"].clone()), (json!(["acme"]), json!(1)));
        assert!(!weak.get(TOKENS).await.text().contains("globex"));
        let own = wide.get(&path).await.expect(200).json();
        assert_eq!((&own["tenants"], &own["other_tenants"]), (&json!(["acme", "globex"]), &json!(0)));
    }

    async fn an_expired_or_revoked_token_is_refused_everywhere(app) {
        let (owner, weak) = fixture(app).await;
        weak.get(TOKENS).await.expect(200);
        app.wait(TimeDelta::days(60));
        let refused = weak.get(TOKENS).await.expect(401);
        assert!(refused.header("www-authenticate").contains("invalid_token"));
        weak.get("/api/v1/tenants/nowhere").await.expect(401);
        let nobody = owner.bare(Method::GET, TOKENS);
        let missing = owner.send(nobody).await.expect(401);
        assert_eq!(missing.header("www-authenticate"), "Bearer realm=\"Latchkey\"");
        // A session is not a token: the console's cookie does nothing here.
        owner.get(TOKENS).await.expect(401);
    }
}
