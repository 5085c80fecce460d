//! `POST .../tokens`: issues a token.

use actix_web::HttpResponse;

use super::issued;
use super::spec;
use crate::api::v1::body::Body;
use crate::api::v1::cx::ApiTenantCx;
use crate::api::v1::input::Input;
use crate::api::v1::{idempotency, respond, views};
use crate::contract::fields;
use crate::domain::id::TokenId;
use crate::error::{Error, Result};
use crate::service::granting::Holder;
use crate::service::token_spec::{Issuance, Requester, Resolver};
use crate::service::{token_details, tokens as service};

/// 201 with the token and its secret, which no other answer ever carries; 200 without the secret when the same request
/// issued it before.
pub async fn create(cx: ApiTenantCx, Body(body): Body) -> Result<HttpResponse> {
    let keyed = idempotency::keyed(&cx.request, &body)?;
    let mut input = Input::new(body, fields::TOKEN_CREATE)?;
    let now = cx.now();
    let id = TokenId::new(now, &cx.state.entropy)?;
    let mut tx = cx.write().await?;
    let (tenant, caller) = (tx.tenant()?, tx.presented()?);
    if let Some(before) = idempotency::claim(&mut tx, caller.id, keyed.as_ref(), id.uuid(), now).await? {
        let token = token_details::find(&mut tx, tenant.id, before.into()).await?.ok_or(Error::NotFound)?;
        let version = token.token.updated_at;
        let view = views::token(&cx.state, token, &tenant, &caller, now);
        return Ok(respond::versioned(&issued(view, None, None), version));
    }
    let own = Holder::find(&mut tx, &caller).await?;
    let resolver = Resolver { tenant: &tenant, by: Requester::Token(&own), base: None, now };
    let token_spec = spec::read(&mut input);
    let checked = spec::require(resolver.resolve(&mut tx, &token_spec, None).await?, input)?;
    let (secret, kept) = service::fresh_secret(&cx.state)?;
    let issued_by = Some((caller.id, caller.generation));
    let issuance = Issuance { id, secret: kept, created_by: None, issued_by, created_at: now };
    let token = checked.new_token(&tenant, issuance);
    let issuer = format!("{} ({})", caller.name, caller.id);
    service::issue(&mut tx, &token, &checked.audit_names(), &issuer).await?;
    let whole = token_details::find(&mut tx, tenant.id, id).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    let version = whole.token.updated_at;
    let view = views::token(&cx.state, whole, &tenant, &caller, now);
    let address = format!("/api/v1/tenants/{}/tokens/{id}", tenant.slug);
    Ok(respond::created(&issued(view, Some(&secret), None), version, address))
}
