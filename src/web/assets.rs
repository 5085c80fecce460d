//! STUB: static files by content hash.
/// The content-addressed address of an asset.
pub fn address(name: &str) -> String {
    format!("/assets/{name}")
}
