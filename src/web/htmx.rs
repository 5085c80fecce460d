//! What htmx asks for.

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};

/// Whether only the changed part of the page is wanted. When htmx restores a page from the history, or follows a
/// boosted link, it wants the whole page.
pub fn wants_fragment(request: &HttpRequest) -> bool {
    let says = |name: &str| request.headers().get(name).is_some_and(|value| value.as_bytes() == b"true");
    says("HX-Request") && !says("HX-History-Restore-Request") && !says("HX-Boosted")
}

/// Tells htmx which address stands for what it is given.
pub fn push_address(answer: &mut HttpResponse, address: &str) {
    if let Ok(address) = HeaderValue::from_str(address) {
        answer.headers_mut().insert(HeaderName::from_static("hx-push-url"), address);
    }
}
