//! `/administration/api-clients/{client}/revoke`: ends a client's secret for good, confirmed by typing its name.

use actix_session::Session;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde_json::json;

use super::{ApiClientRevokePage, ApiClientView, LIST, find};
use crate::auth::acting::{self, Change};
use crate::auth::authority::Authority;
use crate::auth::session;
use crate::domain::api_client::ApiClient;
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::error::Result;
use crate::state::State;
use crate::store::api_clients;
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::respond;

/// `GET`: 200 with the question; a client that is revoked already has nothing to ask.
pub async fn show(state: Data<State>, page: Page, path: Path<String>) -> Result<HttpResponse> {
    let mut tx = state.db.read().await?;
    let client = find(&mut tx, &path).await?;
    drop(tx);
    if client.revoked_at.is_some() {
        return Ok(respond::see_other(&format!("{LIST}/{}", client.id)));
    }
    respond::page(&question(&state, page, client, Errors::default(), ""))
}

/// `POST`: 303 to the list once it is committed, 422 when the name does not match.
pub async fn submit(
    state: Data<State>,
    page: Page,
    session: Session,
    authority: Authority,
    path: Path<String>,
    form: Form,
) -> Result<HttpResponse> {
    let mut tx = authority.begin(&state).await?;
    let client = find(&mut tx, &path).await?;
    let typed = form.one("name");
    if typed.map(str::trim) != Ok(client.name.as_str()) {
        drop(tx);
        let mut errors = Errors::default();
        let sentence =
            typed.map_or_else(|misfit| page.t(misfit.key()), |_| page.t("api-client-name-mismatch"));
        errors.add("name", sentence);
        return respond::unprocessable(&question(&state, page, client, errors, form.first("name")));
    }
    let sentence = if api_clients::revoke(&mut tx, client.id, state.now()).await? {
        let object = Object { id: client.id.uuid(), label: &client.name };
        let change = Change {
            before: Some(json!({ "status": "active" })),
            after: Some(json!({ "status": "revoked" })),
        };
        acting::record(
            &mut tx,
            &state,
            authority.origin(),
            None,
            EventKind::ApiClientRevoked,
            object,
            change,
        )
        .await?;
        tx.commit().await?;
        "api-client-revoked-flash"
    } else {
        "api-client-already-revoked-flash"
    };
    let text = page.t1(sentence, "name", &client.name);
    session::set_flash(&session, &session::Flash { success: true, text });
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
