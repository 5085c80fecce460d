//! `GET .../tokens` and `GET .../tokens/{token}`.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use crate::api::v1::query::Query;
use crate::api::v1::{cursor, respond, views};
use crate::auth::gate::{Accepted, Here};
use crate::contract::fields;
use crate::contract::shape::Page;
use crate::domain::id::TokenId;
use crate::domain::token::Status;
use crate::error::Result;
use crate::service::whole;
use crate::state::State;
use crate::store::token_filter::{Filter, Order, ScopeKind};
use crate::store::token_list::{self, Look};

/// 200 with a page of tokens, the newest first.
pub async fn list(
    state: Data<State>,
    Accepted(caller): Accepted,
    Here(tenant): Here,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let query = Query::read(&request, fields::TOKEN_PAGE)?;
    let after = cursor::after(&query, |text| text.parse::<TokenId>().ok())?;
    let filter = Filter {
        search: query.search().to_owned(),
        status: query.get("status").and_then(Status::from_name),
        scope: query.get("tenant_scope").and_then(ScopeKind::from_name),
        ..Filter::default()
    };
    let now = state.now();
    let size = usize::try_from(query.limit()).unwrap_or(1);
    let mut tx = state.db.read().await?;
    let look = Look { tenant: Some(tenant.id), filter: &filter, order: Order::default(), now };
    let (found, next) = token_list::following(&mut tx, look, after.map(Into::into), size).await?;
    let next = next.map(|place| place.id.to_string());
    let found = whole::all(&mut tx, found).await?;
    drop(tx);
    let items = found.into_iter().map(|token| views::token(&state, token, &tenant, &caller, now)).collect();
    Ok(respond::json(&Page { items, next }))
}

/// 200 with the token.
pub async fn read(
    state: Data<State>,
    Accepted(caller): Accepted,
    Here(tenant): Here,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let mut tx = state.db.read().await?;
    let token = super::find(&mut tx, &tenant, &request).await?;
    drop(tx);
    let version = token.token.updated_at;
    Ok(respond::versioned(&views::token(&state, token, &tenant, &caller, state.now()), version))
}
