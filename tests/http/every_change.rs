//! No route changes anything unless one of Latchkey's pages requested it, and reading changes nothing.

use latchkey::auth::rule::Rule;
use latchkey::routes::{ROUTES, RouteEntry};

use crate::support::people::{OWNER, PASSWORD};
use crate::support::rows::difference;
use crate::support::{Answer, Client, TestApp, World, both};

/// What each form sends to succeed, besides the CSRF token, so that nothing else can be why it is refused.
pub(super) const RIGHT: &[(&str, &[(&str, &str)])] = &[
    ("/login", &[("email", OWNER), ("password", PASSWORD), ("next", "/")]),
    ("/logout", &[]),
    ("/account", &[("language", "de")]),
    ("/account/password", &[("current_password", PASSWORD), ("new_password", "fig-Turbine-three-Harbour-9")]),
    (
        "/administration/tenants/new",
        &[("name", "Initech"), ("slug", "initech"), ("time_zone", "UTC"), ("language", "en")],
    ),
    (
        "/administration/tenants/{slug}/settings",
        &[("name", "Acme Two"), ("slug", "acme"), ("time_zone", "UTC"), ("language", "en")],
    ),
    ("/administration/tenants/{slug}/parent", &[("parent", "initech"), ("sure", "yes")]),
    (
        "/administration/tenants/{slug}/settings/notifications",
        &[("emails", "ops@example.org"), ("webhook", "https://example.org/"), ("kinds", "token.issued")],
    ),
    ("/administration/tenants/{slug}/settings/notifications/secret", &[("secret", "{version}")]),
    ("/administration/tenants/{slug}/settings/notifications/test", &[]),
    // None has failed, and the page says so: only the message in the session changes.
    ("/administration/tenants/{slug}/settings/notifications/failed", &[("go", "again")]),
    // The check itself is recorded.
    ("/administration/tenants/{slug}/audit/verify", &[]),
    ("/administration/audit/verify", &[]),
    ("/administration/tenants/{slug}/settings/slugs", &[("slug", "acme-old")]),
    // As from a page that showed more tokens than there are.
    ("/administration/tenants/{slug}/disable", &[("seen", "1000")]),
    ("/administration/tenants/{slug}/enable", &[]),
    ("/administration/tenants/{slug}/api/new", &[("name", "Fresh"), ("expires_in", "7d")]),
    (
        "/administration/tenants/{slug}/api/drafts/{draft}/general",
        &[("name", "Changed"), ("expires_in", "7d")],
    ),
    (
        "/administration/tenants/{slug}/api/drafts/{draft}/access",
        &[("tenant_scope", "this"), ("permissions", "delete")],
    ),
    ("/administration/tenants/{slug}/api/drafts/{draft}/token", &[("generation", "0")]),
    ("/administration/tenants/{slug}/api/drafts/{draft}/save", &[("generation", "1")]),
    ("/administration/tenants/{slug}/api/drafts/{draft}/cancel", &[]),
    (
        "/administration/tenants/{slug}/modules",
        &[("modules", "administration"), ("shown", "administration"), ("shown", "devices"), ("seen", "1000")],
    ),
    ("/administration/tenants/{slug}/apps/new", &[("name", "Grafana"), ("slug", "")]),
    ("/administration/tenants/{slug}/apps/{app}", &[("name", "Hall 3")]),
    ("/administration/modules/new", &[("name", "Billing"), ("slug", "")]),
    ("/administration/modules/{module}", &[("name", "All devices")]),
    (
        "/administration/tenants/{slug}/api/{token}/edit",
        &[
            ("name", "Deploy"),
            ("expires_in", "keep"),
            ("tenant_scope", "this"),
            ("app", "warehouse"),
            ("modules", "devices"),
            ("permissions", "read"),
            ("description", "x"),
            ("version", "{version}"),
            ("go", "save"),
        ],
    ),
    ("/administration/tenants/{slug}/api/{token}/rotate", &[("overlap", "24h"), ("generation", "0")]),
    ("/administration/tenants/{slug}/api/{token}/rotate/cancel", &[]),
    ("/administration/tenants/{slug}/api/{token}/rotate/save", &[("generation", "{version}")]),
    ("/administration/tenants/{slug}/api/{token}/secrets/{generation}/extend", &[("overlap", "7d")]),
    ("/administration/tenants/{slug}/api/{token}/secrets/{generation}/end", &[]),
    ("/administration/tenants/{slug}/api/{token}/disable", &[]),
    ("/administration/tenants/{slug}/api/{token}/enable", &[]),
    ("/administration/tenants/{slug}/api/{token}/revoke", &[("name", "Deploy")]),
    // See below for the fields.
    ("/administration/tenants/{slug}/api/bulk", &[]),
    ("/administration/tenants/{slug}/api/bulk/{job}/stop", &[]),
    (
        "/administration/api-clients/new",
        &[("id", "cli_01M7WD7TG0EV1SYN8X60CPC8W2"), ("name", "Warehouse API"), ("modules", "administration")],
    ),
    ("/administration/api-clients/{client}/revoke", &[("name", "Shop")]),
    // They can't be deleted while a token that is not revoked uses them.
    ("/administration/tenants/{slug}/apps/{app}/delete", &[]),
    ("/administration/modules/{module}/delete", &[]),
];

/// What browsers say about a request that another site made them send.
const FOREIGN: &[&[(&str, &str)]] = &[
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[("sec-fetch-site", "cross-site"), ("origin", "http://127.0.0.1:1")],
    &[("origin", "https://evil.example")],
    &[("origin", "http://127.0.0.1:1")],
    &[("origin", "null")],
];

const FROM_HERE: &[(&str, &str)] = &[("sec-fetch-site", "same-origin")];

#[test]
fn every_form_is_tried() {
    // No page can make a browser send what a program presents: those routes take no session and need no form.
    let by_program = |line: &RouteEntry| {
        matches!(line.rule, Rule::Token | Rule::TenantApi(_) | Rule::TenantApiIn(_) | Rule::ApiClient)
    };
    for line in ROUTES.iter().filter(|line| line.method != "GET" && !by_program(line)) {
        assert_eq!(line.method, "POST", "{} is changed by something else than a form", line.path);
        assert!(
            line.path == "/setup" || RIGHT.iter().any(|(path, _)| *path == line.path),
            "say what {} takes",
            line.path
        );
    }
}

/// Where this form goes in this browser, and what it sends besides the CSRF token. Creates what it needs first.
pub(super) async fn filled(
    fixture: &World,
    browser: &Client,
    path: &str,
    fields: &[(&str, &str)],
) -> (String, Vec<(String, String)>) {
    let draft = if path.contains("{draft}") { browser.draft("acme").await } else { fixture.draft.clone() };
    let address = fixture.address_with_draft(path, &draft);
    if path.ends_with("/save") && path.contains("{draft}") {
        let generate = address.replace("/save", "/token");
        let csrf = browser.csrf().await;
        browser.post(&generate, &[("csrf", &csrf), ("generation", "0")]).await.expect(200);
    }
    // Editing names the version that was shown, saving a secret its generation.
    let version = match path.rsplit('/').next() {
        Some("secret") => {
            let page = browser.get(address.trim_end_matches("/secret")).await;
            page.form("Rotate secret").value("secret").concat()
        }
        Some("edit") => browser.get(&address).await.form("Next").value("version").concat(),
        Some("save" | "cancel") if path.contains("/rotate/") => {
            let question = browser.get(address.rsplit_once('/').unwrap().0).await.form("Next");
            browser.submit(question).await.expect(200).form("Save").value("generation").concat()
        }
        _ => String::new(),
    };
    let filled = |value: &str| if value == "{version}" { version.clone() } else { value.to_owned() };
    let mut all: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), filled(value))).collect();
    if path.ends_with("/api/bulk") {
        let page = browser.get(&format!("{address}?deed=disable&rows=all")).await.expect(200);
        let asked = page.form("Disable 1 token").pairs().into_iter();
        all.extend(asked.filter(|(name, _)| name != "csrf"));
    }
    (address, all)
}

/// Sends what another site can, and checks that it is refused and changes nothing; then the right form, which works.
async fn defends(
    app: &TestApp,
    browser: &Client,
    address: &str,
    fields: &[(&str, &str)],
    foreign: &[String],
) -> Answer {
    let own = browser.csrf().await;
    let with = |tokens: &[&str]| -> Vec<(String, String)> {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        fields.chain(tokens.iter().map(|token| ("csrf".to_owned(), (*token).to_owned()))).collect()
    };
    let send = async |tokens: &[&str], headers: &[(&str, &str)], address: &str| {
        let body = with(tokens);
        let body: Vec<_> = body.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        browser.post_with(address, &body, headers).await
    };
    let before = app.database.rows_but_sessions().await;
    let mut tries: Vec<Vec<&str>> =
        vec![vec![], vec![""], vec!["x"], vec![&own, &own], vec![&own, "x"], vec!["x", &own]];
    tries.extend(foreign.iter().map(|token| vec![token.as_str()]));
    for tokens in &tries {
        let answer = send(tokens, FROM_HERE, address).await;
        assert_eq!(answer.status, 403, "{address} with the tokens {tokens:?}: {}", answer.text());
    }
    let answer = send(&[], FROM_HERE, &format!("{address}?csrf={own}")).await;
    assert_eq!(answer.status, 403, "{address} with the token in the query");
    for headers in FOREIGN {
        let answer = send(&[&own], headers, address).await;
        assert_eq!(answer.status, 403, "{address} from elsewhere: {headers:?}: {}", answer.text());
    }
    let after = app.database.rows_but_sessions().await;
    assert_eq!(before, after, "{address} did something: {:?}", difference(&before, &after));
    let answer = send(&[&own], FROM_HERE, address).await;
    assert!(matches!(answer.status, 200 | 303), "{address} does not take the right form: {}", answer.text());
    answer
}

both! {
    async fn every_form_needs_its_sessions_token_and_a_page_of_ours(app) {
        let fixture = World::new(app).await;
        let other = app.sign_in(OWNER).await;
        let foreign = [other.csrf().await, app.visitor().csrf().await, latchkey_sized_noise()];
        for (path, fields) in RIGHT {
            let browser = if *path == "/login" { app.visitor() } else { app.sign_in(OWNER).await };
            let (address, fields) = filled(&fixture, &browser, path, fields).await;
            let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let before = app.database.rows().await;
            defends(app, &browser, &address, &fields, &foreign).await;
            assert_ne!(before, app.database.rows().await, "{path} does nothing, so it proves nothing");
            if *path == "/account" {
                // The helpers read English.
                app.database.execute("UPDATE users SET language = NULL").await;
            }
            if *path == "/account/password" {
                let email = latchkey::domain::text::Email::parse(OWNER).unwrap();
                let password = latchkey::config::Secret::new(PASSWORD.to_owned());
                latchkey::admin::reset_password(&app.state, &email, &password).await.unwrap();
            }
        }
    }

    async fn the_first_run_needs_a_page_of_ours_too(app) {
        let fields = [("code", app.state.fixed.setup_code.as_str()), ("email", OWNER), ("password", PASSWORD),
            ("name", "Acme"), ("slug", "acme"), ("time_zone", "UTC"), ("language", "en")];
        let visitor = app.visitor();
        let own = visitor.get("/setup").await.form("Save").value("csrf").remove(0);
        let before = app.database.rows().await;
        for headers in FOREIGN {
            let mut body = fields.to_vec();
            body.push(("csrf", &own));
            visitor.post_with("/setup", &body, headers).await.expect(403);
        }
        for tokens in [vec![], vec![""], vec!["x"], vec![own.as_str(); 2]] {
            let mut body = fields.to_vec();
            body.extend(tokens.into_iter().map(|token| ("csrf", token)));
            visitor.post("/setup", &body).await.expect(403);
        }
        assert_eq!(before, app.database.rows().await);
        let mut body = fields.to_vec();
        body.push(("csrf", &own));
        visitor.post("/setup", &body).await.expect(303);
    }

    async fn looking_changes_nothing(app) {
        let fixture = World::new(app).await;
        let saved = fixture.owner.draft("acme").await;
        let overview = format!("/administration/tenants/acme/api/drafts/{saved}/overview");
        let reveal = fixture.owner.submit(fixture.owner.get(&overview).await.form("Next")).await.expect(200);
        fixture.owner.submit(reveal.form("Save")).await.expect(303);
        let shown = fixture.owner.draft("acme").await;
        let overview = format!("/administration/tenants/acme/api/drafts/{shown}/overview");
        fixture.owner.submit(fixture.owner.get(&overview).await.form("Next")).await.expect(200);
        // Store what pages remember in the session now.
        fixture.owner.get("/administration/tenants/acme/api").await.expect(200);

        for line in ROUTES.iter().filter(|line| line.method == "GET") {
            for draft in [&fixture.draft, &saved, &shown] {
                let address = fixture.address_with_draft(line.path, draft);
                let before = app.database.rows_but_sessions().await;
                for browser in [&fixture.owner, &app.visitor()] {
                    browser.get(&address).await;
                    browser.get(&format!("{address}?csrf=x&q=a&status=active&name=b&expires_in=never&generation=0&next=/")).await;
                }
                let after = app.database.rows_but_sessions().await;
                assert_eq!(before, after, "GET {address}: {:?}", difference(&before, &after));
            }
        }
    }

    async fn a_form_that_is_no_form_is_refused(app) {
        let fixture = World::new(app).await;
        let csrf = fixture.owner.csrf().await;
        let address = fixture.address("/administration/tenants/{slug}/api/drafts/{draft}/general");
        let json = format!(r#"{{"csrf":"{csrf}","name":"x"}}"#);
        let urlencoded = format!("csrf={csrf}&name=x&expires_in=7d");
        for (kind, body) in [
            ("application/json", json.as_str()),
            ("text/plain", &urlencoded),
            ("", &urlencoded),
            ("multipart/form-data", &urlencoded),
            ("multipart/form-data; boundary=x", &urlencoded),
            ("multipart/form-data; boundary=x", "--x\r\n\r\n--x--"),
            ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\ncut"),
            ("application/x-www-form-urlencoded", "csrf=%"),
            ("application/x-www-form-urlencoded", "\u{0}\u{1}"),
            ("application/x-www-form-urlencoded; charset=utf-16", "csrf=x"),
        ] {
            let request = fixture.owner.request(reqwest::Method::POST, &address).header("sec-fetch-site", "same-origin");
            let request = if kind.is_empty() { request } else { request.header("content-type", kind) };
            let answer = fixture.owner.send(request.body(body.to_owned())).await;
            assert!(matches!(answer.status, 400 | 403), "{kind} {body:?}: {}", answer.status);
        }
        let much = format!("csrf={csrf}&name={}", "x".repeat(300_000));
        let request = fixture.owner.request(reqwest::Method::POST, &address).header("sec-fetch-site", "same-origin");
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(much);
        fixture.owner.send(request).await.expect(413);
    }
}

/// As long as a token, but not one.
fn latchkey_sized_noise() -> String {
    "A".repeat(86)
}
