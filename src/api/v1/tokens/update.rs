//! `PATCH .../tokens/{token}`: changes what is named, and leaves the rest alone.

use actix_web::HttpResponse;

use super::limits::refusal;
use super::{OVER, conflict, spec};
use crate::api::v1::body::Body;
use crate::api::v1::cx::{ApiTenantCx, Id};
use crate::api::v1::input::Input;
use crate::api::v1::{respond, version, views};
use crate::contract::fields;
use crate::domain::id::TokenId;
use crate::domain::token::Token;
use crate::error::Result;
use crate::service::tokens::update::{self as service, Updated};

/// 200 with the token as it is now; 403 with what the presented token may not grant; 409 for one that is revoked or
/// expired.
pub async fn update(cx: ApiTenantCx, Id(id): Id<TokenId>, Body(body): Body) -> Result<HttpResponse> {
    let mut input = Input::new(body, fields::TOKEN_UPDATE)?;
    let token_spec = spec::read(&mut input);
    let check = |token: &Token| version::check(&cx.request, token.updated_at);
    match service::update(&cx.act(), id, &token_spec, check).await? {
        Updated::Done(token, tenant, caller) => {
            let version = token.token.updated_at;
            let view = views::token(&cx.state, *token, &tenant, &caller, cx.now());
            Ok(respond::versioned(&view, version))
        }
        Updated::Over => Err(conflict(OVER)),
        Updated::Denied(denied) => Err(refusal(denied)),
        Updated::Rejected(rejected) => Err(spec::rejection(rejected, input)),
    }
}
