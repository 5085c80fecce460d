//! Disables and enables a tenant.

use serde::Serialize;

use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::tenant::Tenant;
use crate::error::{Error, Result};
use crate::service::{Act, AuthorizedTx, Change};
use crate::store::tenants::{self, stopping};

/// The result of disabling a tenant.
#[derive(Clone, Debug)]
pub enum Disabled {
    /// It is disabled. From the commit on, none of its tokens are accepted.
    Done(Tenant),
    /// More active tokens would stop working than the person was shown; nothing changed.
    MoreTokens {
        /// The current tenant.
        tenant: Tenant,
        /// How many would stop working.
        stopping: i64,
    },
}

/// Disables the request's tenant, unless more tokens would stop working than were `seen`; `None` skips that check.
/// Writes no event if the tenant is disabled already.
///
/// # Errors
/// 401 or 403 if the right has ended.
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

/// Enables the request's tenant. Writes no event if the tenant is not disabled itself.
///
/// # Errors
/// 401 or 403 if the right has ended; [`Error::Forbidden`] if the tenant was disabled after the request arrived.
pub async fn enable(act: &Act<'_>) -> Result<Tenant> {
    let mut tx = act.begin().await?;
    let tenant = tx.tenant()?;
    // The person did not know about that yet.
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
