//! `/administration/tenants/{slug}/apps/{app}`: renames an app, and deletes it while no token is bound to it.

use actix_session::Session;
use actix_web::HttpResponse;

use super::AppEditPage;
use crate::auth::session;
use crate::domain::app::App;
use crate::domain::tenant::Tenant;
use crate::domain::text::Name;
use crate::error::{Error, Result};
use crate::service;
use crate::service::apps::Outcome;
use crate::store::{Tx, apps, modules::in_use};
use crate::web::cx::{AppSlug, Id, TenantCx};
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::{named, problem, respond};

/// The app that the address names, if it is this tenant's.
async fn find(tx: &mut Tx, tenant: &Tenant, slug: &str) -> Result<App> {
    apps::find_by_slug(tx, tenant.id, slug).await?.ok_or(Error::NotFound)
}

/// `GET`: 200 with the name to be changed, and whether the app can be deleted.
pub async fn show(cx: TenantCx, Id(AppSlug(slug)): Id<AppSlug>) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let app = find(&mut tx, &cx.tenant, &slug).await?;
    let name = app.name.clone();
    respond::page(&view(&mut tx, cx.page, &cx.tenant, app, name, Errors::default()).await?)
}

/// `POST`: 303 to the tenant's apps, 422 with what is wrong.
pub async fn submit(cx: TenantCx, Id(AppSlug(slug)): Id<AppSlug>, form: Form) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    let name = problem::text(&form, "name", cx.page.locale, &mut errors, Name::parse);
    let mut tx = cx.write().await?;
    let tenant = tx.tenant()?;
    apps::lock(&mut tx, tenant.id, &slug).await?;
    let app = find(&mut tx, &tenant, &slug).await?;
    let Some(name) = name else {
        let typed = form.first("name").to_owned();
        return respond::unprocessable(&view(&mut tx, cx.page, &tenant, app, typed, errors).await?);
    };
    if service::apps::rename(&mut tx, &app, &name).await? == Outcome::Gone {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(done(&cx.session(), &tenant, cx.page.t("apps-saved-flash")))
}

/// `POST .../delete`: 303 to the tenant's apps; 422 while a token that is not revoked is bound to the app.
pub async fn delete(cx: TenantCx, Id(AppSlug(slug)): Id<AppSlug>, _form: Form) -> Result<HttpResponse> {
    let mut tx = cx.write().await?;
    let tenant = tx.tenant()?;
    apps::lock(&mut tx, tenant.id, &slug).await?;
    let app = find(&mut tx, &tenant, &slug).await?;
    match service::apps::delete(&mut tx, &app).await? {
        Outcome::Done => tx.commit().await?,
        Outcome::InUse => {
            // Nothing was changed, and PostgreSQL accepts no more statements in this transaction: read the page
            // again.
            drop(tx);
            let mut tx = cx.read().await?;
            let mut errors = Errors::default();
            errors.add("delete", cx.page.t("apps-in-use"));
            let name = app.name.clone();
            return respond::unprocessable(&view(&mut tx, cx.page, &tenant, app, name, errors).await?);
        }
        Outcome::Gone | Outcome::SlugTaken => return Err(Error::NotFound),
    }
    Ok(done(&cx.session(), &tenant, cx.page.t1("apps-deleted-flash", "name", &app.name)))
}

/// 303 to the tenant's apps, where the sentence is shown.
fn done(session: &Session, tenant: &Tenant, text: String) -> HttpResponse {
    session::set_flash(session, &session::Flash { success: true, text });
    respond::see_other(&format!("/administration/tenants/{}/apps", tenant.slug))
}

async fn view(
    tx: &mut Tx,
    page: Page,
    tenant: &Tenant,
    app: App,
    name: String,
    errors: Errors,
) -> Result<AppEditPage> {
    let holders = in_use::of_app(tx, tenant.id, app.id, named::holders_asked()).await?;
    Ok(AppEditPage {
        page,
        tenant: tenant.into(),
        errors,
        slug: app.slug,
        stored: app.name,
        name,
        holders: holders.into(),
    })
}
