//! `POST .../tokens`: issues a token.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::issued;
use super::settle::Settling;
use crate::api::v1::body::Body;
use crate::api::v1::input::Input;
use crate::api::v1::{idempotency, respond, views};
use crate::auth::authority::Authority;
use crate::contract::fields;
use crate::domain::id::TokenId;
use crate::domain::token::NewToken;
use crate::error::{Error, Result};
use crate::service::granting::Holder;
use crate::service::{token_details, tokens as service};
use crate::state::State;

/// 201 with the token and its secret, which no other answer ever carries; 200 without the secret when the same request
/// issued it before.
pub async fn create(
    state: Data<State>,
    authority: Authority,
    request: HttpRequest,
    Body(body): Body,
) -> Result<HttpResponse> {
    let keyed = idempotency::keyed(&request, &body)?;
    let mut input = Input::new(body, fields::TOKEN_CREATE)?;
    let now = state.now();
    let id = TokenId::new(now, &state.entropy)?;
    let mut tx = authority.begin(&state).await?;
    let (tenant, caller) = (tx.tenant()?, tx.presented()?);
    if let Some(before) = idempotency::claim(&mut tx, caller.id, keyed.as_ref(), id.uuid(), now).await? {
        let token = token_details::find(&mut tx, tenant.id, before.into()).await?.ok_or(Error::NotFound)?;
        let version = token.token.updated_at;
        let view = views::token(&state, token, &tenant, &caller, now);
        return Ok(respond::versioned(&issued(view, None, None), version));
    }
    let own = Holder::find(&mut tx, &caller).await?;
    let settling = Settling { tenant: &tenant, own: &own, base: None, now };
    let Some(settled) = settling.settle(&mut tx, &mut input).await? else { return Err(input.refusal()) };
    own.require(own.may_issue(&settled.grant))?;

    let (secret, kept) = service::fresh_secret(&state)?;
    let settings = settled.settings;
    let token = NewToken {
        id,
        tenant: tenant.id,
        name: settings.name,
        description: settings.description,
        logo: None,
        scope: settings.scope,
        permissions: settings.permissions,
        app: settings.app,
        modules: settings.modules,
        expires_at: settings.expires_at,
        secret: kept,
        created_by: None,
        issued_by: Some((caller.id, caller.generation)),
        created_at: now,
    };
    let issuer = format!("{} ({})", caller.name, caller.id);
    service::issue(&mut tx, &token, &settled.told, &issuer).await?;
    let whole = token_details::find(&mut tx, tenant.id, id).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    let version = whole.token.updated_at;
    let view = views::token(&state, whole, &tenant, &caller, now);
    let address = format!("/api/v1/tenants/{}/tokens/{id}", tenant.slug);
    Ok(respond::created(&issued(view, Some(&secret), None), version, address))
}
