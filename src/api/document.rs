//! `GET /api/openapi.json`: the contract as an OpenAPI document.

use actix_web::HttpResponse;

use crate::contract::document::DOCUMENT;

/// 200 with the document.
pub async fn show() -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(DOCUMENT.as_str())
}
