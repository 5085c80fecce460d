//! `/administration/api-clients` and a client's own page.

use actix_web::HttpResponse;

use super::{ApiClientListPage, ApiClientPage, ApiClientView, find};
use crate::domain::id::ApiClientId;
use crate::error::Result;
use crate::store::api_clients;
use crate::web::cx::{AdminCx, Id};
use crate::web::respond;

/// `GET`: 200 with every client, active ones first.
pub async fn show(cx: AdminCx) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let clients = api_clients::list(&mut tx).await?;
    drop(tx);
    let view = |client| ApiClientView::new(cx.page.locale, &cx.state.fixed.token_prefix, client);
    let rows = clients.into_iter().map(view).collect();
    respond::page(&ApiClientListPage { rows, page: cx.page })
}

/// `GET .../{client}`: 200 with everything about a client except its secret.
pub async fn details(cx: AdminCx, Id(client_id): Id<ApiClientId>) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let client = find(&mut tx, client_id).await?;
    drop(tx);
    let client = ApiClientView::new(cx.page.locale, &cx.state.fixed.token_prefix, client);
    respond::page(&ApiClientPage { client, page: cx.page })
}
