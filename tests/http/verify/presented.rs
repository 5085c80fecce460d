//! How a token is presented, what the proxy tells, and what the headers of an accepted one say.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{State, World};
use crate::support::both;

const NOTHING: &str = r#"Bearer realm="Latchkey""#;
const INVALID: &str = r#"Bearer realm="Latchkey", error="invalid_token""#;

/// What a request carries beside its method.
type Headers<'a> = &'a [(&'a str, &'a str)];

both! {
    async fn a_token_is_presented_in_one_way_and_never_in_two(app) {
        let fixture = World::new(app).await;
        for (state, token) in &fixture.tokens {
            let secret = token.secret.as_str();
            let bearer = format!("Bearer {secret}");
            let lower = format!("bearer {secret}");
            let basic = format!("Basic {}", STANDARD.encode(format!("anybody:{secret}")));
            let nameless = format!("Basic {}", STANDARD.encode(format!(":{secret}")));
            let user = format!("Basic {}", STANDARD.encode(format!("{secret}:")));
            let colonless = format!("Basic {}", STANDARD.encode(secret));
            let twice = format!("{bearer}, {bearer}");
            let (authorization, key) = ("authorization", "x-api-key");
            let good = if *state == State::Active { (200, "") } else { (401, INVALID) };
            let bad = (401, INVALID);
            let cases: &[(Headers<'_>, (u16, &str))] = &[
                (&[(authorization, &bearer)], good),
                (&[(authorization, &lower)], good),
                (&[(key, secret)], good),
                (&[(authorization, &basic)], good),
                (&[(authorization, &nameless)], good),
                (&[], (401, NOTHING)),
                (&[("cookie", &bearer), ("x-token", secret), ("proxy-authorization", &bearer)], (401, NOTHING)),
                (&[(authorization, &user)], bad),
                (&[(authorization, &colonless)], bad),
                (&[(authorization, secret)], bad),
                (&[(authorization, "")], bad),
                (&[(authorization, "Bearer")], bad),
                (&[(authorization, &format!("Bearer  {secret}"))], bad),
                (&[(authorization, &format!("Bearer\t{secret}"))], bad),
                (&[(authorization, &format!("Token {secret}"))], bad),
                (&[(authorization, &format!("Bearer \"{secret}\""))], bad),
                (&[(authorization, &twice)], bad),
                (&[(key, "")], bad),
                (&[(key, &bearer)], bad),
                (&[(key, &format!("{secret},{secret}"))], bad),
                (&[(authorization, &bearer), (key, secret)], bad),
                (&[(authorization, &basic), (key, secret)], bad),
                (&[(authorization, &bearer), (authorization, &bearer)], bad),
                (&[(authorization, &bearer), (authorization, &basic)], bad),
                (&[(authorization, &bearer), (authorization, "")], bad),
                (&[(authorization, &bearer), (key, "")], bad),
                (&[(key, secret), (key, secret)], bad),
            ];
            for (headers, (status, challenge)) in cases {
                let headers: Vec<_> =
                    headers.iter().chain(&[("x-forwarded-method", "GET")]).copied().collect();
                let answer = fixture.proxy.ask("?tenant=acme&module=devices", &headers).await;
                let got = (answer.status, answer.header("www-authenticate"));
                assert_eq!(got, (*status, (*challenge).to_owned()), "{state:?} {headers:?}");
            }
            for name in ["access_token", "token", "api_key", "authorization", "x-api-key"] {
                let query = format!("?tenant=acme&module=devices&{name}={secret}");
                let answer = fixture.proxy.ask(&query, &[("x-forwarded-method", "GET")]).await;
                assert_eq!((answer.status, answer.header("www-authenticate").as_str()), (401, NOTHING), "{name}");
            }
        }
    }

    async fn what_the_proxy_tells_must_be_of_one_mind(app) {
        let fixture = World::new(app).await;
        let bearer = format!("Bearer {}", fixture.token(State::Active).secret);
        let ask = async |query: &str, told: &[(&str, &str)]| {
            let headers: Vec<_> = [("authorization", bearer.as_str())].iter().chain(told).copied().collect();
            let answer = fixture.proxy.ask(query, &headers).await;
            let challenge = answer.header("www-authenticate");
            let said = challenge.split("error_description=\"").nth(1).map(|rest| rest.trim_end_matches('"').to_owned());
            (answer.status, said.unwrap_or_default())
        };
        let get = ("x-forwarded-method", "GET");
        for query in
            ["?tenant=", "?module=", "?tenant=acme&tenant=acme", "?tenant=acme&tenant=globex", "?module=devices&module="]
        {
            assert_eq!(ask(query, &[get]).await, (403, "unreadable-query".to_owned()), "{query}");
        }
        for query in ["?tenant=ac%6de", "?%74enant=acme", "?tenant=acme&", "?"] {
            assert_eq!(ask(query, &[get]).await.0, 200, "{query}");
        }
        // A mistyped pin must not let every tenant's token through.
        for query in [
            "?tenant=acme&unheard=of",
            "?Tenant=acme",
            "?Tenant=globex",
            "?tenants=globex",
            "?modul=devices",
            "?MODULE=devices",
            "?tenant[]=acme",
            "?tenant%20=acme",
            "?%20tenant=acme",
            "?=acme",
            "?x",
            "?tenant=acme&tenant_=globex",
            "?tenant=acme&amp;module=devices",
            "?tenant\u{307}=acme",
        ] {
            assert_eq!(ask(query, &[get]).await, (403, "unknown-parameter".to_owned()), "{query}");
        }
        assert_eq!(ask("?tenant=acme;module=devices", &[get]).await.0, 403);
        for query in ["?tenant=acme%00", "?tenant=acme%20", "?tenant=*", "?tenant=%ff", "?tenant=acme,globex"] {
            assert_eq!(ask(query, &[get]).await.0, 403, "{query}");
        }
        assert_eq!(ask("", &[]).await, (403, "no-method".to_owned()));
        assert_eq!(ask("", &[("x-forwarded-method", "")]).await, (403, "unknown-method".to_owned()));
        for told in [
            &[get, ("x-original-method", "DELETE")][..],
            &[get, ("x-forwarded-method", "PUT")],
            &[get, ("x-original-method", "")],
        ] {
            assert_eq!(ask("", told).await, (403, "ambiguous-method".to_owned()), "{told:?}");
        }
        assert_eq!(ask("", &[get, ("x-original-method", "GET"), get]).await.0, 200);
        for told in [
            // Half of either family: one of the two headers is not the proxy's.
            &[get, ("x-original-uri", "/a")][..],
            &[("x-original-method", "GET"), ("x-forwarded-uri", "/a")],
            &[get, ("x-forwarded-uri", "/a"), ("x-original-uri", "/b")],
            &[get, ("x-forwarded-uri", "/a"), ("x-forwarded-uri", "/b")],
            &[get, ("x-forwarded-uri", "")],
            &[get, ("x-forwarded-uri", "a")],
            &[get, ("x-forwarded-uri", "http://host/a")],
            &[get, ("x-original-uri", "/a\u{e4}")],
        ] {
            assert_eq!(ask("", told).await, (403, "ambiguous-path".to_owned()), "{told:?}");
        }
        assert_eq!(ask("", &[get, ("x-forwarded-uri", "/a"), ("x-original-uri", "/a")]).await.0, 200);
    }

    async fn the_identity_says_names_safely_and_everything_as_a_star(app) {
        let fixture = World::new(app).await;
        let bearer = format!("Bearer {}", fixture.token(State::Active).secret);
        let headers = [("authorization", bearer.as_str()), ("x-forwarded-method", "GET")];
        let hostile = "Gr\u{fc}\u{df}e \"100%\" \u{202e}=cmd \u{1f511}";
        app.set("Active", &format!("name = '{hostile}', tenant_scope = 'all', permissions = 15")).await;
        let answer = fixture.proxy.ask("?tenant=globex", &headers).await.expect(200);
        assert_eq!(
            answer.header("x-latchkey-token-name"),
            "Gr%C3%BC%C3%9Fe %22100%25%22 %E2%80%AE=cmd %F0%9F%94%91"
        );
        assert_eq!(answer.header("x-latchkey-tenant"), "*");
        assert_eq!(answer.header("x-latchkey-permissions"), "read,write,create,delete");
        // All tenants, but still only those that are there and enabled.
        for tenant in ["nowhere", "closed"] {
            fixture.proxy.ask(&format!("?tenant={tenant}"), &headers).await.expect(403);
        }
        // Without modules it has none; that never means all.
        app.database.execute("DELETE FROM token_modules").await;
        let answer = fixture.proxy.ask("", &headers).await.expect(200);
        assert_eq!(answer.headers["x-latchkey-modules"], "");
        fixture.proxy.ask("?module=devices", &headers).await.expect(403);
    }

    async fn an_accepted_use_is_noted_and_a_refused_one_is_not(app) {
        let fixture = World::new(app).await;
        for (_, token) in &fixture.tokens {
            fixture.proxy.status_of(&token.secret).await;
        }
        app.state.usage.flush(&app.state.db, app.state.now(), true).await.unwrap();
        let used = app.database.texts("SELECT t.name FROM tokens t JOIN token_uses u ON u.token_id = t.id WHERE u.at IS NOT NULL").await;
        assert_eq!(used, ["Active"]);
    }
}
