//! `/administration/tenants/{slug}/api-explorer`: the Tenant API, tried in the browser.

use crate::browser::{self, Browser, Options};
use crate::support::{Kind, run};

const EXPLORER: &str = "/administration/tenants/acme/api-explorer";

async fn outcome(browser: &Browser, expected: &str) {
    browser.until(expected, async || browser.texts("details[open] [data-outcome]").await == [expected]).await;
}

#[test]
fn a_call_is_filled_in_sent_and_shown_and_the_token_stays_in_the_page() {
    run(Kind::Sqlite, async |app| {
        let (owner, api) = app.owner_and_api("acme").await;
        browser::with(&app.base, Options::default(), async |browser| {
            browser.adopt(&owner).await;
            browser.open(EXPLORER).await;
            browser.fill("Secret", &api.secret).await;
            browser.run::<()>(
                "document.querySelector('[data-method=POST][data-path$=\"/acme/tokens\"]').closest('details').open = true",
                vec![],
            )
            .await;
            browser.fill("name", "It's from the explorer").await;
            browser.fill("permissions", "read, write").await;
            let curl = browser.texts("details[open] [data-curl]").await.concat();
            for part in [
                "curl -X POST",
                "/api/v1/tenants/acme/tokens",
                "-H \"Authorization: Bearer $LATCHKEY_TOKEN\"",
                r#""name":"It'\''s from the explorer""#,
                r#""permissions":["read","write"]"#,
            ] {
                assert!(curl.contains(part), "{part} is not in {curl}");
            }
            browser.click("Send: Create a token").await;
            outcome(browser, "201 Created").await;
            let headers = browser.texts("details[open] [data-headers]").await.concat();
            assert!(headers.contains("content-type: application/json") && headers.contains("etag: "), "{headers}");
            let content = "return document.querySelector('details[open] [data-content]').textContent";
            let body: String = browser.run(content, vec![]).await;
            assert!(body.contains("\n  \"name\": \"It's from the explorer\""), "{body}");
            let made: serde_json::Value = serde_json::from_str(&body).unwrap();
            assert!(api.with(made["secret"].as_str().unwrap()).is_accepted().await);

            // The API validates the request, and its response is shown.
            browser.fill("permissions", "everything").await;
            browser.click("Send: Create a token").await;
            outcome(browser, "422 Unprocessable Entity").await;
            browser.fill("Secret", "lk_nothing").await;
            browser.click("Send: Create a token").await;
            outcome(browser, "401 Unauthorized").await;
            browser.fill("Secret", &api.secret).await;

            let kept: String =
                browser.run("return JSON.stringify([localStorage, sessionStorage, document.cookie, location.href])", vec![]).await;
            assert!(!kept.contains("lk_"), "{kept}");
            assert!(!browser.texts("[data-curl]").await.concat().contains("lk_"));
            browser.open("/account").await;
            browser.back().await;
            assert_eq!(browser.typed("Secret").await, "");
            assert!(!browser.text().await.contains(made["secret"].as_str().unwrap()));
            browser.assert_no_complaints().await;
        })
        .await;
    });
}

#[test]
fn what_a_path_needs_is_asked_for_before_anything_is_sent() {
    run(Kind::Sqlite, async |app| {
        let (owner, _api) = app.owner_and_api("acme").await;
        browser::with(&app.base, Options::default(), async |browser| {
            browser.adopt(&owner).await;
            browser.open(EXPLORER).await;
            browser.run::<()>(
                "document.querySelector('[data-method=DELETE][data-path*=\"/tokens/\"]').closest('details').open = true",
                vec![],
            )
            .await;
            browser.click("Send: Revoke a token").await;
            browser.until("the focus at the field", async || browser.focused().await.starts_with("token")).await;
            browser
                .until("a word of it", async || browser.texts("details[open] [data-outcome]").await != [""])
                .await;
            browser.assert_no_complaints().await;
        })
        .await;
    });
}
