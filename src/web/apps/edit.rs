//! `/administration/tenants/{slug}/apps/{app}`: renames an app, and deletes it while no token is bound to it.

use actix_session::Session;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::AppEditPage;
use crate::auth::authority::Authority;
use crate::auth::authz::CurrentTenant;
use crate::auth::session;
use crate::domain::app::App;
use crate::domain::tenant::Tenant;
use crate::domain::text::Name;
use crate::error::{Error, Result};
use crate::service;
use crate::service::apps::Outcome;
use crate::state::State;
use crate::store::{Tx, apps, modules::in_use};
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::{named, problem, respond};

/// The app that the address names, if it is this tenant's.
async fn find(tx: &mut Tx, tenant: &Tenant, slug: &str) -> Result<App> {
    apps::find_by_slug(tx, tenant.id, slug).await?.ok_or(Error::NotFound)
}

/// `GET`: 200 with the name to be changed, and whether the app can be deleted.
pub async fn show(
    state: Data<State>,
    page: Page,
    CurrentTenant(tenant): CurrentTenant,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let mut tx = state.db.read().await?;
    let app = find(&mut tx, &tenant, &path.1).await?;
    let name = app.name.clone();
    respond::page(&view(&mut tx, page, &tenant, app, name, Errors::default()).await?)
}

/// `POST`: 303 to the tenant's apps, 422 with what is wrong.
pub async fn submit(
    state: Data<State>,
    page: Page,
    session: Session,
    authority: Authority,
    path: Path<(String, String)>,
    form: Form,
) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    let name = problem::text(&form, "name", page.locale, &mut errors, Name::parse);
    let mut tx = authority.begin(&state).await?;
    let tenant = tx.tenant()?;
    apps::lock(&mut tx, tenant.id, &path.1).await?;
    let app = find(&mut tx, &tenant, &path.1).await?;
    let Some(name) = name else {
        let typed = form.first("name").to_owned();
        return respond::unprocessable(&view(&mut tx, page, &tenant, app, typed, errors).await?);
    };
    if service::apps::rename(&mut tx, &state, authority.origin(), &app, &name).await? == Outcome::Gone {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(done(&session, &tenant, page.t("apps-saved-flash")))
}

/// `POST .../delete`: 303 to the tenant's apps; 422 while a token that is not revoked is bound to the app.
pub async fn delete(
    state: Data<State>,
    page: Page,
    session: Session,
    authority: Authority,
    path: Path<(String, String)>,
    _form: Form,
) -> Result<HttpResponse> {
    let mut tx = authority.begin(&state).await?;
    let tenant = tx.tenant()?;
    apps::lock(&mut tx, tenant.id, &path.1).await?;
    let app = find(&mut tx, &tenant, &path.1).await?;
    match service::apps::delete(&mut tx, &state, authority.origin(), &app).await? {
        Outcome::Done => tx.commit().await?,
        Outcome::InUse => {
            // Nothing was changed, and PostgreSQL accepts no more statements in this transaction: read the page
            // again.
            drop(tx);
            let mut tx = state.db.read().await?;
            let mut errors = Errors::default();
            errors.add("delete", page.t("apps-in-use"));
            let name = app.name.clone();
            return respond::unprocessable(&view(&mut tx, page, &tenant, app, name, errors).await?);
        }
        Outcome::Gone | Outcome::SlugTaken => return Err(Error::NotFound),
    }
    Ok(done(&session, &tenant, page.t1("apps-deleted-flash", "name", &app.name)))
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
