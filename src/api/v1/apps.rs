//! `/api/v1/tenants/{slug}/apps`: the integrations of a tenant.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::body::Body;
use super::input::Input;
use super::query::Query;
use super::{cursor, idempotency, respond, version, views};
use crate::auth::authority::Authority;
use crate::auth::authz::CurrentTenant;
use crate::contract::fields;
use crate::domain::app::App;
use crate::domain::id::AppId;
use crate::domain::tenant::Tenant;
use crate::domain::text::{Name, Slug};
use crate::error::{Error, Refused, Result};
use crate::service::apps::{self as service, Outcome};
use crate::service::granting::Holder;
use crate::state::State;
use crate::store::{Tx, apps};

/// The app that the address names, if it is this tenant's.
async fn find(tx: &mut Tx, tenant: &Tenant, request: &HttpRequest) -> Result<App> {
    let slug = request.match_info().get("app").ok_or(Error::NotFound)?;
    apps::find_by_slug(tx, tenant.id, slug).await?.ok_or(Error::NotFound)
}

/// The same, held until the transaction ends.
async fn hold(tx: &mut Tx, tenant: &Tenant, request: &HttpRequest) -> Result<App> {
    let slug = request.match_info().get("app").ok_or(Error::NotFound)?;
    apps::lock(tx, tenant.id, slug).await?;
    find(tx, tenant, request).await
}

/// `GET`: 200 with a page of apps, the oldest first.
pub async fn list(
    state: Data<State>,
    CurrentTenant(tenant): CurrentTenant,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let query = Query::read(&request, fields::SEARCHED_PAGE)?;
    let after = cursor::after(&query, |text| text.parse::<AppId>().ok())?;
    let limit = query.limit();
    let mut tx = state.db.read().await?;
    let found = apps::page(&mut tx, tenant.id, query.search(), after, cursor::asked(limit)).await?;
    drop(tx);
    Ok(respond::json(&cursor::page(found, limit, |app| app.id.to_string(), views::app)))
}

/// `POST`: 201 with the new app; 200 with it when the same request made it before; 403 for a token that is bound to an app;
/// 409 when the slug is taken.
pub async fn create(
    state: Data<State>,
    authority: Authority,
    request: HttpRequest,
    Body(body): Body,
) -> Result<HttpResponse> {
    let keyed = idempotency::keyed(&request, &body)?;
    let mut input = Input::new(body, fields::APP_CREATE)?;
    let name = input.text("name", Name::parse).value();
    let given = input.text("slug", Slug::parse);
    let slug = match (given.is_absent(), &name) {
        (true, Some(name)) if input.is_fine() => {
            let made = Slug::from_name(name);
            if made.is_none() {
                input.wrong("slug", "is required, because it can't be derived from this name");
            }
            made
        }
        _ => given.value(),
    };
    let (Some(name), Some(slug), true) = (name, slug, input.is_fine()) else { return Err(input.refusal()) };

    let now = state.now();
    let id = AppId::new(now, &state.entropy)?;
    let mut tx = authority.begin(&state).await?;
    let (tenant, caller) = (tx.tenant()?, tx.presented()?);
    if let Some(before) = idempotency::claim(&mut tx, caller.id, keyed.as_ref(), id.uuid(), now).await? {
        let made = apps::find_by_slug(&mut tx, tenant.id, slug.as_str()).await?;
        let made = made.filter(|app| app.id.uuid() == before);
        let gone = || conflict("The app created with this Idempotency-Key no longer exists.");
        let app = made.ok_or_else(gone)?;
        let version = app.updated_at;
        return Ok(respond::versioned(&views::app(app), version));
    }
    let own = Holder::find(&mut tx, &caller).await?;
    own.require(own.may_name(None))?;
    match service::create(&mut tx, tenant.id, id, (&name, &slug)).await? {
        Outcome::Done => {}
        _ => return Err(conflict("The tenant already has an app with this slug.")),
    }
    let app = apps::find_by_slug(&mut tx, tenant.id, slug.as_str()).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    let (address, version) = (format!("/api/v1/tenants/{}/apps/{}", tenant.slug, app.slug), app.updated_at);
    Ok(respond::created(&views::app(app), version, address))
}

/// `GET .../{app}`: 200 with the app.
pub async fn read(
    state: Data<State>,
    CurrentTenant(tenant): CurrentTenant,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let mut tx = state.db.read().await?;
    let app = find(&mut tx, &tenant, &request).await?;
    drop(tx);
    let version = app.updated_at;
    Ok(respond::versioned(&views::app(app), version))
}

/// `PATCH .../{app}`: 200 with the app as it is now; 403 for a token that is bound to another app.
pub async fn update(
    state: Data<State>,
    authority: Authority,
    request: HttpRequest,
    Body(body): Body,
) -> Result<HttpResponse> {
    let mut input = Input::new(body, fields::APP_UPDATE)?;
    let name = input.text("name", Name::parse).value();
    if !input.is_fine() {
        return Err(input.refusal());
    }
    let mut tx = authority.begin(&state).await?;
    let (tenant, caller) = (tx.tenant()?, tx.presented()?);
    let app = hold(&mut tx, &tenant, &request).await?;
    version::check(&request, app.updated_at)?;
    let own = Holder::find(&mut tx, &caller).await?;
    own.require(own.may_name(Some(&app)))?;
    if let Some(name) = name {
        service::rename(&mut tx, &app, &name).await?;
    }
    let app = find(&mut tx, &tenant, &request).await?;
    tx.commit().await?;
    let version = app.updated_at;
    Ok(respond::versioned(&views::app(app), version))
}

/// `DELETE .../{app}`: 204; 403 for a token that is bound to an app; 409 while a token that is not revoked is bound to it.
pub async fn delete(state: Data<State>, authority: Authority, request: HttpRequest) -> Result<HttpResponse> {
    let mut tx = authority.begin(&state).await?;
    let (tenant, caller) = (tx.tenant()?, tx.presented()?);
    let app = hold(&mut tx, &tenant, &request).await?;
    version::check(&request, app.updated_at)?;
    let own = Holder::find(&mut tx, &caller).await?;
    own.require(own.may_delete_apps())?;
    match service::delete(&mut tx, &app).await? {
        Outcome::Done => {}
        Outcome::InUse => return Err(conflict("Tokens are bound to the app. Revoke them first.")),
        Outcome::Gone | Outcome::SlugTaken => return Err(Error::NotFound),
    }
    tx.commit().await?;
    Ok(respond::nothing())
}

fn conflict(detail: &str) -> Error {
    Refused::new(StatusCode::CONFLICT, detail).into()
}
