//! `/administration/api-clients/new`: creates an API client and shows its secret, once.

use actix_web::HttpResponse;

use super::{ApiClientNewPage, ApiClientSecretPage, LIST};
use crate::domain::api_client::ClientModule;
use crate::domain::id::ApiClientId;
use crate::domain::text::Name;
use crate::error::Result;
use crate::i18n::msg;
use crate::service::api_clients::{self, ClientInput, Created};
use crate::state::State;
use crate::store;
use crate::web::cx::AdminCx;
use crate::web::form::Form;
use crate::web::page::Errors;
use crate::web::view::Choice;
use crate::web::{problem, respond};

/// `GET`: 200 with the empty form.
pub async fn show(cx: AdminCx) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let catalogue = store::api_clients::modules(&mut tx).await?;
    drop(tx);
    respond::page(&ApiClientNewPage {
        page: cx.page,
        errors: Errors::default(),
        id: fresh_id(&cx.state)?.to_string(),
        name: String::new(),
        modules: choices(&catalogue, &[]),
    })
}

/// `POST`: 200 with the plaintext, the only response that ever contains it; 422 with the errors. The form contains
/// the ID of the client to create: of several concurrent submissions one creates it, and the others are redirected to
/// its page, which says that the secret is gone.
pub async fn submit(cx: AdminCx, form: Form) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    let name = problem::text(&form, "name", cx.page.locale, &mut errors, Name::parse);
    let ticked: Vec<&str> = form.all("modules").collect();
    if ticked.is_empty() {
        // A client without modules would see no token, which nobody wants.
        errors.add("modules", cx.page.t(msg::API_CLIENT_MODULES_NONE));
    }
    let id = form.one("id").ok().and_then(|id| id.parse::<ApiClientId>().ok());
    if id.is_none() {
        errors.add("form", cx.page.t(msg::API_CLIENT_FORM_UNREADABLE));
    }
    let (Some(name), Some(id), true) = (name, id, errors.is_empty()) else {
        return wrong(cx, &form, id, errors).await;
    };
    match api_clients::create(&cx.act(), &ClientInput { id, name: &name, modules: &ticked }).await? {
        Created::Done(secret) => respond::page(&ApiClientSecretPage {
            page: cx.page,
            id: id.to_string(),
            name: name.as_str().to_owned(),
            secret: secret.expose().to_owned(),
            public_url: cx.state.fixed.public_url.clone(),
            gone_url: format!("{LIST}/{id}"),
        }),
        Created::Exists => Ok(respond::see_other(&format!("{LIST}/{id}"))),
        Created::UnknownModule => wrong(cx, &form, Some(id), errors).await,
    }
}

/// 422 with the submitted values and the errors, including modules that do not exist.
async fn wrong(
    cx: AdminCx,
    form: &Form,
    id: Option<ApiClientId>,
    mut errors: Errors,
) -> Result<HttpResponse> {
    let catalogue = store::api_clients::modules(&mut cx.read().await?).await?;
    let ticked: Vec<&str> = form.all("modules").collect();
    if ticked.iter().any(|slug| !catalogue.iter().any(|module| module.slug == *slug)) {
        errors.add("modules", cx.page.t(msg::FIELD_UNKNOWN_CHOICE));
    }
    respond::unprocessable(&ApiClientNewPage {
        id: id.map_or_else(|| fresh_id(&cx.state), Ok)?.to_string(),
        name: form.first("name").to_owned(),
        modules: choices(&catalogue, &ticked),
        errors,
        page: cx.page,
    })
}

fn fresh_id(state: &State) -> Result<ApiClientId> {
    Ok(ApiClientId::new(state.now(), &state.entropy)?)
}

fn choices(catalogue: &[ClientModule], ticked: &[&str]) -> Vec<Choice> {
    let choice = |module: &ClientModule| Choice {
        value: module.slug.clone(),
        text: module.name.clone(),
        chosen: ticked.contains(&module.slug.as_str()),
    };
    catalogue.iter().map(choice).collect()
}
