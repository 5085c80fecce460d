//! Request and response headers of htmx.

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use url::Url;

/// Whether htmx wants only the changed part of the page. When it restores a page from the history or follows a
/// boosted link, it wants the whole page.
pub fn wants_fragment(request: &HttpRequest) -> bool {
    let says = |name: &str| request.headers().get(name).is_some_and(|value| value.as_bytes() == b"true");
    says("HX-Request") && !says("HX-History-Restore-Request") && !says("HX-Boosted")
}

/// The ID of the element that shows messages.
pub const NEWS: &str = "flash";

/// Whether the response goes into [`NEWS`], leaving the rest of the page as it is, except elements that the response
/// names.
pub fn wants_news(headers: &HeaderMap) -> bool {
    let says =
        |name: &str, value: &str| headers.get(name).is_some_and(|said| said.as_bytes() == value.as_bytes());
    says("HX-Request", "true") && says("HX-Target", NEWS)
}

/// Makes htmx insert this response into [`NEWS`], for any status.
pub fn is_news(answer: &mut HttpResponse) {
    for (name, value) in [("hx-retarget", "#flash"), ("hx-reselect", ".note"), ("hx-reswap", "innerHTML")] {
        answer.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}

/// The page that sent the htmx request, as a path with query, as the request claims.
pub fn current_page(headers: &HeaderMap) -> Option<String> {
    let address = Url::parse(headers.get("HX-Current-URL")?.to_str().ok()?).ok()?;
    let query = address.query().map(|query| format!("?{query}")).unwrap_or_default();
    Some(format!("{}{query}", address.path()))
}

/// Makes htmx show this address in the address bar.
pub fn push_address(answer: &mut HttpResponse, address: &str) {
    if let Ok(address) = HeaderValue::from_str(address) {
        answer.headers_mut().insert(HeaderName::from_static("hx-push-url"), address);
    }
}
