//! `/administration/api-clients` and a client's own page.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::{ApiClientListPage, ApiClientPage, ApiClientView, find};
use crate::error::Result;
use crate::state::State;
use crate::store::api_clients;
use crate::web::page::Page;
use crate::web::respond;

/// `GET`: 200 with every client, active ones first.
pub async fn show(state: Data<State>, page: Page) -> Result<HttpResponse> {
    let mut tx = state.db.read().await?;
    let clients = api_clients::list(&mut tx).await?;
    drop(tx);
    let view = |client| ApiClientView::new(page.locale, &state.fixed.token_prefix, client);
    let rows = clients.into_iter().map(view).collect();
    respond::page(&ApiClientListPage { rows, page })
}

/// `GET .../{client}`: 200 with everything about a client but its secret.
pub async fn details(state: Data<State>, page: Page, path: Path<String>) -> Result<HttpResponse> {
    let mut tx = state.db.read().await?;
    let client = find(&mut tx, &path).await?;
    drop(tx);
    let client = ApiClientView::new(page.locale, &state.fixed.token_prefix, client);
    respond::page(&ApiClientPage { client, page })
}
