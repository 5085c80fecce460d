//! htmx: what changes without a full reload, and that address, Back and reload stay correct.

use chrono::TimeDelta;
use latchkey::i18n::Locale;

use crate::browser::{self, Browser, Options, Role};
use crate::reveal::with_tenant;
use crate::support::{Kind, TestApp, run};
use crate::tour::{self, ACME};

const LIST: &str = "/administration/tenants/acme/api";
const DRAFT: &str = "/administration/tenants/acme/api/drafts/*";

fn with_owner(body: impl AsyncFnOnce(&TestApp, &Browser)) {
    run(Kind::Sqlite, async |app| {
        let owner = with_tenant(app).await;
        browser::with(&app.base, Options::default(), async |browser| {
            browser.adopt(&owner).await;
            body(app, browser).await;
            browser.assert_no_complaints().await;
        })
        .await;
    });
}

fn with_demo(body: impl AsyncFnOnce(&Browser)) {
    run(Kind::Sqlite, async |app| {
        let owner = app.owner().await;
        tour::fill(app, &owner, Locale::En).await;
        browser::with(&app.base, Options::default(), async |browser| {
            browser.adopt(&owner).await;
            browser.open(&format!("{ACME}/api")).await;
            browser.mark().await;
            body(browser).await;
            browser.assert_no_complaints().await;
        })
        .await;
    });
}

#[test]
fn search_and_filter_change_the_list_without_a_reload_and_the_address_follows() {
    with_demo(async |browser| {
        browser.fill("Search by name or ID", "deploy").await;
        browser.until("one hit", async || browser.token_names().await == ["CI deploy"]).await;
        browser.arrive(&format!("{LIST}?q=deploy")).await;
        assert_eq!(browser.focused().await, "Search by name or ID", "whoever types can go on typing");
        browser.select("Status", "Revoked").await;
        browser.sees("No matching tokens").await;
        browser.arrive(&format!("{LIST}?q=deploy&status=revoked")).await;
        assert!(browser.is_marked().await, "the page was loaded anew");
        browser.fill("Search by name or ID", "mobile").await;
        browser.until("one hit", async || browser.token_names().await == ["Mobile app – beta"]).await;
        assert!(browser.is_marked().await, "the page was loaded anew");

        browser.reload().await;
        assert_eq!(browser.token_names().await, ["Mobile app – beta"]);
        assert_eq!(browser.typed("Search by name or ID").await, "mobile");
    });
}

#[test]
fn back_restores_the_list_and_the_fields_above_it() {
    with_demo(async |browser| {
        let all = browser.token_names().await;
        assert!(all.len() > 5);
        browser.fill("Search by name or ID", "deploy").await;
        browser.until("one hit", async || browser.token_names().await == ["CI deploy"]).await;
        browser.select("Status", "Active").await;
        browser.arrive(&format!("{LIST}?q=deploy&status=active")).await;
        browser.go("CI deploy", &format!("{LIST}/tok_*")).await;
        browser.back().await;
        browser.shows(&["CI deploy"], "deploy", "active").await;
        browser.back().await;
        browser.shows(&["CI deploy"], "deploy", "all").await;
        browser.back().await;
        let names: Vec<&str> = all.iter().map(String::as_str).collect();
        browser.shows(&names, "", "all").await;
        browser.forward().await;
        browser.shows(&["CI deploy"], "deploy", "all").await;
    });
}

#[test]
fn a_long_list_is_paged_without_a_reload() {
    with_owner(async |app, browser| {
        let owner = app.owner().await;
        for number in 1..=52 {
            owner.issue("acme", &format!("Token {number:02}")).await;
            // The newest comes first.
            app.wait(TimeDelta::milliseconds(1));
        }
        browser.open(LIST).await;
        browser.mark().await;
        assert_eq!(browser.token_names().await.len(), 50);
        browser.click("Next").await;
        browser.until("the rest", async || browser.token_names().await == ["Token 02", "Token 01"]).await;
        assert!(browser.path().await.contains("after=tok_"), "{}", browser.path().await);
        browser.sees("51–52 of 52").await;
        browser.assert_has_focus().await;
        browser.click("Previous").await;
        browser.until("the first page", async || browser.token_names().await.len() == 50).await;
        assert!(browser.is_marked().await, "the page was loaded anew");
    });
}

#[test]
fn the_steps_of_the_wizard_follow_each_other_without_a_reload() {
    with_owner(async |_, browser| {
        browser.open(&format!("{LIST}/new")).await;
        browser.mark().await;
        browser.fill("Name", "Deploy").await;
        browser.go("Next", &format!("{DRAFT}/access")).await;
        browser.assert_has_focus().await;
        browser.go("Back", &format!("{DRAFT}/general")).await;
        assert_eq!(browser.typed("Name").await, "Deploy");
        browser.go("Next", &format!("{DRAFT}/access")).await;
        browser.tick("Write", true).await;
        browser.go("Next", &format!("{DRAFT}/overview")).await;
        browser.assert_has_focus().await;
        assert!(browser.is_marked().await, "the page was loaded anew");
        assert_eq!(browser.headings().await, ["Create token"]);

        browser.back().await;
        browser.arrive(&format!("{DRAFT}/access")).await;
        assert!(browser.is_chosen(Role::CheckBox, "Write").await, "Back shows what was sent");
        browser.go("Cancel", LIST).await;
        browser.sees("No tokens yet").await;
    });
}

#[test]
fn a_mistake_is_shown_in_place_and_the_focus_goes_to_the_summary() {
    with_owner(async |_, browser| {
        browser.open(&format!("{LIST}/new")).await;
        browser.mark().await;
        browser.fill("Description", "Ask operations").await;
        browser.choose("30 days").await;
        browser.click("Next").await;
        browser.stands_at_problems().await;
        assert!(browser.is_marked().await, "the page was loaded anew");
        assert_eq!(browser.typed("Description").await, "Ask operations");
        browser.click("Fill in this field.").await;
        assert_eq!(browser.focused().await, "Name", "the summary leads to the field");

        browser.reload().await;
        assert_eq!(browser.typed("Description").await, "Ask operations", "a reload keeps what was typed");
        assert!(browser.is_chosen(Role::RadioButton, "30 days").await);
        browser.fill("Name", "Deploy").await;
        browser.go("Next", &format!("{DRAFT}/access")).await;
        browser.mark().await;
        browser.tick("Read", false).await;
        browser.choose("All tenants").await;
        browser.click("Next").await;
        browser.stands_at_problems().await;
        assert!(browser.is_marked().await, "the page was loaded anew");
        assert!(browser.is_chosen(Role::RadioButton, "All tenants").await, "the rest is kept");
        browser.sees("Choose at least one permission.").await;
    });
}

#[test]
fn the_moment_of_expiry_is_spelled_out_while_choosing() {
    with_owner(async |_, browser| {
        browser.open(&format!("{LIST}/new")).await;
        browser.mark().await;
        browser.sees("Works until 18 February 2027, 13:00 Europe/Berlin").await;
        browser.choose("7 days").await;
        browser.sees("Works until 27 November 2026, 13:00 Europe/Berlin").await;
        browser.choose("No expiration").await;
        browser.sees("Works until it is revoked.").await;
        browser.choose("Custom").await;
        let nothing_said = async || browser.texts(".moment").await == [""];
        browser.until("silence, as nothing is typed yet", nothing_said).await;
        browser.fill("Date", "03282027").await;
        browser.fill("Time", "0230AM").await;
        browser.press_keys(thirtyfour::Key::Tab).await;
        browser.sees("This time is skipped").await;
        assert!(browser.is_marked().await);
    });
}

#[test]
fn a_session_that_ended_meanwhile_leads_to_the_sign_in_page_and_back() {
    with_owner(async |app, browser| {
        browser.open(&format!("{LIST}/new")).await;
        browser.fill("Name", "Deploy").await;
        app.wait(TimeDelta::minutes(31));
        browser.click("Next").await;
        browser.until("the way in", async || browser.path().await.starts_with("/login")).await;
        browser.find(Role::Button, "Sign in").await;
    });
}

impl Browser {
    /// Leaves a mark that a full reload removes.
    async fn mark(&self) {
        self.run::<()>("window.marked = true", vec![]).await;
    }

    async fn is_marked(&self) -> bool {
        self.run("return window.marked === true", vec![]).await
    }

    async fn token_names(&self) -> Vec<String> {
        self.texts("#list tbody th a").await
    }

    /// Waits until list, search field and filter have these values.
    async fn shows(&self, names: &[&str], search: &str, status: &str) {
        let fields = "return [...document.querySelectorAll('.filters [name=q], .filters [name=status]')].map(e => e.value)";
        self.until(&format!("{names:?} for {search:?}, {status}"), async || {
            self.token_names().await == names
                && self.run::<Vec<String>>(fields, vec![]).await == [search, status]
        })
        .await;
    }

    /// Fails if the focus fell back to the page itself.
    pub async fn assert_has_focus(&self) {
        let lost = "return document.activeElement === document.body";
        self.until("the focus somewhere", async || !self.run::<bool>(lost, vec![]).await).await;
    }

    async fn stands_at_problems(&self) {
        let there = "return document.activeElement?.id === 'problems'";
        self.until("the focus at the mistakes", async || self.run(there, vec![]).await).await;
    }
}
