//! `/api/v1/tenants`: the tenants that the token can access and manage with the Tenant API.

use actix_web::HttpResponse;

use super::query::Query;
use super::{cursor, respond, views};
use crate::api::v1::cx::{ApiCx, ApiTenantCx};
use crate::contract::fields;
use crate::domain::decision::ADMINISTRATION;
use crate::domain::id::TenantId;
use crate::domain::person::Reach;
use crate::domain::presented::Presented;
use crate::error::Result;
use crate::service::granting::Holder;
use crate::store::{Tx, tenants};

/// `GET`: 200 with a page of tenants, oldest first.
pub async fn list(cx: ApiCx) -> Result<HttpResponse> {
    let query = Query::read(&cx.request, fields::SEARCHED_PAGE)?;
    let after = cursor::after(&query, |text| text.parse::<TenantId>().ok())?;
    let limit = query.limit();
    let mut tx = cx.read().await?;
    let reach = reach(&mut tx, &cx.token).await?;
    let asked = cursor::requested(limit);
    let found = tenants::list_open(&mut tx, &reach, ADMINISTRATION, query.search(), after, asked).await?;
    drop(tx);
    let page = cursor::page(found, limit, |tenant| tenant.id.to_string(), views::listed_tenant);
    Ok(respond::json(&page))
}

/// `GET .../{slug}`: 200 with the tenant.
pub async fn read(cx: ApiTenantCx) -> Result<HttpResponse> {
    Ok(respond::json(&views::tenant(cx.tenant)))
}

/// The tenants that the token can access, for lists.
pub(super) async fn reach(tx: &mut Tx, caller: &Presented) -> Result<Reach> {
    Ok(Holder::find(tx, caller).await?.reach())
}
