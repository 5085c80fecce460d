//! The security headers of every response: pages, assets, redirects, errors.

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{
    self, CACHE_CONTROL, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, STRICT_TRANSPORT_SECURITY, VARY,
};
use actix_web::middleware::Next;
use actix_web::web::Data;

use crate::state::State;

/// The content security policy: a page loads and runs only Latchkey's own files, and cannot be framed.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

// As values they are checked by the compiler, not on every answer.
const ALWAYS: [(HeaderName, HeaderValue); 7] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY)),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    // Not `no-referrer`: under that browsers send `Origin: null` with our own forms, and on plain HTTP the origin is
    // all that tells them from another site's. Other sites learn nothing this way either.
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (
        header::PERMISSIONS_POLICY,
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
    (header::CROSS_ORIGIN_OPENER_POLICY, HeaderValue::from_static("same-origin")),
    (header::CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-origin")),
];
/// One year (ASVS 5.0 3.4.1). Without `includeSubDomains`, because neighbouring hosts belong to others.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
const BY_HTMX: HeaderValue = HeaderValue::from_static("HX-Request");

/// Middleware that adds the headers to every response. Only compression runs outside it.
pub async fn put(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let https = request.app_data::<Data<State>>().is_some_and(|state| state.is_https());
    match next.call(request).await {
        Ok(mut response) => {
            add(response.headers_mut(), https);
            Ok(response)
        }
        // Errors become responses only outside all middleware, so this is the last place to add headers.
        Err(error) => {
            let mut response = error.error_response();
            add(response.headers_mut(), https);
            Err(InternalError::from_response(error, response).into())
        }
    }
}

/// Adds the headers to a response that bypasses the middleware.
pub fn add(headers: &mut HeaderMap, https: bool) {
    for (name, value) in ALWAYS {
        headers.insert(name, value);
    }
    if https {
        headers.insert(STRICT_TRANSPORT_SECURITY, HSTS);
    }
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, NO_STORE);
    }
    let is_page = headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_page {
        headers.append(VARY, BY_HTMX);
    }
}
