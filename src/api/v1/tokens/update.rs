//! `PATCH .../tokens/{token}`: changes what is named, and leaves the rest alone.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::settle::Settling;
use super::{OVER, conflict, hold};
use crate::api::v1::body::Body;
use crate::api::v1::input::Input;
use crate::api::v1::{respond, version, views};
use crate::auth::authority::Authority;
use crate::contract::fields;
use crate::domain::token::Status;
use crate::error::Result;
use crate::service::granting::Holder;
use crate::service::tokens as service;
use crate::state::State;

/// 200 with the token as it is now. What is taken away is taken away; as soon as anything is added, or its app, name or
/// description changes, all that the token has must be within what the presented one has: what it has already would else
/// be put to new use.
pub async fn update(
    state: Data<State>,
    authority: Authority,
    request: HttpRequest,
    Body(body): Body,
) -> Result<HttpResponse> {
    let mut input = Input::new(body, fields::TOKEN_UPDATE)?;
    let now = state.now();
    let mut tx = authority.begin(&state).await?;
    let (tenant, caller) = (tx.tenant()?, tx.presented()?);
    let before = hold(&mut tx, &tenant, &request).await?;
    version::check(&request, before.token.updated_at)?;
    if matches!(before.token.life.status(now), Status::Revoked | Status::Expired) {
        return Err(conflict(OVER));
    }
    let own = Holder::find(&mut tx, &caller).await?;
    own.require(own.may_take_from(&before))?;
    let settling = Settling { tenant: &tenant, own: &own, base: Some(&before), now };
    let Some(settled) = settling.settle(&mut tx, &mut input).await? else { return Err(input.refusal()) };
    own.require(own.may_edit(&before, &settled.settings, &settled.grant))?;
    service::update(&mut tx, &before, &settled.settings, &settled.told).await?;
    let after = super::find(&mut tx, &tenant, &request).await?;
    tx.commit().await?;
    let version = after.token.updated_at;
    Ok(respond::versioned(&views::token(&state, after, &tenant, &caller, now), version))
}
