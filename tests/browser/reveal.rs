//! The one page with the plaintext: what the browser keeps of it, and what happens on leaving it.

use crate::browser::{self, Browser, Options, PLAIN_HOST, Role};
use crate::main_job::{sign_in, status_with};
use crate::support::{Client, Kind, TestApp, both, run};
use crate::words::ENGLISH;

const LIST: &str = "/administration/tenants/acme/api";
const TOKEN: &str = "/administration/tenants/acme/api/drafts/*/token";

/// Every place of a page, and of the browser's storage for it, that could contain a text.
const HELD: &str = "const stored = get => {
        // Without scripts a page has none of these.
        try { return JSON.stringify(get()); } catch { return ''; }
    };
    const held = {
        page: document.documentElement.outerHTML,
        values: [...document.querySelectorAll('input, textarea, select, output')].map(e => e.value).join(' '),
        defaults: [...document.querySelectorAll('input, textarea')].map(e => e.defaultValue).join(' '),
        local: stored(() => ({ ...localStorage })), session: stored(() => ({ ...sessionStorage })),
        history: JSON.stringify(history.state), address: location.href, title: document.title,
        cookies: stored(() => document.cookie), window: window.name, referrer: document.referrer,
    };
    return Object.entries(held).filter(([, text]) => (text || '').includes(arguments[0])).map(([place]) => place)";

both! {
    async fn the_plaintext_is_never_shown_again(app) {
        with_tenant(app).await;
        for javascript in [true, false] {
            // A separate session, because it signs out.
            let owner = app.owner().await;
            browser::with(&app.base, Options { javascript, ..Options::default() }, async |browser| {
                browser.adopt(&owner).await;
                comes_back_in_vain(browser).await;
            })
            .await;
        }
    }

    async fn another_secret_can_be_generated_and_the_older_one_is_void(app) {
        let owner = with_tenant(app).await;
        for javascript in [true, false] {
            browser::with(&app.base, Options { javascript, ..Options::default() }, async |browser| {
                browser.adopt(&owner).await;
                let older = reveal(browser, "Deploy").await;
                browser.reload().await;
                browser.sees("This secret is gone").await;
                browser.click("Create new secret").await;
                let newer = browser.secret().await;
                assert_ne!(older, newer);
                for secret in [&older, &newer] {
                    assert_eq!(status_with(&owner, secret).await, 401, "nothing is saved yet");
                }
                browser.go("Save", "/administration/tenants/acme/api/drafts/*/summary").await;
                assert_eq!(status_with(&owner, &older).await, 401);
                assert_eq!(status_with(&owner, &newer).await, 200);
                browser.back().await;
                browser.until("no secret", async || browser.holding(&newer).await.is_empty()).await;
                browser.assert_no_complaints().await;
            })
            .await;
        }
    }

    async fn of_many_submissions_at_once_one_makes_the_token(app) {
        let owner = with_tenant(app).await;
        browser::with(&app.base, Options::default(), async |browser| {
            browser.adopt(&owner).await;
            browser.open(&format!("{LIST}/new")).await;
            browser.fill("Name", "Deploy").await;
            for (button, step, shown) in
                [("Next", "access", 0), ("Next", "overview", 0), ("Next", "token", 1), ("Save", "summary", 0)]
            {
                let sent = browser.submit_fifty_times(button).await;
                assert!(sent.statuses.iter().all(|status| *status == 200), "{:?}", sent.statuses);
                assert_eq!(sent.secrets.len(), shown, "plaintexts on the way to {step}");
                let draft = sent.address.rsplit_once('/').unwrap().0;
                browser.open(&format!("{draft}/{step}")).await;
                if step == "token" {
                    assert_ne!(another(browser).await, sent.secrets[0]);
                }
            }
            browser.sees("The token is active").await;
            assert_eq!(app.database.number("SELECT COUNT(*) FROM tokens").await, 1);
        })
        .await;
    }
}

#[test]
fn leaving_without_saving_asks_first_and_save_and_cancel_do_not() {
    run(Kind::Sqlite, async |app| {
        let owner = with_tenant(app).await;
        browser::with(&app.base, Options { questions: true, ..Options::default() }, async |browser| {
            browser.adopt(&owner).await;
            let secret = reveal(browser, "Deploy").await;
            browser.click("Copy").await;
            for name in ["API", "Administration"] {
                browser.click(name).await;
                assert!(browser.asks_before_leaving(false).await, "{name} leaves without a question");
            }
            assert_eq!(browser.secret().await, secret, "whoever stays still sees it");
            browser.click("Acme").await;
            assert!(browser.asks_before_leaving(true).await);
            browser.arrive("/administration/tenants/acme").await;

            reveal(browser, "Deploy").await;
            browser.click("Copy command").await;
            browser.click("Cancel").await;
            assert!(!browser.asks_before_leaving(true).await, "Cancel asks");
            browser.arrive(LIST).await;

            reveal(browser, "Deploy").await;
            browser.click("Copy").await;
            browser.click("Save").await;
            assert!(!browser.asks_before_leaving(true).await, "Save asks");
            browser.arrive("/administration/tenants/acme/api/drafts/*/summary").await;
        })
        .await;
    });
}

#[test]
fn the_browser_keeps_the_plaintext_on_the_page_alone() {
    run(Kind::Sqlite, async |app| {
        let owner = with_tenant(app).await;
        browser::with(&app.base, Options::default(), async |browser| {
            browser.adopt(&owner).await;
            let secret = reveal(browser, "Deploy").await;
            browser.click("Copy").await;
            assert_eq!(browser.holding(&secret).await, ["page", "values", "defaults"]);
            browser.go("Save", "/administration/tenants/acme/api/drafts/*/summary").await;
            assert_eq!(browser.holding(&secret).await, Vec::<String>::new());
        })
        .await;
    });
}

#[test]
fn copy_says_what_happened_also_on_plain_http_and_when_the_browser_refuses() {
    run(Kind::Sqlite, async |app| {
        let owner = with_tenant(app).await;
        let mut plain = app.base.clone();
        plain.set_host(Some(PLAIN_HOST)).unwrap();
        for (base, secure) in [(&app.base, true), (&plain, false)] {
            browser::with(base, Options::default(), async |browser| {
                browser.adopt(&owner).await;
                let secret = reveal(browser, "Deploy").await;
                assert_eq!(browser.run::<bool>("return isSecureContext", vec![]).await, secure);
                browser.click("Copy").await;
                browser.sees("Copied. Store it somewhere safe.").await;
                assert_eq!(browser.focused().await, "Copy", "the focus stays where it was");
                browser.click("Copy command").await;
                browser.sees("Command copied.").await;

                browser.run::<()>(REFUSE, vec![]).await;
                browser.click("Copy").await;
                browser.sees("Your browser blocked copying. The text is selected").await;
                assert_eq!(browser.run::<String>(SELECTED, vec![]).await, secret);
                browser.click("Copy command").await;
                let command = browser.texts("#curl").await.remove(0);
                let selected: String = browser.run(SELECTED, vec![]).await;
                assert_eq!(selected.split_whitespace().collect::<Vec<_>>().join(" "), command);
                assert!(command.starts_with(&format!("curl {}/api/v1/me", app.state.fixed.public_url)));

                browser.go("Save", "/administration/tenants/acme/api/drafts/*/summary").await;
                browser.go("Close", LIST).await;
                let pasted = browser.paste_into("input[type=search]").await;
                assert_eq!(pasted.split_whitespace().collect::<Vec<_>>().join(" "), command);
                browser.assert_no_complaints().await;
            })
            .await;
        }
    });
}

/// A browser that refuses to copy.
const REFUSE: &str = "document.execCommand = () => false;
    if (navigator.clipboard) navigator.clipboard.writeText = () => Promise.reject(new Error('no'))";

/// The selected text, in a field or on the page.
const SELECTED: &str = "const field = document.activeElement;
    return field.selectionStart === undefined ? String(getSelection())
        : field.value.slice(field.selectionStart, field.selectionEnd)";

async fn comes_back_in_vain(browser: &Browser) {
    let secret = reveal(browser, "Deploy").await;
    let address = browser.path().await;
    browser.reload().await;
    browser.gone(&secret).await;

    let (secret, older) = (another(browser).await, secret);
    browser.back().await;
    browser.forward().await;
    browser.gone(&secret).await;
    assert_eq!(browser.holding(&older).await, Vec::<String>::new());

    let secret = another(browser).await;
    browser.open(LIST).await;
    browser.back().await;
    browser.gone(&secret).await;

    let secret = another(browser).await;
    let first = browser.driver.window().await.unwrap();
    let second = browser.driver.new_tab().await.unwrap();
    browser.driver.switch_to_window(second).await.unwrap();
    browser.open(&address).await;
    browser.gone(&secret).await;
    browser.driver.close_window().await.unwrap();
    browser.driver.switch_to_window(first).await.unwrap();

    browser.go("Sign out", "/login").await;
    browser.back().await;
    browser.resubmit_if_asked(&secret).await;
    browser.until("the way in", async || browser.path().await.starts_with("/login")).await;
    assert_eq!(browser.holding(&secret).await, Vec::<String>::new());
    sign_in(browser, &ENGLISH).await;
    browser.open(&address).await;
    browser.gone(&secret).await;
    browser.assert_no_complaints().await;
}

/// The owner of an instance with one tenant.
pub async fn with_tenant(app: &TestApp) -> Client {
    let owner = app.owner().await;
    app.tenant(&owner, "acme").await;
    owner
}

/// Goes through the wizard up to the page with the plaintext.
pub async fn reveal(browser: &Browser, name: &str) -> String {
    browser.open(&format!("{LIST}/new")).await;
    browser.fill("Name", name).await;
    browser.go("Next", "/administration/tenants/acme/api/drafts/*/access").await;
    browser.go("Next", "/administration/tenants/acme/api/drafts/*/overview").await;
    browser.go("Next", TOKEN).await;
    browser.secret().await
}

async fn another(browser: &Browser) -> String {
    browser.click("Create new secret").await;
    browser.secret().await
}

/// The responses to many submissions, with redirects followed.
#[derive(serde::Deserialize)]
struct Sent {
    address: String,
    statuses: Vec<u16>,
    secrets: Vec<String>,
}

/// Submits the form of the button `arguments[0]` fifty times without waiting.
const FIFTY_TIMES: &str = "const [button, done] = arguments;
    const { form } = button;
    const send = async () => {
        const data = new FormData(form);
        const body = form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data);
        const answer = await fetch(form.action, { method: 'POST', body });
        return { address: new URL(answer.url).pathname, status: answer.status, text: await answer.text() };
    };
    Promise.all(Array.from({ length: 50 }, send)).then(answers => done({
        address: answers[0].address,
        statuses: answers.map(answer => answer.status),
        secrets: answers.flatMap(({ text }) => text.match(/id=\"secret\"[^>]* value=\"([^\"]+)/)?.[1] ?? []),
    }))";

impl Browser {
    async fn submit_fifty_times(&self, button: &str) -> Sent {
        let button = self.find(Role::Button, button).await.to_json().unwrap();
        self.driver.execute_async(FIFTY_TIMES, vec![button]).await.unwrap().convert().unwrap()
    }

    /// Waits for the page that says the secret is gone, and fails if the page still contains it.
    async fn gone(&self, secret: &str) {
        self.arrive(TOKEN).await;
        self.resubmit_if_asked(secret).await;
        self.sees("This secret is gone").await;
        assert_eq!(self.holding(secret).await, Vec::<String>::new());
        assert!(!self.driver.source().await.unwrap().contains(secret));
        assert!(self.has(Role::Button, "Create new secret").await);
    }

    /// Without scripts, the browser itself may say that it kept nothing, and ask whether to resubmit the form.
    async fn resubmit_if_asked(&self, secret: &str) {
        let asks = async || self.text().await.contains("ERR_CACHE_MISS");
        self.until("an answer", async || asks().await || !self.headings().await.is_empty()).await;
        if asks().await {
            assert_eq!(self.holding(secret).await, Vec::<String>::new());
            self.reload().await;
        }
    }

    /// The places that contain this text.
    async fn holding(&self, text: &str) -> Vec<String> {
        self.run(HELD, vec![text.into()]).await
    }
}
