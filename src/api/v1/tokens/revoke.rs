//! `DELETE .../tokens/{token}`: revokes a token for good.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::hold;
use crate::api::v1::{respond, version};
use crate::auth::authority::Authority;
use crate::error::Result;
use crate::service::tokens as service;
use crate::state::State;

/// 204 once it is committed, also when it was revoked already.
pub async fn revoke(state: Data<State>, authority: Authority, request: HttpRequest) -> Result<HttpResponse> {
    let mut tx = authority.begin(&state).await?;
    let tenant = tx.tenant()?;
    let token = hold(&mut tx, &tenant, &request).await?.token;
    version::check(&request, token.updated_at)?;
    service::revoke(&mut tx, &state, authority.origin(), &token).await?;
    tx.commit().await?;
    Ok(respond::nothing())
}
