//! Disabling and enabling a tenant.

use serde::Serialize;

use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::tenant::Tenant;
use crate::error::{Error, Result};
use crate::service::{Act, AuthorizedTx, Change};
use crate::store::tenants::{self, stopping};

/// What disabling a tenant led to.
#[derive(Clone, Debug)]
pub enum Disabled {
    /// It is disabled. From the commit on, none of its tokens is accepted.
    Done(Tenant),
    /// Nothing: more active tokens stop working than the person has seen.
    MoreTokens {
        /// The tenant as it is.
        tenant: Tenant,
        /// How many stop working.
        stopping: i64,
    },
}

/// Disables the tenant that is acted in, unless more tokens stop working than were `seen`; `None` asks about no number. A
/// tenant that is disabled already stays so, and no event is written.
///
/// # Errors
/// 401 or 403 when the right has ended.
pub async fn disable(act: &Act<'_>, seen: Option<i64>) -> Result<Disabled> {
    let mut tx = act.begin().await?;
    let tenant = tx.tenant()?;
    let now = tx.now();
    if let Some(seen) = seen {
        let stopping = stopping::in_tenant(&mut tx, tenant.id, now).await?;
        if stopping > seen {
            return Ok(Disabled::MoreTokens { tenant, stopping });
        }
    }
    if tenants::disable(&mut tx, tenant.id, now).await? {
        record(&mut tx, &tenant, EventKind::TenantDisabled)?;
        tx.commit().await?;
    }
    Ok(Disabled::Done(tenant))
}

/// Enables the tenant that is acted in. A tenant that is not disabled itself stays as it is, and no event is written.
///
/// # Errors
/// 401 or 403 when the right has ended; [`Error::Forbidden`] when the tenant was disabled after the request came in.
pub async fn enable(act: &Act<'_>) -> Result<Tenant> {
    let mut tx = act.begin().await?;
    let tenant = tx.tenant()?;
    // Whoever asked did not know of it yet.
    if tx.tenant_was_disabled_since() {
        return Err(Error::Forbidden);
    }
    let now = tx.now();
    if tenants::enable(&mut tx, tenant.id, now).await? {
        record(&mut tx, &tenant, EventKind::TenantEnabled)?;
        tx.commit().await?;
    }
    Ok(tenant)
}

fn record(tx: &mut AuthorizedTx, tenant: &Tenant, kind: EventKind) -> Result<()> {
    let disabled = kind == EventKind::TenantDisabled;
    let object = Object { id: tenant.id.uuid(), label: &tenant.name };
    let change = Change::between(&Snapshot { disabled: !disabled }, &Snapshot { disabled })?;
    tx.record(Some(tenant.id), kind, object, change)
}

/// Whether a tenant is disabled, in audit events.
#[derive(Serialize)]
struct Snapshot {
    disabled: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_members_of_audit_events_keep_their_names() {
        let stored = serde_json::to_string(&Snapshot { disabled: true }).unwrap();
        assert_eq!(stored, r#"{"disabled":true}"#);
    }
}
