//! `DELETE .../tokens/{token}`: revokes a token for good.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::hold;
use crate::api::v1::{respond, version};
use crate::auth::acting::Acting;
use crate::auth::gate::Here;
use crate::error::Result;
use crate::service::tokens as service;
use crate::state::State;

/// 204 once it is committed, also when it was revoked already.
pub async fn revoke(
    state: Data<State>,
    Here(tenant): Here,
    Acting(origin): Acting,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let mut tx = state.db.write().await?;
    let token = hold(&mut tx, &tenant, &request).await?.token;
    version::check(&request, token.updated_at)?;
    service::revoke(&mut tx, &state, &origin, &token).await?;
    tx.commit().await?;
    Ok(respond::nothing())
}
