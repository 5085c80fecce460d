//! `POST .../tokens/{token}/disable` and `.../enable`: disables and enables a token.

use actix_web::HttpResponse;

use super::{OVER, changed, conflict, refusal};
use crate::api::v1::cx::{ApiTenantCx, Id};
use crate::api::v1::version;
use crate::domain::id::TokenId;
use crate::domain::token::Token;
use crate::error::Result;
use crate::service::tokens::TokenAct;
use crate::service::tokens::status::{self, Switch};

/// 200 with the disabled token, also if it was disabled already.
pub async fn disable(cx: ApiTenantCx, Id(id): Id<TokenId>) -> Result<HttpResponse> {
    let check = |token: &Token| version::check(&cx.request, token.updated_at);
    answer(&cx, status::disable(&cx.act(), id, check).await?)
}

/// 200 with the enabled token; 403 if it has more than the presented one.
pub async fn enable(cx: ApiTenantCx, Id(id): Id<TokenId>) -> Result<HttpResponse> {
    let check = |token: &Token| version::check(&cx.request, token.updated_at);
    answer(&cx, status::enable(&cx.act(), id, check).await?)
}

fn answer(cx: &ApiTenantCx, done: TokenAct<Switch>) -> Result<HttpResponse> {
    match done.outcome {
        Switch::Done | Switch::Unchanged => changed(cx, done),
        Switch::Over(_) => Err(conflict(OVER)),
        Switch::Denied(denied) => Err(refusal(denied)),
    }
}
