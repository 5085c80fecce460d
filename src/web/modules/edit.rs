//! `/administration/modules/{module}`: renames a module, and deletes it if no token has it.

use actix_web::HttpResponse;

use super::ModuleEditPage;
use crate::domain::module::Module;
use crate::domain::text::Name;
use crate::error::Result;
use crate::i18n::msg;
use crate::service::modules::{self, Deleted, ModuleSettings, find_changeable};
use crate::store::modules::in_use;
use crate::store::{Tx, modules as stored};
use crate::web::cx::{AdminCx, Id, ModuleSlug};
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::{name_form, problem, respond};

/// `GET`: 200 with the form, and whether the module can be deleted.
pub async fn show(cx: AdminCx, Id(ModuleSlug(slug)): Id<ModuleSlug>) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let module = find_changeable(&mut tx, &slug).await?;
    let name = module.name.clone();
    respond::page(&view(&mut tx, cx.page, module, name, Errors::default()).await?)
}

/// `POST`: 303 to the catalogue, 422 with the errors.
pub async fn submit(cx: AdminCx, Id(ModuleSlug(slug)): Id<ModuleSlug>, form: Form) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    let owners_only = form.first("owners_only") == "yes";
    let Some(name) = problem::text(&form, "name", cx.page.locale, &mut errors, Name::parse) else {
        let mut tx = cx.read().await?;
        let module = Module { owners_only, ..find_changeable(&mut tx, &slug).await? };
        let typed = form.first("name").to_owned();
        return respond::unprocessable(&view(&mut tx, cx.page, module, typed, errors).await?);
    };
    modules::update(&cx.act(), &slug, &ModuleSettings { name, owners_only }).await?;
    cx.flash(cx.page.t(msg::MODULES_SAVED_FLASH));
    Ok(respond::see_other("/administration/modules"))
}

/// `POST .../delete`: 303 to the catalogue; 422 while a token or an API client that is not revoked has the module.
pub async fn delete(cx: AdminCx, Id(ModuleSlug(slug)): Id<ModuleSlug>, _form: Form) -> Result<HttpResponse> {
    match modules::delete(&cx.act(), &slug).await? {
        Deleted::Done(module) => {
            cx.flash(cx.page.t(msg::modules_deleted_flash(&module.name)));
            Ok(respond::see_other("/administration/modules"))
        }
        Deleted::InUse => {
            let mut errors = Errors::default();
            errors.add("delete", cx.page.t(msg::MODULES_IN_USE));
            let mut tx = cx.read().await?;
            let module = find_changeable(&mut tx, &slug).await?;
            let name = module.name.clone();
            respond::unprocessable(&view(&mut tx, cx.page, module, name, errors).await?)
        }
    }
}

async fn view(
    tx: &mut Tx,
    page: Page,
    module: Module,
    name: String,
    errors: Errors,
) -> Result<ModuleEditPage> {
    let tokens = in_use::of_module(tx, module.id, name_form::dependents_limit()).await?;
    let clients = in_use::registered(tx, module.id, name_form::dependents_limit()).await?;
    let dependents =
        name_form::Dependents::from(tokens).and_clients(clients, &page.t(msg::MODULES_HELD_BY_API_CLIENT));
    let tenants = stored::tenants_with(tx, module.id).await?.len();
    Ok(ModuleEditPage {
        page,
        errors,
        slug: module.slug,
        stored: module.name,
        owners_only: module.owners_only,
        name,
        tenants: i64::try_from(tenants).unwrap_or(i64::MAX),
        dependents,
    })
}
