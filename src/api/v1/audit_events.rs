//! `/api/v1/tenants/{slug}/audit-events`: the tenant's audit log.

use actix_web::HttpResponse;
use uuid::Uuid;

use super::query::Query;
use super::{cursor, respond, views};
use crate::api::v1::cx::ApiTenantCx;
use crate::contract::fields;
use crate::error::Result;
use crate::service::visible;
use crate::store::audit;

/// `GET`: 200 with a page of events, newest first.
pub async fn list(cx: ApiTenantCx) -> Result<HttpResponse> {
    let query = Query::read(&cx.request, fields::AUDIT_PAGE)?;
    let after = cursor::after(&query, |text| text.parse::<Uuid>().ok())?;
    let limit = query.limit();
    let mut tx = cx.read().await?;
    let asked = cursor::requested(limit);
    let mut found = audit::list(&mut tx, cx.tenant.id, query.get("action"), after, asked).await?;
    visible::redact_all(&mut tx, &visible::reach_of_token(&cx.token), &mut found).await?;
    drop(tx);
    Ok(respond::json(&cursor::page(found, limit, |event| event.id.to_string(), views::audit_event)))
}
