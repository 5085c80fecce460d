//! A real browser: headless Chromium, used like a person would.
//!
//! Controls are found by role and name, never by their place in the markup; the name is the one that the browser
//! computes for assistive technology.

#![allow(dead_code, reason = "helpers for tests that come with the pages")]

pub mod axe;
pub mod control;
pub mod driver;
pub mod reach;
pub mod watch;

use std::path::Path;
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use reqwest::Url;
use serde_json::json;
use thirtyfour::{
    Capabilities, CapabilitiesHelper as _, ChromiumCapabilities, ChromiumLikeCapabilities as _, Cookie, Key,
    LoggingPrefsLogLevel, WebDriver,
};

pub use control::Role;

use crate::support::Client;

/// How long anything may take to appear.
const TIMEOUT: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(40);

/// The window sizes.
pub const DESK: (u32, u32) = (1360, 760);
/// A phone.
pub const PHONE: (u32, u32) = (390, 844);

/// A name that leads here, but is not trusted like `localhost`: pages from it are served over plain HTTP.
pub const PLAIN_HOST: &str = "plain.example";

/// The browser's properties.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether pages may run scripts.
    pub javascript: bool,
    /// Whether the person prefers dark pages.
    pub dark: bool,
    /// The size of the page in CSS pixels.
    pub size: (u32, u32),
    /// The value of `Accept-Language`.
    pub language: &'static str,
    /// Whether the test answers when a page asks before it is left; otherwise it is left without asking.
    pub questions: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { javascript: true, dark: false, size: DESK, language: "en", questions: false }
    }
}

/// A browser with one window and no history.
pub struct Browser {
    /// For everything that the methods here don't cover.
    pub driver: WebDriver,
    base: Url,
}

/// Runs `body` with a new browser for the instance at `base`, and closes it in any case. If `body` fails, the last
/// view is saved under `target/browser/`.
pub async fn with(base: &Url, options: Options, body: impl AsyncFnOnce(&Browser)) {
    let browser = Browser::open_new(base, &options).await;
    let outcome = std::panic::AssertUnwindSafe(body(&browser)).catch_unwind().await;
    if outcome.is_err() {
        browser.keep_last_sight().await;
    }
    browser.driver.quit().await.unwrap();
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}

impl Browser {
    async fn open_new(base: &Url, options: &Options) -> Self {
        let driver = WebDriver::new(driver::address(), capabilities(options)).await.unwrap();
        let browser = Self { driver, base: base.clone() };
        browser.resize(options.size).await;
        browser.prefer_dark(options.dark).await;
        browser
    }

    /// Enters an address of the instance.
    pub async fn open(&self, path: &str) {
        self.driver.goto(self.base.join(path).unwrap().as_str()).await.unwrap();
    }

    /// Path and query of the page. A form without fields that is sent with GET leaves an empty query, which counts as
    /// none.
    pub async fn path(&self) -> String {
        let url = self.driver.current_url().await.unwrap();
        url.query()
            .filter(|query| !query.is_empty())
            .map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
    }

    /// Waits until the page's address matches `pattern`, in which `*` matches any text without a slash.
    pub async fn arrive(&self, pattern: &str) {
        self.until(&format!("address {pattern}"), async || matches(pattern, &self.path().await)).await;
    }

    /// Waits until this is the page's heading.
    pub async fn heading(&self, text: &str) {
        self.until(&format!("heading {text:?}"), async || {
            self.headings().await.iter().any(|found| found == text)
        })
        .await;
    }

    /// The page's top-level headings.
    pub async fn headings(&self) -> Vec<String> {
        self.texts("h1").await
    }

    /// The visible texts of the elements that a CSS selector matches.
    pub async fn texts(&self, selector: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText.trim().replace(/\\s+/g, ' '))";
        self.run(script, vec![json!(selector)]).await
    }

    /// All text on the page.
    pub async fn text(&self) -> String {
        self.run("return document.body.innerText", vec![]).await
    }

    /// Waits until this text is on the page, with any kind of space between the words.
    pub async fn sees(&self, text: &str) {
        let wanted = flat(text);
        self.until(&format!("text {text:?}"), async || flat(&self.text().await).contains(&wanted)).await;
    }

    /// Goes back as the Back button does.
    pub async fn back(&self) {
        self.driver.back().await.unwrap();
    }

    /// Goes forward as the Forward button does.
    pub async fn forward(&self) {
        self.driver.forward().await.unwrap();
    }

    /// Loads the page again.
    pub async fn reload(&self) {
        self.driver.refresh().await.unwrap();
    }

    /// Whether the browser asks before it leaves the page; answers if it does.
    pub async fn asks_before_leaving(&self, leave: bool) -> bool {
        let start = Instant::now();
        while self.driver.get_alert_text().await.is_err() {
            if start.elapsed() > Duration::from_secs(2) {
                return false;
            }
            tokio::time::sleep(PAUSE).await;
        }
        let answer = if leave { self.driver.accept_alert().await } else { self.driver.dismiss_alert().await };
        answer.unwrap();
        true
    }

    /// Presses keys wherever the focus is: text, or `Key::Tab` and the like.
    pub async fn press_keys(&self, keys: impl Into<thirtyfour::TypingData>) {
        if let Err(error) = self.driver.action_chain().send_keys(keys).perform().await {
            // The key was pressed, and its page has been replaced by the next one.
            let (error, ways) = (error.to_string(), ["no such execution context", "aborted by navigation"]);
            assert!(ways.iter().any(|way| error.contains(way)), "{error}");
        }
    }

    /// Moves the focus with the Tab key until it is on the control with this name.
    pub async fn tab_to(&self, name: &str) {
        let mut passed = Vec::new();
        for _ in 0..200 {
            self.press_keys(Key::Tab).await;
            let focused = self.focused().await;
            if focused == name {
                return;
            }
            passed.push(focused);
        }
        panic!("the Tab key never reaches {name:?}; it passes {passed:?}");
    }

    /// The name of the focused control; empty if there is none.
    pub async fn focused(&self) -> String {
        let element = self.driver.active_element().await.unwrap();
        driver::accessible_name(&self.driver, &element).await.unwrap_or_default()
    }

    /// Takes over a client's session, so that tests need not sign in each time.
    pub async fn adopt(&self, client: &Client) {
        self.open("/healthz").await;
        for cookie in client.cookies().split("; ") {
            let (name, value) = cookie.split_once('=').expect("the client has a session");
            self.driver.add_cookie(Cookie::new(name, value)).await.unwrap();
        }
    }

    /// Resizes the page to this many CSS pixels.
    pub async fn resize(&self, (width, height): (u32, u32)) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        driver::devtools(&self.driver, "Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Sets whether the person prefers dark pages.
    pub async fn prefer_dark(&self, dark: bool) {
        self.emulate(if dark { "dark" } else { "light" }, "").await;
    }

    /// Shows the page as it is printed.
    pub async fn emulate_print(&self) {
        self.emulate("light", "print").await;
    }

    async fn emulate(&self, scheme: &str, media: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        driver::devtools(
            &self.driver,
            "Emulation.setEmulatedMedia",
            json!({ "media": media, "features": features }),
        )
        .await;
    }

    /// Takes a screenshot of the visible part.
    pub async fn screenshot(&self, file: &Path) {
        self.driver.screenshot(file).await.unwrap();
    }

    /// Runs a script in the page, even if the page may not run any.
    pub async fn run<T: serde::de::DeserializeOwned>(
        &self,
        script: &str,
        arguments: Vec<serde_json::Value>,
    ) -> T {
        self.driver.execute(script, arguments).await.unwrap().convert().unwrap()
    }

    /// Waits until `is_so`; fails with the description `what`.
    pub async fn until(&self, what: &str, is_so: impl AsyncFn() -> bool) {
        let start = Instant::now();
        while !is_so().await {
            if start.elapsed() > TIMEOUT {
                panic!("waited in vain for {what} at {}\n{}", self.path().await, self.text().await);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn keep_last_sight(&self) {
        let thread = std::thread::current();
        let name = thread.name().unwrap_or("test").replace("::", "-");
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/browser");
        // The test has failed already, and a failure here must not hide that.
        if std::fs::create_dir_all(&directory).is_ok() {
            self.driver.screenshot(&directory.join(format!("{name}.png"))).await.ok();
            if let Ok(source) = self.driver.source().await {
                std::fs::write(directory.join(format!("{name}.html")), source).ok();
            }
        }
    }
}

fn capabilities(options: &Options) -> Capabilities {
    let mut wanted = ChromiumCapabilities::new();
    wanted.set("browserName", "chrome").unwrap();
    let profile = tempfile::Builder::new().prefix("profile-").tempdir_in(driver::profiles()).unwrap().keep();
    for flag in [
        "--headless=new",
        // Containers have no user namespace for the sandbox, and little shared memory.
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-proxy-server",
        &format!("--host-resolver-rules=MAP {PLAIN_HOST} 127.0.0.1"),
        &format!("--lang={}", options.language),
        &format!("--user-data-dir={}", profile.display()),
    ] {
        wanted.add_arg(flag).unwrap();
    }
    let javascript = if options.javascript { 1 } else { 2 };
    let preferences = json!({
        "profile.managed_default_content_settings.javascript": javascript,
        "intl.accept_languages": options.language,
        // Saved passwords are not part of the tests.
        "credentials_enable_service": false,
        "profile.password_manager_leak_detection": false,
    });
    wanted.add_experimental_option("prefs", preferences).unwrap();
    wanted.set_browser_log_level(LoggingPrefsLogLevel::All).unwrap();
    if options.questions {
        // ChromeDriver answers dialogs by itself, unless it also uses the newer protocol.
        wanted.set("webSocketUrl", true).unwrap();
        wanted.set("unhandledPromptBehavior", json!({ "beforeUnload": "ignore" })).unwrap();
    }
    wanted.into()
}

/// Replaces every run of white space, including non-breaking, with one space.
pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether `text` matches `pattern`, in which each `*` matches any text without a slash.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((before, after)) => text.strip_prefix(before).is_some_and(|rest| {
            let end = rest.find('/').unwrap_or(rest.len());
            (0..=end)
                .filter(|place| rest.is_char_boundary(*place))
                .any(|place| matches(after, &rest[place..]))
        }),
    }
}
