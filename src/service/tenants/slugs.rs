//! Removes former slugs of a tenant.

use serde_json::json;

use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::tenant::Tenant;
use crate::error::{Error, Result};
use crate::service::{Act, Change};
use crate::store::tenants::slugs;

/// Removes a former slug of the request's tenant: it no longer names the tenant. Returns the current tenant.
///
/// # Errors
/// 401 or 403 if the right has ended; [`Error::NotFound`] if it is not a former slug of the tenant, or was removed
/// already.
pub async fn remove_former(act: &Act<'_>, slug: &str) -> Result<Tenant> {
    let mut tx = act.begin().await?;
    let tenant = tx.tenant()?;
    let now = tx.now();
    if !slugs::drop_former(&mut tx, tenant.id, slug, now).await? {
        return Err(Error::NotFound);
    }
    let object = Object { id: tenant.id.uuid(), label: &tenant.name };
    let change = Change { before: Some(json!({ "slug": slug })), after: Some(json!({ "slug": null })) };
    tx.record(Some(tenant.id), EventKind::SlugRemoved, object, change)?;
    tx.commit().await?;
    Ok(tenant)
}
