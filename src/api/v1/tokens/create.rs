//! `POST .../tokens`: creates a token.

use actix_web::HttpResponse;

use super::{issued, spec};
use crate::api::v1::body::Body;
use crate::api::v1::cx::ApiTenantCx;
use crate::api::v1::input::Input;
use crate::api::v1::{idempotency, respond, views};
use crate::contract::fields;
use crate::error::Result;
use crate::service::tokens::create::{self as service, Created, CreatedToken};

/// 201 with the token and its secret, which no other answer ever carries; 200 without the secret when the same request
/// created it before.
pub async fn create(cx: ApiTenantCx, Body(body): Body) -> Result<HttpResponse> {
    let keyed = idempotency::keyed(&cx.request, &body)?;
    let mut input = Input::new(body, fields::TOKEN_CREATE)?;
    let token_spec = spec::read(&mut input);
    match service::create(&cx.act(), &token_spec, keyed.as_ref()).await? {
        Created::Done(created, caller) => {
            let CreatedToken { tenant, token, secret } = *created;
            let (id, version) = (token.token.id, token.token.updated_at);
            let address = format!("/api/v1/tenants/{}/tokens/{id}", tenant.slug);
            let view = views::token(&cx.state, token, &tenant, &caller, cx.now());
            Ok(respond::created(&issued(view, Some(&secret), None), version, address))
        }
        Created::Repeated(token, tenant, caller) => {
            let version = token.token.updated_at;
            let view = views::token(&cx.state, *token, &tenant, &caller, cx.now());
            Ok(respond::versioned(&issued(view, None, None), version))
        }
        Created::KeyReused => Err(idempotency::reused()),
        Created::Rejected(rejected) => Err(spec::rejection(rejected, input)),
    }
}
