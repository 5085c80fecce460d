//! `/api/v1/tenants/{slug}/apps`: the integrations of a tenant.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::body::Body;
use super::input::Input;
use super::query::Query;
use super::tokens::refusal;
use super::{cursor, idempotency, respond, version, views};
use crate::api::v1::cx::{ApiTenantCx, AppSlug, Id};
use crate::contract::fields;
use crate::domain::app::App;
use crate::domain::id::AppId;
use crate::domain::text::{Name, Slug};
use crate::error::{Error, Refused, Result};
use crate::service::apps::{self as service, AppInput, Created, Deleted, Renamed, TenantApp};
use crate::store::apps;

/// `GET`: 200 with a page of apps, oldest first.
pub async fn list(cx: ApiTenantCx) -> Result<HttpResponse> {
    let query = Query::read(&cx.request, fields::SEARCHED_PAGE)?;
    let after = cursor::after(&query, |text| text.parse::<AppId>().ok())?;
    let limit = query.limit();
    let mut tx = cx.read().await?;
    let found = apps::page(&mut tx, cx.tenant.id, query.search(), after, cursor::requested(limit)).await?;
    drop(tx);
    Ok(respond::json(&cursor::page(found, limit, |app| app.id.to_string(), views::app)))
}

/// `POST`: 201 with the new app; 200 with the app if the same request created it before; 403 for a token that is
/// bound to an app; 409 if the slug is taken.
pub async fn create(cx: ApiTenantCx, Body(body): Body) -> Result<HttpResponse> {
    let keyed = idempotency::keyed(&cx.request, &body)?;
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

    let input = AppInput { name: &name, slug: &slug, key: keyed.as_ref() };
    match service::create(&cx.act(), &input).await? {
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
        Created::Denied(denied) => Err(refusal(denied)),
    }
}

/// `GET .../{app}`: 200 with the app.
pub async fn read(cx: ApiTenantCx, Id(AppSlug(slug)): Id<AppSlug>) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let app = apps::find_by_slug(&mut tx, cx.tenant.id, &slug).await?.ok_or(Error::NotFound)?;
    drop(tx);
    let version = app.updated_at;
    Ok(respond::versioned(&views::app(app), version))
}

/// `PATCH .../{app}`: 200 with the app as it is now; 403 for a token that is bound to another app.
pub async fn update(
    cx: ApiTenantCx,
    Id(AppSlug(slug)): Id<AppSlug>,
    Body(body): Body,
) -> Result<HttpResponse> {
    let mut input = Input::new(body, fields::APP_UPDATE)?;
    let name = input.text("name", Name::parse).value();
    if !input.is_fine() {
        return Err(input.refusal());
    }
    let check = |app: &App| version::check(&cx.request, app.updated_at);
    match service::rename(&cx.act(), &slug, name.as_ref(), check).await? {
        Renamed::Done(done) => {
            let version = done.app.updated_at;
            Ok(respond::versioned(&views::app(done.app), version))
        }
        Renamed::Denied(denied) => Err(refusal(denied)),
    }
}

/// `DELETE .../{app}`: 204; 403 for a token that is bound to an app; 409 while a token that is not revoked is bound to it.
pub async fn delete(cx: ApiTenantCx, Id(AppSlug(slug)): Id<AppSlug>) -> Result<HttpResponse> {
    let check = |app: &App| version::check(&cx.request, app.updated_at);
    match service::delete(&cx.act(), &slug, check).await? {
        Deleted::Done(_) => Ok(respond::nothing()),
        Deleted::InUse => Err(conflict("Tokens are bound to the app. Revoke them first.")),
        Deleted::Denied(denied) => Err(refusal(denied)),
    }
}

fn conflict(detail: &str) -> Error {
    Refused::new(StatusCode::CONFLICT, detail).into()
}
