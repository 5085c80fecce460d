//! Creates the documentation's screenshots. Not a test: `scripts/screenshots` runs it when the design has changed.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ImageFormat, Rgb, RgbImage};
use latchkey::config::PublicUrl;
use latchkey::i18n::Locale;

use crate::browser::{self, Browser, DESK, Options, PHONE, driver};
use crate::support::{Kind, TestApp};
use crate::tour::{self, ACME};

/// Larger images would make the repository slow to clone.
const MAX_BYTES: usize = 200_000;

#[test]
#[ignore = "makes the pictures under docs/screenshots: run scripts/screenshots"]
fn screenshots() {
    actix_web::rt::System::new().block_on(async {
        let url = PublicUrl::parse("http://127.0.0.1:8080").unwrap();
        let app = TestApp::start_with(Kind::Sqlite, |config| config.with_public_url(url)).await;
        let owner = app.owner().await;
        tour::fill_with_demo(&app).await;
        browser::with(&app.base, Options::default(), async |browser| {
            browser.adopt(&owner).await;
            // Scrollbars look different on every system, and many show them only while scrolling.
            let hidden = serde_json::json!({ "hidden": true });
            driver::devtools(&browser.driver, "Emulation.setScrollbarsHidden", hidden).await;
            wizard(browser).await;
            lists(browser).await;
            tour::speak(&owner, Locale::De).await;
            // Once, to consume the message that the language is saved.
            browser.open("/account").await;
            browser.open(&format!("{ACME}/api")).await;
            browser.keep_as_seen("list-german").await;
        })
        .await;
        app.stop().await;
    });
}

async fn wizard(browser: &Browser) {
    let directory = tempfile::tempdir().unwrap();
    let logo = directory.path().join("logo.png");
    draw_logo().save_with_format(&logo, ImageFormat::Png).unwrap();

    let draft = format!("{ACME}/api/drafts/*");
    browser.open(&format!("{ACME}/api/new")).await;
    browser.fill("Name", "Fleet gateway").await;
    browser.fill("Description", "Reports positions from the depot in Kiel. Ask fleet-it.").await;
    browser.attach("Logo", &logo).await;
    browser.choose("1 year").await;
    browser.sees("20 November 2027").await;
    browser.keep("wizard-general").await;
    browser.go("Next", &format!("{draft}/access")).await;
    browser.choose("Selected tenants").await;
    browser.tick("Acme", true).await;
    browser.tick("Müller Logistik", true).await;
    browser.tick("Create", true).await;
    browser.keep("wizard-access").await;
    browser.go("Next", &format!("{draft}/overview")).await;
    browser.keep("wizard-overview").await;
    browser.go("Next", &format!("{draft}/token")).await;
    browser.secret().await;
    browser.click("Copy").await;
    browser.sees("Copied.").await;
    browser.keep("reveal").await;
    browser.go("Save", &format!("{draft}/summary")).await;
    browser.go("View details", &format!("{ACME}/api/tok_*")).await;
    browser.keep("details").await;
}

async fn lists(browser: &Browser) {
    browser.open(&format!("{ACME}/api")).await;
    browser.keep_as_seen("list").await;
    browser.prefer_dark(true).await;
    browser.keep_as_seen("list-dark").await;
    browser.prefer_dark(false).await;
    browser.resize(PHONE).await;
    browser.open(&format!("{ACME}/api")).await;
    browser.keep_as_seen("list-phone").await;
    browser.resize(DESK).await;
}

/// A neutral image: a sun over a hill.
fn draw_logo() -> RgbImage {
    RgbImage::from_fn(128, 128, |x, y| {
        let (x, y) = (f64::from(x), f64::from(y));
        let sun = (x - 80.0).hypot(y - 48.0) < 26.0;
        let hill = y > 84.0 + 18.0 * (x / 30.0).sin();
        match (hill, sun) {
            (true, _) => Rgb([23, 92, 120]),
            (_, true) => Rgb([244, 178, 77]),
            _ => Rgb([222, 238, 244]),
        }
    })
}

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screenshots").join(format!("{name}.png"))
}

/// The same image in fewer bytes.
fn smaller(png: &[u8]) -> Vec<u8> {
    let picture = image::load_from_memory_with_format(png, ImageFormat::Png).unwrap().into_rgb8();
    let mut bytes = Cursor::new(Vec::new());
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Adaptive);
    picture.write_with_encoder(encoder).unwrap();
    bytes.into_inner()
}

impl Browser {
    /// Takes a screenshot of the whole page, in a window that is high enough.
    async fn keep(&self, name: &str) {
        let height: u32 = self.run("return document.documentElement.scrollHeight", vec![]).await;
        self.resize((DESK.0, height.max(DESK.1))).await;
        self.keep_as_seen(name).await;
        self.resize(DESK).await;
    }

    /// Takes a screenshot of the visible part, without focus and pointer marks.
    async fn keep_as_seen(&self, name: &str) {
        self.driver.action_chain().move_to(1, 1).perform().await.unwrap();
        self.run::<()>("document.activeElement.blur()", vec![]).await;
        let png = smaller(&self.driver.screenshot_as_png().await.unwrap());
        assert!(png.len() < MAX_BYTES, "{name} has {} bytes", png.len());
        std::fs::create_dir_all(file(name).parent().unwrap()).unwrap();
        std::fs::write(file(name), png).unwrap();
    }
}
