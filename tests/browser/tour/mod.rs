//! Visits every page in every state that looks different, for tests that check all pages.
//!
//! A page that is in the routing table but not on the tour fails it.

mod bulk;
mod console;
mod platform;
mod wizard;

use std::cell::RefCell;

use latchkey::demo;
use latchkey::domain::text::Email;
use latchkey::i18n::{Locale, Message};
use latchkey::routes::ROUTES;
use latchkey::store::people::users;

use crate::browser::{self, Browser, Options, Role, flat};
use crate::msg;
use crate::support::people::OWNER;
use crate::support::{Client, Kind, TestApp, run};

/// The tenant with tokens of every status.
pub const ACME: &str = "/administration/tenants/acme";
/// A tenant without tokens.
const EMPTY: &str = "/administration/tenants/empty";

/// A visitor going from page to page.
struct Tour<'a, L> {
    app: &'a TestApp,
    browser: &'a Browser,
    locale: Locale,
    look: &'a L,
    seen: &'a RefCell<Vec<String>>,
}

/// Groups of pages to visit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Before anyone is signed in.
    Doors,
    /// Tenants, lists, details, account, errors, modules, apps, API clients, refusals.
    Console,
    /// The steps that create a token.
    Wizard,
}

/// Visits the pages of `parts` in this language, and calls `look` with the name of each.
pub fn visit(parts: &[Part], locale: Locale, options: Options, look: impl AsyncFn(&Browser, &str)) {
    let seen = RefCell::default();
    run(Kind::Sqlite, async |app| {
        browser::with(&app.base, options, async |browser| {
            let tour = Tour { app, browser, locale, look: &look, seen: &seen };
            if parts.contains(&Part::Doors) {
                tour.doors().await;
            }
            let owner = app.owner().await;
            speak(&owner, locale).await;
            browser.adopt(&owner).await;
            if parts.contains(&Part::Console) {
                tour.at("tenants-none", "/administration/tenants").await;
            }
            fill(app, &owner, locale).await;
            if parts.contains(&Part::Console) {
                tour.console(&owner).await;
                tour.platform(&owner).await;
            }
            if parts.contains(&Part::Wizard) {
                tour.wizard().await;
            }
        })
        .await;
    });
    if let [Part::Doors, Part::Console, Part::Wizard] = parts {
        assert_complete(&seen.into_inner());
    }
}

/// Adds the demo data, and a tenant without anything.
pub async fn fill(app: &TestApp, owner: &Client, locale: Locale) {
    fill_with_demo(app).await;
    let new = "/administration/tenants/new";
    let save = locale.t(msg::TENANT_SAVE);
    owner.fill_in(new, &save, |form| form.fill("name", "Empty").fill("time_zone", "UTC")).await.expect(303);
}

/// Adds the demo data, created by the owner.
pub async fn fill_with_demo(app: &TestApp) {
    let email = Email::parse(OWNER).unwrap();
    let mut tx = app.database.db.read().await.unwrap();
    let account = users::find_account(&mut tx, &email).await.unwrap().unwrap();
    drop(tx);
    demo::fill(&app.state, account.id, OWNER).await.unwrap();
}

/// Sets this person's language on every page.
pub async fn speak(person: &Client, locale: Locale) {
    let page = person.get("/account").await.expect(200);
    let save = Locale::En.t(msg::ACCOUNT_SAVE);
    person.submit(page.form(&save).fill("language", locale.tag())).await.expect(303);
}

impl<L: AsyncFn(&Browser, &str)> Tour<'_, L> {
    /// The words of this sentence, as the browser computes names: French has non-breaking spaces in some.
    fn t(&self, message: Message<'_>) -> String {
        flat(&self.locale.t(message))
    }

    /// Opens an address and looks at the page.
    async fn at(&self, name: &str, path: &str) {
        self.browser.open(path).await;
        self.see(name).await;
    }

    /// Looks at the current page.
    async fn see(&self, name: &str) {
        self.browser.until("a heading", async || !self.browser.headings().await.is_empty()).await;
        let path = self.browser.path().await;
        self.seen.borrow_mut().push(path);
        (self.look)(self.browser, name).await;
    }

    /// Looks at the page after it came back with errors.
    async fn see_problems(&self, name: &str) {
        self.browser.until("mistakes", async || !self.browser.texts("#problems").await.is_empty()).await;
        self.see(name).await;
    }

    async fn click(&self, name: Message<'_>) {
        self.browser.click(&self.t(name)).await;
    }

    async fn fill(&self, name: Message<'_>, text: &str) {
        self.browser.fill(&self.t(name), text).await;
    }

    /// Clears the field and submits the form.
    async fn send_without(&self, field: Message<'_>, button: Message<'_>) {
        self.fill(field, "").await;
        self.click(button).await;
    }

    async fn doors(&self) {
        // Nobody has chosen a language yet, so the browser's applies.
        self.at("setup", "/setup").await;
        self.click(msg::SETUP_SAVE).await;
        self.see_problems("setup-422").await;
        let code = self.app.state.fixed.setup_code.clone();
        self.fill(msg::SETUP_CODE, &code).await;
        self.fill(msg::SIGN_IN_PASSWORD, "password").await;
        self.click(msg::SETUP_SAVE).await;
        self.browser
            .until("more mistakes", async || self.browser.texts("#problems li").await.len() > 2)
            .await;
        self.see("setup-422-all").await;
        self.app.owner().await;
        self.at("login", "/login").await;
        self.fill(msg::SIGN_IN_EMAIL, OWNER).await;
        self.fill(msg::SIGN_IN_PASSWORD, "not this one").await;
        self.click(msg::SIGN_IN).await;
        self.browser.until("a refusal", async || !self.browser.texts("#problem").await.is_empty()).await;
        self.see("login-422").await;
        self.at("nowhere", "/nowhere").await;
    }
}

/// Addresses without a page of their own.
const NO_PAGES: [&str; 16] = [
    "/",
    "/healthz",
    "/readyz",
    "/metrics",
    "/auth/verify",
    "/assets/{file}",
    "/administration/tenants/{slug}/api.csv",
    "/administration/tenants/{slug}/api.json",
    "/administration/tenants/{slug}/api/logos/{logo}",
    "/administration/tenants/{slug}/api/expiry-preview",
    "/administration/tenants/{slug}/audit/export",
    "/administration/tenants/{slug}/audit/head",
    "/administration/tokens.csv",
    "/administration/tokens.json",
    "/administration/audit/export",
    "/administration/audit/head",
];

#[track_caller]
fn assert_complete(seen: &[String]) {
    let shown = |pattern: &str| {
        seen.iter().any(|path| {
            let path = path.split('?').next().unwrap_or_default();
            path.split('/').count() == pattern.split('/').count()
                && path
                    .split('/')
                    .zip(pattern.split('/'))
                    .all(|(is, wanted)| wanted.starts_with('{') || is == wanted)
        })
    };
    let missing: Vec<_> = ROUTES
        .iter()
        .filter(|line| line.method == "GET" && !line.path.starts_with("/api/"))
        .filter(|line| !NO_PAGES.contains(&line.path) && !shown(line.path))
        .map(|line| line.path)
        .collect();
    assert!(missing.is_empty(), "the tour misses {missing:?}: add them in tests/browser/tour");
}

impl Browser {
    /// Opens the tenant switcher.
    async fn open_switcher(&self, switch: &str) {
        let summary = self.names(Role::Button).await.into_iter().find(|name| name.starts_with(switch));
        self.click(&summary.expect("a tenant is worked in")).await;
    }
}
