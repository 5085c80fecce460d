//! Request bodies: an accepted media type, a bounded size, strict JSON.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::{Method, StatusCode};
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use futures_util::StreamExt as _;
use serde_json::Value;

use super::json::{self, JsonError};
use crate::auth::authz;
use crate::error::{Error, Refused, Result, Wrong};

/// Maximum size of a body in bytes; a token with a thousand tenants fits.
const MAX_BYTES: usize = 64 * 1024;
/// How much of an oversized body is read and discarded, in bytes, so that the caller gets the response.
const MAX_READ: usize = 1024 * 1024;
/// How long a body may take to arrive.
const TIMEOUT: Duration = Duration::from_secs(20);

/// The JSON of a request.
#[derive(Clone, Debug)]
pub struct Body(pub Value);

impl FromRequest for Body {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            is_json(&request)?;
            let text = tokio::time::timeout(TIMEOUT, read(payload)).await;
            let text = text.map_err(|_| {
                refused(StatusCode::BAD_REQUEST, "The request body took too long to arrive.")
            })??;
            // The body may have taken long to arrive: a caller who has lost the right meanwhile must not learn what
            // is wrong with it.
            authz::recheck(&request).await?;
            json::parse(&text).map(Self).map_err(|fault| malformed(&fault))
        })
    }
}

/// Merge patches have their own media type (RFC 7396 section 4); plain JSON is accepted too.
fn is_json(request: &HttpRequest) -> Result<()> {
    let patch = request.method() == Method::PATCH;
    let mut types = request.headers().get_all("content-type");
    let single = types.next().is_some() && types.next().is_none();
    match request.content_type().to_ascii_lowercase().as_str() {
        "application/json" if single => Ok(()),
        "application/merge-patch+json" if single && patch => Ok(()),
        _ if patch => Err(refused(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "The request body must be application/merge-patch+json or application/json.",
        )),
        _ => Err(refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, "The request body must be application/json.")),
    }
}

async fn read(mut payload: Payload) -> Result<Vec<u8>> {
    let (mut text, mut length) = (Vec::new(), 0_usize);
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| refused(StatusCode::BAD_REQUEST, "The request body is incomplete."))?;
        length = length.saturating_add(chunk.len());
        if length <= MAX_BYTES {
            text.extend_from_slice(&chunk);
        } else if length > MAX_READ {
            break;
        }
    }
    if length > MAX_BYTES {
        return Err(refused(StatusCode::PAYLOAD_TOO_LARGE, "The request body is larger than 64 KiB."));
    }
    Ok(text)
}

fn malformed(fault: &JsonError) -> Error {
    match fault {
        JsonError::Malformed(reason) => {
            refused(StatusCode::BAD_REQUEST, format!("The request body is not valid JSON: {reason}."))
        }
        JsonError::TooDeep => refused(StatusCode::BAD_REQUEST, "The request body is nested too deeply."),
        JsonError::Doubled(name) => Refused {
            status: StatusCode::BAD_REQUEST,
            detail: "The request body has a duplicate member.".to_owned(),
            errors: vec![Wrong::new(name.clone(), "appears more than once")],
        }
        .into(),
    }
}

fn refused(status: StatusCode, detail: impl Into<String>) -> Error {
    Refused::new(status, detail).into()
}
