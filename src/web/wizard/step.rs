//! What the wizard's steps have in common: whose draft it is, and where the steps are.

use actix_web::HttpResponse;

use crate::domain::id::{DraftId, UserId};
use crate::domain::tenant::Tenant;
use crate::error::{Error, Result};
use crate::store::Tx;
use crate::store::tokens::drafts::{self, Draft};
use crate::web::respond;

/// The draft that the address names, if this person began it in this tenant.
pub async fn find(tx: &mut Tx, tenant: &Tenant, person: UserId, id: DraftId) -> Result<Draft> {
    drafts::find(tx, tenant.id, person, id).await?.ok_or(Error::NotFound)
}

/// The same, while it is still a draft: once it is saved, every step leads on to the summary.
pub async fn find_open(tx: &mut Tx, tenant: &Tenant, person: UserId, id: DraftId) -> Result<Draft> {
    let draft = find(tx, tenant, person, id).await?;
    match draft.token {
        None => Ok(draft),
        Some(_) => Err(Error::Redirect(address(tenant, draft.id, "summary"))),
    }
}

/// The address of a step: `general`, `access`, `overview`, `token`, `save`, `cancel`, `summary`.
pub fn address(tenant: &Tenant, draft: DraftId, step: &str) -> String {
    format!("/administration/tenants/{}/api/drafts/{draft}/{step}", tenant.slug)
}

/// 303 to a step.
pub fn go(tenant: &Tenant, draft: DraftId, step: &str) -> HttpResponse {
    respond::see_other(&address(tenant, draft, step))
}
