//! What the audit log records of a change.

use serde_json::Value;

use crate::domain::audit::{Event, Object, Origin};
use crate::domain::event::EventKind;
use crate::domain::id::{TenantId, new_id};
use crate::error::Result;
use crate::state::State;
use crate::store::{Tx, audit};

/// What changed, as it was and as it is now.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// As it was; `None` for what is new.
    pub before: Option<Value>,
    /// As it is now; `None` for what is gone.
    pub after: Option<Value>,
}

/// Notes, in the transaction of the change itself, that `origin` did this to `object`.
pub fn record(
    tx: &mut Tx,
    state: &State,
    origin: &Origin,
    tenant: Option<TenantId>,
    kind: EventKind,
    object: Object<'_>,
    change: Change,
) -> Result<()> {
    let at = state.now();
    let Change { before, after } = change;
    let event = Event { at, tenant, origin, kind, object, before, after };
    audit::record(tx, &state.fixed.audit_key, new_id(at, &state.entropy)?, &event);
    Ok(())
}
