//! Permissions: what a token may do, by HTTP method.

/// One permission: exactly a group of HTTP methods.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Permission {
    /// GET, HEAD, OPTIONS.
    Read,
    /// PUT, PATCH.
    Write,
    /// POST.
    Create,
    /// DELETE.
    Delete,
}

impl Permission {
    /// Every permission, in display order.
    pub(crate) const ALL: [Self; 4] = [Self::Read, Self::Write, Self::Create, Self::Delete];

    /// Its name in forms, links and the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Create => "create",
            Self::Delete => "delete",
        }
    }

    /// The permission with this name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.name() == name)
    }

    /// For the databases.
    pub(crate) const fn bit(self) -> i64 {
        match self {
            Self::Read => 1,
            Self::Write => 2,
            Self::Create => 4,
            Self::Delete => 8,
        }
    }

    /// From the databases; `None` unless exactly one bit is set.
    pub(crate) fn from_bit(bit: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.bit() == bit)
    }
}

/// One or more permissions. There is no empty value that could be mistaken for "everything".
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Permissions(i64);

impl Permissions {
    /// These permissions; `None` if there are none.
    pub(crate) fn of(permissions: impl IntoIterator<Item = Permission>) -> Option<Self> {
        Self::from_bits(permissions.into_iter().fold(0, |bits, permission| bits | permission.bit()))
    }

    /// From the databases: the sum of read 1, write 2, create 4, delete 8. `None` for 0 or above 15.
    pub fn from_bits(bits: i64) -> Option<Self> {
        (1..=15).contains(&bits).then_some(Self(bits))
    }

    /// For the databases.
    pub(crate) const fn bits(self) -> i64 {
        self.0
    }

    /// Whether `permission` is included.
    pub(crate) const fn contains(self, permission: Permission) -> bool {
        self.0 & permission.bit() != 0
    }

    /// Those that `held` lacks; `None` if it has all of them.
    pub const fn missing_from(self, held: Self) -> Option<Self> {
        match self.0 & !held.0 {
            0 => None,
            bits => Some(Self(bits)),
        }
    }

    /// The first one in display order.
    pub(crate) fn first(self) -> Option<Permission> {
        self.iter().next()
    }

    /// Their names, in display order.
    pub fn names(self) -> Vec<&'static str> {
        self.iter().map(Permission::name).collect()
    }

    /// Each of them, in display order.
    pub(crate) fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.into_iter().filter(move |permission| self.contains(*permission))
    }
}

impl From<Permission> for Permissions {
    fn from(permission: Permission) -> Self {
        Self(permission.bit())
    }
}

/// What the operations of the Tenant API require. Both the routing table and the contract use these.
pub mod needed {
    use super::{Permission, Permissions};

    /// To read or list.
    pub(crate) const READ: Permissions = Permissions(Permission::Read.bit());
    /// To change.
    pub(crate) const WRITE: Permissions = Permissions(Permission::Write.bit());
    /// To create a token or an app.
    pub(crate) const CREATE: Permissions = Permissions(Permission::Create.bit());
    /// To revoke or delete.
    pub(crate) const DELETE: Permissions = Permissions(Permission::Delete.bit());
    /// To rotate a secret, or to move its end: this changes the token and returns a working secret.
    pub(crate) const SECRET: Permissions = Permissions(Permission::Write.bit() | Permission::Create.bit());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_permission_is_not_a_set_of_permissions() {
        assert_eq!(Permissions::of([]), None);
        assert_eq!(Permissions::from_bits(0), None);
        assert_eq!(Permissions::from_bits(16), None);
    }

    #[test]
    fn what_is_missing_is_named_in_full() {
        let of = |names: &[Permission]| Permissions::of(names.iter().copied()).unwrap();
        let read = of(&[Permission::Read]);
        assert_eq!(needed::SECRET.missing_from(read), Some(needed::SECRET));
        assert_eq!(needed::SECRET.missing_from(of(&[Permission::Create])), Some(needed::WRITE));
        assert_eq!(needed::SECRET.missing_from(of(&Permission::ALL)), None);
        assert_eq!(
            (needed::SECRET.names(), needed::SECRET.first()),
            (vec!["write", "create"], Some(Permission::Write))
        );
    }

    #[test]
    fn names_and_bits_read_back() {
        for bits in 1..=15 {
            let permissions = Permissions::from_bits(bits).unwrap();
            assert_eq!(Permissions::of(permissions.iter()).map(Permissions::bits), Some(bits));
        }
        for permission in Permission::ALL {
            assert_eq!(Permission::from_name(permission.name()), Some(permission));
            assert_eq!(Permission::from_bit(permission.bit()), Some(permission));
        }
    }
}
