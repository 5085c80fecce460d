//! `GET .../tokens` and `GET .../tokens/{token}`.

use actix_web::HttpResponse;

use crate::api::v1::cx::{ApiTenantCx, Id};
use crate::api::v1::query::Query;
use crate::api::v1::{cursor, respond, views};
use crate::contract::answers::TokenWithIssued;
use crate::contract::fields;
use crate::contract::shape::Page;
use crate::domain::id::TokenId;
use crate::error::Result;
use crate::service::granting::Holder;
use crate::service::issued::{self, IssuedFilter};
use crate::service::token_details;
use crate::store::tokens::filter::{Filter, Order};
use crate::store::tokens::{self, list::TokenQuery};

/// 200 with a page of tokens, the newest first.
pub async fn list(cx: ApiTenantCx) -> Result<HttpResponse> {
    let query = Query::read(&cx.request, fields::TOKEN_PAGE)?;
    let after = cursor::after(&query, |text| text.parse::<TokenId>().ok())?;
    let filter = Filter::read(|entry| query.get(entry.api).unwrap_or_default());
    let now = cx.now();
    let size = usize::try_from(query.limit()).unwrap_or(1);
    let mut tx = cx.read().await?;
    let token_query =
        TokenQuery { tenant: Some(cx.tenant.id), filter: &filter, order: Order::default(), now };
    let (found, next) = tokens::list::following(&mut tx, token_query, after.map(Into::into), size).await?;
    let next = next.map(|place| place.id.to_string());
    let found = token_details::all(&mut tx, found).await?;
    drop(tx);
    let items =
        found.into_iter().map(|token| views::token(&cx.state, token, &cx.tenant, &cx.token, now)).collect();
    Ok(respond::json(&Page { items, next }))
}

/// So many of the tokens that were issued with one are listed.
const MAX_ISSUED: usize = 1_000;

/// 200 with the token; with `issued=true` also with those that were issued with it.
pub async fn read(cx: ApiTenantCx, Id(id): Id<TokenId>) -> Result<HttpResponse> {
    let query = Query::read(&cx.request, fields::TOKEN_READ)?;
    let now = cx.now();
    let mut tx = cx.read().await?;
    let token = super::find(&mut tx, &cx.tenant, id).await?;
    let found = match query.get("issued") {
        Some("true") => {
            let holder = Holder::find(&mut tx, &cx.token).await?;
            Some(issued::find_for(&mut tx, token.token.id, IssuedFilter::All, &holder).await?)
        }
        _ => None,
    };
    drop(tx);
    let version = token.token.updated_at;
    let token = views::token(&cx.state, token, &cx.tenant, &cx.token, now);
    let Some(found) = found else { return Ok(respond::versioned(&token, version)) };
    let issued_more = found.more || found.within.len() > MAX_ISSUED;
    let shown = found.within.into_iter().take(MAX_ISSUED);
    let view = TokenWithIssued {
        token,
        issued: shown.map(|issued| views::issued_token(&cx.state, issued, now)).collect(),
        issued_out_of_reach: i64::try_from(found.beyond).unwrap_or(i64::MAX),
        issued_more,
    };
    Ok(respond::versioned(&view, version))
}
