//! Other tenants' resources can't be distinguished from ones that don't exist: same bytes, same headers. For the
//! console; for the Tenant API see `tenant_api_limits.rs`.

use latchkey::domain::person::Role;
use latchkey::routes::{ROUTES, RouteEntry};

use crate::support::fixture::unknown_id;
use crate::support::{Answer, Client, World, both};

/// Everything in a response that could distinguish two, except the time.
fn told(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let mut headers: Vec<_> = answer
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        // Whether the connection is kept depends on how much of the body had arrived by then.
        .filter(|(name, _)| !matches!(name.as_str(), "date" | "connection"))
        .collect();
    headers.sort();
    (answer.status, headers, answer.text())
}

fn console() -> impl Iterator<Item = &'static RouteEntry> {
    ROUTES.iter().filter(|line| line.path.starts_with("/administration"))
}

async fn ask(browser: &Client, method: &str, address: &str, csrf: &str) -> Answer {
    match method {
        "GET" => browser.get(address).await,
        _ => {
            browser
                .post(
                    address,
                    &[("csrf", csrf), ("name", "Deploy"), ("generation", "1"), ("expires_in", "7d")],
                )
                .await
        }
    }
}

/// Requests both by every route that names such a resource, and finds no difference.
async fn alike(browser: &Client, fixture: &World, part: &str, real: &str, unknown: &str) {
    let csrf = browser.csrf().await;
    let mut tried = 0;
    for line in console().filter(|line| line.path.contains(part)) {
        let address = |value: &str| fixture.address(&line.path.replace(part, value));
        for way in ["", "/", "?x=1"] {
            let one = ask(browser, line.method, &(address(real) + way), &csrf).await;
            let other = ask(browser, line.method, &(address(unknown) + way), &csrf).await;
            assert_eq!(one.status, 404, "{} {}", line.method, one.url);
            assert_eq!(told(&one), told(&other), "{} {}", line.method, line.path);
        }
        tried += 1;
    }
    assert!(tried > 0, "no route names {part}");
}

both! {
    async fn another_tenants_things_are_as_if_they_did_not_exist(app) {
        let fixture = World::new(app).await;
        app.tenant(&fixture.owner, "globex").await;
        app.tenant(&fixture.owner, "initech").await;
        let admin = app.person(Role::TenantAdmin, &["globex"]).await;
        admin.get("/administration/tenants/globex/api").await.expect(200);
        // The tenant, and everything in it.
        alike(&admin, &fixture, "{slug}", "acme", "nowhere").await;
        // Its resources, requested in the person's own tenant.
        let unknown_token = format!("tok_{}", "0".repeat(26));
        for (part, real, unknown) in [
            ("{token}", fixture.token.id.as_str(), unknown_token.as_str()),
            ("{draft}", &fixture.draft, &unknown_id()),
            ("{logo}", &fixture.logo, &unknown_id()),
            ("{token}", &fixture.token.id, "x"),
            ("{draft}", &fixture.draft, "x"),
            ("{logo}", &fixture.logo, "..%2f..%2fx"),
        ] {
            in_globex(&admin, part, real, unknown).await;
        }
        assert_eq!(app.database.number("SELECT COUNT(*) FROM tokens WHERE revoked_at IS NOT NULL").await, 0);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM tenants WHERE disabled_at IS NOT NULL").await, 0);
    }

    async fn another_persons_draft_is_as_if_it_did_not_exist(app) {
        let fixture = World::new(app).await;
        let colleague = app.person(Role::TenantAdmin, &["acme"]).await;
        colleague.get("/administration/tenants/acme/api").await.expect(200);
        alike(&colleague, &fixture, "{draft}", &fixture.draft, &unknown_id()).await;
        fixture.owner.get(&fixture.address("/administration/tenants/{slug}/api/drafts/{draft}/overview")).await.expect(200);
    }

    async fn lists_and_menus_name_no_tenant_that_is_not_ones_own(app) {
        let fixture = World::new(app).await;
        app.tenant(&fixture.owner, "globex").await;
        let admin = app.person(Role::TenantAdmin, &["globex"]).await;
        for path in ["/", "/administration/tenants", "/administration/tenants?q=acme", "/administration/tenants?after=acme", "/administration/tenants/globex",
            "/administration/tenants/globex/api", "/administration/tenants/globex/api?q=Deploy", "/account", "/administration/tenants/globex/api/new"] {
            let answer = admin.visit(path).await.expect(200);
            // The search field contains the search text.
            let text = answer.text().replace("value=\"acme\"", "").replace("value=\"Deploy\"", "");
            for word in ["acme", "Acme", "Deploy", &fixture.token.id] {
                assert!(!text.contains(word), "{path} names {word}");
            }
        }
        let after = format!("/administration/tenants/globex/api?after={}", fixture.token.id);
        assert!(!admin.get(&after).await.expect(200).text().contains("Deploy"));
    }
}

/// [`alike`] for another tenant's resources below the caller's own tenant `globex`.
async fn in_globex(admin: &Client, part: &str, real: &str, unknown: &str) {
    let csrf = admin.csrf().await;
    for line in console().filter(|line| line.path.contains(part)) {
        let path = line.path.replace("{slug}", "globex");
        let one = ask(admin, line.method, &path.replace(part, real), &csrf).await;
        let other = ask(admin, line.method, &path.replace(part, unknown), &csrf).await;
        assert_eq!(one.status, 404, "{} {}", line.method, one.url);
        assert_eq!(told(&one), told(&other), "{} {path}", line.method);
    }
}
