//! Who may call a route: each line of the table of routes has one of these rules.

use crate::domain::permission::Permissions;
use crate::domain::person::Action;

/// Who may call a route.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rule {
    /// Anybody.
    Open,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever may do this where no single tenant is concerned.
    Everywhere(Action),
    /// Whoever may do this in at least one tenant: for what all tenants share.
    Somewhere(Action),
    /// Whoever may do this in the tenant that the address names as `{slug}`. A tenant that the caller may not even
    /// see is not found, like one that does not exist.
    Tenant(Action),
    /// A token that is accepted, whatever it may do.
    Token,
    /// A token that may use the module `administration` with all of these permissions.
    TenantApi(Permissions),
    /// The same in the tenant that the address names as `{slug}`. A tenant that the token does not reach is not found,
    /// like one that does not exist.
    TenantApiIn(Permissions),
    /// An API client: an API with a credential for introspection.
    ApiClient,
    /// Whoever may read the figures: see [`scrape`](super::scrape).
    Scraper,
}
