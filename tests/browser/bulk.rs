//! Many tokens at once: ticking rows, a bar that moves, and the same without a script and without a mouse.

use thirtyfour::Key;

use crate::browser::{self, Browser, Options, Role};
use crate::reveal::with_tenant;
use crate::support::{Kind, TestApp, run};

const LIST: &str = "/administration/tenants/acme/api";
const BULK: &str = "/administration/tenants/acme/api/bulk";

fn with_many(number: usize, options: Options, body: impl AsyncFnOnce(&TestApp, &Browser)) {
    run(Kind::Sqlite, async |app| {
        let owner = with_tenant(app).await;
        app.many("acme", number).await;
        browser::with(&app.base, options, async |browser| {
            browser.adopt(&owner).await;
            browser.open(LIST).await;
            body(app, browser).await;
            browser.assert_no_complaints().await;
        })
        .await;
    });
}

async fn ticked(browser: &Browser) -> i64 {
    browser.run("return document.querySelectorAll('[name=token]:checked').length", vec![]).await
}

#[test]
fn one_tick_chooses_the_page_and_the_ticks_survive_a_filter_that_keeps_them() {
    with_many(3, Options::default(), async |_, browser| {
        browser.tick("All on this page", true).await;
        assert_eq!(ticked(browser).await, 3);
        browser.tick("Select Token 0002", false).await;
        let half: bool =
            browser.run("return document.querySelector('[data-tick-all]').indeterminate", vec![]).await;
        assert!(half);
        browser.select("Tokens", "All 3 tokens").await;
        // Whoever ticks a row means the rows that are ticked.
        browser.tick("Select Token 0001", false).await;
        assert_eq!(
            browser.run::<String>("return document.querySelector('[name=rows]').value", vec![]).await,
            "page"
        );
        browser.select("Action", "Disable").await;
        browser.go("Continue", &format!("{BULK}?*")).await;
        browser.heading("Disable 1 token").await;
        browser.back().await;
        browser.arrive(LIST).await;
        assert_eq!(ticked(browser).await, 1, "Back finds the ticks as they were");
        // A row's own button keeps the place, filter and all.
        browser.open(&format!("{LIST}?q=0003")).await;
        browser.click("Disable").await;
        browser.sees("Token 0003 is disabled.").await;
        assert!(browser.path().await.ends_with("?q=0003"), "{}", browser.path().await);
        browser.tick("Select Token 0003", true).await;
        browser.fill("Search by name or ID", "token").await;
        browser.until("all three", async || browser.texts("tbody tr").await.len() == 3).await;
        assert_eq!(ticked(browser).await, 0, "the list is another one, and so is what is ticked");
    });
}

#[test]
fn the_bar_moves_by_itself_until_it_is_done() {
    with_many(900, Options::default(), async |_, browser| {
        browser.select("Tokens", "All 900 tokens").await;
        browser.select("Action", "Revoke").await;
        browser.go("Continue", &format!("{BULK}?*")).await;
        browser.fill("Number of tokens", "900").await;
        browser.go("Revoke 900 tokens", &format!("{BULK}/*")).await;
        browser.run::<()>("window.same = true", vec![]).await;
        browser.sees("900 tokens revoked.").await;
        browser.sees("Done.").await;
        assert!(browser.run::<bool>("return window.same === true", vec![]).await, "the page was loaded anew");
        assert!(!browser.has(Role::Button, "Stop").await);
        browser.reload().await;
        browser.sees("900 of 900").await;
        browser.go("Back to list", LIST).await;
    });
}

#[test]
fn without_scripts_it_takes_the_same_pages() {
    with_many(900, Options { javascript: false, ..Options::default() }, async |_, browser| {
        assert!(!browser.has(Role::CheckBox, "All on this page").await, "what needs a script is not shown");
        browser.tick("Select Token 0900", true).await;
        browser.select("Action", "Change expiration").await;
        browser.go("Continue", &format!("{BULK}?*")).await;
        browser.choose("30 days").await;
        browser.click("Continue").await;
        browser.heading("Change expiration of 1 token").await;
        browser.go("Change expiration of 1 token", &format!("{BULK}/*")).await;
        browser.sees("Expiration of 1 token changed.").await;
        browser.open(LIST).await;
        browser.select("Tokens", "All 900 tokens").await;
        browser.go("Continue", &format!("{BULK}?*")).await;
        browser.go("Disable 900 tokens", &format!("{BULK}/*")).await;
        for _ in 0..100 {
            if !browser.has(Role::Link, "Reload").await {
                break;
            }
            browser.click("Reload").await;
        }
        browser.sees("900 tokens disabled.").await;
    });
}

#[test]
fn it_needs_no_mouse() {
    with_many(2, Options::default(), async |_, browser| {
        browser.tab_to("Select Token 0001").await;
        browser.press_keys(" ").await;
        assert_eq!(ticked(browser).await, 1);
        browser.open(LIST).await;
        browser.tab_to("All on this page").await;
        browser.press_keys(" ").await;
        browser.tab_to("Action").await;
        browser.press_keys("R").await;
        browser.tab_to("Continue").await;
        browser.press_keys(Key::Enter).await;
        browser.arrive(&format!("{BULK}?*")).await;
        browser.tab_to("Number of tokens").await;
        browser.press_keys("2").await;
        browser.press_keys(Key::Enter).await;
        browser.arrive(&format!("{BULK}/*")).await;
        browser.sees("2 tokens revoked.").await;
    });
}
