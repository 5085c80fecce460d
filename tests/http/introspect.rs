//! `POST /oauth2/introspect`.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::json;

use crate::support::platform::ApiClient;
use crate::support::{Client, TestApp, both};

const INACTIVE: &str = r#"{"active":false}"#;

/// The owner, a tenant, three modules, and an API client for two of them.
async fn fixture(app: &TestApp) -> (Client, ApiClient) {
    let owner = app.owner().await;
    app.tenant(&owner, "acme").await;
    for module in ["billing", "devices", "maps"] {
        app.module(module, &["acme"]).await;
    }
    let client = owner.api_client("Shop API", &["devices", "billing"]).await;
    (owner, client)
}

both! {
    async fn an_active_token_is_described_to_the_api_that_it_concerns(app) {
        let (owner, client) = fixture(app).await;
        let token = owner.issue_as("acme", |form| form.fill("Name", "Scanner"), |form| form.tick("Create")).await;
        for module in ["devices", "maps"] {
            app.give_module(&token, module).await;
        }
        let now = app.state.now().micros() / 1_000_000;
        let answer = owner.introspect(&client, &token.secret).await.expect(200);
        let id = answer.json()["tenant_id"].as_str().unwrap().to_owned();
        assert!(id.starts_with("ten_") && id.len() == 30, "{id}");
        assert_eq!(answer.json(), json!({
            "active": true,
            "scope": "read create",
            "client_id": token.id,
            "token_type": "Bearer",
            "exp": now + 90 * 24 * 3600,
            "iat": now,
            "sub": token.id,
            "iss": app.state.fixed.public_url,
            "tenant": "acme",
            "tenant_id": id,
            "tenants": ["acme"],
            "tenant_ids": [id],
            "modules": ["devices"],
            "app": null,
            "permissions": ["read", "create"],
        }));
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("content-type"), "application/json");

        let bearer = owner.bare(Method::POST, "/oauth2/introspect").bearer_auth(&client.secret);
        let hinted = bearer.form(&[("token_type_hint", "refresh_token"), ("token", &token.secret)]);
        assert_eq!(owner.send(hinted).await.expect(200).json(), answer.json());

        app.state.usage.flush(&app.state.db, app.state.now(), true).await.unwrap();
        assert_eq!(app.database.number("SELECT COUNT(*) FROM token_uses WHERE at IS NOT NULL").await, 1);
    }

    async fn a_token_without_an_end_has_no_exp(app) {
        let (owner, client) = fixture(app).await;
        let forever = |form: crate::support::Form| form.fill("Name", "Forever").tick("No expiration");
        let token = owner.issue_as("acme", forever, |form| form.tick("All tenants")).await;
        app.give_module(&token, "billing").await;
        let answer = owner.introspect(&client, &token.secret).await.expect(200).json();
        assert_eq!((&answer["exp"], &answer["tenants"]), (&json!(null), &json!(["*"])));
        assert!(answer.get("exp").is_none());
    }

    async fn whatever_is_not_active_is_exactly_that_and_no_use(app) {
        let (owner, client) = fixture(app).await;
        let elsewhere = owner.issue("acme", "Maps only").await;
        app.give_module(&elsewhere, "maps").await;
        let bare = owner.issue("acme", "No module").await;
        let token = owner.issue("acme", "Scanner").await;
        app.give_module(&token, "devices").await;

        let mutilated = token.secret[..51].to_owned();
        let spaced = format!("{} ", token.secret);
        let long = "x".repeat(9_000);
        let odd = ["", "x", "\0", &long, &mutilated, &spaced, &token.id, &client.secret, &elsewhere.secret, &bare.secret];
        for presented in odd {
            let answer = owner.introspect(&client, presented).await.expect(200);
            assert_eq!(answer.text(), INACTIVE, "{presented:?}");
            assert_eq!(answer.header("cache-control"), "no-store");
            assert_eq!(answer.header("x-latchkey-decision-id").len(), 20);
        }
        app.state.usage.flush(&app.state.db, app.state.now(), true).await.unwrap();
        assert_eq!(app.database.number("SELECT COUNT(*) FROM token_uses WHERE at IS NOT NULL").await, 0);

        assert_eq!(owner.introspect(&client, &token.secret).await.json()["active"], true);
        for (spoil, restore) in [
            ("UPDATE tokens SET disabled_at = 1", "UPDATE tokens SET disabled_at = NULL"),
            ("UPDATE tenants SET disabled_at = 1", "UPDATE tenants SET disabled_at = NULL"),
            ("UPDATE token_secrets SET ends_at = 1", "UPDATE token_secrets SET ends_at = NULL"),
            ("UPDATE tokens SET expires_at = 1", "UPDATE tokens SET expires_at = NULL"),
            ("UPDATE tokens SET revoked_at = 1", "UPDATE tokens SET revoked_at = NULL"),
        ] {
            app.database.execute(spoil).await;
            assert_eq!(owner.introspect(&client, &token.secret).await.expect(200).text(), INACTIVE, "{spoil}");
            app.database.execute(restore).await;
            assert_eq!(owner.introspect(&client, &token.secret).await.json()["active"], true, "{restore}");
        }
    }

    async fn an_expired_token_is_not_active_from_the_moment_on(app) {
        let (owner, client) = fixture(app).await;
        let token = owner.issue("acme", "Scanner").await;
        app.give_module(&token, "devices").await;
        app.wait(TimeDelta::days(90) - TimeDelta::microseconds(1));
        assert_eq!(owner.introspect(&client, &token.secret).await.json()["active"], true);
        app.wait(TimeDelta::microseconds(1));
        assert_eq!(owner.introspect(&client, &token.secret).await.text(), INACTIVE);
    }

    async fn each_api_client_sees_its_own_modules(app) {
        let (owner, shop) = fixture(app).await;
        let maps = owner.api_client("Maps API", &["maps"]).await;
        let token = owner.issue("acme", "Scanner").await;
        for module in ["billing", "devices", "maps"] {
            app.give_module(&token, module).await;
        }
        let modules = async |client| owner.introspect(client, &token.secret).await.json()["modules"].clone();
        assert_eq!(modules(&shop).await, json!(["billing", "devices"]));
        assert_eq!(modules(&maps).await, json!(["maps"]));
    }

    async fn only_an_api_client_may_ask(app) {
        let (owner, client) = fixture(app).await;
        let other = owner.api_client("Other API", &["maps"]).await;
        let token = owner.issue("acme", "Scanner").await;
        app.give_module(&token, "devices").await;
        let post = || owner.bare(Method::POST, "/oauth2/introspect").form(&[("token", token.secret.as_str())]);
        let mut cut = client.secret.clone();
        cut.pop();
        for (what, request) in [
            ("nobody", post()),
            ("a token", post().bearer_auth(&token.secret)),
            ("a session", owner.request(Method::POST, "/oauth2/introspect").form(&[("token", &token.secret)])),
            ("another's id", post().basic_auth(&other.id, Some(&client.secret))),
            ("no id", post().basic_auth("", Some(&client.secret))),
            ("a cut secret", post().basic_auth(&client.id, Some(&cut))),
            ("a secret of the right form", post().bearer_auth(format!("lki_{}", &token.secret[3..]))),
            ("two at once", post().basic_auth(&client.id, Some(&client.secret)).bearer_auth(&client.secret)),
            ("in the form", post().form(&[("client_id", &client.id), ("client_secret", &client.secret), ("token", &token.secret)])),
        ] {
            let answer = owner.send(request).await;
            assert_eq!((answer.status, answer.text().as_str()), (401, r#"{"error":"invalid_client"}"#), "{what}");
            let challenge = answer.header("www-authenticate");
            assert!(challenge.contains("Basic realm=") && challenge.contains("Bearer realm="), "{what}: {challenge}");
            assert_eq!(answer.header("cache-control"), "no-store", "{what}");
        }
        assert_eq!(owner.introspect(&client, &token.secret).await.json()["active"], true);
        // A client's secret is not a token.
        owner.send(owner.bare(Method::GET, "/api/v1/me").bearer_auth(&client.secret)).await.expect(401);
        owner.verify("", "GET", &client.secret).await.expect(401);
    }

    async fn what_is_no_request_for_introspection_is_told_so(app) {
        let (owner, client) = fixture(app).await;
        let post = || owner.introspection(&client);
        let too_long = "x".repeat(20_000);
        for (status, request) in [
            (400, post().form(&[("token_type_hint", "access_token")])),
            (400, post().form(&[("token", "a"), ("token", "a")])),
            (400, post().header("content-type", "application/x-www-form-urlencoded").body("")),
            (413, post().form(&[("token", too_long.as_str())])),
            (415, post().json(&json!({ "token": "a" }))),
            (415, post().body("token=a")),
            (405, owner.bare(Method::GET, "/oauth2/introspect?token=a").basic_auth(&client.id, Some(&client.secret))),
        ] {
            let answer = owner.send(request).await.expect(status);
            assert!(status == 405 || answer.text() == r#"{"error":"invalid_request"}"#, "{}", answer.text());
        }
        let broken = post().header("content-type", "application/x-www-form-urlencoded").body(vec![0xff, b'%', b'=', 0]);
        owner.send(broken).await.expect(400);
    }

    async fn a_revoked_api_client_is_refused_at_once(app) {
        let (owner, client) = fixture(app).await;
        let revoke = format!("/administration/api-clients/{}/revoke", client.id);
        owner.fill_in(&revoke, "Revoke", |form| form.fill("Name", "Shop API")).await.expect(303);
        let answer = owner.introspect(&client, "lk_x").await.expect(401);
        assert_eq!(answer.json(), json!({ "error": "invalid_client" }));
    }
}
