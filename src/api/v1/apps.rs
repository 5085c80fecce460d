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
use crate::domain::text::{Name, Slug};
use crate::error::{Error, Refused, Result};
use crate::service::Act;
use crate::service::apps::{self as service, AppInput, Created, Deleted, Denial, Renamed, TenantApp};
use crate::state::State;
use crate::store::apps;

/// The slug in the address.
fn slug(request: &HttpRequest) -> Result<&str> {
    request.match_info().get("app").ok_or(Error::NotFound)
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

    let act = Act::by(&authority, &state);
    let input = AppInput { name: &name, slug: &slug, key: keyed.as_ref() };
    match service::create(&act, &input).await? {
        Created::Done(made) => {
            let TenantApp { tenant, app } = *made;
            let (address, version) =
                (format!("/api/v1/tenants/{}/apps/{}", tenant.slug, app.slug), app.updated_at);
            Ok(respond::created(&views::app(app), version, address))
        }
        Created::Repeated(Some(app)) => {
            let version = app.updated_at;
            Ok(respond::versioned(&views::app(app), version))
        }
        Created::Repeated(None) => {
            Err(conflict("The app created with this Idempotency-Key no longer exists."))
        }
        Created::KeyReused => Err(idempotency::reused()),
        Created::SlugTaken => Err(conflict("The tenant already has an app with this slug.")),
        Created::Denied(denial) => Err(refusal(*denial)),
    }
}

/// `GET .../{app}`: 200 with the app.
pub async fn read(
    state: Data<State>,
    CurrentTenant(tenant): CurrentTenant,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let mut tx = state.db.read().await?;
    let app = apps::find_by_slug(&mut tx, tenant.id, slug(&request)?).await?.ok_or(Error::NotFound)?;
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
    let act = Act::by(&authority, &state);
    let check = |app: &App| version::check(&request, app.updated_at);
    match service::rename(&act, slug(&request)?, name.as_ref(), check).await? {
        Renamed::Done(done) => {
            let version = done.app.updated_at;
            Ok(respond::versioned(&views::app(done.app), version))
        }
        Renamed::Denied(denial) => Err(refusal(*denial)),
    }
}

/// `DELETE .../{app}`: 204; 403 for a token that is bound to an app; 409 while a token that is not revoked is bound to it.
pub async fn delete(state: Data<State>, authority: Authority, request: HttpRequest) -> Result<HttpResponse> {
    let act = Act::by(&authority, &state);
    let check = |app: &App| version::check(&request, app.updated_at);
    match service::delete(&act, slug(&request)?, check).await? {
        Deleted::Done(_) => Ok(respond::nothing()),
        Deleted::InUse => Err(conflict("Tokens are bound to the app. Revoke them first.")),
        Deleted::Denied(denial) => Err(refusal(*denial)),
    }
}

/// 403, with what the presented token lacks.
fn refusal(Denial { own, why }: Denial) -> Error {
    own.require(Err(why)).err().unwrap_or(Error::Forbidden)
}

fn conflict(detail: &str) -> Error {
    Refused::new(StatusCode::CONFLICT, detail).into()
}
