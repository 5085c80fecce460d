//! `/administration/modules/new`: adds a module to the catalogue.

use actix_web::HttpResponse;

use super::ModuleNewPage;
use crate::error::Result;
use crate::i18n::msg;
use crate::service::modules::{self, Created, NewModule};
use crate::web::cx::AdminCx;
use crate::web::form::Form;
use crate::web::name_form::{self, NamedFields};
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

/// `POST`: 303 to the catalogue, 422 with the errors. No tenant has the module enabled yet.
pub async fn submit(cx: AdminCx, form: Form) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    let owners_only = form.first("owners_only") == "yes";
    if let Some(named) = name_form::read(&form, cx.page.locale, &mut errors) {
        let new = NewModule { name: named.name, slug: named.slug, owners_only };
        match modules::create(&cx.act(), &new).await? {
            Created::Done => {
                cx.flash(cx.page.t(msg::modules_created_flash(new.name.as_str())));
                return Ok(respond::see_other("/administration/modules"));
            }
            Created::SlugTaken => errors.add("slug", cx.page.t(msg::MODULES_SLUG_TAKEN)),
        }
    }
    respond::unprocessable(&ModuleNewPage {
        page: cx.page,
        errors,
        fields: NamedFields::typed(&form),
        owners_only,
    })
}
