//! `/metrics`.

use ipnet::IpNet;
use latchkey::config::{Config, Secret};
use reqwest::Method;

use crate::support::{Answer, Client, Kind, TestApp, both};

async fn scrape(client: &Client, headers: &[(&str, &str)]) -> Answer {
    let request = client.bare(Method::GET, "/metrics");
    client.send(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))).await
}

fn value(text: &str, series: &str) -> f64 {
    let line = text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("no {series} in {text}")).parse().unwrap()
}

both! {
    async fn what_happened_is_counted(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue("acme", "Nightly export").await;
        owner.verify("", "GET", &token.secret).await.expect(200);
        owner.verify("?tenant=acme", "GET", &token.secret).await.expect(200);
        owner.verify("", "DELETE", &token.secret).await.expect(403);
        owner.verify("", "GET", "lk_x").await.expect(401);
        owner.get("/no-such-page").await.expect(404);

        let answer = scrape(&owner, &[]).await.expect(200);
        assert_eq!(answer.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
        let text = answer.text();
        for (series, expected) in [
            (r#"latchkey_requests_total{method="GET",route="/auth/verify",outcome="2xx"}"#, 2.0),
            (r#"latchkey_requests_total{method="GET",route="/auth/verify",outcome="4xx"}"#, 2.0),
            (r#"latchkey_requests_total{method="",route="",outcome="4xx"}"#, 1.0),
            (r#"latchkey_requests_total{method="POST",route="/login",outcome="3xx"}"#, 1.0),
            ("latchkey_verification_seconds_count", 4.0),
            (r#"latchkey_verification_seconds_bucket{le="+Inf"}"#, 4.0),
            (r#"latchkey_decisions_total{reason="allowed"}"#, 2.0),
            (r#"latchkey_decisions_total{reason="missing-permission-delete"}"#, 1.0),
            (r#"latchkey_decisions_total{reason="unknown"}"#, 1.0),
            (r#"latchkey_decisions_total{reason="expired"}"#, 0.0),
        ] {
            assert!((value(&text, series) - expected).abs() < 0.5, "{series}: {text}");
        }
        assert!(value(&text, "latchkey_pool_connections") >= 1.0);
        for queue in ["refusals", "usage", "passwords"] {
            value(&text, &format!("latchkey_queue_depth{{queue=\"{queue}\"}}"));
        }
        assert!(value(&text, "latchkey_usage_dropped_total").abs() < 0.5);
        assert!(text.contains(concat!("latchkey_build_info{version=\"", env!("CARGO_PKG_VERSION"), "\"")));
        for told in ["acme", &token.id, &token.secret, "127.0.0.1", "owner@"] {
            assert!(!text.contains(told), "{told}");
        }
    }

    async fn without_a_token_only_this_machine_reads(app) {
        let visitor = app.visitor();
        scrape(&visitor, &[]).await.expect(200);
        for (name, value) in [
            ("x-forwarded-for", "203.0.113.9"),
            ("x-forwarded-for", "127.0.0.1"),
            ("forwarded", "for=127.0.0.1"),
            ("x-real-ip", "127.0.0.1"),
            ("via", "1.1 proxy"),
        ] {
            scrape(&visitor, &[(name, value)]).await.expect(403);
        }
    }
}

fn with(settings: impl FnOnce(&mut Config), body: impl AsyncFnOnce(&TestApp)) {
    actix_web::rt::System::new().block_on(async {
        let change = |mut config| {
            settings(&mut config);
            config
        };
        let app = TestApp::start_with(Kind::Sqlite, change).await;
        body(&app).await;
        app.stop().await;
    });
}

#[test]
fn with_a_token_only_its_holder_reads_from_wherever() {
    let token = "a-token-for-prometheus";
    with(
        |config| config.runtime.metrics_token = Some(Secret::new(token.into())),
        async |app| {
            let visitor = app.visitor();
            let refused = scrape(&visitor, &[]).await.expect(401);
            assert_eq!(refused.header("www-authenticate"), r#"Bearer realm="Latchkey""#);
            let right = format!("Bearer {token}");
            for wrong in ["Bearer a-token-for-prometheu", "Bearer ", "Basic a-token-for-prometheus", token] {
                scrape(&visitor, &[("authorization", wrong)]).await.expect(401);
            }
            scrape(&visitor, &[("authorization", &right), ("authorization", &right)]).await.expect(401);
            scrape(&visitor, &[("authorization", &right), ("x-forwarded-for", "203.0.113.9")])
                .await
                .expect(200);
        },
    );
}

#[test]
fn behind_a_trusted_proxy_the_client_counts() {
    let proxy: IpNet = "127.0.0.1/32".parse().unwrap();
    with(
        |config| config.runtime.trusted_proxies = vec![proxy],
        async |app| {
            let visitor = app.visitor();
            scrape(&visitor, &[("x-forwarded-for", "203.0.113.9")]).await.expect(403);
            scrape(&visitor, &[("x-forwarded-for", "127.0.0.1")]).await.expect(200);
            scrape(&visitor, &[]).await.expect(200);
        },
    );
}
