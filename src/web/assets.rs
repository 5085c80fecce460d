//! The stylesheet, the scripts and the icons, built into the binary.
//!
//! An asset's address contains a hash of its content, so browsers may cache it for a year and still see every change
//! immediately.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Path;
use sha2::{Digest as _, Sha256};

/// One stylesheet from several files. Each file names the layer of its rules, so the order matters only within a
/// layer; the first file lists the layers.
const STYLE: &str = concat!(
    include_str!("../../static/styles/base.css"),
    include_str!("../../static/styles/shell.css"),
    include_str!("../../static/styles/parts.css"),
    include_str!("../../static/styles/lists.css"),
    include_str!("../../static/styles/stories.css"),
    include_str!("../../static/styles/wizard.css"),
    include_str!("../../static/styles/tenants.css"),
    include_str!("../../static/styles/usage.css"),
    include_str!("../../static/styles/explorer.css"),
    include_str!("../../static/styles/bulk.css"),
    include_str!("../../static/styles/state.css"),
);

/// Name in templates, media type, bytes.
const FILES: [(&str, &str, &[u8]); 6] = [
    ("app.css", "text/css; charset=utf-8", STYLE.as_bytes()),
    ("app.js", "text/javascript; charset=utf-8", include_bytes!("../../static/app.js")),
    ("htmx.js", "text/javascript; charset=utf-8", include_bytes!("../../static/htmx.min.js")),
    ("icons.svg", "image/svg+xml", include_bytes!("../../static/icons.svg")),
    ("favicon.svg", "image/svg+xml", include_bytes!("../../static/favicon.svg")),
    ("explorer.js", "text/javascript; charset=utf-8", include_bytes!("../../static/explorer.js")),
];

struct Asset {
    name: &'static str,
    /// `app.0123456789abcdef.css`
    file_name: String,
    media_type: &'static str,
    body: &'static [u8],
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    FILES
        .into_iter()
        .map(|(name, media_type, body)| Asset { name, file_name: hashed(name, body), media_type, body })
        .collect()
});

/// `name` with 64 bits of its content's SHA-256 before the extension: enough to tell versions apart.
fn hashed(name: &str, body: &[u8]) -> String {
    let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
    let digest = Sha256::digest(body);
    let hash = hex::encode(digest.split_at(8).0);
    format!("{stem}.{hash}.{ending}")
}

/// The address of an asset, with its hash: `app.css`, `app.js`, `htmx.js`, `icons.svg`, `favicon.svg`.
pub fn address(name: &str) -> String {
    match ASSETS.iter().find(|asset| asset.name == name) {
        Some(asset) => format!("/assets/{}", asset.file_name),
        None => format!("/assets/{name}"),
    }
}

/// `GET /assets/{file}`: the asset with this address, or 404 without a body (no page links to one that does not
/// exist).
pub async fn serve(file: Path<String>) -> HttpResponse {
    match ASSETS.iter().find(|asset| asset.file_name == *file) {
        Some(asset) => HttpResponse::Ok()
            .insert_header((header::CONTENT_TYPE, asset.media_type))
            .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
            .body(asset.body),
        None => HttpResponse::NotFound().insert_header((header::CACHE_CONTROL, "no-store")).finish(),
    }
}

/// Name and content of every asset, for the previews.
#[cfg(test)]
pub(super) fn contents() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    FILES.into_iter().map(|(name, _, body)| (name, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn htmx_is_the_release_that_was_vetted() {
        let (_, _, htmx) = FILES[2];
        let digest = hex::encode(Sha256::digest(htmx));
        assert_eq!(digest, "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717");
        assert!(include_str!("../../static/README.md").contains(&digest));
    }

    #[test]
    fn an_address_carries_the_hash_of_its_content() {
        for (name, _, body) in FILES {
            let address = address(name);
            let hash = address.split('.').nth(1).unwrap();
            assert_eq!(hash.len(), 16, "{address}");
            assert_eq!(address, format!("/assets/{}", hashed(name, body)));
        }
        assert_ne!(hashed("app.css", b"a"), hashed("app.css", b"b"));
    }

    #[actix_web::test]
    async fn an_asset_is_kept_for_a_year_and_anything_else_is_not_there() {
        let good = address("app.css").trim_start_matches("/assets/").to_owned();
        let answer = serve(Path::from(good)).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(
            answer.headers().get(header::CACHE_CONTROL).unwrap(),
            "public, max-age=31536000, immutable"
        );
        for bad in ["app.css", "app.0000000000000000.css", "../Cargo.toml", ""] {
            assert_eq!(serve(Path::from(bad.to_owned())).await.status(), 404, "{bad}");
        }
    }
}
