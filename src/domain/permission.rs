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
    pub const ALL: [Self; 4] = [Self::Read, Self::Write, Self::Create, Self::Delete];

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
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.name() == name)
    }

    /// As the databases hold it.
    pub const fn bit(self) -> i64 {
        match self {
            Self::Read => 1,
            Self::Write => 2,
            Self::Create => 4,
            Self::Delete => 8,
        }
    }

    /// From the databases' form; `None` for what is not one permission.
    pub fn from_bit(bit: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.bit() == bit)
    }
}

/// One or more permissions. None at all is not a value: it is never taken for "everything".
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Permissions(i64);

impl Permissions {
    /// These permissions; `None` when there are none.
    pub fn of(permissions: impl IntoIterator<Item = Permission>) -> Option<Self> {
        Self::from_bits(permissions.into_iter().fold(0, |bits, permission| bits | permission.bit()))
    }

    /// From the databases' form: read 1, write 2, create 4, delete 8, added up. `None` for 0 or above 15.
    pub fn from_bits(bits: i64) -> Option<Self> {
        (1..=15).contains(&bits).then_some(Self(bits))
    }

    /// As the databases hold it.
    pub const fn bits(self) -> i64 {
        self.0
    }

    /// Whether `permission` is among them.
    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & permission.bit() != 0
    }

    /// Each of them, in the order in which people see them.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.into_iter().filter(move |permission| self.contains(*permission))
    }
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
