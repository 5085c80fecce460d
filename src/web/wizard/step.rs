//! What the wizard's steps have in common: whose draft it is, where the steps are, and which one comes next.

use actix_web::HttpResponse;

use crate::domain::id::{DraftId, UserId};
use crate::domain::tenant::Tenant;
use crate::error::{Error, Result};
use crate::service::drafts::Step;
use crate::service::token_spec::SpecError;
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

/// What a step came to; where it came to nothing, 303 to the step that comes next.
pub fn done<T>(tenant: &Tenant, draft: DraftId, step: Step<T>) -> Result<T> {
    let next = match step {
        Step::Done(done) => return Ok(done),
        Step::Saved => "summary",
        Step::Overtaken => "token",
        Step::Invalid(errors) => first_wrong(&errors),
    };
    Err(Error::Redirect(address(tenant, draft, next)))
}

/// The first step that is not in order.
pub fn first_wrong(errors: &[SpecError]) -> &'static str {
    if errors.iter().any(SpecError::is_general) { "general" } else { "access" }
}

/// The address of a step: `general`, `access`, `overview`, `token`, `save`, `cancel`, `summary`.
pub fn address(tenant: &Tenant, draft: DraftId, step: &str) -> String {
    format!("/administration/tenants/{}/api/drafts/{draft}/{step}", tenant.slug)
}

/// 303 to a step.
pub fn go(tenant: &Tenant, draft: DraftId, step: &str) -> HttpResponse {
    respond::see_other(&address(tenant, draft, step))
}
