//! How far the tokens of a list reach.

/// How far a token reaches, without saying to which tenants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    /// Its own tenant.
    This,
    /// Its own tenant and those below it.
    ThisAndBelow,
    /// Tenants that were chosen.
    Selected,
    /// All tenants.
    All,
}

impl ScopeKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::This, Self::ThisAndBelow, Self::Selected, Self::All];

    /// Its name in addresses, and in work on many tokens.
    pub const fn name(self) -> &'static str {
        match self {
            Self::This => "this",
            Self::ThisAndBelow => "this_and_subtenants",
            Self::Selected => "selected",
            Self::All => "all",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use crate::store::tokens::scope_kind::*;

    #[test]
    fn names_read_back() {
        for kind in ScopeKind::ALL {
            assert_eq!(ScopeKind::from_name(kind.name()), Some(kind));
        }
        assert_eq!(ScopeKind::from_name("every"), None);
    }
}
