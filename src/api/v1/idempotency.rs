//! `Idempotency-Key`: repeating a request creates nothing twice.
//!
//! A key belongs to the token that sends it, for 24 hours. The same request (method, path and body, however the body
//! is formatted) with the same key returns what was created, without the secret, which is stored nowhere. A different
//! request with the same key is refused.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::error::{Error, Refused, Result, Wrong};
use crate::store::idempotency::IdempotencyKey;

const HEADER: &str = "Idempotency-Key";
/// Maximum length of a key.
const MAX_LENGTH: usize = 255;

/// The request's key, if it has one, with a digest of the request.
pub fn keyed(request: &HttpRequest, body: &Value) -> Result<Option<IdempotencyKey>> {
    let mut lines = request.headers().get_all(HEADER);
    let Some(key) = lines.next() else { return Ok(None) };
    let key = key.as_bytes();
    let visible = !key.is_empty() && key.len() <= MAX_LENGTH && key.iter().all(u8::is_ascii_graphic);
    if !visible || lines.next().is_some() {
        return Err(Error::from(Refused {
            status: StatusCode::BAD_REQUEST,
            detail: "The Idempotency-Key is invalid.".to_owned(),
            errors: vec![Wrong::new(HEADER, "must be a single key of 1 to 255 visible ASCII characters")],
        }));
    }
    // Serialized again, so that order and spacing of the members don't matter.
    let mut body = body.clone();
    body.sort_all_objects();
    let parts = [request.method().as_str(), request.path(), &body.to_string()];
    Ok(Some(IdempotencyKey { key: Sha256::digest(key).into(), request: digest(&parts) }))
}

/// Each part is prefixed with its length, so that no two lists of parts have the same digest.
fn digest(parts: &[&str]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// The key was used for a different request.
pub fn reused() -> Error {
    Refused::fields(vec![Wrong::new(HEADER, "was already used for a different request")]).into()
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use serde_json::json;

    use super::*;

    fn keyed_with(key: &str, path: &str, body: &Value) -> Option<IdempotencyKey> {
        let request = TestRequest::post().uri(path).insert_header((HEADER, key)).to_http_request();
        keyed(&request, body).unwrap()
    }

    #[test]
    fn the_same_request_is_the_same_however_it_is_written() {
        let body = super::super::json::parse(br#"{ "b": 1,   "a": [2] }"#).unwrap();
        let first = keyed_with("k", "/x", &body);
        assert!(first.is_some());
        assert_eq!(first, keyed_with("k", "/x", &json!({ "a": [2], "b": 1 })));
        let request = |other: Option<IdempotencyKey>| other.unwrap().request;
        assert_ne!(request(first), request(keyed_with("k", "/y", &body)));
        assert_ne!(request(first), request(keyed_with("k", "/x", &json!({}))));
    }

    #[test]
    fn a_key_is_visible_and_stands_once() {
        let refuses = |request: TestRequest| keyed(&request.to_http_request(), &json!({})).is_err();
        assert!(refuses(TestRequest::post().insert_header((HEADER, ""))));
        assert!(refuses(TestRequest::post().insert_header((HEADER, "a b"))));
        assert!(refuses(TestRequest::post().insert_header((HEADER, "x".repeat(256)))));
        assert!(refuses(TestRequest::post().append_header((HEADER, "a")).append_header((HEADER, "a"))));
        assert!(!refuses(TestRequest::post().insert_header((HEADER, "x".repeat(255)))));
        assert_eq!(keyed(&TestRequest::post().to_http_request(), &json!({})).unwrap(), None);
    }
}
