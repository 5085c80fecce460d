//! What a token has, and whether another one has more. Over the API a token never gives more than it has itself: not
//! tenants, not modules, not permissions, not time.

use std::collections::BTreeSet;

use super::id::{ModuleId, TenantId};
use super::permission::{Permission, Permissions};
use super::time::Timestamp;
use super::token::{TenantScope, Token};

/// Everything that a token has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grant {
    /// The tenants it reaches.
    pub tenants: Tenants,
    /// The modules it may use there.
    pub modules: BTreeSet<ModuleId>,
    /// What it may do there.
    pub permissions: Permissions,
    /// Until when; `None` is for ever.
    pub expires_at: Option<Timestamp>,
}

/// Which tenants a token reaches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Tenants {
    /// These.
    These(BTreeSet<TenantId>),
    /// This one and every tenant below it, including future ones.
    Below {
        /// The one on top.
        root: TenantId,
        /// Those that stand below it now, as far as it was asked.
        now: BTreeSet<TenantId>,
    },
    /// Every tenant, including future ones.
    All,
}

/// In what one grant goes beyond another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Excess {
    /// It reaches every tenant, including future ones; the other one does not.
    AllTenants,
    /// It reaches a tenant that the other one does not reach.
    Tenants,
    /// It has a module that the other one has not.
    Modules,
    /// It has a permission that the other one has not.
    Permissions,
    /// It lasts longer than the other one.
    Expiry,
}

impl Tenants {
    /// What a scope comes to for a token that belongs to `home`, below which the tenants `below` stand now. Those count
    /// only where something else is held against it.
    pub fn of(scope: &TenantScope, home: TenantId, below: impl IntoIterator<Item = TenantId>) -> Self {
        match scope {
            TenantScope::This => Self::These(BTreeSet::from([home])),
            TenantScope::ThisAndBelow => Self::Below { root: home, now: below.into_iter().collect() },
            TenantScope::Selected(tenants) => Self::These(tenants.iter().copied().collect()),
            TenantScope::All => Self::All,
        }
    }

    /// Whether that tenant is among them.
    pub fn contains(&self, tenant: TenantId) -> bool {
        match self {
            Self::These(tenants) => tenants.contains(&tenant),
            Self::Below { root, now } => *root == tenant || now.contains(&tenant),
            Self::All => true,
        }
    }
}

impl Grant {
    /// What a token with these modules has; `below` are the tenants that stand below its own now.
    pub fn of(
        token: &Token,
        modules: impl IntoIterator<Item = ModuleId>,
        below: impl IntoIterator<Item = TenantId>,
    ) -> Self {
        Self {
            tenants: Tenants::of(&token.scope, token.tenant, below),
            modules: modules.into_iter().collect(),
            permissions: token.permissions,
            expires_at: token.life.expires_at,
        }
    }

    /// In what this goes beyond `other`; nothing when all of it is in `other` too.
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
            // What is below a tenant that is below another one is below that one too, also what is still to come.
            (Tenants::Below { root, .. }, Tenants::Below { .. }) if other.tenants.contains(*root) => {}
            (Tenants::Below { .. }, _) => excess.push(Excess::Tenants),
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

    /// The permissions of this that `other` has not.
    pub fn permissions_beyond(&self, other: &Self) -> Vec<Permission> {
        self.permissions.iter().filter(|permission| !other.permissions.contains(*permission)).collect()
    }
}

/// Whether an end comes after another one. No end comes after every end.
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
            // The next tenant below it is on no list.
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
            modules: BTreeSet::new(),
            permissions: Permissions::of([Permission::Read]).unwrap(),
            expires_at: Some(Timestamp::from_micros(1)),
        };
        assert_eq!(less.beyond(&grant()), []);
    }
}
