//! `/administration/api-clients/{client}/revoke`: revokes a client, confirmed by typing its name.

use actix_web::HttpResponse;

use super::{ApiClientRevokePage, ApiClientView, LIST, find};
use crate::domain::api_client::ApiClient;
use crate::domain::id::ApiClientId;
use crate::error::Result;
use crate::i18n::msg;
use crate::service::api_clients::{self, Revoked};
use crate::state::State;
use crate::web::cx::{AdminCx, Id};
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::respond;

/// `GET`: 200 with the question; for a revoked client, there is none.
pub async fn show(cx: AdminCx, Id(client_id): Id<ApiClientId>) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let client = find(&mut tx, client_id).await?;
    drop(tx);
    if client.revoked_at.is_some() {
        return Ok(respond::see_other(&format!("{LIST}/{}", client.id)));
    }
    respond::page(&question(&cx.state, cx.page, client, Errors::default(), ""))
}

/// `POST`: 303 to the list once it is committed, 422 if the name does not match.
pub async fn submit(cx: AdminCx, Id(client_id): Id<ApiClientId>, form: Form) -> Result<HttpResponse> {
    let typed = match form.one("name") {
        Ok(typed) => typed,
        Err(error) => {
            let text = cx.page.t(error.message());
            return wrong(cx, client_id, &form, text).await;
        }
    };
    let text = match api_clients::revoke(&cx.act(), client_id, typed).await? {
        Revoked::Done(name) => cx.page.t(msg::api_client_revoked_flash(&name)),
        Revoked::Already(name) => cx.page.t(msg::api_client_already_revoked_flash(&name)),
        Revoked::OtherName => {
            let text = cx.page.t(msg::API_CLIENT_NAME_MISMATCH);
            return wrong(cx, client_id, &form, text).await;
        }
    };
    cx.flash(text);
    Ok(respond::see_other(LIST))
}

/// 422 with the question again and the error of the name.
async fn wrong(cx: AdminCx, id: ApiClientId, form: &Form, text: String) -> Result<HttpResponse> {
    let client = find(&mut cx.read().await?, id).await?;
    let mut errors = Errors::default();
    errors.add("name", text);
    respond::unprocessable(&question(&cx.state, cx.page, client, errors, form.first("name")))
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
