//! `DELETE .../tokens/{token}`: revokes a token for good, and if it is asked for, the tokens that were issued with it.

use actix_web::HttpResponse;

use super::limits::require;
use super::{hold, issued_with};
use crate::api::v1::cx::{ApiTenantCx, Id};
use crate::api::v1::query::Query;
use crate::api::v1::{respond, version};
use crate::contract::answers::Revoked;
use crate::contract::fields;
use crate::domain::id::TokenId;
use crate::error::Result;
use crate::service::granting::{Denied, Holder};
use crate::service::issued::{self, PORTION, Which};
use crate::service::tokens as service;

/// 204 once it is committed, also when it was revoked already; with `issued=true` 200 with all that was revoked.
pub async fn revoke(cx: ApiTenantCx, Id(id): Id<TokenId>) -> Result<HttpResponse> {
    let along = Query::read(&cx.request, fields::TOKEN_REVOKE)?.get("issued") == Some("true");
    if along {
        return revoke_along(&cx, id).await;
    }
    let mut tx = cx.write().await?;
    let (tenant, caller) = (tx.tenant()?, tx.presented()?);
    let whole = hold(&mut tx, &tenant, id).await?;
    version::check(&cx.request, whole.token.updated_at)?;
    let own = Holder::find(&mut tx, &caller).await?;
    require(own.may_take_from(&whole))?;
    service::revoke(&mut tx, &whole.token).await?;
    tx.commit().await?;
    Ok(respond::nothing())
}

/// A portion at a time: other writers get their turn in between. The named token goes first, so that it issues nothing
/// more; the presented one, where it is among them, goes last, because it is asked for its right each time.
async fn revoke_along(cx: &ApiTenantCx, id: TokenId) -> Result<HttpResponse> {
    let mut revoked: Vec<TokenId> = Vec::new();
    let mut first = true;
    loop {
        let mut tx = cx.write().await?;
        let (tenant, caller) = (tx.tenant()?, tx.presented()?);
        let whole = hold(&mut tx, &tenant, id).await?;
        if first {
            version::check(&cx.request, whole.token.updated_at)?;
        }
        first = false;
        let own = Holder::find(&mut tx, &caller).await?;
        if own.is_being_replaced() {
            require(Err(Denied::Replaced))?;
        }
        let cause = whole.token.id;
        let found = issued_with(&mut tx, cause, Which::NotRevoked, &caller).await?;
        let (mut own_too, mut portion) = (Vec::new(), Vec::new());
        for issued in found.within {
            if issued.id == caller.id { own_too.push(issued) } else { portion.push(issued) }
        }
        let last = portion.is_empty() || (portion.len() <= PORTION && !found.more);
        portion.truncate(PORTION);
        if (last || cause != caller.id) && service::revoke(&mut tx, &whole.token).await? {
            revoked.insert(0, cause);
        }
        revoked.extend(issued::revoke(&mut tx, cause, &portion).await?);
        if last {
            revoked.extend(issued::revoke(&mut tx, cause, &own_too).await?);
        }
        tx.commit().await?;
        if last {
            return Ok(respond::json(&Revoked {
                revoked: revoked.iter().map(ToString::to_string).collect(),
                out_of_reach: i64::try_from(found.beyond).unwrap_or(i64::MAX),
            }));
        }
    }
}
