//! `POST .../tokens/{token}/disable` and `.../enable`.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::{OVER, conflict, hold};
use crate::api::v1::{respond, version, views};
use crate::auth::authority::Authority;
use crate::domain::token::Status;
use crate::error::Result;
use crate::service::granting::Holder;
use crate::service::tokens as service;
use crate::state::State;

/// 200 with the token, disabled. Asked twice, it is done once.
pub async fn disable(state: Data<State>, authority: Authority, request: HttpRequest) -> Result<HttpResponse> {
    switch(&state, &authority, &request, false).await
}

/// 200 with the token, enabled. A token that has more than the presented one is not enabled by it.
pub async fn enable(state: Data<State>, authority: Authority, request: HttpRequest) -> Result<HttpResponse> {
    switch(&state, &authority, &request, true).await
}

async fn switch(
    state: &State,
    authority: &Authority,
    request: &HttpRequest,
    on: bool,
) -> Result<HttpResponse> {
    let now = state.now();
    let mut tx = authority.begin(state).await?;
    let (tenant, caller) = (tx.tenant()?, tx.presented()?);
    let before = hold(&mut tx, &tenant, request).await?;
    version::check(request, before.token.updated_at)?;
    if matches!(before.token.life.status(now), Status::Revoked | Status::Expired) {
        return Err(conflict(OVER));
    }
    let own = Holder::find(&mut tx, &caller).await?;
    own.require(if on { own.may_enable(&before) } else { own.may_take_from(&before) })?;
    if on {
        service::enable(&mut tx, &before.token).await?;
    } else {
        service::disable(&mut tx, &before.token).await?;
    }
    let after = super::find(&mut tx, &tenant, request).await?;
    tx.commit().await?;
    let version = after.token.updated_at;
    Ok(respond::versioned(&views::token(state, after, &tenant, &caller, now), version))
}
