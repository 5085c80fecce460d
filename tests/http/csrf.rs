//! Forms that were not sent from Latchkey's own pages, and the headers that protect pages.

use reqwest::Method;

use crate::people::{OWNER, PASSWORD, is_in, owner, owner_named, sign_in, signed_in};
use crate::support::{Answer, both};

/// What stands on every answer.
pub(crate) const HEADERS: [(&str, &str); 7] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
         form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

fn check_headers(answer: &Answer) {
    for (name, value) in HEADERS {
        assert_eq!(answer.header(name), value, "{name} of {} ({})", answer.url, answer.status);
    }
    assert!(!answer.header("cache-control").is_empty(), "{}", answer.url);
    assert_eq!(answer.header("strict-transport-security"), "", "not without TLS");
    if answer.header("content-type").starts_with("text/html") {
        assert_eq!(answer.header("cache-control"), "no-store", "{}", answer.url);
        assert!(answer.header("vary").contains("HX-Request"), "{}", answer.url);
    }
}

both! {
    async fn every_form_needs_its_own_token(app) {
        owner(app).await;
        owner_named(app, "other@example.com").await;
        let browser = signed_in(app).await;
        let other = app.visitor();
        sign_in(&other, "other@example.com", PASSWORD).await.expect(303);
        let foreign = other.get("/account").await.form("Save").value("csrf").remove(0);
        let visitors = app.visitor().get("/login").await.form("Sign in").value("csrf").remove(0);
        let page = browser.get("/account").await.expect(200);
        let own = page.form("Save").value("csrf").remove(0);

        for button in ["Save", "Change password", "Sign out"] {
            browser.submit(page.form(button).without("csrf")).await.expect(403);
            browser.submit(page.form(button).with("csrf", &own)).await.expect(403);
            for wrong in ["", "x", &foreign, &visitors, &own[1..], &own.to_lowercase(), &format!("{own}A")] {
                browser.submit(page.form(button).forge("csrf", wrong)).await.expect(403);
            }
        }
        assert!(is_in(&browser).await);
        assert_ne!(browser.get("/account").await.form("Save").value("csrf"), [own], "masked anew on each page");
        browser.submit(page.form("Save").fill("language", "en")).await.expect(303);
    }

    async fn a_visitors_token_fits_their_own_browser_only(app) {
        owner(app).await;
        let (browser, other) = (app.visitor(), app.visitor());
        let form = browser.get("/login").await.form("Sign in").fill("Email", OWNER).fill("Password", PASSWORD);
        other.get("/login").await.expect(200);
        other.submit(form.clone()).await.expect(403);
        app.visitor().submit(form.clone()).await.expect(403);
        browser.submit(form.clone().without("csrf")).await.expect(403);
        browser.submit(form.clone().forge("csrf", "x")).await.expect(403);
        // A second tab's page works too, even after the first one signed in.
        let second = browser.get("/login").await.form("Sign in").fill("Email", OWNER).fill("Password", PASSWORD);
        browser.submit(form).await.expect(303);
        browser.submit(second).await.expect(303);
        assert!(is_in(&browser).await);
    }

    async fn a_visitors_token_opens_no_other_form(app) {
        owner(app).await;
        let browser = app.visitor();
        let token = browser.get("/login").await.form("Sign in").value("csrf").remove(0);
        sign_in(&browser, OWNER, PASSWORD).await.expect(303);
        let page = browser.get("/account").await;
        browser.submit(page.form("Save").forge("csrf", &token)).await.expect(403);
    }

    async fn what_another_site_asks_for_is_refused(app) {
        owner(app).await;
        let browser = signed_in(app).await;
        let page = browser.get("/account").await.expect(200);
        for headers in [
            [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
            [("sec-fetch-site", "same-site"), ("origin", "http://127.0.0.1:1")],
            [("sec-fetch-site", ""), ("origin", "https://evil.example")],
            [("sec-fetch-site", ""), ("origin", "null")],
            [("sec-fetch-site", ""), ("origin", "http://127.0.0.1:1")],
        ] {
            let refused = browser.submit_with(page.form("Save"), &headers).await.expect(403);
            check_headers(&refused);
            browser.submit_with(page.form("Sign out"), &headers).await.expect(403);
        }
        assert!(is_in(&browser).await);
        browser.submit_with(page.form("Save"), &[("sec-fetch-site", "")]).await.expect(303);
        browser.submit_with(page.form("Save"), &[("sec-fetch-site", ""), ("origin", "")]).await.expect(303);
        let public = app.state.fixed.public_url.clone();
        browser.submit_with(page.form("Save"), &[("sec-fetch-site", ""), ("origin", &public)]).await.expect(303);
    }

    async fn every_answer_carries_the_headers(app) {
        check_headers(&app.visitor().get("/setup").await.expect(200));
        owner(app).await;
        let browser = app.visitor();
        check_headers(&browser.get("/login").await.expect(200));
        check_headers(&browser.get("/setup").await.expect(404));
        check_headers(&browser.get("/account").await.expect(303));
        check_headers(&browser.get("/no-such-page").await.expect(404));
        check_headers(&browser.get("/assets/none").await.expect(404));
        check_headers(&browser.get("/healthz").await.expect(200));
        check_headers(&browser.get("/api/v1/me").await.expect(401));
        check_headers(&browser.send(browser.request(Method::DELETE, "/login")).await);
        check_headers(&browser.send(browser.request(Method::POST, "/login")).await);
        check_headers(&sign_in(&browser, OWNER, "wrong").await.expect(422));
        check_headers(&sign_in(&browser, OWNER, PASSWORD).await.expect(303));
        check_headers(&browser.get("/account").await.expect(200));
        let asset = browser.get("/account").await;
        let sheet = asset.html().select(&scraper::Selector::parse("link[rel=stylesheet]").unwrap()).next().unwrap().attr("href").unwrap().to_owned();
        let sheet = browser.get(&sheet).await.expect(200);
        check_headers(&sheet);
        assert!(sheet.header("cache-control").contains("max-age=31536000"), "assets are kept");
        check_headers(&browser.get("/account").await.expect(200));
    }

    async fn a_database_that_is_gone_gives_an_honest_page(app) {
        owner(app).await;
        let browser = signed_in(app).await;
        let page = browser.get("/account").await.expect(200);
        app.state.db.close().await;
        for answer in [browser.get("/account").await, browser.submit(page.form("Save")).await, app.visitor().get("/login").await] {
            assert!(matches!(answer.status, 500 | 503), "{}", answer.status);
            check_headers(&answer);
            assert!(answer.header("content-type").starts_with("text/html"), "{}", answer.url);
        }
    }

    async fn cookies_are_kept_from_scripts_and_other_sites(app) {
        owner(app).await;
        let browser = app.visitor();
        let page = browser.get("/login").await.expect(200);
        let form = page.header("set-cookie");
        assert!(form.starts_with("latchkey-form=") && form.contains("HttpOnly") && form.contains("SameSite=Strict"), "{form}");
        let answer = sign_in(&browser, OWNER, PASSWORD).await;
        let cookies: Vec<_> = answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
        let of = |name: &str| *cookies.iter().find(|cookie| cookie.starts_with(name)).unwrap();
        let session = of("latchkey=");
        assert!(session.contains("HttpOnly") && session.contains("SameSite=Lax") && session.contains("Path=/"));
        assert!(!session.contains("Max-Age") && !session.contains("Expires") && !session.contains("Domain"));
        let device = of("latchkey-device=");
        assert!(device.contains("HttpOnly") && device.contains("SameSite=Strict") && device.contains("Max-Age=31536000"));
        assert!(!device.contains("owner"));
    }
}
