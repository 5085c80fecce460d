//! Which requests pass and which are refused.

use chrono::TimeDelta;

use crate::api::Api;
use crate::proxy::{Proxy, Which, free};
use crate::stage::{IDENTITY, each};
use crate::support::raw;

each! {
    async fn a_request_passes_when_permission_module_and_tenant_fit(stage) {
        let readers = stage.token("Reader", 1).await;
        let writers = stage.token("Writer", 2).await;
        let creators = stage.token("Creator", 4).await;
        let deleters = stage.token("Deleter", 8).await;
        for (token, allowed) in [
            (&readers, &["GET", "HEAD", "OPTIONS"][..]),
            (&writers, &["PUT", "PATCH"]),
            (&creators, &["POST"]),
            (&deleters, &["DELETE"]),
        ] {
            for method in ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"] {
                let answer = stage.with(token, method, "/devices/7", &[]).await;
                let expected = if allowed.contains(&method) { 200 } else { 403 };
                assert_eq!(answer.status, expected, "{method} {answer:?}");
                let answer = stage.with(token, method, "/billing/7", &[]).await;
                assert_eq!(answer.status, 403, "another module: {method}");
            }
            // Methods without a permission; nginx refuses some itself.
            for method in ["TRACE", "PROPFIND", "get", "FOO"] {
                let before = stage.api.seen();
                let answer = stage.with(token, method, "/devices/7", &[]).await;
                assert!((400..500).contains(&answer.status), "{method} {answer:?}");
                assert_eq!(stage.api.seen(), before, "{method}");
            }
        }
    }

    async fn a_token_of_another_tenant_is_refused(stage) {
        let token = stage.owner.issue("globex", "Guest").await;
        stage.app.let_use("Guest", &["devices"]).await;
        let answer = stage.with(&token, "GET", "/devices/7", &[]).await;
        assert_eq!((answer.status, stage.api.seen()), (403, 0));
        // The client's query pins nothing.
        let answer = stage.with(&token, "GET", "/devices/7?tenant=globex&module=devices", &[]).await;
        assert_eq!((answer.status, stage.api.seen()), (403, 0));
        stage.app.let_reach("Guest", &["acme"]).await;
        assert_eq!(stage.with(&token, "GET", "/devices/7", &[]).await.status, 200);
    }

    async fn the_api_learns_who_it_is_and_never_the_secret(stage) {
        let token = stage.token("Gerät 7", 3).await;
        let query = "/devices/a%20b?next=//x;..%2f";
        for header in [
            ("Authorization", format!("Bearer {}", token.secret)),
            ("X-API-Key", token.secret.clone()),
            ("Authorization", format!("Basic {}", basic(&token.secret))),
        ] {
            let answer = stage.ask("PUT", query, &[(header.0, header.1.as_str())]).await;
            let reached = stage.reached(&answer);
            assert_eq!((reached.method.as_str(), reached.target.as_str()), ("PUT", query));
            let [tenant_id] = reached.all("x-latchkey-tenant-id")[..] else { panic!("one tenant, one ID") };
            assert!(tenant_id.starts_with("ten_") && tenant_id.len() == 30, "{tenant_id}");
            let expected = [token.id.as_str(), "Ger%C3%A4t 7", "acme", tenant_id, "", "devices", "read,write"];
            assert_eq!(IDENTITY.len(), expected.len());
            for (name, value) in IDENTITY.into_iter().zip(expected) {
                // An empty header may also be missing, but the client's own must never pass.
                let values = reached.all(name);
                assert!(values == [value] || (value.is_empty() && values.is_empty()), "{name}: {values:?}");
            }
            assert!(!String::from_utf8_lossy(&answer.body).contains(&token.secret));
            assert!(reached.all("authorization").is_empty() && reached.all("x-api-key").is_empty());
        }
    }

    async fn a_body_reaches_the_api_whole(stage) {
        let token = stage.token("Creator", 4).await;
        for body in [
            format!("Content-Length: 70000\r\n\r\n{}", "x".repeat(70_000)),
            format!("Transfer-Encoding: chunked\r\n\r\n11170\r\n{}\r\n0\r\n\r\n", "x".repeat(70_000)),
        ] {
            let head = format!(
                "POST /devices/ HTTP/1.1\r\nHost: api\r\nConnection: close\r\nAuthorization: Bearer {}\r\n",
                token.secret
            );
            let answer = raw::send(stage.proxy.address, (head + &body).as_bytes()).await.unwrap();
            assert_eq!(stage.reached(&answer).body, 70_000);
        }
    }

    async fn refusals_reach_the_client_with_their_challenge_and_an_id(stage) {
        let token = stage.token("Reader", 1).await;
        let none = stage.ask("GET", "/devices/7", &[]).await;
        let unknown = stage.ask("GET", "/devices/7", &[("Authorization", "Bearer lk_nothing")]).await;
        let weak = stage.with(&token, "DELETE", "/devices/7", &[]).await;
        let two = stage.with(&token, "GET", "/devices/7", &[("X-API-Key", &token.secret)]).await;
        let in_query = stage.ask("GET", &format!("/devices/7?access_token={}", token.secret), &[]).await;
        let realm = r#"Bearer realm="Latchkey""#;
        for (answer, status, challenge) in [
            (&none, 401, realm.to_owned()),
            (&in_query, 401, realm.to_owned()),
            (&unknown, 401, format!(r#"{realm}, error="invalid_token""#)),
            (&two, 401, format!(r#"{realm}, error="invalid_token""#)),
            (
                &weak,
                403,
                format!(
                    r#"{realm}, error="insufficient_scope", error_description="missing permission delete", scope="delete""#
                ),
            ),
        ] {
            assert_eq!(answer.status, status, "{answer:?}");
            assert_eq!(answer.all("www-authenticate"), [challenge.as_str()], "{answer:?}");
            let [id] = answer.all("x-latchkey-decision-id")[..] else { panic!("no id: {answer:?}") };
            assert_eq!(id.len(), 20);
        }
        assert_eq!(stage.api.seen(), 0);
    }

    async fn what_ends_is_refused_by_the_next_request(stage) {
        let token = stage.token("Reader", 1).await;
        let status = async || stage.with(&token, "GET", "/devices/7", &[]).await.status;
        assert_eq!(status().await, 200);
        stage.app.set("Reader", "disabled_at = 1").await;
        assert_eq!(status().await, 401);
        stage.app.set("Reader", "disabled_at = NULL").await;
        assert_eq!(status().await, 200);
        let revoke = format!("/administration/tenants/acme/api/{}/revoke", token.id);
        let expiring = stage.token("Expiring", 1).await;
        stage.owner.fill_in(&revoke, "Revoke", |form| form.fill("name", "Reader")).await.expect(303);
        assert_eq!(status().await, 401);
        assert_eq!(stage.with(&expiring, "GET", "/devices/7", &[]).await.status, 200);
        stage.wait(TimeDelta::days(91));
        assert_eq!(stage.with(&expiring, "GET", "/devices/7", &[]).await.status, 401);
    }

    async fn connections_to_latchkey_are_kept(stage) {
        let token = stage.token("Reader", 1).await;
        for _ in 0..200 {
            assert_eq!(stage.with(&token, "GET", "/devices/7", &[]).await.status, 200);
        }
        assert!(stage.connections() <= 4, "{} connections for 200 requests", stage.connections());
    }

    async fn what_is_not_named_is_not_there(stage) {
        let token = stage.token("Reader", 15).await;
        for target in ["/", "/auth/verify", "/_latchkey", "/devices", "/other/devices/", "/healthz"] {
            let answer = stage.with(&token, "GET", target, &[]).await;
            assert!(matches!(answer.status, 301 | 308 | 404), "{target}: {answer:?}");
        }
        assert_eq!(stage.api.seen(), 0);
    }
}

fn basic(secret: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(format!("anybody:{secret}"))
}

/// Refused if nobody listens at Latchkey's address, or if the response is not Latchkey's.
#[test]
fn without_latchkey_everything_is_refused() {
    actix_web::rt::System::new().block_on(async {
        let api = Api::start();
        let nonsense = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let babbling = nonsense.local_addr().unwrap();
        actix_web::rt::spawn(async move {
            use tokio::io::AsyncWriteExt as _;
            while let Ok((mut stream, _)) = nonsense.accept().await {
                stream.write_all(b"HTTP/1.1 200\x00 OK\r\n\r\n").await.ok();
            }
        });
        for which in [Which::Nginx, Which::Caddy] {
            for latchkey in [free(), babbling] {
                let proxy = Proxy::start(which, latchkey, api.address);
                for target in ["/devices/7", "/billing/"] {
                    let headers = [("Authorization", "Bearer x"), ("X-Latchkey-Tenant", "acme")];
                    let answer = raw::ask(proxy.address, "GET", target, &headers).await;
                    assert!(matches!(answer.status, 502 | 503), "{which:?}: {answer:?}");
                }
            }
        }
        assert_eq!(api.seen(), 0);
        api.stop().await;
    });
}
