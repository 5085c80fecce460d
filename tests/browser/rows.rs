//! The buttons in a token's row keep the state of the page: scroll position, selection, open elements, and focus.

use latchkey::i18n::Locale;
use serde_json::Value;
use thirtyfour::Key;

use crate::browser::{self, Browser, Options, PHONE, Role};
use crate::reveal::with_tenant;
use crate::support::{Client, Kind, TestApp, run};
use crate::tour;

const LIST: &str = "/administration/tenants/acme/api";
const ALL: &str = "/administration/tokens";

fn with_many(number: usize, options: Options, body: impl AsyncFnOnce(&TestApp, &Client, &Browser)) {
    run(Kind::Sqlite, async |app| {
        let owner = with_tenant(app).await;
        app.many("acme", number).await;
        browser::with(&app.base, options, async |browser| {
            browser.adopt(&owner).await;
            body(app, &owner, browser).await;
            browser.assert_no_complaints().await;
        })
        .await;
    });
}

/// Runs `js` with the row of the token with this number as `row`.
async fn at_row<T: serde::de::DeserializeOwned>(browser: &Browser, number: usize, js: &str) -> T {
    let script = format!(
        "const row = [...document.querySelectorAll('tbody tr')].find(row => row.innerText.includes('Token {number:04}')); {js}"
    );
    browser.run(&script, vec![]).await
}

/// What must not change: the page itself, what is selected and open, and the row's position in the window.
async fn place(browser: &Browser, number: usize) -> Value {
    at_row(
        browser,
        number,
        "return [window.same, document.querySelector('.more').open, location.href, Math.round(row.getBoundingClientRect().top),
            [...document.querySelectorAll('[name=token]:checked')].map(e => e.value), document.querySelectorAll('tbody tr').length]",
    )
    .await
}

const BEGIN: &str = "window.same = true; document.querySelector('.more').open = true";

#[test]
fn a_button_changes_its_row_and_nothing_else_moves() {
    with_many(30, Options::default(), async |_, _, browser| {
        browser.open(&format!("{LIST}?status=active")).await;
        browser.run::<()>(BEGIN, vec![]).await;
        browser.tick("Select Token 0012", true).await;
        browser.tick("Select Token 0011", true).await;
        at_row::<()>(
            browser,
            12,
            "row.scrollIntoView({ block: 'center' }); row.querySelector('.switch').focus()",
        )
        .await;
        let before = place(browser, 12).await;
        browser.press_keys(Key::Enter).await;
        browser.sees("Token 0012 is disabled.").await;
        assert_eq!(place(browser, 12).await, before, "the place is another one");
        // The focus stays where it was.
        browser.until("the focus at the button", async || browser.focused().await == "Enable").await;
        browser.sees("No longer matches the filters").await;
        browser.sees("29 found").await;
        browser.sees("of 29").await;
        browser.sees("All 29 matching").await;
        browser.assert_focus_is_seen().await;
        let live: String =
            browser.run("return document.querySelector('#flash').getAttribute('role')", vec![]).await;
        assert_eq!(live, "status", "the news is read out");
        // And back again with the keyboard.
        browser.press_keys(Key::Enter).await;
        browser.sees("Token 0012 is enabled.").await;
        browser.sees("30 found").await;
        assert_eq!(place(browser, 12).await, before);
        browser.click("Undo").await;
        browser.sees("Token 0012 is disabled.").await;
        assert_eq!(place(browser, 12).await, before);
        browser.until("the focus at Undo", async || browser.focused().await == "Undo").await;
        browser.assert_no_barriers().await;
        // The list changes, but the message with its Undo stays: later counts are for this list.
        browser.select("Status", "Disabled").await;
        browser.arrive(&format!("{LIST}?status=disabled")).await;
        browser.sees("1 found").await;
        browser.click("Undo").await;
        browser.sees("Token 0012 is enabled.").await;
        browser.sees("0 found").await;
        browser.sees("No longer matches the filters").await;
        browser.click("Undo").await;
        browser.sees("1 found").await;
        browser.open(&format!("{LIST}?status=active")).await;
        at_row::<()>(browser, 13, "row.querySelector('.switch').click()").await;
        browser.sees("28 found").await;
        browser.click("Hide this message").await;
        browser.until("no news", async || browser.texts("#flash .note").await.is_empty()).await;
        browser.assert_has_focus().await;
        // A full load always gives a whole page.
        browser.go("Token 0014", &format!("{LIST}/tok_*")).await;
        browser.back().await;
        browser.sees("28 found").await;
        browser.find(Role::CheckBox, "All on this page").await;
    });
}

#[test]
fn the_last_row_of_a_telephone_is_not_covered_by_the_news() {
    with_many(4, Options { size: PHONE, ..Options::default() }, async |_, _, browser| {
        for list in [LIST, ALL] {
            browser.open(list).await;
            at_row::<()>(browser, 1, "row.querySelector('.switch').focus()").await;
            browser.press_keys(Key::Enter).await;
            browser.until("news", async || !browser.texts("#flash .note").await.is_empty()).await;
            let covered = "const box = row.querySelector('.switch').getBoundingClientRect();
                return box.bottom > document.querySelector('#flash .note').getBoundingClientRect().top";
            browser.until("the button in sight", async || !at_row::<bool>(browser, 1, covered).await).await;
            browser.assert_fits().await;
            browser.assert_all_in_reach().await;
        }
    });
}

#[test]
fn what_goes_wrong_is_said_and_the_list_stays() {
    with_many(3, Options::default(), async |app, owner, browser| {
        browser.open(LIST).await;
        browser.run::<()>(BEGIN, vec![]).await;
        let before = place(browser, 2).await;
        at_row::<()>(
            browser,
            2,
            "row.querySelector('[name=csrf]').value = 'x'; row.querySelector('.switch').click()",
        )
        .await;
        browser.sees("This form has expired").await;
        assert_eq!(place(browser, 2).await, before);
        let _ = browser.complaints().await;
        // Someone else revoked it meanwhile.
        let id: String = at_row(browser, 1, "return row.id.slice(2)").await;
        let revoke = format!("{LIST}/{id}/revoke");
        owner.fill_in(&revoke, "Revoke", |form| form.fill("name", "Token 0001")).await.expect(303);
        at_row::<()>(
            browser,
            1,
            "const button = row.querySelector('.switch'); button.focus(); button.click()",
        )
        .await;
        browser.sees("can’t be changed").await;
        // No button is left, so the focus is on the name.
        browser.until("the focus at the name", async || browser.focused().await == "Token 0001").await;
        // No response at all, and one from something in between.
        for answer in [
            "this.onerror(new Event('error'))",
            "Object.defineProperties(this, { status: { value: 502 }, \
            response: { value: '<h1>Bad gateway</h1>' }, responseText: { value: '<h1>Bad gateway</h1>' } }); this.onload()",
        ] {
            browser.open(LIST).await;
            browser.run::<()>(BEGIN, vec![]).await;
            let before = place(browser, 2).await;
            browser
                .run::<()>(&format!("XMLHttpRequest.prototype.send = function () {{ {answer} }}"), vec![])
                .await;
            at_row::<()>(browser, 2, "row.querySelector('.switch').click()").await;
            browser.sees("Latchkey didn’t respond.").await;
            assert_eq!(place(browser, 2).await, before);
            let _ = browser.complaints().await;
        }
        browser.click("Reload page").await;
        browser.arrive(LIST).await;
        // The session has ended: to the sign-in page, and back to the list.
        browser.open(&format!("{LIST}?status=active")).await;
        app.wait(chrono::TimeDelta::minutes(31));
        at_row::<()>(browser, 2, "row.querySelector('.switch').click()").await;
        browser.until("the way in", async || browser.path().await.starts_with("/login")).await;
        assert!(
            browser.path().await.ends_with("next=%2Fadministration%2Ftenants%2Facme%2Fapi%3Fstatus%3Dactive")
        );
    });
}

/// Whether the focus is on the head of this token's row, where Enter does nothing, because the key that submitted the
/// form may still be down.
async fn stands_at(browser: &Browser, name: &str) -> bool {
    let head: String = browser
        .run("const e = document.activeElement; return e.matches('tbody th') ? e.innerText : ''", vec![])
        .await;
    head.contains(name)
}

#[test]
fn revoking_comes_back_to_the_row_with_and_without_scripts() {
    for javascript in [true, false] {
        with_many(30, Options { javascript, ..Options::default() }, async |_, _, browser| {
            let place = format!("{LIST}?sort=name");
            browser.open(&place).await;
            at_row::<()>(browser, 25, "row.querySelector('.revoke').click()").await;
            browser.arrive(&format!("{LIST}/tok_*/revoke")).await;
            browser.fill("Name", "Token 0025").await;
            browser.click("Revoke").await;
            browser.arrive(&place).await;
            browser.sees("Token 0025 is revoked.").await;
            browser.until("the focus at the row", async || stands_at(browser, "Token 0025").await).await;
            browser.assert_focus_is_seen().await;
            // Without scripts, a button keeps the place in the same way.
            if !javascript {
                at_row::<()>(browser, 28, "row.querySelector('.switch').click()").await;
                browser.sees("Token 0028 is disabled.").await;
                browser.arrive(&place).await;
                browser.until("the focus at the row", async || stands_at(browser, "Token 0028").await).await;
                browser.click("Undo").await;
                browser.sees("Token 0028 is enabled.").await;
            }
        });
    }
}

#[test]
fn the_tabs_stay_on_one_line_and_the_present_one_is_in_sight() {
    for (locale, javascript) in
        [(Locale::En, true), (Locale::De, true), (Locale::De, false), (Locale::Fr, true)]
    {
        let options = Options { language: locale.tag(), javascript, size: PHONE, ..Options::default() };
        with_many(1, options, async |_, owner, browser| {
            tour::speak(owner, locale).await;
            for page in ["", "/settings", "/api", "/apps", "/modules", "/audit"] {
                browser.open(&format!("/administration/tenants/acme{page}")).await;
                browser.assert_fits().await;
                browser.until("the present tab", async || browser.run::<bool>(SEEN, vec![]).await).await;
            }
            // The keyboard brings each tab into view.
            browser.open("/administration/tenants/acme").await;
            browser.run::<()>("document.querySelector('.tabs a').focus()", vec![]).await;
            for _ in 0..5 {
                browser.press_keys(Key::Tab).await;
                browser.until("the tab in sight", async || browser.run::<bool>(FOCUSED, vec![]).await).await;
            }
        });
    }
}

/// Whether the tabs are on one line, and the current one is fully visible.
const SEEN: &str = "const tabs = document.querySelector('.tabs'), now = tabs.querySelector('[aria-current]');
    const [outer, inner] = [tabs, now].map(e => e.getBoundingClientRect());
    const tops = new Set([...tabs.children].map(e => e.getBoundingClientRect().top));
    return tops.size === 1 && inner.left >= outer.left - 1 && inner.right <= outer.right + 1";

/// Whether a tab has the focus and is fully visible.
const FOCUSED: &str = "const box = document.activeElement.getBoundingClientRect();
    return document.activeElement.parentElement.matches('.tabs') && box.left >= 0 && box.right <= innerWidth";
