//! `/administration/modules/new`: adds a module to the catalogue.

use actix_web::HttpResponse;
use serde_json::json;

use super::ModuleNewPage;
use crate::auth::acting::Change;
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::ModuleId;
use crate::error::Result;
use crate::store::modules;
use crate::web::cx::AdminCx;
use crate::web::form::Form;
use crate::web::named::{self, NamedFields};
use crate::web::page::Errors;
use crate::web::respond;

/// `GET`: 200 with the empty form.
pub async fn show(cx: AdminCx) -> Result<HttpResponse> {
    respond::page(&ModuleNewPage {
        page: cx.page,
        errors: Errors::default(),
        fields: NamedFields::default(),
        owners_only: false,
    })
}

/// `POST`: 303 to the catalogue, 422 with what is wrong. No tenant has the module yet.
pub async fn submit(cx: AdminCx, form: Form) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    let owners_only = form.first("owners_only") == "yes";
    if let Some(new) = named::read(&form, cx.page.locale, &mut errors) {
        let now = cx.now();
        let id = ModuleId::new(now, &cx.state.entropy)?;
        let mut tx = cx.write().await?;
        match modules::insert(&mut tx, id, &new.name, &new.slug, now).await {
            Ok(()) => {
                if owners_only {
                    modules::set_owners_only(&mut tx, id, true, now).await?;
                }
                let object = Object { id: id.uuid(), label: new.name.as_str() };
                let after = json!({ "name": new.name.as_str(), "slug": new.slug.as_str(), "owners_only": owners_only });
                let change = Change { before: None, after: Some(after) };
                tx.record(None, EventKind::ModuleCreated, object, change)?;
                tx.commit().await?;
                let text = cx.page.t1("modules-created-flash", "name", new.name.as_str());
                cx.flash(text);
                return Ok(respond::see_other("/administration/modules"));
            }
            Err(error) if error.is_duplicate() => errors.add("slug", cx.page.t("modules-slug-taken")),
            Err(error) => return Err(error.into()),
        }
    }
    respond::unprocessable(&ModuleNewPage {
        page: cx.page,
        errors,
        fields: NamedFields::typed(&form),
        owners_only,
    })
}
