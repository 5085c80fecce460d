//! The logo: what is taken, what is refused, and what is kept of it.

use std::io::Cursor;

use image::{GenericImageView as _, ImageFormat, Rgba, RgbaImage};

use crate::support::fixture::picture;
use crate::support::{Answer, Client, Form, both};

const NEW: &str = "/administration/tenants/acme/api/new";

/// A PNG whose head says that it is this large.
fn bomb(side: u32) -> Vec<u8> {
    let mut file = picture(1, 1, ImageFormat::Png);
    file[16..20].copy_from_slice(&side.to_be_bytes());
    file[20..24].copy_from_slice(&side.to_be_bytes());
    let crc = crc32fast::hash(&file[12..29]).to_be_bytes();
    file[29..33].copy_from_slice(&crc);
    file
}

/// Files that are no logo: their name, what they say they are, their bytes.
fn refused() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let whole = picture(300, 300, ImageFormat::Png);
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>"#.to_vec();
    vec![
        ("huge.png", "image/png", vec![7; 20 * 1024 * 1024]),
        ("a byte too many.png", "image/png", [whole.clone(), vec![0; 1024 * 1024]].concat()),
        ("bomb.png", "image/png", bomb(50_000)),
        ("largest.png", "image/png", bomb(u32::MAX)),
        ("empty head.png", "image/png", bomb(0)),
        ("wide.png", "image/png", picture(2_001, 1, ImageFormat::Png)),
        ("vector.svg", "image/svg+xml", svg.clone()),
        ("vector.png", "image/png", svg),
        ("moving.gif", "image/gif", b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;".to_vec()),
        ("cut.png", "image/png", whole[..whole.len() / 2].to_vec()),
        ("head only.png", "image/png", whole[..33].to_vec()),
        ("text.png", "image/png", b"not a picture".to_vec()),
        ("nothing.png", "image/png", Vec::new()),
        ("page.html", "text/html", b"<script>alert(1)</script>".to_vec()),
        ("../..\\evil.png", "image/png", b"x".to_vec()),
    ]
}

/// The picture that the page shows as the logo, as it is served.
async fn served(browser: &Client, page: &Answer) -> Option<Answer> {
    let html = page.html();
    let address = crate::support::form::select(html.root_element(), "[data-preview] img")
        .next()?
        .attr("src")?
        .to_owned();
    Some(browser.get(&address).await.expect(200))
}

both! {
    async fn what_is_no_logo_is_refused_and_everything_else_is_kept(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let first = |form: Form| form.fill("Name", "").attach("logo", "ok.png", "image/png", picture(32, 32, ImageFormat::Png));
        let page = owner.fill_in(NEW, "Next", first).await.expect(422);
        let before = served(&owner, &page).await.expect("a good logo is kept beside another mistake").body;
        for (name, media, bytes) in refused() {
            let form = page.form("Next").fill("Name", "Kept").fill("Description", "Also kept").tick("7 days");
            let answer = owner.submit(form.attach("logo", name, media, bytes)).await;
            assert_eq!(answer.status, 422, "{name}");
            assert_eq!(answer.all("#e-logo").len(), 1, "{name}");
            let kept = answer.form("Next");
            for (field, value) in [("name", "Kept"), ("description", "Also kept"), ("expires_in", "7d")] {
                assert_eq!(kept.value(field), [value], "{name}");
            }
            assert_eq!(served(&owner, &answer).await.expect(name).body, before, "{name}: the logo is another");
        }
        let twice = page.form("Next").fill("Name", "Kept");
        let mut twice = twice.attach("logo", "a.png", "image/png", picture(8, 8, ImageFormat::Png));
        let second = twice.controls.iter().find(|control| control.name == "logo").cloned().unwrap();
        twice.controls.push(second);
        owner.submit(twice).await.expect(422);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM logos").await, 1);
    }

    async fn a_logo_becomes_a_small_png_of_our_own_making(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let mut large = RgbaImage::from_pixel(2_000, 1_000, Rgba([10, 200, 30, 255]));
        large.put_pixel(0, 0, Rgba([0, 0, 0, 0]));
        let mut file = Vec::new();
        large.write_to(&mut Cursor::new(&mut file), ImageFormat::Png).unwrap();
        // What hides behind the picture's end must not be kept.
        file.extend_from_slice(b"<script>alert(1)</script>");
        for (name, media, bytes, size) in [
            ("a.png", "image/png", file.clone(), (128, 64)),
            ("a.jpg", "image/jpeg", picture(50, 60, ImageFormat::Jpeg), (50, 60)),
            ("a.webp", "image/webp", picture(1, 2_000, ImageFormat::WebP), (1, 128)),
            ("lies.gif", "text/html", picture(5, 5, ImageFormat::Png), (5, 5)),
        ] {
            let form = |form: Form| form.fill("Name", "").attach("logo", name, media, bytes);
            let page = owner.fill_in(NEW, "Next", form).await.expect(422);
            let logo = served(&owner, &page).await.expect(name);
            assert_eq!(logo.header("content-type"), "image/png", "{name}");
            let made = image::load_from_memory_with_format(&logo.body, ImageFormat::Png).unwrap();
            assert_eq!(made.dimensions(), size, "{name}");
            assert!(!logo.text().contains("script"), "{name}");
        }
    }

    async fn a_logo_can_be_taken_away_again_and_stays_otherwise(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let form = |form: Form| form.fill("Name", "T").attach("logo", "a.png", "image/png", picture(9, 9, ImageFormat::Png));
        let access = owner.fill_in(NEW, "Next", form).await.expect(303);
        let general = access.location().unwrap().replace("access", "general");
        let page = owner.get(&general).await.expect(200);
        assert!(served(&owner, &page).await.is_some());
        owner.submit(page.form("Next")).await.expect(303);
        let page = owner.get(&general).await.expect(200);
        assert!(served(&owner, &page).await.is_some(), "a form without a file keeps the logo");
        owner.submit(page.form("Next").tick("remove_logo")).await.expect(303);
        assert!(served(&owner, &owner.get(&general).await).await.is_none());
        assert_eq!(app.database.number("SELECT COUNT(*) FROM drafts WHERE logo_id IS NOT NULL").await, 0);
    }
}
