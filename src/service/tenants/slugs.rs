//! Removes former slugs of a tenant.

use serde::Serialize;

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
    let change = Change::between(&Snapshot { slug: Some(slug) }, &Snapshot { slug: None })?;
    tx.record(Some(tenant.id), EventKind::SlugRemoved, object, change)?;
    tx.commit().await?;
    Ok(tenant)
}

/// A former slug in audit events.
#[derive(Serialize)]
struct Snapshot<'a> {
    slug: Option<&'a str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_members_of_audit_events_keep_their_names() {
        let stored = |slug| serde_json::to_string(&Snapshot { slug }).unwrap();
        assert_eq!([stored(Some("acme")), stored(None)], [r#"{"slug":"acme"}"#, r#"{"slug":null}"#]);
    }
}
