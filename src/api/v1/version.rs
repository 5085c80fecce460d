//! Versions: `ETag` and `If-Match` (RFC 9110 sections 8.8.3 and 13.1.1).

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderMap, IF_MATCH};

use crate::domain::time::Timestamp;
use crate::error::{Refused, Result};

/// The version of a resource that was last changed at `updated_at`.
pub fn etag(updated_at: Timestamp) -> String {
    format!("\"{:x}\"", updated_at.micros())
}

/// 412 if the caller's `If-Match` names another version than the current one.
pub fn check(request: &HttpRequest, updated_at: Timestamp) -> Result<()> {
    if matches(request.headers(), &etag(updated_at)) {
        return Ok(());
    }
    let detail = "It has changed since the version in If-Match. Read it again and repeat your change.";
    Err(Refused::new(StatusCode::PRECONDITION_FAILED, detail).into())
}

/// Whether `If-Match` is absent, or names `present` or anything (`*`). A weak version never matches.
fn matches(headers: &HeaderMap, present: &str) -> bool {
    let mut lines = headers.get_all(IF_MATCH).peekable();
    if lines.peek().is_none() {
        return true;
    }
    lines.filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(',')).any(|named| {
        let named = named.trim();
        named == present || named == "*"
    })
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    #[test]
    fn only_the_present_version_matches() {
        let present = etag(Timestamp::from_micros(255));
        assert_eq!(present, "\"ff\"");
        for (line, expected) in [
            ("\"ff\"", true),
            ("\"0\", \"ff\"", true),
            ("*", true),
            ("\"fe\"", false),
            ("W/\"ff\"", false),
            ("ff", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(IF_MATCH, HeaderValue::from_static(line));
            assert_eq!(matches(&headers, &present), expected, "{line}");
        }
        assert!(matches(&HeaderMap::new(), &present));
    }
}
