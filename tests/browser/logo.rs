//! The logo: chosen or dropped, previewed, kept across errors elsewhere, and shown with the token.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat};

use crate::browser::{self, Browser, Options};
use crate::reveal::with_tenant;
use crate::support::{Kind, run};

const LIST: &str = "/administration/tenants/acme/api";
const DRAFT: &str = "/administration/tenants/acme/api/drafts/*";

fn picture(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(300, 200).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn with_wizard(body: impl AsyncFnOnce(&Browser)) {
    run(Kind::Sqlite, async |app| {
        let owner = with_tenant(app).await;
        browser::with(&app.base, Options::default(), async |browser| {
            browser.adopt(&owner).await;
            browser.open(&format!("{LIST}/new")).await;
            body(browser).await;
            browser.assert_no_complaints().await;
        })
        .await;
    });
}

#[test]
fn a_chosen_logo_is_seen_at_once_and_survives_a_mistake_elsewhere() {
    with_wizard(async |browser| {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("logo.png");
        std::fs::write(&file, picture(ImageFormat::Png)).unwrap();
        browser.attach("Logo", &file).await;
        browser.preview("data:").await;
        browser.click("Next").await;
        browser.sees("There is a problem").await;
        browser.preview("http:").await;
        browser.fill("Name", "Deploy").await;
        to_the_end(browser).await;
    });
}

#[test]
fn a_dropped_logo_is_taken_too() {
    with_wizard(async |browser| {
        browser.drop_file("logo.webp", "image/webp", &picture(ImageFormat::WebP)).await;
        browser.preview("data:").await;
        browser.fill("Name", "Deploy").await;
        to_the_end(browser).await;
    });
}

#[test]
fn what_is_no_picture_is_refused_with_a_sentence_and_the_rest_is_kept() {
    with_wizard(async |browser| {
        browser.drop_file("logo.png", "image/png", b"<svg xmlns='http://www.w3.org/2000/svg'/>").await;
        browser.fill("Name", "Deploy").await;
        browser.click("Next").await;
        browser.sees("This isn’t a PNG, JPEG or WebP image. Choose another file.").await;
        assert_eq!(browser.typed("Name").await, "Deploy");
        browser.go("Next", &format!("{DRAFT}/access")).await;
    });
}

#[test]
fn a_logo_can_be_taken_away_again() {
    with_wizard(async |browser| {
        browser.drop_file("logo.png", "image/png", &picture(ImageFormat::Png)).await;
        browser.fill("Name", "Deploy").await;
        browser.go("Next", &format!("{DRAFT}/access")).await;
        browser.go("Back", &format!("{DRAFT}/general")).await;
        browser.preview("http:").await;
        browser.tick("Remove image", true).await;
        browser.go("Next", &format!("{DRAFT}/access")).await;
        browser.go("Next", &format!("{DRAFT}/overview")).await;
        assert_eq!(browser.pictures().await, [0; 0]);
    });
}

/// Creates the token, and checks the logo wherever the token is shown.
async fn to_the_end(browser: &Browser) {
    browser.go("Next", &format!("{DRAFT}/access")).await;
    browser.go("Next", &format!("{DRAFT}/overview")).await;
    browser.shows_picture().await;
    browser.go("Next", &format!("{DRAFT}/token")).await;
    browser.go("Save", &format!("{DRAFT}/summary")).await;
    browser.shows_picture().await;
    browser.go("Close", LIST).await;
    browser.shows_picture().await;
    browser.go("Deploy", &format!("{LIST}/tok_*")).await;
    browser.shows_picture().await;
}

const DROP: &str = "const [name, type, bytes] = arguments;
    const files = new DataTransfer();
    files.items.add(new File([new Uint8Array(bytes)], name, { type }));
    const zone = document.querySelector('[data-drop]');
    for (const kind of ['dragover', 'drop'])
        zone.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: files }))";

impl Browser {
    async fn drop_file(&self, name: &str, media: &str, bytes: &[u8]) {
        self.run::<()>(DROP, vec![name.into(), media.into(), bytes.into()]).await;
    }

    /// Waits until the wizard shows an image whose address starts with this.
    async fn preview(&self, address: &str) {
        let source = "const image = document.querySelector('[data-preview] img');
            return image && image.complete && image.naturalWidth > 0 ? image.src : ''";
        self.until(&format!("a preview from {address}"), async || {
            self.run::<String>(source, vec![]).await.starts_with(address)
        })
        .await;
    }

    /// Waits until there is one logo, in the size that Latchkey stores.
    async fn shows_picture(&self) {
        self.until("a logo", async || self.pictures().await == [128]).await;
    }

    /// The natural widths of the images in place of initials.
    async fn pictures(&self) -> Vec<u32> {
        self.run("return [...document.querySelectorAll('img.logo')].map(e => e.naturalWidth)", vec![]).await
    }
}
