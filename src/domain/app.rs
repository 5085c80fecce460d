//! Apps: integrations of a tenant. A token can be bound to one, and its requests are then attributed to the app.

use super::id::{AppId, TenantId};
use super::time::Timestamp;

/// An app as stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct App {
    pub id: AppId,
    /// The tenant it belongs to.
    pub tenant: TenantId,
    /// Its slug within the tenant, used by gateways and the API. It never changes, because logs and configurations
    /// refer to it.
    pub slug: String,
    /// Its display name.
    pub name: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed; unique among the versions of an app.
    pub updated_at: Timestamp,
}
