//! `GET /api/v1/me`: which tokens are accepted, and until exactly when.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use chrono::TimeDelta;
use futures_util::future::join_all;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, HeaderValue};

use crate::support::{Answer, Client, Form, TestApp, both};

const ME: &str = "/api/v1/me";
const NO_TOKEN: &str = r#"Bearer realm="Latchkey""#;
const INVALID: &str = r#"Bearer realm="Latchkey", error="invalid_token""#;

async fn present(app: &TestApp, headers: &[&[u8]]) -> Answer {
    let browser = app.visitor();
    let mut request = browser.bare(Method::GET, ME);
    for header in headers {
        request = request.header(AUTHORIZATION, HeaderValue::from_bytes(header).unwrap());
    }
    browser.send(request).await
}

async fn bearer(app: &TestApp, secret: &str) -> Answer {
    present(app, &[format!("Bearer {secret}").as_bytes()]).await
}

#[track_caller]
fn refused(answer: &Answer, challenge: &str, what: &str) {
    assert_eq!(answer.status, 401, "{what}: {}", answer.text());
    assert_eq!(answer.header("www-authenticate"), challenge, "{what}");
    assert_eq!(answer.header("content-type"), "application/problem+json", "{what}");
    assert_eq!(answer.header("cache-control"), "no-store", "{what}");
    assert_eq!(answer.header("set-cookie"), "", "{what}");
    let expected = serde_json::json!({ "type": "about:blank", "title": "Unauthorized", "status": 401 });
    assert_eq!(answer.json(), expected, "{what}");
}

/// Small deviations from the secret, which must all be refused.
fn mutations(secret: &str) -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = Vec::new();
    for place in 0..secret.len() {
        let (before, after) = secret.split_at(place);
        let letter = after.chars().next().unwrap();
        let (other, rest) = (if letter == 'x' { 'y' } else { 'x' }, &after[1..]);
        all.push(before.into());
        all.push(after.into());
        all.push(format!("{before}{rest}").into());
        all.push(format!("{before}{other}{rest}").into());
        all.push(format!("{before}{letter}{after}").into());
        if let Some(next) = rest.chars().next().filter(|next| *next != letter) {
            all.push(format!("{before}{next}{letter}{}", &rest[1..]).into());
        }
        let flipped =
            if letter.is_lowercase() { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() };
        if flipped != letter {
            all.push(format!("{before}{flipped}{rest}").into());
        }
    }
    for place in [0, 2, 3, 26, 51, 52] {
        let (before, after) = secret.split_at(place);
        for odd in [" ", "\t", "  ", "%00", "\u{e4}", ",", ";", "=", "\"", "Bearer "] {
            all.push(format!("{before}{odd}{after}").into());
        }
        all.push([before.as_bytes(), b"\xff", after.as_bytes()].concat());
    }
    for (letter, alike) in [
        ("a", "а"),
        ("e", "е"),
        ("o", "о"),
        ("l", "1"),
        ("0", "O"),
        ("_", "-"),
        ("_", "%5F"),
        ("lk", "LK"),
        ("lk", "ⓛⓚ"),
    ] {
        all.push(secret.replacen(letter, alike, 1).into());
    }
    for other in [
        secret.to_lowercase(),
        secret.to_uppercase(),
        secret.repeat(2),
        format!("{secret},{secret}"),
        secret.chars().rev().collect(),
        format!("\"{secret}\""),
        "x".repeat(5_000),
        String::new(),
        "null".into(),
        "undefined".into(),
    ] {
        all.push(other.into());
    }
    // A trailing space is not part of a header's value, and the server drops it, so that is the token itself.
    all.retain(|mutation| {
        mutation.trim_ascii() != secret.as_bytes() || mutation.trim_ascii_end() != secret.as_bytes()
    });
    all.sort();
    all.dedup();
    all
}

both! {
    async fn a_token_is_told_what_it_may_do(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue_as("acme", |form| form.fill("Name", "Deploy ü"), |form| form.tick("Delete").tick("Write")).await;
        let answer = bearer(app, &token.secret).await.expect(200);
        let id = answer.json()["tenant"]["id"].as_str().unwrap().to_owned();
        assert!(id.starts_with("ten_") && id.len() == 30, "{id}");
        let expected = format!(
            r#"{{"id":"{}","name":"Deploy ü","tenant":{{"id":"{id}","slug":"acme","name":"Acme"}},"tenant_scope":"this","tenants":["acme"],"app":null,"modules":[],"permissions":["read","write","delete"],"expires_at":"2027-02-18T12:00:00Z"}}"#,
            token.id
        );
        assert_eq!(answer.text(), expected);
        assert_eq!((answer.header("content-type"), answer.header("cache-control")), ("application/json".into(), "no-store".into()));
        assert_eq!((answer.header("set-cookie"), answer.header("www-authenticate")), (String::new(), String::new()));
        let forever = owner.issue_as("acme", |form| form.fill("Name", "Forever").tick("No expiration"), |form| form).await;
        assert_eq!(bearer(app, &forever.secret).await.json()["expires_at"], serde_json::Value::Null);
        // The scheme is case-insensitive, and other headers don't matter.
        for scheme in ["bearer", "BEARER"] {
            present(app, &[format!("{scheme} {}", token.secret).as_bytes()]).await.expect(200);
        }
        let request = owner.request(Method::GET, "/api/v1/me?tenant=globex&token=x").bearer_auth(&token.secret);
        assert_eq!(owner.send(request.header("x-forwarded-for", "1.2.3.4")).await.expect(200).text(), expected);
    }

    async fn whatever_is_not_exactly_an_active_token_is_refused(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let secret = owner.issue("acme", "Deploy").await.secret;
        refused(&present(app, &[]).await, NO_TOKEN, "nothing");
        refused(&owner.send(owner.request(Method::GET, ME)).await, NO_TOKEN, "a session");
        let right = format!("Bearer {secret}");
        let basic = format!("Basic {}", base64(&format!("x:{secret}")));
        for (what, headers) in [
            ("two headers", vec![right.as_bytes(), right.as_bytes()]),
            ("two different headers", vec![right.as_bytes(), b"Bearer x"]),
            ("the wrong one first", vec![b"Bearer x".as_slice(), right.as_bytes()]),
            ("Basic", vec![basic.as_bytes()]),
            ("no scheme", vec![secret.as_bytes()]),
            ("another scheme", vec![b"Token x".as_slice()]),
            ("a scheme alone", vec![b"Bearer".as_slice()]),
            ("nothing in it", vec![b"".as_slice()]),
        ] {
            refused(&present(app, &headers).await, INVALID, what);
        }
        for odd in ["/api/v1/me?access_token={}", "/api/v1/me?token={}"] {
            let browser = app.visitor();
            refused(&browser.send(browser.bare(Method::GET, &odd.replace("{}", &secret))).await, NO_TOKEN, odd);
        }
        for header in ["x-api-key", "cookie", "x-authorization", "proxy-authorization"] {
            let browser = app.visitor();
            refused(&browser.send(browser.bare(Method::GET, ME).header(header, &right)).await, NO_TOKEN, header);
        }
        let all = mutations(&secret);
        assert!(all.len() > 300, "{}", all.len());
        let browser = app.visitor();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        for mutation in &all {
            let header = HeaderValue::from_bytes(&[b"Bearer ", mutation.as_slice()].concat());
            let Ok(header) = header else { continue };
            let request = http.get(browser.base.join(ME).unwrap()).header(AUTHORIZATION, header);
            refused(&browser.send(request).await, INVALID, &String::from_utf8_lossy(mutation));
        }
        let unknown = latchkey::domain::secret::PlainSecret::generate("lk", &latchkey::domain::random::Entropy::System).unwrap();
        refused(&bearer(app, unknown.expose()).await, INVALID, "unknown");
        bearer(app, &secret).await.expect(200);
        // Other methods and addresses are not found.
        for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
            owner.send(owner.bare(method, ME).bearer_auth(&secret)).await.expect(405);
        }
    }

    async fn at_the_very_moment_of_its_end_a_token_is_refused(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let end = |form: Form| form.fill("Name", "Soon").tick("Custom").fill("expires_date", "2026-11-20").fill("expires_time", "13:30");
        let token = owner.issue_as("acme", end, |form| form).await;
        app.wait(TimeDelta::minutes(30) - TimeDelta::microseconds(1));
        bearer(app, &token.secret).await.expect(200);
        app.wait(TimeDelta::microseconds(1));
        refused(&bearer(app, &token.secret).await, INVALID, "at its end");
        app.wait(TimeDelta::days(400));
        refused(&bearer(app, &token.secret).await, INVALID, "long after");
    }

    async fn a_disabled_tenants_tokens_are_refused_until_it_is_enabled(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.tenant(&owner, "globex").await;
        let token = owner.issue("acme", "Deploy").await;
        let other = owner.issue("globex", "Other").await;
        let settings = "/administration/tenants/acme/settings";
        for _ in 0..3 {
            owner.fill_in(settings, "Disable", |form| form).await.expect(303);
            refused(&bearer(app, &token.secret).await, INVALID, "disabled");
            bearer(app, &other.secret).await.expect(200);
            owner.fill_in(settings, "Enable", |form| form).await.expect(303);
            bearer(app, &token.secret).await.expect(200);
        }
    }

    async fn revoke_bites_on_the_first_request_after_its_answer(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let mut before = 0;
        for round in 0..50 {
            let token = owner.issue("acme", "Deploy").await;
            let done = Arc::new(AtomicBool::new(false));
            let accepted = AtomicUsize::new(0);
            let (base, secret) = (owner.base.clone(), token.secret.clone());
            let verifier = async || {
                let browser = Client::new(&base);
                loop {
                    // Read before the request starts: every request that starts later must be refused.
                    let late = done.load(Ordering::SeqCst);
                    let status = browser.send(browser.request(Method::GET, ME).bearer_auth(&secret)).await.status;
                    assert!(matches!(status, 200 | 401), "{status}");
                    if late {
                        assert_eq!(status, 401, "round {round}: accepted after the answer");
                        return;
                    }
                    accepted.fetch_add(usize::from(status == 200), Ordering::SeqCst);
                }
            };
            let revoke = async {
                let path = format!("/administration/tenants/acme/api/{}/revoke", token.id);
                owner.fill_in(&path, "Revoke", |form| form.fill("name", "Deploy")).await.expect(303);
                done.store(true, Ordering::SeqCst);
            };
            tokio::join!(join_all((0..4).map(|_| verifier())), revoke);
            before += accepted.load(Ordering::SeqCst);
        }
        assert!(before > 50, "hardly anybody asked before the answer: {before}");
    }

    async fn nothing_revives_a_revoked_token(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue("acme", "Deploy").await;
        let details = format!("/administration/tenants/acme/api/{}", token.id);
        let revoke = format!("{details}/revoke");
        let question = owner.get(&revoke).await.expect(200);
        for wrong in ["", "deploy", "Deploy2", "Deplo", "tok_x", "\0"] {
            let answer = owner.submit(question.form("Revoke").fill("name", wrong)).await.expect(422);
            assert_eq!(answer.all("#e-name").len(), 1, "{wrong}");
        }
        for wrong in [question.form("Revoke").without("name"), question.form("Revoke").fill("name", "Deploy").with("name", "Deploy")] {
            owner.submit(wrong).await.expect(422);
        }
        bearer(app, &token.secret).await.expect(200);
        owner.submit(question.form("Revoke").fill("name", " Deploy ")).await.expect(303);
        refused(&bearer(app, &token.secret).await, INVALID, "revoked");
        owner.get(&revoke).await.expect_to(303, &details);
        owner.submit(question.form("Revoke").fill("name", "Deploy")).await.expect(303);
        for action in ["Disable", "Enable"] {
            owner.fill_in("/administration/tenants/acme/settings", action, |form| form).await.expect(303);
        }
        refused(&bearer(app, &token.secret).await, INVALID, "revoked for good");
        assert_eq!(app.database.number("SELECT COUNT(*) FROM audit_events WHERE action = 'token.revoked'").await, 1);
        let page = owner.get(&details).await.expect(200);
        assert!(page.all(".badge").contains(&"Revoked".to_owned()) && !page.offers("Revoke"));
    }
}

fn base64(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}
