//! What every response contains, and how many bytes it has.

use std::collections::BTreeSet;

use latchkey::config::PublicUrl;
use latchkey::routes::ROUTES;
use reqwest::Method;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::csrf::HEADERS;
use crate::support::{Answer, Client, Kind, TestApp, World, both};

/// What browsers take.
const ENCODINGS: &str = "gzip, deflate, br, zstd";

#[track_caller]
fn check(answer: &Answer) {
    for (name, value) in HEADERS {
        assert_eq!(answer.header(name), value, "{name} on {} {}", answer.status, answer.url);
    }
    let kept = match answer.url.path() {
        path if path.starts_with("/assets/") && answer.status == 200 => "public, max-age=31536000, immutable",
        path if path.contains("/logos/") && answer.status == 200 => "private, max-age=31536000, immutable",
        _ => "no-store",
    };
    assert_eq!(answer.header("cache-control"), kept, "{} {}", answer.status, answer.url);
    if answer.header("content-type").starts_with("text/html") {
        assert!(answer.header("vary").contains("HX-Request"), "{} {}", answer.status, answer.url);
    }
    if answer.status >= 400 && !answer.url.path().starts_with("/assets/") {
        assert!(!answer.body.is_empty(), "{} {} says nothing", answer.status, answer.url);
    }
    for leak in ["server", "x-powered-by"] {
        assert_eq!(answer.header(leak), "", "{}", answer.url);
    }
}

both! {
    async fn every_answer_carries_the_security_headers(app) {
        check(&app.visitor().get("/setup").await.expect(200));
        check(&app.visitor().get("/login").await.expect(303));
        let fixture = World::new(app).await;
        let mut seen = BTreeSet::new();
        for browser in [&fixture.owner, &app.visitor()] {
            for line in ROUTES {
                let method = Method::from_bytes(line.method.as_bytes()).unwrap();
                for method in [method, Method::DELETE] {
                    let answer = browser.send(browser.request(method, &fixture.address(line.path))).await;
                    check(&answer);
                    seen.insert(answer.status);
                }
            }
            for odd in ["/nowhere", "/assets/nowhere.css", "/%2e%2e/%2e%2e/etc/passwd", "/%ff", "/administration//tenants", "/login/", "/administration/tenants/%00",
                "/administration/tenants/acme/api/;x", "/administration/tenants/acme%2fapi", "/api/v1/nowhere", "/login?next=%ff",
                "/administration/tenants/acme/api?status=%ff&after=%00&before=x", "/administration/tenants?after=%00&q=%00", "/administration/tenants/acme/api?q=%00"] {
                let answer = browser.get(odd).await;
                assert!(answer.status < 500, "{odd}: {}", answer.status);
                check(&answer);
            }
        }
        let csrf = fixture.owner.csrf().await;
        check(&fixture.owner.post("/account", &[("csrf", &csrf), ("language", "xx")]).await.expect(422));
        let forged = fixture.owner.post("/account", &[("csrf", "x")]).await.expect(403);
        check(&forged);
        seen.insert(forged.status);
        let token = fixture.owner.bare(Method::GET, "/api/v1/me").bearer_auth(&fixture.token.secret);
        check(&fixture.owner.send(token).await.expect(200));
        for status in [200, 303, 400, 401, 403, 404, 405] {
            assert!(seen.contains(&status), "no {status} was among {seen:?}");
        }
    }

    async fn a_first_visit_to_the_list_costs_at_most_60_kb(app) {
        let fixture = World::new(app).await;
        for number in 0..24 {
            fixture.owner.issue("acme", &format!("Integration number {number}")).await;
        }
        let list = "/administration/tenants/acme/api";
        let page = fixture.owner.get(list).await.expect(200);
        assert_eq!(page.all("tbody tr").len(), 25);
        let mut bytes = wire(&fixture.owner, list, ENCODINGS).await.len();
        let mut addresses = BTreeSet::new();
        for (selector, attribute) in [("link[href]", "href"), ("script[src]", "src"), ("img[src]", "src"), ("use[href]", "href")] {
            for element in crate::support::form::select(page.html().root_element(), selector) {
                let address = element.attr(attribute).unwrap();
                assert!(address.starts_with('/') && !address.starts_with("//"), "from elsewhere: {address}");
                addresses.insert(address.split('#').next().unwrap().to_owned());
            }
        }
        assert!(addresses.len() >= 5, "{addresses:?}");
        for address in addresses {
            fixture.owner.get(&address).await.expect(200);
            bytes += wire(&fixture.owner, &address, ENCODINGS).await.len();
        }
        assert!(bytes <= 60_000, "{bytes} bytes");
    }

    async fn pages_are_compressed_for_whoever_can_unpack_them(app) {
        app.owner_exists().await;
        let browser = app.visitor();
        let answer = async |encoding: &str| String::from_utf8_lossy(&wire(&browser, "/login", encoding).await).to_ascii_lowercase();
        for encoding in ["br", "gzip"] {
            let text = answer(encoding).await;
            assert!(text.contains(&format!("content-encoding: {encoding}\r\n")), "{text}");
            assert!(text.contains("vary: accept-encoding"), "{text}");
        }
        let text = answer("identity").await;
        assert!(!text.contains("content-encoding") && text.contains("</html>"), "{text}");
    }
}

#[test]
fn over_tls_browsers_are_told_to_stay_there() {
    actix_web::rt::System::new().block_on(async {
        let url = PublicUrl::parse("https://tokens.example.com").unwrap();
        let app = TestApp::start_with(Kind::Sqlite, |config| config.with_public_url(url)).await;
        app.owner_exists().await;
        for path in ["/login", "/nowhere", "/healthz", "/api/v1/me", "/account"] {
            let answer = app.visitor().get(path).await;
            assert_eq!(answer.header("strict-transport-security"), "max-age=31536000", "{path}");
        }
        let cookie = app.visitor().get("/login").await.header("set-cookie");
        assert!(cookie.starts_with("__Host-") && cookie.contains("; Secure"), "{cookie}");
        app.stop().await;
    });
}

/// The response as sent, including its head.
async fn wire(browser: &Client, path: &str, encoding: &str) -> Vec<u8> {
    let address = format!("{}:{}", browser.base.host_str().unwrap(), browser.base.port().unwrap());
    let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept-Encoding: {encoding}\r\nCookie: {}\r\nConnection: close\r\n\r\n",
        browser.cookies()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    assert!(bytes.starts_with(b"HTTP/1.1 200"), "{path}: {}", String::from_utf8_lossy(&bytes[..80]));
    bytes
}
