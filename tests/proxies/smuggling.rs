//! Attacks: smuggling identity headers, or having one path checked and another one served.

use crate::stage::{IDENTITY, each};
use crate::support::raw;

each! {
    async fn identity_headers_of_the_client_never_reach_the_api(stage) {
        let token = stage.token("Reader", 1).await;
        for (name, value) in spellings().iter().map(|name| (name.as_str(), "forged")) {
            for doubled in [&[(name, value)][..], &[(name, value), (name, "forged again")]] {
                let answer = stage.with(&token, "GET", "/devices/7", doubled).await;
                if answer.status == 400 {
                    continue;
                }
                let reached = stage.reached(&answer);
                assert!(!format!("{reached:?}").contains("forged"), "{name}: {reached:?}");
                for own in IDENTITY.iter().filter(|own| !own.ends_with("-app")) {
                    assert_eq!(reached.all(own).len(), 1, "{name}: {reached:?}");
                }
            }
        }
    }

    async fn identity_headers_cannot_be_dropped_by_listing_them_in_connection(stage) {
        let token = stage.token("Reader", 1).await;
        for listed in [
            "close, X-Latchkey-Tenant",
            "X-Latchkey-Tenant, close",
            "close, x-latchkey-token-id, x-latchkey-permissions, x-latchkey-modules, x-latchkey-token-name",
            "close, X-Forwarded-Method, X-Forwarded-Uri, X-Original-Method, X-Original-URI",
            "close, Authorization",
        ] {
            let twice = [("Connection", "close"), ("Connection", listed)];
            for headers in [&[("Connection", listed), ("X-Latchkey-Tenant", "forged")][..], &twice] {
                let answer = stage.with(&token, "GET", "/devices/7", headers).await;
                if matches!(answer.status, 400 | 401) {
                    continue;
                }
                let reached = stage.reached(&answer);
                assert_eq!(reached.all("x-latchkey-tenant"), ["acme"], "{listed}: {reached:?}");
                assert_eq!(reached.all("x-latchkey-token-id"), [token.id.as_str()], "{listed}: {reached:?}");
                assert_eq!(reached.all("x-latchkey-permissions"), ["read"], "{listed}: {reached:?}");
            }
            // The same with a method that the token may not use: nothing turns it into an allowed one.
            let before = stage.api.seen();
            let answer = stage.with(&token, "DELETE", "/devices/7", &[("Connection", listed)]).await;
            assert!(matches!(answer.status, 400 | 401 | 403), "{listed}: {answer:?}");
            assert_eq!(stage.api.seen(), before);
        }
    }

    async fn the_client_cannot_say_what_its_request_is(stage) {
        let token = stage.token("Reader", 1).await;
        for name in
            ["X-Forwarded-Method", "X-Original-Method", "x_forwarded_method", "X_Original_Method"]
        {
            for more in [&[(name, "GET")][..], &[(name, "GET"), (name, "GET")]] {
                let answer = stage.with(&token, "DELETE", "/devices/7", more).await;
                assert_eq!(answer.status, 403, "{name}: {answer:?}");
                let answer = stage.with(&token, "GET", "/devices/7", more).await;
                assert!(matches!(answer.status, 200 | 403), "{name}: {answer:?}");
            }
        }
        for name in ["X-Forwarded-Uri", "X-Original-URI"] {
            let answer = stage.with(&token, "GET", "/devices/a;b", &[(name, "/devices/a")]).await;
            assert_eq!(answer.status, 403, "{name}: {answer:?}");
        }
        // It can't change the method or the path after the check either.
        let overrides = [
            "X-HTTP-Method-Override",
            "X-HTTP-Method",
            "X-Method-Override",
            "X-Original-URL",
            "X-Rewrite-URL",
            "X-Forwarded-Prefix",
        ];
        for name in overrides {
            let answer = stage.with(&token, "GET", "/devices/7", &[(name, "DELETE")]).await;
            let reached = stage.reached(&answer);
            assert!(reached.all(&name.to_ascii_lowercase()).is_empty(), "{reached:?}");
        }
    }

    async fn paths_that_can_be_read_in_two_ways_never_reach_the_api(stage) {
        let token = stage.token("Reader", 15).await;
        for target in [
            "/devices/..%2fbilling/7",
            "/devices/%2e%2e/billing/7",
            "/devices/../billing/7",
            "/billing/../devices/7",
            "/devices/./7",
            "/devices//7",
            "//devices/7",
            "/devices/7;v=1",
            "/devices;x/7",
            "/devices/a%2fb",
            "/devices/a%2Fb",
            "/devices/a\\b",
            "/devices/a%5cb",
            "/devices/..\\billing",
            "/devices/a%00",
            "/devices/a%0d%0ab",
            "/devices/a%252fb",
            "/devices/%",
            "/devices/%zz",
            "/devices/%2",
            "/devices/..;/billing",
            "/%64evices/../devices/7",
            "/devices/\u{e4}",
            "/devices/#x",
            "/devices/?a#b",
            "devices/7",
            "*",
        ] {
            let answer = stage.with(&token, "GET", target, &[]).await;
            assert!((400..500).contains(&answer.status), "{target}: {answer:?}");
        }
        assert_eq!(stage.api.seen(), 0);
    }

    async fn what_is_judged_is_what_the_api_gets(stage) {
        let token = stage.token("Reader", 1).await;
        for target in ["/devices/%64", "/devices/a%20b", "/devices/a+b/?x=%2f..//", "/devices/..a/b.", "/devices/"] {
            let answer = stage.with(&token, "GET", target, &[]).await;
            assert_eq!(stage.reached(&answer).target, target);
        }
        // The absolute address in the request line, as clients of a forward proxy send it.
        let whole = format!("http://{}/devices/7", stage.proxy.address);
        let answer = stage.with(&token, "GET", &whole, &[]).await;
        assert!(answer.status != 200 || stage.reached(&answer).target == "/devices/7", "{answer:?}");
    }

    async fn broken_requests_never_reach_the_api(stage) {
        let token = stage.token("Creator", 15).await;
        let bearer = format!("Authorization: Bearer {}\r\n", token.secret);
        for head in [
            format!("GET /devices/7\r\n{bearer}\r\n"),
            format!("GET /devices/7 HTTP/1.1\r\n{bearer}\r\n"),
            format!("GET /devices/7 HTTP/1.1\r\nHost: a\r\nHost: b\r\n{bearer}\r\n"),
            format!("GET /devices/7 HTTP/3.7\r\nHost: a\r\n{bearer}\r\n"),
            format!("GET /devices/7 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n{bearer}\r\nxx"),
            format!("GET /devices/ 7 HTTP/1.1\r\nHost: a\r\n{bearer}\r\n"),
            "GET /devices/7 HTTP/1.1\r\nHost: a\r\nAuthorization : Bearer x\r\n\r\n".to_owned(),
            "\0\0\0\0\r\n\r\n".to_owned(),
        ] {
            let head = head.replacen("Host: ", "Connection: close\r\nHost: ", 1);
            if let Some(answer) = raw::send(stage.proxy.address, head.as_bytes()).await {
                assert!((400..600).contains(&answer.status), "{head:?}: {answer:?}");
            }
        }
        assert_eq!(stage.api.seen(), 0);
    }
}

/// Names that some API reads as an identity header: CGI and its successors turn every other character into `_`.
fn spellings() -> Vec<String> {
    let mut all = Vec::new();
    for name in IDENTITY {
        all.extend([
            name.to_owned(),
            name.to_ascii_uppercase(),
            name.replace('-', "_"),
            name.replacen('-', "_", 1),
            name.replace("latchkey-", "latchkey_"),
            name.to_ascii_uppercase().replace('-', "_"),
            name.replace('-', "."),
            name.replacen('-', ".", 1),
            name.replace("latchkey-", "LATCHKEY~"),
        ]);
    }
    all
}
