//! Modules: named areas of the protected API, in one catalogue for the platform, enabled tenant by tenant.

use std::collections::HashSet;

use super::id::{ModuleId, TenantId};

/// A module of the catalogue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Module {
    pub id: ModuleId,
    /// The slug that gateways and the API use. It never changes, because their configurations refer to it.
    pub slug: String,
    /// Its display name.
    pub name: String,
    /// Whether it comes with Latchkey. Then it can be neither renamed nor deleted.
    pub built_in: bool,
    /// Whether only owners can enable it for tenants.
    pub owners_only: bool,
}

/// Which modules are enabled in which tenants. A token can use a module only in tenants that have it enabled.
#[derive(Clone, Debug, Default)]
pub struct Enabled(HashSet<(TenantId, ModuleId)>);

impl FromIterator<(TenantId, ModuleId)> for Enabled {
    fn from_iter<I: IntoIterator<Item = (TenantId, ModuleId)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

impl Enabled {
    /// Whether `tenant` has `module` enabled.
    pub fn has(&self, tenant: TenantId, module: ModuleId) -> bool {
        self.0.contains(&(tenant, module))
    }

    /// Whether any of the tenants has `module` enabled.
    pub fn anywhere(&self, module: ModuleId) -> bool {
        self.0.iter().any(|(_, enabled)| *enabled == module)
    }

    /// Those of `tenants` that don't have `module` enabled, in the same order. A token for these tenants can have the
    /// module only if there are none: it must be able to use it in all its tenants.
    pub fn lacking(&self, module: ModuleId, tenants: &[TenantId]) -> Vec<TenantId> {
        tenants.iter().copied().filter(|tenant| !self.has(*tenant, module)).collect()
    }
}

/// The change to a module in a tenant when a user saves the list, if any. Only changes made by this user apply; a
/// change that someone else made meanwhile is kept.
pub fn switched(when_shown: bool, ticked: bool) -> Option<bool> {
    (when_shown != ticked).then_some(ticked)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn tenant(n: u128) -> TenantId {
        Uuid::from_u128(n).into()
    }

    fn module(n: u128) -> ModuleId {
        Uuid::from_u128(n).into()
    }

    #[test]
    fn a_module_is_lacking_where_it_is_not_enabled() {
        let enabled: Enabled =
            [(tenant(1), module(7)), (tenant(2), module(7)), (tenant(1), module(8))].into_iter().collect();
        let both = [tenant(2), tenant(1)];
        assert_eq!(enabled.lacking(module(7), &both), []);
        assert_eq!(enabled.lacking(module(8), &both), [tenant(2)]);
        assert_eq!(enabled.lacking(module(9), &both), both);
        assert!(enabled.anywhere(module(8)) && !enabled.anywhere(module(9)));
        assert!(enabled.has(tenant(1), module(8)) && !enabled.has(tenant(2), module(8)));
    }

    #[test]
    fn without_tenants_nothing_is_enabled() {
        assert!(!Enabled::default().anywhere(module(7)));
        assert_eq!(Enabled::default().lacking(module(7), &[tenant(1)]), [tenant(1)]);
    }

    #[test]
    fn only_what_was_switched_is_changed() {
        assert_eq!(switched(false, true), Some(true));
        assert_eq!(switched(true, false), Some(false));
        assert_eq!(switched(true, true), None);
        assert_eq!(switched(false, false), None);
    }
}
