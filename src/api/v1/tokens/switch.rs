//! `POST .../tokens/{token}/disable` and `.../enable`.

use actix_web::HttpResponse;

use super::limits::require;
use super::{OVER, conflict, hold};
use crate::api::v1::cx::{ApiTenantCx, Id};
use crate::api::v1::{respond, version, views};
use crate::domain::id::TokenId;
use crate::domain::token::Status;
use crate::error::Result;
use crate::service::granting::Holder;
use crate::service::tokens as service;

/// 200 with the token, disabled. Asked twice, it is done once.
pub async fn disable(cx: ApiTenantCx, Id(id): Id<TokenId>) -> Result<HttpResponse> {
    switch(&cx, id, false).await
}

/// 200 with the token, enabled. A token that has more than the presented one is not enabled by it.
pub async fn enable(cx: ApiTenantCx, Id(id): Id<TokenId>) -> Result<HttpResponse> {
    switch(&cx, id, true).await
}

async fn switch(cx: &ApiTenantCx, id: TokenId, on: bool) -> Result<HttpResponse> {
    let now = cx.now();
    let mut tx = cx.write().await?;
    let (tenant, caller) = (tx.tenant()?, tx.presented()?);
    let before = hold(&mut tx, &tenant, id).await?;
    version::check(&cx.request, before.token.updated_at)?;
    if matches!(before.token.life.status(now), Status::Revoked | Status::Expired) {
        return Err(conflict(OVER));
    }
    let own = Holder::find(&mut tx, &caller).await?;
    require(if on { own.may_enable(&before) } else { own.may_take_from(&before) })?;
    if on {
        service::enable(&mut tx, &before.token).await?;
    } else {
        service::disable(&mut tx, &before.token).await?;
    }
    let after = super::find(&mut tx, &tenant, id).await?;
    tx.commit().await?;
    let version = after.token.updated_at;
    Ok(respond::versioned(&views::token(&cx.state, after, &tenant, &caller, now), version))
}
