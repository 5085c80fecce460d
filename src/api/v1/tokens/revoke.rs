//! `DELETE .../tokens/{token}`: revokes a token for good.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::hold;
use crate::api::v1::{respond, version};
use crate::auth::acting::Acting;
use crate::auth::gate::{Accepted, Here};
use crate::error::Result;
use crate::service::giving::Holder;
use crate::service::tokens as service;
use crate::state::State;

/// 204 once it is committed, also when it was revoked already.
pub async fn revoke(
    state: Data<State>,
    Accepted(caller): Accepted,
    Here(tenant): Here,
    Acting(origin): Acting,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let mut tx = state.db.write().await?;
    let whole = hold(&mut tx, &tenant, &request).await?;
    version::check(&request, whole.token.updated_at)?;
    let own = Holder::find(&mut tx, &caller).await?;
    own.require(own.may_take_from(&whole))?;
    service::revoke(&mut tx, &state, &origin, &whole.token).await?;
    tx.commit().await?;
    Ok(respond::nothing())
}
