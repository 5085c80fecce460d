//! `.../audit/head`: the heads of the chains as a file, to store elsewhere and verify against later.

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

use super::AuditScope;
use crate::error::Result;
use crate::service::audit_heads;
use crate::state::State;
use crate::web::cx::{AdminDataCx, TenantDataCx};
use crate::web::export;

/// `GET .../tenants/{slug}/audit/head`: 200 with the head of the tenant's chain.
pub async fn of_tenant(cx: TenantDataCx) -> Result<HttpResponse> {
    send(&cx.state, &AuditScope::of_tenant(cx.tenant)).await
}

/// `GET /administration/audit/head`: 200 with the heads of all chains that this person may see.
pub async fn of_all(cx: AdminDataCx) -> Result<HttpResponse> {
    send(&cx.state, &AuditScope::of_all(&cx.person)).await
}

async fn send(state: &State, place: &AuditScope) -> Result<HttpResponse> {
    let mut tx = state.db.read().await?;
    let chains = place.chains(&mut tx).await?;
    drop(tx);
    let file = audit_heads::export(state, &chains).await?;
    let name = export::attachment(&format!("{}.json", place.file("audit-head")));
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/json"))
        .insert_header((CONTENT_DISPOSITION, name))
        .body(file.text()))
}
