//! Tenants: organisations whose resources are kept apart.

use chrono_tz::Tz;

use super::id::TenantId;
use super::time::Timestamp;

/// A tenant as stored.
#[derive(Clone, Debug)]
pub struct Tenant {
    pub id: TenantId,
    /// Itself, its parent, and so on up. People with a role in any of these have it in this tenant.
    pub lineage: Vec<TenantId>,
    /// Its display name.
    pub name: String,
    /// The slug in addresses.
    pub slug: String,
    /// Its time zone.
    pub zone: Tz,
    /// The tag of its language: `en`, `de` or `fr`.
    pub language: String,
    /// Since when it is disabled, itself or through a tenant above it.
    pub disabled_at: Option<Timestamp>,
    /// Whether it is disabled itself, so that it can be enabled.
    pub disabled_itself: bool,
    /// When it was created.
    pub created_at: Timestamp,
}

impl Tenant {
    /// Whether it is disabled. Then none of its tokens are accepted, and none can be created.
    pub const fn is_disabled(&self) -> bool {
        self.disabled_at.is_some()
    }
}

/// The settings of a tenant as typed, checked.
#[derive(Clone, Debug)]
pub struct TenantSettings {
    /// Its display name.
    pub name: super::text::Name,
    /// The slug in addresses.
    pub slug: super::text::Slug,
    /// Its time zone.
    pub zone: Tz,
    /// The tag of its language.
    pub language: &'static str,
}
