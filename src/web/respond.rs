//! Responses of the console.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use askama::Template;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::error::Result;

/// 200 with a page.
pub fn page(template: &impl Template) -> Result<HttpResponse> {
    html(StatusCode::OK, template)
}

/// 422 with the page of an invalid form, keeping its values.
pub fn unprocessable(template: &impl Template) -> Result<HttpResponse> {
    html(StatusCode::UNPROCESSABLE_ENTITY, template)
}

/// A page with this status.
pub fn html(status: StatusCode, template: &impl Template) -> Result<HttpResponse> {
    Ok(markup(status, template.render()?))
}

/// Rendered markup with this status.
pub fn markup(status: StatusCode, text: String) -> HttpResponse {
    HttpResponse::build(status).insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8")).body(text)
}

/// 303 to an address on this origin, after a successful form.
pub fn see_other(address: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, address)).finish()
}

/// The characters to escape in a query: all except those that are unreserved (RFC 3986 section 2.3).
const IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// An address with an escaped query.
pub fn address(path: &str, query: &[(&str, &str)]) -> String {
    let mut address = path.to_owned();
    for (place, (name, value)) in query.iter().enumerate() {
        address.push(if place == 0 { '?' } else { '&' });
        address.push_str(name);
        address.push('=');
        address.extend(utf8_percent_encode(value, IN_QUERY));
    }
    address
}
