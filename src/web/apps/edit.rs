//! `/administration/tenants/{slug}/apps/{app}`: renames an app, and deletes it while no token is bound to it.

use actix_session::Session;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde_json::json;

use super::AppEditPage;
use crate::auth::acting::{self, Acting, Change};
use crate::auth::gate::Here;
use crate::auth::session;
use crate::domain::app::App;
use crate::domain::audit::Object;
use crate::domain::tenant::Tenant;
use crate::domain::text::Name;
use crate::error::{Error, Result};
use crate::state::State;
use crate::store::{Tx, apps, in_use};
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
    Here(tenant): Here,
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
    Here(tenant): Here,
    Acting(origin): Acting,
    path: Path<(String, String)>,
    form: Form,
) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    let name = problem::text(&form, "name", page.locale, &mut errors, Name::parse);
    let mut tx = state.db.write().await?;
    let app = find(&mut tx, &tenant, &path.1).await?;
    let Some(name) = name else {
        let typed = form.first("name").to_owned();
        return respond::unprocessable(&view(&mut tx, page, &tenant, app, typed, errors).await?);
    };
    // Saved as it was, nothing is changed and nothing told of.
    if name.as_str() != app.name {
        if !apps::rename(&mut tx, tenant.id, app.id, &name, state.now()).await? {
            return Err(Error::NotFound);
        }
        let object = Object { kind: "app", id: app.id.uuid(), label: name.as_str() };
        let change = Change {
            before: Some(json!({ "name": app.name })),
            after: Some(json!({ "name": name.as_str() })),
        };
        acting::record(&mut tx, &state, &origin, Some(tenant.id), "app.renamed", object, change).await?;
        tx.commit().await?;
    }
    Ok(done(&session, &tenant, page.t("apps-saved-flash")))
}

/// `POST .../delete`: 303 to the tenant's apps; 422 while a token that is not revoked is bound to the app.
pub async fn delete(
    state: Data<State>,
    page: Page,
    session: Session,
    Here(tenant): Here,
    Acting(origin): Acting,
    path: Path<(String, String)>,
    _form: Form,
) -> Result<HttpResponse> {
    let mut tx = state.db.write().await?;
    let app = find(&mut tx, &tenant, &path.1).await?;
    match apps::delete(&mut tx, tenant.id, app.id).await {
        Ok(true) => {}
        Ok(false) => return Err(Error::NotFound),
        Err(error) if error.is_in_use() => {
            // Nothing was done, and PostgreSQL answers nothing more in there: the page is read anew.
            drop(tx);
            let mut tx = state.db.read().await?;
            let mut errors = Errors::default();
            errors.add("delete", page.t("apps-in-use"));
            let name = app.name.clone();
            return respond::unprocessable(&view(&mut tx, page, &tenant, app, name, errors).await?);
        }
        Err(error) => return Err(error.into()),
    }
    let object = Object { kind: "app", id: app.id.uuid(), label: &app.name };
    let change = Change { before: Some(json!({ "name": app.name, "slug": app.slug })), after: None };
    acting::record(&mut tx, &state, &origin, Some(tenant.id), "app.deleted", object, change).await?;
    tx.commit().await?;
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
