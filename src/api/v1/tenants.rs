//! `/api/v1/tenants`: the tenants that the token reaches, as far as it may use this API there.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::query::Query;
use super::{cursor, respond, views};
use crate::auth::authz::{Accepted, CurrentTenant};
use crate::contract::fields;
use crate::domain::decision::ADMINISTRATION;
use crate::domain::grant::Tenants;
use crate::domain::id::TenantId;
use crate::domain::person::Reach;
use crate::error::{Error, Result};
use crate::service::token_details;
use crate::state::State;
use crate::store::verification::Presented;
use crate::store::{Tx, tenants};

/// `GET`: 200 with a page of tenants, the oldest first.
pub async fn list(
    state: Data<State>,
    Accepted(caller): Accepted,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let query = Query::read(&request, fields::SEARCHED_PAGE)?;
    let after = cursor::after(&query, |text| text.parse::<TenantId>().ok())?;
    let limit = query.limit();
    let mut tx = state.db.read().await?;
    let reach = reach(&mut tx, &caller).await?;
    let asked = cursor::asked(limit);
    let found = tenants::list_open(&mut tx, &reach, ADMINISTRATION, query.search(), after, asked).await?;
    drop(tx);
    let page = cursor::page(found, limit, |tenant| tenant.id.to_string(), views::listed_tenant);
    Ok(respond::json(&page))
}

/// `GET .../{slug}`: 200 with the tenant.
pub async fn read(CurrentTenant(tenant): CurrentTenant) -> Result<HttpResponse> {
    Ok(respond::json(&views::tenant(tenant)))
}

/// The tenants that a token reaches, as lists of tenants want to know it.
pub(super) async fn reach(tx: &mut Tx, caller: &Presented) -> Result<Reach> {
    let own = token_details::find(tx, caller.home, caller.id).await?.ok_or(Error::NotFound)?;
    Ok(within(own.grant().tenants))
}

/// The same, from what a token has.
pub(super) fn within(tenants: Tenants) -> Reach {
    match tenants {
        Tenants::All => Reach::Everywhere,
        Tenants::These(tenants) => Reach::Exactly(tenants.into_iter().collect()),
        Tenants::Below { root, now } => Reach::Exactly([root].into_iter().chain(now).collect()),
    }
}
