//! Responses of the Tenant API.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, LOCATION};
use serde::Serialize;

use super::version;
use crate::domain::time::Timestamp;

/// 200 with a body.
pub fn json(body: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok().json(body)
}

/// 200 with a body that has a version.
pub fn versioned(body: &impl Serialize, updated_at: Timestamp) -> HttpResponse {
    HttpResponse::Ok().insert_header((ETAG, version::etag(updated_at))).json(body)
}

/// 201 with what was created, and its address.
pub fn created(body: &impl Serialize, updated_at: Timestamp, address: String) -> HttpResponse {
    HttpResponse::Created()
        .insert_header((ETAG, version::etag(updated_at)))
        .insert_header((LOCATION, address))
        .json(body)
}

/// 204.
pub fn nothing() -> HttpResponse {
    HttpResponse::new(StatusCode::NO_CONTENT)
}
