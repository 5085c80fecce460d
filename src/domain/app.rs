//! Apps: the integrations of a tenant. A token may be bound to one, and what it does is attributed to it.

use super::id::{AppId, TenantId};
use super::time::Timestamp;

/// An app as it is stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct App {
    /// Which app.
    pub id: AppId,
    /// The tenant it belongs to.
    pub tenant: TenantId,
    /// What gateways and the API call it, within its tenant. It never changes: logs and configurations name it.
    pub slug: String,
    /// What people call it.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last; no two states of an app have the same.
    pub updated_at: Timestamp,
}
