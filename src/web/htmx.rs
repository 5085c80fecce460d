//! What htmx asks for.

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use url::Url;

/// Whether only the changed part of the page is wanted. When htmx restores a page from the history, or follows a
/// boosted link, it wants the whole page.
pub fn wants_fragment(request: &HttpRequest) -> bool {
    let says = |name: &str| request.headers().get(name).is_some_and(|value| value.as_bytes() == b"true");
    says("HX-Request") && !says("HX-History-Restore-Request") && !says("HX-Boosted")
}

/// The element that is there for news of what was done, or could not be.
pub const NEWS: &str = "flash";

/// Whether the answer goes into [`NEWS`], with nothing else of the page changed but what the answer names.
pub fn wants_news(headers: &HeaderMap) -> bool {
    let says =
        |name: &str, value: &str| headers.get(name).is_some_and(|said| said.as_bytes() == value.as_bytes());
    says("HX-Request", "true") && says("HX-Target", NEWS)
}

/// Tells htmx to put this response into [`NEWS`], regardless of its status.
pub fn is_news(answer: &mut HttpResponse) {
    for (name, value) in [("hx-retarget", "#flash"), ("hx-reselect", ".note"), ("hx-reswap", "innerHTML")] {
        answer.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}

/// The page that sent the htmx request, as a path with its query, as claimed by the request.
pub fn current_page(headers: &HeaderMap) -> Option<String> {
    let address = Url::parse(headers.get("HX-Current-URL")?.to_str().ok()?).ok()?;
    let query = address.query().map(|query| format!("?{query}")).unwrap_or_default();
    Some(format!("{}{query}", address.path()))
}

/// Tells htmx the address of the content.
pub fn push_address(answer: &mut HttpResponse, address: &str) {
    if let Ok(address) = HeaderValue::from_str(address) {
        answer.headers_mut().insert(HeaderName::from_static("hx-push-url"), address);
    }
}
