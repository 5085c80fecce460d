//! `/api/v1/tenants/{slug}/modules`: the modules that the tenant has enabled.

use actix_web::HttpResponse;

use super::query::Query;
use super::{cursor, respond, views};
use crate::api::v1::cx::ApiTenantCx;
use crate::contract::fields;
use crate::domain::text::Slug;
use crate::error::Result;
use crate::store::modules;

/// `GET`: 200 with a page of modules, by slug. The catalogue is small, so it is loaded whole.
pub async fn list(cx: ApiTenantCx) -> Result<HttpResponse> {
    let query = Query::read(&cx.request, fields::PAGE)?;
    let after = cursor::after(&query, |text| Slug::parse(text).ok())?;
    let limit = query.limit();
    let mut tx = cx.read().await?;
    let enabled = modules::enabled(&mut tx, &[cx.tenant.id]).await?;
    let mut found = modules::all(&mut tx).await?;
    drop(tx);
    found.retain(|module| {
        enabled.has(cx.tenant.id, module.id)
            && after.as_ref().is_none_or(|after| module.slug.as_str() > after.as_str())
    });
    found.sort_by(|one, other| one.slug.cmp(&other.slug));
    Ok(respond::json(&cursor::page(found, limit, |module| module.slug.clone(), views::module)))
}
