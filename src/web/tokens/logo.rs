//! `/administration/tenants/{slug}/api/logos/{logo}`: a logo.

use actix_web::HttpResponse;
use actix_web::http::header;

use crate::domain::id::LogoId;
use crate::error::{Error, Result};
use crate::store::tokens::logos;
use crate::web::cx::{Id, TenantDataCx};

/// `GET`: 200 with the PNG. It never changes, so browsers may cache it.
pub async fn show(cx: TenantDataCx, Id(logo_id): Id<LogoId>) -> Result<HttpResponse> {
    let id = logo_id;
    let mut tx = cx.read().await?;
    let png = logos::find(&mut tx, cx.tenant.id, id).await?.ok_or(Error::NotFound)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "image/png"))
        .insert_header((header::CACHE_CONTROL, "private, max-age=31536000, immutable"))
        .body(png))
}
