//! `/api/v1/tenants/{slug}/audit-events`: what happened in the tenant.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use uuid::Uuid;

use super::query::Query;
use super::{cursor, respond, views};
use crate::auth::authz::{Accepted, CurrentTenant};
use crate::contract::fields;
use crate::error::Result;
use crate::service::visible;
use crate::state::State;
use crate::store::audit;

/// `GET`: 200 with a page of events, the newest first.
pub async fn list(
    state: Data<State>,
    Accepted(caller): Accepted,
    CurrentTenant(tenant): CurrentTenant,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let query = Query::read(&request, fields::AUDIT_PAGE)?;
    let after = cursor::after(&query, |text| text.parse::<Uuid>().ok())?;
    let limit = query.limit();
    let mut tx = state.db.read().await?;
    let asked = cursor::asked(limit);
    let mut found = audit::list(&mut tx, tenant.id, query.get("action"), after, asked).await?;
    visible::redact_all(&mut tx, &visible::reach_of_token(&caller), &mut found).await?;
    drop(tx);
    Ok(respond::json(&cursor::page(found, limit, |event| event.id.to_string(), views::audit_event)))
}
