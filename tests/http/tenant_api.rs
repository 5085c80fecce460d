//! `/api/v1`: a tenant's resources, managed with a token.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::both;

const TOKENS: &str = "/api/v1/tenants/acme/tokens";

fn slugs(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|item| item["slug"].as_str().unwrap()).collect()
}

fn names(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect()
}

both! {
    async fn a_token_is_issued_read_changed_and_revoked(app) {
        let (owner, api) = app.owner_and_api("acme").await;
        let made = api.post(TOKENS, &json!({ "name": "Deploy", "permissions": ["read"] })).await.expect(201);
        let token = made.json();
        let id = token["id"].as_str().unwrap().to_owned();
        let path = format!("{TOKENS}/{id}");
        assert_eq!(made.location().as_deref(), Some(path.as_str()));
        assert_eq!(made.header("cache-control"), "no-store");
        assert_eq!(token["status"], "active");
        assert_eq!((&token["tenant"], &token["tenant_scope"], &token["modules"]), (&json!("acme"), &json!("this"), &json!([])));
        assert_eq!(token["expires_at"], "2027-02-18T12:00:00Z");
        assert!(token["created_by"].as_str().unwrap().starts_with("Robot (tok_"));
        let issued = api.with(token["secret"].as_str().unwrap());
        assert_eq!(issued.get("/api/v1/me").await.expect(200).json()["id"], id.as_str());

        let read = api.get(&path).await.expect(200);
        assert!(read.json().get("secret").is_none());
        assert_eq!(read.header("etag"), made.header("etag"));
        assert!(owner.get(&format!("/administration/tenants/acme/api/{id}")).await.expect(200).text().contains("Deploy"));

        let changed = api.patch(&path, &json!({ "description": "Rolls out" })).await.expect(200);
        assert_eq!((changed.json()["name"].clone(), changed.json()["description"].clone()), (json!("Deploy"), json!("Rolls out")));
        assert_ne!(changed.header("etag"), read.header("etag"));

        let gone = api.delete(&path).await.expect(204);
        assert_eq!(gone.text(), "");
        assert!(!issued.is_accepted().await);
        assert_eq!(api.get(&path).await.expect(200).json()["status"], "revoked");
        api.delete(&path).await.expect(204);
        api.patch(&path, &json!({ "name": "Again" })).await.expect(409);
    }

    async fn what_was_done_stands_in_the_audit_trail_under_the_tokens_name(app) {
        let (_owner, api) = app.owner_and_api("acme").await;
        let made = api.post(TOKENS, &json!({ "name": "Deploy", "permissions": ["read"] })).await.expect(201).json();
        let path = format!("{TOKENS}/{}", made["id"].as_str().unwrap());
        api.patch(&path, &json!({ "name": "Deploy 2" })).await.expect(200);
        api.call(Method::POST, &format!("{path}/disable")).await.expect(200);
        api.call(Method::POST, &format!("{path}/enable")).await.expect(200);
        api.delete(&path).await.expect(204);
        let actions: Vec<String> = app
            .database
            .texts("SELECT action FROM audit_events WHERE actor_kind = 'token' AND actor_label = 'Robot'")
            .await;
        for action in ["token.issued", "token.changed", "token.disabled", "token.enabled", "token.revoked"] {
            assert_eq!(actions.iter().filter(|known| *known == action).count(), 1, "{action}: {actions:?}");
        }
        let page = api.get("/api/v1/tenants/acme/audit-events?action=token.changed").await.expect(200).json();
        let event = &page["items"][0];
        assert_eq!((&event["before"], &event["after"]), (&json!({ "name": "Deploy" }), &json!({ "name": "Deploy 2" })));
        assert_eq!((&event["actor"]["kind"], &event["actor"]["id"]), (&json!("token"), &json!(api.id)));
        assert_eq!(event["object"]["id"], made["id"]);
        let secret = made["secret"].as_str().unwrap();
        assert!(!api.get("/api/v1/tenants/acme/audit-events").await.text().contains(secret));
    }

    async fn a_disabled_token_opens_nothing_until_it_is_enabled(app) {
        let (_owner, api) = app.owner_and_api("acme").await;
        let made = api.post(TOKENS, &json!({ "name": "Deploy", "permissions": ["read"] })).await.expect(201).json();
        let path = format!("{TOKENS}/{}", made["id"].as_str().unwrap());
        let issued = api.with(made["secret"].as_str().unwrap());
        let off = api.call(Method::POST, &format!("{path}/disable")).await.expect(200);
        assert_eq!(off.json()["status"], "disabled");
        assert!(!issued.is_accepted().await);
        // Repeated, it is done once.
        let again = api.call(Method::POST, &format!("{path}/disable")).await.expect(200);
        assert_eq!(again.header("etag"), off.header("etag"));
        assert_eq!(api.call(Method::POST, &format!("{path}/enable")).await.expect(200).json()["status"], "active");
        assert!(issued.is_accepted().await);
        app.wait(TimeDelta::days(200));
        assert!(!issued.is_accepted().await);
    }

    async fn lists_are_paged_searched_and_filtered(app) {
        let (_owner, api) = app.owner_and_api("acme").await;
        for n in 0..5 {
            api.post(TOKENS, &json!({ "name": format!("Job {n}"), "permissions": ["read"] })).await.expect(201);
            app.wait(TimeDelta::milliseconds(5));
        }
        let first = api.get(&format!("{TOKENS}?q=job&limit=2")).await.expect(200).json();
        assert_eq!(names(&first), ["Job 4", "Job 3"]);
        let next = first["next"].as_str().unwrap();
        let second = api.get(&format!("{TOKENS}?q=job&limit=2&after={next}")).await.expect(200).json();
        assert_eq!(names(&second), ["Job 2", "Job 1"]);
        let next = second["next"].as_str().unwrap();
        let last = api.get(&format!("{TOKENS}?q=job&limit=2&after={next}")).await.expect(200).json();
        assert_eq!((names(&last), &last["next"]), (vec!["Job 0"], &Value::Null));

        let id = last["items"][0]["id"].as_str().unwrap();
        api.delete(&format!("{TOKENS}/{id}")).await.expect(204);
        let revoked = api.get(&format!("{TOKENS}?status=revoked")).await.expect(200).json();
        assert_eq!(names(&revoked), ["Job 0"]);
        assert_eq!(api.get(&format!("{TOKENS}?q={id}")).await.expect(200).json()["items"][0]["id"], id);
        for (query, field) in [
            ("limit=0", "limit"),
            ("limit=101", "limit"),
            ("after=x", "after"),
            ("stats=active", "stats"),
            ("status=on", "status"),
        ] {
            assert_eq!(api.get(&format!("{TOKENS}?{query}")).await.expect(422).wrong(), [field], "{query}");
        }
        assert_eq!(names(&api.get(&format!("{TOKENS}?q=%00")).await.expect(200).json()), Vec::<&str>::new());

        let mut seen = 0;
        let mut path = "/api/v1/tenants/acme/audit-events?limit=3".to_owned();
        loop {
            let page = api.get(&path).await.expect(200).json();
            seen += page["items"].as_array().unwrap().len();
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/api/v1/tenants/acme/audit-events?limit=3&after={next}");
        }
        assert_eq!(seen as i64, app.database.number("SELECT COUNT(*) FROM audit_events WHERE tenant_id IS NOT NULL").await);
    }

    async fn apps_are_made_renamed_and_deleted(app) {
        let (_owner, api) = app.owner_and_api("acme").await;
        let apps = "/api/v1/tenants/acme/apps";
        let made = api.post(apps, &json!({ "name": "Ware house" })).await.expect(201);
        assert_eq!((made.json()["slug"].clone(), made.location()), (json!("ware-house"), Some(format!("{apps}/ware-house"))));
        api.post(apps, &json!({ "name": "Other", "slug": "ware-house" })).await.expect(409);
        assert_eq!(api.post(apps, &json!({ "name": "日本" })).await.expect(422).wrong(), ["slug"]);
        assert_eq!(api.post(apps, &json!({ "name": "A", "slug": "A!" })).await.expect(422).wrong(), ["slug"]);
        api.post(apps, &json!({ "name": "Shop", "slug": "shop" })).await.expect(201);
        let first = api.get(&format!("{apps}?limit=1")).await.expect(200).json();
        let rest = format!("{apps}?limit=5&after={}", first["next"].as_str().unwrap());
        let rest = api.get(&rest).await.expect(200).json();
        let mut all = [slugs(&first), slugs(&rest)].concat();
        all.sort_unstable();
        assert_eq!(all, ["shop", "ware-house"]);
        assert_eq!(slugs(&api.get(&format!("{apps}?q=WARE")).await.expect(200).json()), ["ware-house"]);

        let path = format!("{apps}/ware-house");
        let renamed = api.patch(&path, &json!({ "name": "Warehouse" })).await.expect(200);
        assert_eq!(renamed.json()["name"], "Warehouse");
        assert_ne!(renamed.header("etag"), made.header("etag"));
        assert_eq!(api.patch(&path, &json!({ "slug": "x" })).await.expect(422).wrong(), ["slug"]);

        let bound = json!({ "name": "Bound", "permissions": ["read"], "app": "ware-house" });
        let bound = api.post(TOKENS, &bound).await.expect(201).json();
        assert_eq!(bound["app"], "ware-house");
        api.delete(&path).await.expect(409);
        api.patch(&format!("{TOKENS}/{}", bound["id"].as_str().unwrap()), &json!({ "app": null })).await.expect(200);
        api.delete(&path).await.expect(204);
        api.get(&path).await.expect(404);
    }

    async fn tenants_and_modules_are_those_within_reach(app) {
        let (owner, api) = app.owner_and_api("acme").await;
        app.tenant(&owner, "globex").await;
        let all = owner.api_as("acme", "read", |form| form, |form| form.tick("tenant_scope=all")).await;
        assert_eq!(slugs(&api.get("/api/v1/tenants").await.expect(200).json()), ["acme"]);
        let mut everything = all.get("/api/v1/tenants").await.expect(200).json();
        let mut found = slugs(&everything);
        found.sort_unstable();
        assert_eq!(found, ["acme", "globex"]);
        let page = all.get("/api/v1/tenants?limit=1").await.expect(200).json();
        let rest = all.get(&format!("/api/v1/tenants?limit=1&after={}", page["next"].as_str().unwrap())).await.expect(200).json();
        assert_eq!((slugs(&rest).len(), &rest["next"]), (1, &Value::Null));
        assert_eq!(slugs(&all.get("/api/v1/tenants?q=GLO").await.expect(200).json()), ["globex"]);
        assert_eq!(all.get("/api/v1/tenants/globex").await.expect(200).json()["time_zone"], "Europe/Berlin");
        let modules = all.get("/api/v1/tenants/globex/modules").await.expect(200).json();
        assert_eq!(modules["items"], json!([{ "slug": "administration", "name": "Tenant API", "built_in": true }]));

        // Where the module is not enabled, nothing can be done with the token; a disabled tenant is not found.
        app.database.execute("DELETE FROM tenant_modules WHERE tenant_id = (SELECT id FROM tenants WHERE slug = 'globex')").await;
        all.get("/api/v1/tenants/globex").await.expect(403);
        everything = all.get("/api/v1/tenants").await.expect(200).json();
        assert_eq!(slugs(&everything), ["acme"]);
        owner.fill_in("/administration/tenants/globex/settings", "Disable", |form| form).await.expect(303);
        all.get("/api/v1/tenants/globex").await.expect(404);
    }

    async fn without_the_module_or_the_permission_nothing_is_done(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let plain = crate::support::Api::new(&owner, &owner.issue("acme", "Plain").await);
        plain.get("/api/v1/me").await.expect(200);
        let refused = plain.get(TOKENS).await.expect(403);
        assert!(refused.header("www-authenticate").contains("insufficient_scope"));
        let reader = owner.api_as("acme", "read", |form| form, |form| form).await;
        reader.get(TOKENS).await.expect(200);
        for (method, path, lacks) in [
            (Method::POST, TOKENS.to_owned(), "create"),
            (Method::PATCH, format!("{TOKENS}/{}", reader.id), "write"),
            (Method::DELETE, format!("{TOKENS}/{}", reader.id), "delete"),
            (Method::POST, format!("{TOKENS}/{}/rotate", reader.id), "write create"),
            (Method::POST, format!("{TOKENS}/{}/disable", reader.id), "write"),
            (Method::POST, format!("{TOKENS}/{}/enable", reader.id), "write"),
            (Method::POST, "/api/v1/tenants/acme/apps".to_owned(), "create"),
        ] {
            let refused = reader.call(method, &path).await.expect(403);
            assert!(refused.header("www-authenticate").contains(&format!("scope=\"{lacks}\"")), "{path}");
            assert!(refused.text().contains(&lacks.replace(' ', " and ")), "{}", refused.text());
        }
        assert!(reader.is_accepted().await);
        let writer = owner.api_as("acme", "write", |form| form, |form| form).await;
        writer.get(TOKENS).await.expect(403);
        let head = owner.bare(Method::HEAD, TOKENS).bearer_auth(&reader.secret);
        owner.send(head).await.expect(200);
    }
}
