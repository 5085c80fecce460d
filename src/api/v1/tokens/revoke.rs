//! `DELETE .../tokens/{token}`: revokes a token for good.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::hold;
use crate::api::v1::{respond, version};
use crate::auth::authority::Authority;
use crate::error::Result;
use crate::service::giving::Holder;
use crate::service::tokens as service;
use crate::state::State;

/// 204 once it is committed, also when it was revoked already.
pub async fn revoke(state: Data<State>, authority: Authority, request: HttpRequest) -> Result<HttpResponse> {
    let mut tx = authority.begin(&state).await?;
    let (tenant, caller) = (tx.tenant()?, tx.presented()?);
    let whole = hold(&mut tx, &tenant, &request).await?;
    version::check(&request, whole.token.updated_at)?;
    let own = Holder::find(&mut tx, &caller).await?;
    own.require(own.may_take_from(&whole))?;
    service::revoke(&mut tx, &state, authority.origin(), &whole.token).await?;
    tx.commit().await?;
    Ok(respond::nothing())
}
