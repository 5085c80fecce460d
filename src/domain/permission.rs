//! Permissions: what a token may do, method by method.

/// One right, exactly a group of HTTP methods.
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
    /// Every permission, in the order in which people see them.
    pub(crate) const ALL: [Self; 4] = [Self::Read, Self::Write, Self::Create, Self::Delete];

    /// Its name in forms, addresses and the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Create => "create",
            Self::Delete => "delete",
        }
    }

    /// The permission of that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.name() == name)
    }

    /// As the databases hold it.
    pub(crate) const fn bit(self) -> i64 {
        match self {
            Self::Read => 1,
            Self::Write => 2,
            Self::Create => 4,
            Self::Delete => 8,
        }
    }

    /// From the databases' form; `None` for what is not one permission.
    pub(crate) fn from_bit(bit: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.bit() == bit)
    }
}

/// One or more permissions. None at all is not a value: it is never taken for "everything".
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Permissions(i64);

impl Permissions {
    /// These permissions; `None` when there are none.
    pub(crate) fn of(permissions: impl IntoIterator<Item = Permission>) -> Option<Self> {
        Self::from_bits(permissions.into_iter().fold(0, |bits, permission| bits | permission.bit()))
    }

    /// From the databases' form: read 1, write 2, create 4, delete 8, added up. `None` for 0 or above 15.
    pub fn from_bits(bits: i64) -> Option<Self> {
        (1..=15).contains(&bits).then_some(Self(bits))
    }

    /// As the databases hold it.
    pub(crate) const fn bits(self) -> i64 {
        self.0
    }

    /// Whether `permission` is among them.
    pub(crate) const fn contains(self, permission: Permission) -> bool {
        self.0 & permission.bit() != 0
    }

    /// Those of them that `held` lacks; `None` when it has every one.
    pub const fn missing_from(self, held: Self) -> Option<Self> {
        match self.0 & !held.0 {
            0 => None,
            bits => Some(Self(bits)),
        }
    }

    /// The first of them, in the order in which people see them.
    pub(crate) fn first(self) -> Option<Permission> {
        self.iter().next()
    }

    /// Their names, in that order.
    pub fn names(self) -> Vec<&'static str> {
        self.iter().map(Permission::name).collect()
    }

    /// Each of them, in the order in which people see them.
    pub(crate) fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.into_iter().filter(move |permission| self.contains(*permission))
    }
}

impl From<Permission> for Permissions {
    fn from(permission: Permission) -> Self {
        Self(permission.bit())
    }
}

/// What the operations of the Tenant API need. The table of routes and the contract both take it from here.
pub mod needed {
    use super::{Permission, Permissions};

    /// To read or list something.
    pub(crate) const READ: Permissions = Permissions(Permission::Read.bit());
    /// To change what exists.
    pub(crate) const WRITE: Permissions = Permissions(Permission::Write.bit());
    /// To issue a token or add an app.
    pub(crate) const CREATE: Permissions = Permissions(Permission::Create.bit());
    /// To revoke or delete for good.
    pub(crate) const DELETE: Permissions = Permissions(Permission::Delete.bit());
    /// To rotate a secret, or to move the end of one: the token changes, and a secret that works is handed out.
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
