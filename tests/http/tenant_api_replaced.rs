//! What a secret that is being replaced may still do during the overlap.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Api, Client, Form, TestApp, both};

const TOKENS: &str = "/api/v1/tenants/acme/tokens";

/// A program with a secret that is being replaced for 24 hours, and with the one that replaces it. The token never
/// expires.
async fn replaced(app: &TestApp) -> (Client, Api, Api) {
    let owner = app.owner().await;
    app.tenant(&owner, "acme").await;
    let never = |form: Form| form.tick("expires_in=never");
    let old = owner.api_as("acme", "read write create delete", never, |form| form).await;
    let new = rotate(&old, "24h").await;
    (owner, old, new)
}

async fn rotate(api: &Api, overlap: &str) -> Api {
    let answer =
        api.post(&format!("{TOKENS}/{}/rotate", api.id), &json!({ "overlap": overlap })).await.expect(200);
    api.with(answer.json()["secret"].as_str().unwrap())
}

fn job(end: Value) -> Value {
    json!({ "name": "Job", "permissions": ["read"], "modules": ["administration"], "expires_at": end })
}

const EVERYTHING: &str = "SELECT COUNT(*) FROM audit_events";

both! {
    async fn what_it_issues_ends_with_it(app) {
        let (_owner, old, new) = replaced(app).await;
        for end in [Value::Null, json!("2026-11-21T12:00:01Z"), json!("2099-01-01T00:00:00Z")] {
            let refused = old.post(TOKENS, &job(end.clone())).await.expect(403);
            assert_eq!(refused.wrong(), ["expires_at"], "{end}");
            assert!(refused.text().contains("is being replaced"), "{}", refused.text());
        }
        let usual = json!({ "name": "Usual", "permissions": ["read", "write", "create"], "modules": ["administration"] });
        let child = old.post(TOKENS, &usual).await.expect(201).json();
        assert_eq!(child["expires_at"], "2026-11-21T12:00:00Z");
        old.post(TOKENS, &job(json!("2026-11-21T12:00:00Z"))).await.expect(201);
        // Neither may a token created with it: it has no more to grant.
        let child = old.with(child["secret"].as_str().unwrap());
        assert_eq!(child.post(TOKENS, &job(Value::Null)).await.expect(403).wrong(), ["expires_at"]);
        let grandchild = child.post(TOKENS, &json!({ "name": "Grandchild", "permissions": ["read"] })).await.expect(201).json();
        assert_eq!(grandchild["expires_at"], "2026-11-21T12:00:00Z");
        app.wait(TimeDelta::hours(24));
        for secret in [&old.secret, &child.secret, grandchild["secret"].as_str().unwrap()] {
            assert!(!old.with(secret).is_accepted().await);
        }
        // The new secret has all the token's access.
        new.post(TOKENS, &job(Value::Null)).await.expect(201);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM tokens WHERE expires_at IS NULL").await, 2);
    }

    async fn it_takes_no_secret_away(app) {
        let (owner, old, new) = replaced(app).await;
        let other = owner.api("acme").await;
        let brief = |form: Form| form.tick("expires_in=custom").fill("expires_date", "2026-11-21").fill("expires_time", "12:00");
        let weak = owner.api_as("acme", "read", brief, |form| form).await;
        let before = app.database.number(EVERYTHING).await;
        for id in [&old.id, &other.id, &weak.id] {
            for overlap in ["none", "1h", "24h", "7d"] {
                let refused = old.post(&format!("{TOKENS}/{id}/rotate"), &json!({ "overlap": overlap })).await.expect(403);
                assert!(refused.text().contains("is being replaced"), "{}", refused.text());
            }
        }
        for id in [&old.id, &other.id] {
            let path = format!("{TOKENS}/{id}");
            old.delete(&path).await.expect(403);
            old.call(Method::POST, &format!("{path}/disable")).await.expect(403);
            old.call(Method::POST, &format!("{path}/enable")).await.expect(403);
            for change in [
                json!({ "name": "Mine" }),
                json!({ "description": "x" }),
                json!({ "permissions": ["read"] }),
                json!({ "modules": [] }),
                json!({ "expires_at": "2026-11-20T12:00:01Z" }),
                json!({ "tenant_scope": "selected", "tenants": ["acme"] }),
                json!({}),
            ] {
                old.patch(&path, &change).await.expect(403);
            }
        }
        assert_eq!(app.database.number(EVERYTHING).await, before);
        assert!(old.is_accepted().await && new.is_accepted().await && other.is_accepted().await);
        // What expires before it, it could create, and so may disable: its own jobs of an hour.
        old.call(Method::POST, &format!("{TOKENS}/{}/disable", weak.id)).await.expect(200);
        old.call(Method::POST, &format!("{TOKENS}/{}/enable", weak.id)).await.expect(200);
        old.delete(&format!("{TOKENS}/{}", weak.id)).await.expect(204);
        // The owner's new secret may do all of it.
        let latest = rotate(&new, "none").await;
        assert!(!old.is_accepted().await && !new.is_accepted().await && latest.is_accepted().await);
    }

    async fn it_enables_nothing_that_outlives_it(app) {
        let (owner, old, new) = replaced(app).await;
        let sleeping = owner.api_as("acme", "read", |form| form, |form| form).await;
        let path = format!("{TOKENS}/{}", sleeping.id);
        new.call(Method::POST, &format!("{path}/disable")).await.expect(200);
        let refused = old.call(Method::POST, &format!("{path}/enable")).await.expect(403);
        assert_eq!(refused.wrong(), ["expires_at"]);
        assert!(!sleeping.is_accepted().await);
        new.call(Method::POST, &format!("{path}/enable")).await.expect(200);
    }

    async fn a_request_that_is_sent_again_gives_it_nothing_more(app) {
        let (_owner, old, new) = replaced(app).await;
        let send = |api: Api, path: String, body: Value| async move {
            api.call_with(Method::POST, &path, &[("Idempotency-Key", "again")], Some(body.to_string())).await
        };
        // Refused once, it is refused again: the key is not used up.
        for _ in 0..2 {
            send(old.clone(), TOKENS.to_owned(), job(Value::Null)).await.expect(403);
        }
        let made = send(new.clone(), TOKENS.to_owned(), job(Value::Null)).await.expect(201).json();
        let replay = send(old.clone(), TOKENS.to_owned(), job(Value::Null)).await.expect(200).json();
        assert_eq!((&replay["id"], &replay["secret"]), (&made["id"], &Value::Null));
        assert_eq!(app.database.number("SELECT COUNT(*) FROM tokens").await, 2);
    }

    async fn a_secret_whose_overlap_is_cut_off_later_gives_no_longer_than_that(app) {
        let (owner, old, _new) = replaced(app).await;
        let end = format!("/administration/tenants/acme/api/{}/secrets/1", old.id);
        let csrf = owner.csrf().await;
        owner.post(&format!("{end}/extend"), &[("csrf", &csrf), ("overlap", "7d")]).await.expect(303);
        let child = old.post(TOKENS, &json!({ "name": "Usual", "permissions": ["read"] })).await.expect(201).json();
        assert_eq!(child["expires_at"], "2026-11-27T12:00:00Z");
        owner.post(&format!("{end}/end"), &[("csrf", &csrf)]).await.expect(303);
        old.post(TOKENS, &json!({ "name": "Late", "permissions": ["read"] })).await.expect(401);
    }
}
