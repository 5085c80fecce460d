//! `/administration/tenants/{slug}/apps/{app}`: renames an app, and deletes it if no token is bound to it.

use actix_web::HttpResponse;

use super::{AppEditPage, list_url};
use crate::domain::app::App;
use crate::domain::tenant::Tenant;
use crate::domain::text::Name;
use crate::error::{Error, Result};
use crate::i18n::msg;
use crate::service::apps::{self as service, Deleted, Renamed};
use crate::store::{Tx, apps, modules::in_use};
use crate::web::cx::{AppSlug, Id, TenantCx};
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::{name_form, problem, respond};

/// The app in the address, if it is this tenant's.
async fn find(tx: &mut Tx, tenant: &Tenant, slug: &str) -> Result<App> {
    apps::find_by_slug(tx, tenant.id, slug).await?.ok_or(Error::NotFound)
}

/// `GET`: 200 with the form, and whether the app can be deleted.
pub async fn show(cx: TenantCx, Id(AppSlug(slug)): Id<AppSlug>) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let app = find(&mut tx, &cx.tenant, &slug).await?;
    let name = app.name.clone();
    respond::page(&view(&mut tx, cx.page, &cx.tenant, app, name, Errors::default()).await?)
}

/// `POST`: 303 to the tenant's apps, 422 with the errors.
pub async fn submit(cx: TenantCx, Id(AppSlug(slug)): Id<AppSlug>, form: Form) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    let Some(name) = problem::text(&form, "name", cx.page.locale, &mut errors, Name::parse) else {
        let typed = form.first("name").to_owned();
        return wrong(cx, &slug, Some(typed), errors).await;
    };
    match service::rename(&cx.act(), &slug, Some(&name), |_| Ok(())).await? {
        Renamed::Done(done) => {
            cx.flash(cx.page.t(msg::APPS_SAVED_FLASH));
            Ok(respond::see_other(&list_url(&done.tenant)))
        }
        Renamed::Denied(_) => Err(Error::Forbidden),
    }
}

/// `POST .../delete`: 303 to the tenant's apps; 422 while a token that is not revoked is bound to the app.
pub async fn delete(cx: TenantCx, Id(AppSlug(slug)): Id<AppSlug>, _form: Form) -> Result<HttpResponse> {
    match service::delete(&cx.act(), &slug, |_| Ok(())).await? {
        Deleted::Done(done) => {
            cx.flash(cx.page.t(msg::apps_deleted_flash(&done.app.name)));
            Ok(respond::see_other(&list_url(&done.tenant)))
        }
        Deleted::InUse => {
            let mut errors = Errors::default();
            errors.add("delete", cx.page.t(msg::APPS_IN_USE));
            wrong(cx, &slug, None, errors).await
        }
        Deleted::Denied(_) => Err(Error::Forbidden),
    }
}

/// 422 with the current page, the submitted values and the errors.
async fn wrong(cx: TenantCx, slug: &str, typed: Option<String>, errors: Errors) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let app = find(&mut tx, &cx.tenant, slug).await?;
    let name = typed.unwrap_or_else(|| app.name.clone());
    respond::unprocessable(&view(&mut tx, cx.page, &cx.tenant, app, name, errors).await?)
}

async fn view(
    tx: &mut Tx,
    page: Page,
    tenant: &Tenant,
    app: App,
    name: String,
    errors: Errors,
) -> Result<AppEditPage> {
    let dependents = in_use::of_app(tx, tenant.id, app.id, name_form::dependents_limit()).await?;
    Ok(AppEditPage {
        page,
        tenant: tenant.into(),
        errors,
        slug: app.slug,
        stored: app.name,
        name,
        dependents: dependents.into(),
    })
}
