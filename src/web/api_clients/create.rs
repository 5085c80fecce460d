//! `/administration/api-clients/new`: makes an API client and shows its secret, once.

use actix_web::HttpResponse;
use serde_json::json;

use super::{ApiClientNewPage, ApiClientSecretPage, LIST};
use crate::auth::acting::Change;
use crate::domain::api_client::{NewApiClient, SeenModule, secret_prefix};
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::ApiClientId;
use crate::domain::secret::PlainSecret;
use crate::domain::text::Name;
use crate::error::Result;
use crate::state::State;
use crate::store::api_clients;
use crate::web::cx::AdminCx;
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::view::Choice;
use crate::web::{problem, respond};

/// `GET`: 200 with the empty form.
pub async fn show(cx: AdminCx) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let catalogue = api_clients::modules(&mut tx).await?;
    drop(tx);
    respond::page(&ApiClientNewPage {
        page: cx.page,
        errors: Errors::default(),
        id: fresh_id(&cx.state)?.to_string(),
        name: String::new(),
        modules: choices(&catalogue, &[]),
    })
}

/// `POST`: 200 with the plaintext, the one answer that ever carries it; 422 with what is wrong. The form says which
/// client it is to make: of many that are sent at once one makes it, and the others are led to its page, which says
/// that the secret is gone.
pub async fn submit(cx: AdminCx, form: Form) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    let mut tx = cx.write().await?;
    let person = tx.person()?;
    let catalogue = api_clients::modules(&mut tx).await?;
    let name = problem::text(&form, "name", cx.page.locale, &mut errors, Name::parse);
    let chosen = modules(&form, &cx.page, &catalogue, &mut errors);
    let id = form.one("id").ok().and_then(|id| id.parse::<ApiClientId>().ok());
    if id.is_none() {
        errors.add("form", cx.page.t("api-client-form-unreadable"));
    }
    let (Some(name), Some(chosen), Some(id)) = (name, chosen, id) else {
        drop(tx);
        let kept: Vec<&str> = form.all("modules").collect();
        return respond::unprocessable(&ApiClientNewPage {
            id: id.map_or_else(|| fresh_id(&cx.state), Ok)?.to_string(),
            name: form.first("name").to_owned(),
            modules: choices(&catalogue, &kept),
            errors,
            page: cx.page,
        });
    };
    let prefix = secret_prefix(&cx.state.fixed.token_prefix);
    let secret = PlainSecret::generate(&prefix, &cx.state.entropy)?;
    let client = NewApiClient {
        id,
        name,
        modules: chosen.iter().map(|module| module.id).collect(),
        hash: cx.state.fixed.secret_key.hash(&secret),
        last_four: secret.last_four(),
        created_at: cx.now(),
    };
    let address = format!("{LIST}/{id}");
    if !api_clients::insert(&mut tx, &client, &person.email).await? {
        return Ok(respond::see_other(&address));
    }
    let object = Object { id: id.uuid(), label: client.name.as_str() };
    let slugs: Vec<&str> = chosen.iter().map(|module| module.slug.as_str()).collect();
    let after = json!({ "name": client.name.as_str(), "modules": slugs });
    let change = Change { before: None, after: Some(after) };
    tx.record(None, EventKind::ApiClientCreated, object, change)?;
    tx.commit().await?;
    respond::page(&ApiClientSecretPage {
        page: cx.page,
        id: id.to_string(),
        name: client.name.as_str().to_owned(),
        secret: secret.expose().to_owned(),
        public_url: cx.state.fixed.public_url.clone(),
        gone_url: address,
    })
}

fn fresh_id(state: &State) -> Result<ApiClientId> {
    Ok(ApiClientId::new(state.now(), &state.entropy)?)
}

/// The modules that were ticked. None is a mistake: such a client would see nothing, and nobody means that.
fn modules<'a>(
    form: &Form,
    page: &Page,
    catalogue: &'a [SeenModule],
    errors: &mut Errors,
) -> Option<Vec<&'a SeenModule>> {
    let ticked: Vec<&str> = form.all("modules").collect();
    let chosen: Vec<_> = catalogue.iter().filter(|module| ticked.contains(&module.slug.as_str())).collect();
    if ticked.is_empty() {
        errors.add("modules", page.t("api-client-modules-none"));
        return None;
    }
    if ticked.iter().any(|slug| !chosen.iter().any(|module| module.slug == *slug)) {
        errors.add("modules", page.t("field-unknown-choice"));
        return None;
    }
    Some(chosen)
}

fn choices(catalogue: &[SeenModule], ticked: &[&str]) -> Vec<Choice> {
    let choice = |module: &SeenModule| Choice {
        value: module.slug.clone(),
        text: module.name.clone(),
        chosen: ticked.contains(&module.slug.as_str()),
    };
    catalogue.iter().map(choice).collect()
}
