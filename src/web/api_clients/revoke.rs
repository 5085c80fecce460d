//! `/administration/api-clients/{client}/revoke`: ends a client's secret for good, confirmed by typing its name.

use actix_web::HttpResponse;
use serde_json::json;

use super::{ApiClientRevokePage, ApiClientView, LIST, find};
use crate::auth::acting::Change;
use crate::domain::api_client::ApiClient;
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::ApiClientId;
use crate::error::Result;
use crate::state::State;
use crate::store::api_clients;
use crate::web::cx::{AdminCx, Id};
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::respond;

/// `GET`: 200 with the question; a client that is revoked already has nothing to ask.
pub async fn show(cx: AdminCx, Id(client_id): Id<ApiClientId>) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let client = find(&mut tx, client_id).await?;
    drop(tx);
    if client.revoked_at.is_some() {
        return Ok(respond::see_other(&format!("{LIST}/{}", client.id)));
    }
    respond::page(&question(&cx.state, cx.page, client, Errors::default(), ""))
}

/// `POST`: 303 to the list once it is committed, 422 when the name does not match.
pub async fn submit(cx: AdminCx, Id(client_id): Id<ApiClientId>, form: Form) -> Result<HttpResponse> {
    let mut tx = cx.write().await?;
    let client = find(&mut tx, client_id).await?;
    let typed = form.one("name");
    if typed.map(str::trim) != Ok(client.name.as_str()) {
        drop(tx);
        let mut errors = Errors::default();
        let sentence =
            typed.map_or_else(|misfit| cx.page.t(misfit.key()), |_| cx.page.t("api-client-name-mismatch"));
        errors.add("name", sentence);
        return respond::unprocessable(&question(&cx.state, cx.page, client, errors, form.first("name")));
    }
    let sentence = if api_clients::revoke(&mut tx, client.id, cx.now()).await? {
        let object = Object { id: client.id.uuid(), label: &client.name };
        let change = Change {
            before: Some(json!({ "status": "active" })),
            after: Some(json!({ "status": "revoked" })),
        };
        tx.record(None, EventKind::ApiClientRevoked, object, change)?;
        tx.commit().await?;
        "api-client-revoked-flash"
    } else {
        "api-client-already-revoked-flash"
    };
    let text = cx.page.t1(sentence, "name", &client.name);
    cx.flash(text);
    Ok(respond::see_other(LIST))
}

fn question(
    state: &State,
    page: Page,
    client: ApiClient,
    errors: Errors,
    typed: &str,
) -> ApiClientRevokePage {
    let client = ApiClientView::new(page.locale, &state.fixed.token_prefix, client);
    ApiClientRevokePage { page, client, errors, typed: typed.to_owned() }
}
