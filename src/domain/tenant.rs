//! Tenants: organisations whose resources are kept apart.

use chrono_tz::Tz;

use super::id::TenantId;
use super::time::Timestamp;

/// A tenant as it is stored.
#[derive(Clone, Debug)]
pub struct Tenant {
    /// Which tenant.
    pub id: TenantId,
    /// Itself, its parent, and so on up: an administrator of any of these administers this tenant.
    pub lineage: Vec<TenantId>,
    /// What people call it.
    pub name: String,
    /// What addresses call it.
    pub slug: String,
    /// The zone of its clocks.
    pub zone: Tz,
    /// The tag of its language: `en`, `de` or `fr`.
    pub language: String,
    /// Since when it is disabled, itself or by one above.
    pub disabled_at: Option<Timestamp>,
    /// Whether it is disabled itself: enabling it is of use then.
    pub disabled_itself: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Tenant {
    /// Whether it is disabled: then none of its tokens opens anything, and no new one can be issued.
    pub const fn is_disabled(&self) -> bool {
        self.disabled_at.is_some()
    }
}

/// What a person typed for a tenant, checked.
#[derive(Clone, Debug)]
pub struct TenantSettings {
    /// What people call it.
    pub name: super::text::Name,
    /// What addresses call it.
    pub slug: super::text::Slug,
    /// The zone of its clocks.
    pub zone: Tz,
    /// The tag of its language.
    pub language: &'static str,
}
