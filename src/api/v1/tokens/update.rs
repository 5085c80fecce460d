//! `PATCH .../tokens/{token}`: changes what is named, and leaves the rest alone.

use actix_web::HttpResponse;

use super::limits::require;
use super::spec;
use super::{OVER, conflict, hold};
use crate::api::v1::body::Body;
use crate::api::v1::cx::{ApiTenantCx, Id};
use crate::api::v1::input::Input;
use crate::api::v1::{respond, version, views};
use crate::contract::fields;
use crate::domain::id::TokenId;
use crate::domain::token::Status;
use crate::error::Result;
use crate::service::granting::Holder;
use crate::service::token_spec::{Base, Requester, Resolver};
use crate::service::tokens as service;
use crate::service::visible::readable_by_token;

/// 200 with the token as it is now. What is taken away is taken away; as soon as anything is added, or its app, name or
/// description changes, all that the token has must be within what the presented one has: what it has already would else
/// be put to new use.
pub async fn update(cx: ApiTenantCx, Id(id): Id<TokenId>, Body(body): Body) -> Result<HttpResponse> {
    let mut input = Input::new(body, fields::TOKEN_UPDATE)?;
    let now = cx.now();
    let mut tx = cx.write().await?;
    let (tenant, caller) = (tx.tenant()?, tx.presented()?);
    let before = hold(&mut tx, &tenant, id).await?;
    version::check(&cx.request, before.token.updated_at)?;
    if matches!(before.token.life.status(now), Status::Revoked | Status::Expired) {
        return Err(conflict(OVER));
    }
    let own = Holder::find(&mut tx, &caller).await?;
    require(own.may_take_from(&before))?;
    let readable = readable_by_token(&caller);
    let base = Some(Base { token: &before, readable: &readable });
    let resolver = Resolver { tenant: &tenant, by: Requester::Token(&own), base, now };
    let token_spec = spec::read(&mut input);
    let checked = spec::require(resolver.resolve(&mut tx, &token_spec, before.token.logo).await?, input)?;
    service::update(&mut tx, &before, &checked.settings, &checked.audit_names()).await?;
    let after = super::find(&mut tx, &tenant, id).await?;
    tx.commit().await?;
    let version = after.token.updated_at;
    Ok(respond::versioned(&views::token(&cx.state, after, &tenant, &caller, now), version))
}
