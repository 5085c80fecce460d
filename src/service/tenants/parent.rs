//! Moves a tenant below another one, or to the top.

use serde::Serialize;

use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::TenantId;
use crate::domain::tenant::Tenant;
use crate::error::Result;
use crate::service::{Act, AuthorizedTx, Change};
use crate::store::tenants;
use crate::store::tenants::tree::{self, Moved, RelatedTenant};

/// The result of moving a tenant.
#[derive(Clone, Debug)]
pub enum MoveOutcome {
    /// It has this parent, now or already. The tenant before the move.
    Done(Tenant),
    /// The move is possible, but has to be confirmed first; nothing changed.
    Unconfirmed {
        /// The current tenant.
        tenant: Tenant,
        /// Its current parent.
        before: Option<RelatedTenant>,
        /// Its new parent.
        after: Option<Box<Tenant>>,
    },
    /// No tenant has the parent's slug; nothing changed.
    UnknownParent,
    /// The tenant would be below itself; nothing changed.
    Circle,
    /// There would be too many levels; nothing changed.
    TooDeep,
}

/// Moves the request's tenant below the tenant with the slug `parent`, or to the top, if `confirmed`. Writes no event
/// if it is there already.
///
/// # Errors
/// 401 or 403 if the right has ended.
pub async fn set(act: &Act<'_>, parent: Option<&str>, confirmed: bool) -> Result<MoveOutcome> {
    let mut tx = act.begin().await?;
    let tenant = tx.tenant()?;
    tree::hold(&mut tx).await?;
    let before = tree::parent(&mut tx, tenant.id).await?;
    let mut after = None;
    if let Some(slug) = parent {
        after = tenants::find_by_slug(&mut tx, slug).await?;
        if after.is_none() {
            return Ok(MoveOutcome::UnknownParent);
        }
    }
    let to = after.as_ref().map(|parent| parent.id);
    if to == before.as_ref().map(|parent| parent.id) {
        return Ok(MoveOutcome::Done(tenant));
    }
    let now = tx.now();
    // Tried in any case, so that an impossible move is reported before it is confirmed.
    match tree::set_parent(&mut tx, tenant.id, to, now).await? {
        Moved::Circle => return Ok(MoveOutcome::Circle),
        Moved::TooDeep => return Ok(MoveOutcome::TooDeep),
        Moved::Done if !confirmed => {
            return Ok(MoveOutcome::Unconfirmed { tenant, before, after: after.map(Box::new) });
        }
        Moved::Done => {}
    }
    let after = after.as_ref().map(RelatedTenant::from);
    record(&mut tx, (tenant.id, &tenant.name), before.as_ref(), after.as_ref())?;
    tx.commit().await?;
    Ok(MoveOutcome::Done(tenant))
}

/// Records a move in the audit logs of the tenant and of its parents before and after.
pub(super) fn record(
    tx: &mut AuthorizedTx,
    (id, name): (TenantId, &str),
    before: Option<&RelatedTenant>,
    after: Option<&RelatedTenant>,
) -> Result<()> {
    for place in [Some(id), before.map(|parent| parent.id), after.map(|parent| parent.id)] {
        let Some(place) = place else { continue };
        let object = Object { id: id.uuid(), label: name };
        let change = Change::between(&Snapshot::of(before), &Snapshot::of(after))?;
        tx.record(Some(place), EventKind::TenantMoved, object, change)?;
    }
    Ok(())
}

/// A tenant's parent in audit events.
#[derive(Serialize)]
struct Snapshot<'a> {
    parent: Option<&'a str>,
    /// For `service::visible`, which hides the name from those who may not see that tenant.
    parent_id: Option<String>,
}

impl<'a> Snapshot<'a> {
    fn of(parent: Option<&'a RelatedTenant>) -> Self {
        Self {
            parent: parent.map(|parent| parent.name.as_str()),
            parent_id: parent.map(|parent| parent.id.public().to_string()),
        }
    }
}

impl From<&Tenant> for RelatedTenant {
    fn from(tenant: &Tenant) -> Self {
        Self { id: tenant.id, name: tenant.name.clone(), slug: tenant.slug.clone() }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::service::visible::PARENT_ID;

    #[test]
    fn the_members_of_audit_events_keep_their_names() {
        let stored = |parent| serde_json::to_string(&Snapshot::of(parent)).unwrap();
        let parent = RelatedTenant {
            id: Uuid::from_u128(1).into(),
            name: "Holding".to_owned(),
            slug: "holding".to_owned(),
        };
        let id = parent.id.public();
        assert_eq!(stored(Some(&parent)), format!(r#"{{"parent":"Holding","{PARENT_ID}":"{id}"}}"#));
        assert_eq!(stored(None), r#"{"parent":null,"parent_id":null}"#);
    }
}
