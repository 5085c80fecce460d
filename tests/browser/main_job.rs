//! The main job, click by click, by the documented names: sign in, create a token, see it once, use it, revoke it.

use reqwest::Method;

use crate::browser::{self, Browser, Options, Role};
use crate::support::form::Form;
use crate::support::people::{OWNER, PASSWORD};
use crate::support::{Client, Kind, TestApp, both, run};
use crate::words::{ENGLISH, FRENCH, GERMAN, Words};

both! {
    async fn the_whole_main_job_works_in_english(app) {
        with_and_without_scripts(app, &ENGLISH).await;
    }

    async fn the_whole_main_job_works_in_german(app) {
        with_and_without_scripts(app, &GERMAN).await;
    }

    async fn the_whole_main_job_works_in_french(app) {
        with_and_without_scripts(app, &FRENCH).await;
    }

    async fn the_first_run_begins_with_the_code_and_leads_to_a_working_token(app) {
        browser::with(&app.base, Options::default(), async |browser| {
            browser.open("/").await;
            browser.arrive("/setup").await;
            fill_in_setup(browser, "not-the-code").await;
            browser.click("Save").await;
            browser.sees("Wrong code").await;
            assert_eq!(browser.typed("Email").await, OWNER, "the rest is kept");
            fill_in_setup(browser, &app.state.fixed.setup_code).await;
            browser.go("Save", "/administration/tenants/acme").await;
            browser.sees("Acme is ready for its first token").await;
            browser.go("API", "/administration/tenants/acme/api").await;
            browser.sees("No tokens yet").await;
            let secret = issue(browser, &ENGLISH, "Deploy", true).await;
            assert_eq!(status_with(&app.visitor(), &secret).await, 200);
            browser.open("/setup").await;
            browser.heading("Not found").await;
            browser.click("Back to start").await;
            browser.go("Sign out", "/login").await;
            sign_in(browser, &ENGLISH).await;
            browser.heading("Acme").await;
        })
        .await;
    }
}

#[test]
fn whoever_has_several_tenants_chooses_one_first() {
    run(Kind::Sqlite, async |app| {
        let owner = app.owner().await;
        for slug in ["acme", "globex"] {
            app.tenant(&owner, slug).await;
        }
        browser::with(&app.base, Options::default(), async |browser| {
            browser.open("/").await;
            sign_in(browser, &ENGLISH).await;
            browser.arrive("/administration/tenants").await;
            browser.go("Globex", "/administration/tenants/globex").await;
            browser.go("Administration", "/administration/tenants").await;
            browser.go("Tenant", "/administration/tenants/globex").await;
            browser.click("Switch tenant, current: Globex").await;
            browser.go("Acme", "/administration/tenants/acme").await;
            browser.go("API", "/administration/tenants/acme/api").await;
        })
        .await;
    });
}

async fn with_and_without_scripts(app: &TestApp, words: &Words) {
    let owner = app.owner().await;
    tenant_in(&owner, words.language).await;
    for javascript in [true, false] {
        let language = words.language;
        browser::with(&app.base, Options { javascript, language, ..Options::default() }, async |browser| {
            walk(browser, &owner, words, javascript).await;
        })
        .await;
    }
}

/// A tenant whose people see its pages in this language.
pub async fn tenant_in(owner: &Client, language: &str) {
    let fill = |form: Form| form.fill("name", "Acme").fill("slug", "acme").fill("language", language);
    owner.fill_in("/administration/tenants/new", "Save", fill).await.expect(303);
}

async fn walk(browser: &Browser, owner: &Client, words: &Words, javascript: bool) {
    browser.open("/").await;
    sign_in(browser, words).await;
    browser.go(words.administration, "/administration/tenants").await;
    browser.go(words.tenant, "/administration/tenants/acme").await;
    browser.go(words.api, "/administration/tenants/acme/api").await;

    let (first, second) = if javascript { ("Deploy", "Nightly") } else { ("Plain deploy", "Plain nightly") };
    let secret = issue(browser, words, first, javascript).await;
    assert_eq!(status_with(owner, &secret).await, 200);
    browser.go(first, "/administration/tenants/acme/api/tok_*").await;
    browser.go(words.api, "/administration/tenants/acme/api").await;
    browser.go(words.revoke, "/administration/tenants/acme/api/tok_*/revoke").await;
    revoke(browser, owner, words, first, &secret).await;

    let secret = owner.issue_in(words, second).await;
    browser.open("/administration/tenants/acme/api").await;
    browser.go(second, "/administration/tenants/acme/api/tok_*").await;
    browser.go(words.revoke, "/administration/tenants/acme/api/tok_*/revoke").await;
    revoke(browser, owner, words, second, &secret).await;
    browser.go(words.sign_out, "/login").await;
    browser.assert_no_complaints().await;
}

/// Signs the owner in on the sign-in page.
pub async fn sign_in(browser: &Browser, words: &Words) {
    browser.arrive("/login*").await;
    browser.fill(words.email, OWNER).await;
    browser.fill(words.password, PASSWORD).await;
    browser.click(words.sign_in).await;
    browser.until("the way in", async || browser.path().await.starts_with("/administration/")).await;
}

/// From the list through the wizard and back to the list; returns the plaintext.
async fn issue(browser: &Browser, words: &Words, name: &str, javascript: bool) -> String {
    let draft = "/administration/tenants/acme/api/drafts/*";
    browser.go(words.create, "/administration/tenants/acme/api/new").await;
    browser.find(Role::File, words.logo).await;
    browser.sees(words.expiration).await;
    browser.fill(words.name, name).await;
    browser.fill(words.description, "Ask operations").await;
    browser.choose(words.no_expiration).await;
    browser.go(words.next, &format!("{draft}/access")).await;

    browser.sees(words.permissions).await;
    assert!(browser.is_chosen(Role::CheckBox, words.each_permission[0]).await, "Read is preselected");
    for permission in &words.each_permission[1..] {
        assert!(!browser.is_chosen(Role::CheckBox, permission).await, "only Read is preselected");
    }
    browser.tick(words.each_permission[2], true).await;
    browser.choose(words.all_tenants).await;
    browser.go(words.back, &format!("{draft}/general")).await;
    assert_eq!(browser.typed(words.name).await, name);
    assert!(browser.is_chosen(Role::RadioButton, words.no_expiration).await);
    browser.go(words.next, &format!("{draft}/access")).await;
    assert!(browser.is_chosen(Role::RadioButton, words.all_tenants).await, "Back keeps what was chosen");
    browser.go(words.next, &format!("{draft}/overview")).await;

    browser.sees(name).await;
    let edit = browser.all(Role::Link, words.edit).await;
    assert_eq!(edit.len(), 6, "one Edit link for each choice");
    browser.go(words.next, &format!("{draft}/token")).await;
    let secret = browser.secret().await;
    assert!(secret.starts_with("lk_") && secret.len() == 52, "{secret}");
    if javascript {
        browser.click(words.copy).await;
        browser.until("word of the copy", async || !browser.texts("[data-status]").await[0].is_empty()).await;
    } else {
        assert!(!browser.has(Role::Button, words.copy).await, "what cannot work is not offered");
    }

    browser.go(words.save, &format!("{draft}/summary")).await;
    browser.sees(name).await;
    browser.go(words.view_details, "/administration/tenants/acme/api/tok_*").await;
    browser.heading(name).await;
    browser.back().await;
    browser.go(words.close, "/administration/tenants/acme/api").await;
    let masked = format!("lk_…{}", &secret[secret.len() - 4..]);
    browser.sees(&masked).await;
    assert!(!browser.text().await.contains(&secret));
    if javascript {
        browser.assert_pastes(&secret).await;
    }
    secret
}

async fn revoke(browser: &Browser, owner: &Client, words: &Words, name: &str, secret: &str) {
    browser.fill(words.name, "something else").await;
    browser.click(words.revoke).await;
    browser.until("a refusal", async || browser.texts("#problems").await.len() == 1).await;
    assert_eq!(status_with(owner, secret).await, 200);
    browser.fill(words.name, name).await;
    browser.click(words.revoke).await;
    browser.arrive("/administration/tenants/acme/api").await;
    assert_eq!(status_with(owner, secret).await, 401);
    assert!(!browser.has(Role::Link, words.revoke).await, "what is revoked cannot be revoked again");
}

/// The API's status for this token.
pub async fn status_with(client: &Client, secret: &str) -> u16 {
    let request = client.bare(Method::GET, "/api/v1/me").bearer_auth(secret);
    client.send(request).await.status
}

async fn fill_in_setup(browser: &Browser, code: &str) {
    browser.fill("One-time code", code).await;
    browser.fill("Email", OWNER).await;
    browser.fill("Password", PASSWORD).await;
    browser.fill("Name", "Acme").await;
    browser.select("Time zone", "Europe/Berlin").await;
}

impl Client {
    /// Creates a token over HTTP, on pages in this language.
    async fn issue_in(&self, words: &Words, name: &str) -> String {
        let path = "/administration/tenants/acme/api/new";
        let step = self.fill_in(path, words.next, |form| form.fill("name", name)).await.expect(303);
        let step = self.follow(step).await.expect(200);
        let step = self.submit(step.form(words.next)).await.expect(303);
        let overview = self.follow(step).await.expect(200);
        let reveal = self.submit(overview.form(words.next)).await.expect(200);
        self.submit(reveal.form(words.save)).await.expect(303);
        reveal.secret()
    }
}

impl Browser {
    /// The plaintext that the page shows.
    pub async fn secret(&self) -> String {
        self.until("a secret", async || {
            self.run::<bool>("return Boolean(document.getElementById('secret'))", vec![]).await
        })
        .await;
        self.run("return document.getElementById('secret').value", vec![]).await
    }

    /// Fails unless Ctrl+V in the list's search field pastes this.
    async fn assert_pastes(&self, text: &str) {
        let pasted: String = self.paste_into("input[type=search]").await;
        assert_eq!(pasted, text);
    }

    /// What Ctrl+V pastes into the field that the CSS selector matches.
    pub async fn paste_into(&self, selector: &str) -> String {
        let chosen = thirtyfour::By::Css(selector);
        let field = self.driver.find(chosen).await.unwrap();
        field.send_keys(thirtyfour::Key::Control + "v").await.unwrap();
        let pasted = field.value().await.unwrap().unwrap_or_default();
        field.clear().await.unwrap();
        pasted
    }
}
