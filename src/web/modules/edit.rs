//! `/administration/modules/{module}`: renames a module, and deletes it while no token has it.

use actix_web::HttpResponse;
use serde_json::json;

use super::ModuleEditPage;
use crate::auth::acting::Change;
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::module::Module;
use crate::domain::text::Name;
use crate::error::{Error, Result};
use crate::store::{
    Tx,
    modules::{self, in_use},
};
use crate::web::cx::{AdminCx, Id, ModuleSlug};
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::{named, problem, respond};

/// The module that the address names. What is built in is changed by nobody, so it has no such page.
async fn find(tx: &mut Tx, slug: &str) -> Result<Module> {
    let found = modules::find_by_slug(tx, slug).await?;
    found.filter(|module| !module.built_in).ok_or(Error::NotFound)
}

/// `GET`: 200 with the name to be changed, and whether the module can be deleted.
pub async fn show(cx: AdminCx, Id(ModuleSlug(slug)): Id<ModuleSlug>) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let module = find(&mut tx, &slug).await?;
    let name = module.name.clone();
    respond::page(&view(&mut tx, cx.page, module, name, Errors::default()).await?)
}

/// `POST`: 303 to the catalogue, 422 with what is wrong.
pub async fn submit(cx: AdminCx, Id(ModuleSlug(slug)): Id<ModuleSlug>, form: Form) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    let name = problem::text(&form, "name", cx.page.locale, &mut errors, Name::parse);
    let mut tx = cx.write().await?;
    modules::lock(&mut tx, &slug).await?;
    let module = find(&mut tx, &slug).await?;
    let owners_only = form.first("owners_only") == "yes";
    let Some(name) = name else {
        let module = Module { owners_only, ..module };
        let typed = form.first("name").to_owned();
        return respond::unprocessable(&view(&mut tx, cx.page, module, typed, errors).await?);
    };
    // Saved as it was, nothing is changed and nothing told of.
    if name.as_str() != module.name || owners_only != module.owners_only {
        if !modules::rename(&mut tx, module.id, &name, cx.now()).await? {
            return Err(Error::NotFound);
        }
        modules::set_owners_only(&mut tx, module.id, owners_only, cx.now()).await?;
        let object = Object { id: module.id.uuid(), label: name.as_str() };
        let change = Change {
            before: Some(json!({ "name": module.name, "owners_only": module.owners_only })),
            after: Some(json!({ "name": name.as_str(), "owners_only": owners_only })),
        };
        let kind =
            if name.as_str() == module.name { EventKind::ModuleChanged } else { EventKind::ModuleRenamed };
        tx.record(None, kind, object, change)?;
        tx.commit().await?;
    }
    let text = cx.page.t("modules-saved-flash");
    cx.flash(text);
    Ok(respond::see_other("/administration/modules"))
}

/// `POST .../delete`: 303 to the catalogue; 422 while a token or an API client that is not revoked has the module.
pub async fn delete(cx: AdminCx, Id(ModuleSlug(slug)): Id<ModuleSlug>, _form: Form) -> Result<HttpResponse> {
    let mut tx = cx.write().await?;
    modules::lock(&mut tx, &slug).await?;
    let module = find(&mut tx, &slug).await?;
    let tenants = modules::tenants_with(&mut tx, module.id).await?;
    match modules::delete(&mut tx, module.id).await {
        Ok(true) => {}
        Ok(false) => return Err(Error::NotFound),
        Err(error) if error.is_in_use() => {
            // Nothing was done, and PostgreSQL answers nothing more in there: the page is read anew.
            drop(tx);
            let mut tx = cx.read().await?;
            let mut errors = Errors::default();
            errors.add("delete", cx.page.t("modules-in-use"));
            let name = module.name.clone();
            return respond::unprocessable(&view(&mut tx, cx.page, module, name, errors).await?);
        }
        Err(error) => return Err(error.into()),
    }
    let object = Object { id: module.id.uuid(), label: &module.name };
    for tenant in &tenants {
        // Each tenant's own trail tells that it lost the module.
        let change = switched(true, false);
        tx.record(Some(tenant.id), EventKind::ModuleDisabled, object, change)?;
    }
    let before = json!({ "name": module.name, "slug": module.slug, "owners_only": module.owners_only });
    let change = Change { before: Some(before), after: None };
    tx.record(None, EventKind::ModuleDeleted, object, change)?;
    tx.commit().await?;
    let text = cx.page.t1("modules-deleted-flash", "name", &module.name);
    cx.flash(text);
    Ok(respond::see_other("/administration/modules"))
}

/// A module switched on or off in a tenant, as the audit trail shows it.
pub(crate) fn switched(before: bool, after: bool) -> Change {
    Change { before: Some(json!({ "enabled": before })), after: Some(json!({ "enabled": after })) }
}

async fn view(
    tx: &mut Tx,
    page: Page,
    module: Module,
    name: String,
    errors: Errors,
) -> Result<ModuleEditPage> {
    let tokens = in_use::of_module(tx, module.id, named::holders_asked()).await?;
    let clients = in_use::registered(tx, module.id, named::holders_asked()).await?;
    let holders = named::Holders::from(tokens).and_clients(clients, &page.t("modules-held-by-api-client"));
    let tenants = modules::tenants_with(tx, module.id).await?.len();
    Ok(ModuleEditPage {
        page,
        errors,
        slug: module.slug,
        stored: module.name,
        owners_only: module.owners_only,
        name,
        tenants: i64::try_from(tenants).unwrap_or(i64::MAX),
        holders,
    })
}
