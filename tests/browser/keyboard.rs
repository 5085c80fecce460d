//! The main job without a mouse.

use serde_json::json;
use thirtyfour::Key;

use crate::browser::{self, Browser, Options, Role, driver};
use crate::main_job::status_with;
use crate::reveal::with_tenant;
use crate::support::people::{OWNER, PASSWORD};
use crate::support::{Kind, run};

const LIST: &str = "/administration/tenants/acme/api";
const DRAFT: &str = "/administration/tenants/acme/api/drafts/*";

#[test]
fn the_main_job_needs_no_mouse() {
    run(Kind::Sqlite, async |app| {
        let owner = with_tenant(app).await;
        browser::with(&app.base, Options::default(), async |browser| {
            browser.open("/").await;
            browser.until("the focus at the email", async || browser.focused().await == "Email").await;
            // A browser that has just started may drop the first keys, so check that they arrived.
            browser
                .until("the address to be typed", async || {
                    let typed: String = browser.run("return document.activeElement.value", vec![]).await;
                    if typed != OWNER {
                        browser.run::<()>("document.activeElement.value = ''", vec![]).await;
                        browser.press_keys(OWNER).await;
                    }
                    typed == OWNER
                })
                .await;
            browser.reach("Password").await;
            browser.press_keys(PASSWORD).await;
            browser.press_keys(Key::Enter).await;
            browser.arrive("/administration/tenants/acme").await;
            browser.press("Administration", Key::Enter, "/administration/tenants").await;
            browser.press("Tenant", Key::Enter, "/administration/tenants/acme").await;
            browser.press("API", Key::Enter, LIST).await;
            let secret = issue(browser).await;
            assert_eq!(status_with(&owner, &secret).await, 200);

            browser.press("Revoke", Key::Enter, &format!("{LIST}/tok_*/revoke")).await;
            browser.reach("Name").await;
            browser.press_keys("Deploy").await;
            browser.press_keys(Key::Enter).await;
            browser.arrive(LIST).await;
            assert_eq!(status_with(&owner, &secret).await, 401);
            browser.press("Sign out", Key::Enter, "/login").await;
            browser.assert_no_complaints().await;
        })
        .await;
    });
}

async fn issue(browser: &Browser) -> String {
    browser.press("Create", Key::Enter, &format!("{LIST}/new")).await;
    browser.reach("Name").await;
    browser.press_keys("Deploy").await;
    browser.reach("90 days").await;
    for _ in 0..3 {
        browser.press_keys(Key::Down).await;
    }
    assert!(browser.is_chosen(Role::RadioButton, "No expiration").await);
    browser.press("Next", Key::Space, &format!("{DRAFT}/access")).await;
    browser.assert_has_focus().await;

    browser.reach("This tenant").await;
    browser.press_keys(Key::Up).await;
    assert!(browser.is_chosen(Role::RadioButton, "All tenants").await, "the arrows go around");
    browser.reach("Read").await;
    browser.press_keys(Key::Space).await;
    // Enter in a form means Next, not the first button.
    browser.press_keys(Key::Enter).await;
    browser.sees("Choose at least one permission.").await;
    browser.assert_has_focus().await;
    browser.press_keys(Key::Tab).await;
    assert_eq!(browser.focused().await, "Choose at least one permission.");
    browser.press_keys(Key::Enter).await;
    browser.until("the focus at the field", async || browser.focused().await == "Read").await;
    browser.press_keys(Key::Space).await;
    browser.press("Next", Key::Enter, &format!("{DRAFT}/overview")).await;
    browser.assert_has_focus().await;

    browser.press("Next", Key::Enter, &format!("{DRAFT}/token")).await;
    let secret = browser.secret().await;
    browser.reach("Copy").await;
    browser.press_keys(Key::Space).await;
    browser.sees("Copied.").await;
    browser.press("Save", Key::Enter, &format!("{DRAFT}/summary")).await;
    browser.press("Close", Key::Enter, LIST).await;
    secret
}

#[test]
fn the_first_tab_stop_leads_past_the_menu() {
    run(Kind::Sqlite, async |app| {
        let owner = with_tenant(app).await;
        browser::with(&app.base, Options::default(), async |browser| {
            browser.adopt(&owner).await;
            for page in ["/administration/tenants", LIST, "/administration/tenants/acme/api/new", "/account"]
            {
                browser.open(page).await;
                browser.press_keys(Key::Tab).await;
                assert_eq!(browser.focused().await, "Skip to content");
                browser.assert_focus_is_seen().await;
                browser.press_keys(Key::Enter).await;
                let inside = "return document.activeElement.id === 'main'";
                browser.until("the focus at the content", async || browser.run(inside, vec![]).await).await;
                browser.press_keys(Key::Tab).await;
                let inside = "return Boolean(document.activeElement.closest('#main'))";
                assert!(browser.run::<bool>(inside, vec![]).await, "{page}: the next stop is in the content");
            }
        })
        .await;
    });
}

#[test]
fn the_switcher_opens_and_closes_by_keyboard() {
    run(Kind::Sqlite, async |app| {
        let owner = with_tenant(app).await;
        app.tenant(&owner, "globex").await;
        browser::with(&app.base, Options::default(), async |browser| {
            browser.adopt(&owner).await;
            browser.open(LIST).await;
            let switcher = "Switch tenant, current: Acme";
            browser.reach(switcher).await;
            browser.press_keys(Key::Enter).await;
            browser.sees("Manage tenants").await;
            browser.reach("Globex").await;
            browser.press_keys(Key::Escape).await;
            assert_eq!(browser.focused().await, switcher, "Escape goes back to where it was opened");
            assert!(!browser.has(Role::Link, "Globex").await);
            browser.press_keys(Key::Space).await;
            browser.press("Globex", Key::Enter, "/administration/tenants/globex").await;
        })
        .await;
    });
}

#[test]
fn whoever_wants_no_motion_gets_none() {
    run(Kind::Sqlite, async |app| {
        let owner = with_tenant(app).await;
        browser::with(&app.base, Options::default(), async |browser| {
            browser.adopt(&owner).await;
            let features = json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] });
            driver::devtools(&browser.driver, "Emulation.setEmulatedMedia", features).await;
            for page in [LIST, "/administration/tenants/acme/api/new"] {
                browser.open(page).await;
                let moving: Vec<String> = browser.run(MOVING, vec![]).await;
                assert!(moving.is_empty(), "{page}: {moving:?}");
            }
        })
        .await;
    });
}

/// Elements that move or fade.
const MOVING: &str =
    "return [...document.querySelectorAll('*')].filter(e => ['', '::before', '::after'].some(part => {
        const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(e, part || null);
        return parseFloat(transitionDuration) > 0 || animationName !== 'none' || scrollBehavior === 'smooth';
    })).map(e => e.outerHTML.slice(0, 100))";

impl Browser {
    /// Tabs to the control with this name, and fails if its focus is not visible.
    async fn reach(&self, name: &str) {
        self.tab_to(name).await;
        self.assert_focus_is_seen().await;
    }

    /// Tabs to the control with this name, presses it, and waits until the address matches `pattern`.
    async fn press(&self, name: &str, key: Key, pattern: &str) {
        self.reach(name).await;
        self.press_keys(key).await;
        self.arrive(pattern).await;
    }
}
