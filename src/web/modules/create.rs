//! `/administration/modules/new`: adds a module to the catalogue.

use actix_session::Session;
use actix_web::HttpResponse;
use actix_web::web::Data;
use serde_json::json;

use super::ModuleNewPage;
use crate::auth::acting::{self, Change};
use crate::auth::authority::Authority;
use crate::auth::session;
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::ModuleId;
use crate::error::Result;
use crate::state::State;
use crate::store::modules;
use crate::web::form::Form;
use crate::web::named::{self, NamedFields};
use crate::web::page::{Errors, Page};
use crate::web::respond;

/// `GET`: 200 with the empty form.
pub async fn show(page: Page) -> Result<HttpResponse> {
    respond::page(&ModuleNewPage {
        page,
        errors: Errors::default(),
        fields: NamedFields::default(),
        owners_only: false,
    })
}

/// `POST`: 303 to the catalogue, 422 with what is wrong. No tenant has the module yet.
pub async fn submit(
    state: Data<State>,
    page: Page,
    session: Session,
    authority: Authority,
    form: Form,
) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    let owners_only = form.first("owners_only") == "yes";
    if let Some(new) = named::read(&form, page.locale, &mut errors) {
        let now = state.now();
        let id = ModuleId::new(now, &state.entropy)?;
        let mut tx = authority.begin(&state).await?;
        match modules::insert(&mut tx, id, &new.name, &new.slug, now).await {
            Ok(()) => {
                if owners_only {
                    modules::set_owners_only(&mut tx, id, true, now).await?;
                }
                let object = Object { id: id.uuid(), label: new.name.as_str() };
                let after = json!({ "name": new.name.as_str(), "slug": new.slug.as_str(), "owners_only": owners_only });
                let change = Change { before: None, after: Some(after) };
                acting::record(
                    &mut tx,
                    &state,
                    authority.origin(),
                    None,
                    EventKind::ModuleCreated,
                    object,
                    change,
                )
                .await?;
                tx.commit().await?;
                let text = page.t1("modules-created-flash", "name", new.name.as_str());
                session::set_flash(&session, &session::Flash { success: true, text });
                return Ok(respond::see_other("/administration/modules"));
            }
            Err(error) if error.is_duplicate() => errors.add("slug", page.t("modules-slug-taken")),
            Err(error) => return Err(error.into()),
        }
    }
    respond::unprocessable(&ModuleNewPage { page, errors, fields: NamedFields::typed(&form), owners_only })
}
