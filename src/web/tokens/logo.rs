//! `/administration/tenants/{slug}/api/logos/{logo}`: a picture.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Path};

use crate::auth::authz::CurrentTenant;
use crate::error::{Error, Result};
use crate::state::State;
use crate::store::tokens::logos;

/// `GET`: 200 with the PNG. It never changes, so the browser may keep it.
pub async fn show(
    state: Data<State>,
    CurrentTenant(tenant): CurrentTenant,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let id = path.1.parse().map_err(|_| Error::NotFound)?;
    let mut tx = state.db.read().await?;
    let png = logos::find(&mut tx, tenant.id, id).await?.ok_or(Error::NotFound)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "image/png"))
        .insert_header((header::CACHE_CONTROL, "private, max-age=31536000, immutable"))
        .body(png))
}
