//! The token that a presented secret belongs to, with everything that the decision and the answers need.

use std::sync::Arc;

use super::decision::Facts;
use super::id::{TenantId, TokenId};
use super::time::Timestamp;

/// The token of a presented secret.
#[derive(Clone, Debug)]
pub struct Presented {
    pub id: TokenId,
    /// Its display name.
    pub name: String,
    /// Its home tenant.
    pub home: TenantId,
    /// The home tenant's slug.
    pub home_slug: Arc<str>,
    /// The home tenant's display name.
    pub home_name: Arc<str>,
    /// The name of its scope: `this`, `this_and_subtenants`, `selected`, `all`.
    pub scope: &'static str,
    /// The slug of the app that it is bound to, if any.
    pub app: Option<Arc<str>>,
    /// When it was created.
    pub issued_at: Timestamp,
    /// The generation of the presented secret, starting at 1.
    pub generation: i64,
    /// The IDs of the tenants it can access, in the order of [`Facts::reach`]; empty if it can access all.
    pub tenant_ids: Vec<TenantId>,
    /// The requested tenant, if one was requested and it exists.
    pub asked: Option<TenantId>,
    /// The facts that decide.
    pub facts: Facts,
}
