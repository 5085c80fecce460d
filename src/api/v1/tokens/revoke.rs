//! `DELETE .../tokens/{token}`: revokes a token, and on request the tokens created with it.

use actix_web::HttpResponse;

use super::refusal;
use crate::api::v1::cx::{ApiTenantCx, Id};
use crate::api::v1::query::Query;
use crate::api::v1::{respond, version};
use crate::contract::answers;
use crate::contract::fields;
use crate::domain::id::TokenId;
use crate::domain::token::Token;
use crate::error::Result;
use crate::service::issued::{self, RevokedAlong};
use crate::service::tokens::revoke::{self as service, Revoked};

/// 204 once it is committed, also if it was revoked already; with `issued=true` 200 with the revoked tokens.
pub async fn revoke(cx: ApiTenantCx, Id(id): Id<TokenId>) -> Result<HttpResponse> {
    let along = Query::read(&cx.request, fields::TOKEN_REVOKE)?.get("issued") == Some("true");
    let check = |token: &Token| version::check(&cx.request, token.updated_at);
    if !along {
        return match service::revoke(&cx.act(), id, check).await?.outcome {
            Revoked::Done | Revoked::Unchanged => Ok(respond::nothing()),
            Revoked::Denied(denied) => Err(refusal(denied)),
        };
    }
    match issued::revoke_along(&cx.act(), id, check).await? {
        RevokedAlong::Done { revoked, beyond } => Ok(respond::json(&answers::Revoked {
            revoked: revoked.iter().map(ToString::to_string).collect(),
            out_of_reach: i64::try_from(beyond).unwrap_or(i64::MAX),
        })),
        RevokedAlong::Denied(denied) => Err(refusal(denied)),
    }
}
