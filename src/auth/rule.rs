//! Who may call a route: each line of the routing table has one of these rules.

use crate::domain::permission::Permissions;
use crate::domain::person::Action;

/// Who may call a route.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rule {
    /// Everyone.
    Open,
    /// Everyone who is signed in.
    SignedIn,
    /// People who may do this on the platform, where no single tenant is concerned.
    Everywhere(Action),
    /// People who may do this in at least one tenant, for what all tenants share.
    Somewhere(Action),
    /// People who may do this in the tenant that the address names as `{slug}`. A tenant that the caller may not
    /// even see is not found, like one that does not exist.
    Tenant(Action),
    /// Any accepted token.
    Token,
    /// A token that may use the module `administration` with all of these permissions.
    TenantApi(Permissions),
    /// The same in the tenant that the address names as `{slug}`. A tenant that the token cannot access is not found,
    /// like one that does not exist.
    TenantApiIn(Permissions),
    /// An API client, with its credential for introspection.
    ApiClient,
    /// Readers of the metrics: see [`scrape`](super::scrape).
    Scraper,
}
