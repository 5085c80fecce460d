//! The access of a token, compared with another's. Over the API a token never grants more than it has: tenants,
//! modules, permissions, time or app.

use std::collections::BTreeSet;

use super::id::{AppId, ModuleId, TenantId};
use super::permission::{Permission, Permissions};
use super::time::Timestamp;
use super::token::{TenantScope, Token};

/// All the access of a token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grant {
    /// The tenants it can access.
    pub tenants: Tenants,
    /// The app it is bound to; `None` means that it is not bound, and may act for any app.
    pub app: Option<AppId>,
    pub modules: BTreeSet<ModuleId>,
    pub permissions: Permissions,
    /// When it expires; `None` means never.
    pub expires_at: Option<Timestamp>,
}

/// The tenants a token can access.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Tenants {
    These(BTreeSet<TenantId>),
    /// This tenant and all its subtenants, including future ones.
    Below {
        /// The tenant at the top.
        root: TenantId,
        /// The current subtenants, if they were loaded.
        now: BTreeSet<TenantId>,
    },
    /// Every tenant, including future ones.
    All,
}

/// A dimension in which one grant exceeds another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Excess {
    /// It covers all tenants, including future ones; the other one does not.
    AllTenants,
    /// It covers a tenant that the other one does not.
    Tenants,
    /// It acts for another app than the one that the other is bound to, or for any app.
    App,
    /// It has a module that the other lacks.
    Modules,
    /// It has a permission that the other lacks.
    Permissions,
    /// It expires later than the other.
    Expiry,
}

impl Tenants {
    /// The tenants of a scope for a token whose home is `home`, with the current subtenants `below`. Those are needed
    /// only for the grant that another one is compared with.
    pub fn of(scope: &TenantScope, home: TenantId, below: impl IntoIterator<Item = TenantId>) -> Self {
        match scope {
            TenantScope::This => Self::These(BTreeSet::from([home])),
            TenantScope::ThisAndBelow => Self::Below { root: home, now: below.into_iter().collect() },
            TenantScope::Selected(tenants) => Self::These(tenants.iter().copied().collect()),
            TenantScope::All => Self::All,
        }
    }

    /// Whether this tenant is one of them.
    pub fn contains(&self, tenant: TenantId) -> bool {
        match self {
            Self::These(tenants) => tenants.contains(&tenant),
            Self::Below { root, now } => *root == tenant || now.contains(&tenant),
            Self::All => true,
        }
    }
}

impl Grant {
    /// The grant of a token with this app and these modules; `below` are the current subtenants of its home.
    pub fn of(
        token: &Token,
        app: Option<AppId>,
        modules: impl IntoIterator<Item = ModuleId>,
        below: impl IntoIterator<Item = TenantId>,
    ) -> Self {
        Self {
            tenants: Tenants::of(&token.scope, token.tenant, below),
            app,
            modules: modules.into_iter().collect(),
            permissions: token.permissions,
            expires_at: token.life.expires_at,
        }
    }

    /// The same, but expiring at `end` at the latest; `None` changes nothing.
    #[must_use]
    pub fn until(self, end: Option<Timestamp>) -> Self {
        let expires_at = [self.expires_at, end].into_iter().flatten().min();
        Self { expires_at, ..self }
    }

    /// The dimensions in which this exceeds `other`; empty if `other` covers it.
    pub fn beyond(&self, other: &Self) -> Vec<Excess> {
        let mut excess = Vec::new();
        match (&self.tenants, &other.tenants) {
            (_, Tenants::All) => {}
            (Tenants::All, _) => excess.push(Excess::AllTenants),
            (Tenants::These(own), others) => {
                if !own.iter().all(|tenant| others.contains(*tenant)) {
                    excess.push(Excess::Tenants);
                }
            }
            // All subtenants of a subtenant, including future ones, are subtenants of the one above it too.
            (Tenants::Below { root, .. }, Tenants::Below { .. }) if other.tenants.contains(*root) => {}
            (Tenants::Below { .. }, _) => excess.push(Excess::Tenants),
        }
        if other.app.is_some() && self.app != other.app {
            excess.push(Excess::App);
        }
        if !self.modules.is_subset(&other.modules) {
            excess.push(Excess::Modules);
        }
        if !self.permissions_beyond(other).is_empty() {
            excess.push(Excess::Permissions);
        }
        if is_later(self.expires_at, other.expires_at) {
            excess.push(Excess::Expiry);
        }
        excess
    }

    /// The permissions that `other` lacks.
    pub fn permissions_beyond(&self, other: &Self) -> Vec<Permission> {
        self.permissions.iter().filter(|permission| !other.permissions.contains(*permission)).collect()
    }
}

/// Whether an expiration is later than another. Never is later than every other.
pub fn is_later(end: Option<Timestamp>, other: Option<Timestamp>) -> bool {
    match (end, other) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(end), Some(other)) => end > other,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn tenant(n: u128) -> TenantId {
        Uuid::from_u128(n).into()
    }

    fn these(tenants: &[u128]) -> Tenants {
        Tenants::These(tenants.iter().map(|n| tenant(*n)).collect())
    }

    fn grant() -> Grant {
        Grant {
            tenants: these(&[1, 2]),
            app: None,
            modules: BTreeSet::from([Uuid::from_u128(7).into()]),
            permissions: Permissions::of([Permission::Read, Permission::Create]).unwrap(),
            expires_at: Some(Timestamp::from_micros(100)),
        }
    }

    #[test]
    fn nobody_has_more_than_themselves() {
        assert_eq!(grant().beyond(&grant()), []);
        let all = Grant { tenants: Tenants::All, expires_at: None, ..grant() };
        assert_eq!(all.beyond(&all), []);
        assert_eq!(grant().beyond(&all), []);
    }

    #[test]
    fn each_kind_of_more_is_noticed() {
        let more = |grant: Grant| grant.beyond(&self::grant());
        assert_eq!(more(Grant { tenants: these(&[1, 3]), ..grant() }), [Excess::Tenants]);
        assert_eq!(more(Grant { tenants: Tenants::All, ..grant() }), [Excess::AllTenants]);
        let modules = BTreeSet::from([Uuid::from_u128(8).into()]);
        assert_eq!(more(Grant { modules, ..grant() }), [Excess::Modules]);
        let permissions = Permissions::of([Permission::Delete]).unwrap();
        assert_eq!(more(Grant { permissions, ..grant() }), [Excess::Permissions]);
        let later = Some(Timestamp::from_micros(101));
        assert_eq!(more(Grant { expires_at: later, ..grant() }), [Excess::Expiry]);
        assert_eq!(more(Grant { expires_at: None, ..grant() }), [Excess::Expiry]);
    }

    #[test]
    fn what_is_below_a_tenant_is_more_than_any_list_of_tenants_and_less_than_all() {
        let below = |root: u128, now: &[u128]| Tenants::Below {
            root: tenant(root),
            now: now.iter().map(|n| tenant(*n)).collect(),
        };
        let beyond = |own: Tenants, other: Tenants| {
            Grant { tenants: own, ..grant() }.beyond(&Grant { tenants: other, ..grant() })
        };
        for (own, other, expected) in [
            (below(1, &[2, 3]), below(1, &[2, 3]), None),
            (these(&[1, 2, 3]), below(1, &[2, 3]), None),
            (these(&[4]), below(1, &[2, 3]), Some(Excess::Tenants)),
            (below(2, &[]), below(1, &[2, 3]), None),
            (below(1, &[]), below(2, &[3]), Some(Excess::Tenants)),
            (below(4, &[]), below(1, &[2, 3]), Some(Excess::Tenants)),
            // The next subtenant is on no list.
            (below(1, &[2]), these(&[1, 2]), Some(Excess::Tenants)),
            (below(1, &[]), these(&[1]), Some(Excess::Tenants)),
            (below(1, &[2]), Tenants::All, None),
            (Tenants::All, below(1, &[2]), Some(Excess::AllTenants)),
        ] {
            let said = format!("{own:?} {other:?}");
            assert_eq!(beyond(own, other), expected.into_iter().collect::<Vec<_>>(), "{said}");
        }
        assert!(below(1, &[2]).contains(tenant(1)) && below(1, &[2]).contains(tenant(2)));
        assert!(!below(1, &[2]).contains(tenant(3)));
    }

    #[test]
    fn less_is_never_more() {
        let less = Grant {
            tenants: these(&[2]),
            app: Some(Uuid::from_u128(5).into()),
            modules: BTreeSet::new(),
            permissions: Permissions::of([Permission::Read]).unwrap(),
            expires_at: Some(Timestamp::from_micros(1)),
        };
        assert_eq!(less.beyond(&grant()), []);
    }

    /// Two or three values per dimension, and all combinations of them.
    fn all() -> Vec<Grant> {
        let ids = |ids: &[u128]| ids.iter().map(|id| Uuid::from_u128(*id).into()).collect::<BTreeSet<_>>();
        let below = |root, now: &[u128]| Tenants::Below {
            root: tenant(root),
            now: now.iter().map(|n| tenant(*n)).collect(),
        };
        let mut all = Vec::new();
        for tenants in [these(&[1]), these(&[2]), these(&[1, 2]), below(1, &[2]), below(2, &[]), Tenants::All]
        {
            for app in [None, Some(Uuid::from_u128(5).into()), Some(Uuid::from_u128(6).into())] {
                for modules in [ids(&[]), ids(&[7]), ids(&[7, 8])] {
                    for bits in [1, 6, 15] {
                        for end in [Some(50), Some(100), None] {
                            all.push(Grant {
                                tenants: tenants.clone(),
                                app,
                                modules: modules.clone(),
                                permissions: Permissions::from_bits(bits).unwrap(),
                                expires_at: end.map(Timestamp::from_micros),
                            });
                        }
                    }
                }
            }
        }
        all
    }

    #[test]
    fn each_dimension_is_compared_by_itself() {
        let all = all();
        for (one, other) in all.iter().step_by(7).flat_map(|one| all.iter().map(move |other| (one, other))) {
            let excess = one.beyond(other);
            let app = other.app.is_none() || one.app == other.app;
            let modules = one.modules.iter().all(|module| other.modules.contains(module));
            let permissions = one.permissions.bits() & !other.permissions.bits() == 0;
            let end = other.expires_at.is_none_or(|end| one.expires_at.is_some_and(|own| own <= end));
            for (within, kind) in [
                (app, Excess::App),
                (modules, Excess::Modules),
                (permissions, Excess::Permissions),
                (end, Excess::Expiry),
            ] {
                assert_eq!(within, !excess.contains(&kind), "{kind:?}: {one:?} {other:?}");
            }
        }
    }

    #[test]
    fn what_is_handed_on_twice_is_never_more_than_the_first_one_had() {
        let all = all();
        let within = |one: &Grant, other: &Grant| one.beyond(other).is_empty();
        for first in all.iter().step_by(11) {
            let second: Vec<&Grant> = all.iter().filter(|grant| within(grant, first)).collect();
            assert!(second.contains(&first), "{first:?}");
            for third in
                second.iter().step_by(3).flat_map(|one| all.iter().filter(|grant| within(grant, one)))
            {
                assert!(within(third, first), "{third:?} {first:?}");
            }
        }
    }

    #[test]
    fn what_a_secret_may_give_ends_with_the_secret() {
        let end = |micros| Some(Timestamp::from_micros(micros));
        let all = all();
        for own in &all {
            assert_eq!(own.clone().until(None), *own);
            for secret in [20, 70, 200] {
                let held = own.clone().until(end(secret));
                assert!(held.beyond(own).is_empty() && held.expires_at.is_some());
                for wanted in all.iter().step_by(5) {
                    let before = wanted.expires_at.is_some_and(|at| at <= Timestamp::from_micros(secret));
                    let may = wanted.beyond(&held).is_empty();
                    assert_eq!(may, before && wanted.beyond(own).is_empty(), "{wanted:?} {held:?}");
                }
            }
        }
    }
}
