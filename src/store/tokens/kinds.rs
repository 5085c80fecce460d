//! What the tokens of a list are told apart by, and what filters call it.

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

/// How long a token was not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsageKind {
    /// Not used for this many days, and created before that.
    UnusedFor(i64),
    /// Never so far.
    Never,
    /// Never used, and created at least this many days ago.
    NeverSince(i64),
}

impl UsageKind {
    /// Its name in addresses, and in work on many tokens.
    pub fn name(self) -> String {
        match self {
            Self::UnusedFor(days) => days.to_string(),
            Self::Never => "never".to_owned(),
            Self::NeverSince(days) => format!("never{days}"),
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        match name.strip_prefix("never") {
            None => name.parse().ok().map(Self::UnusedFor),
            Some("") => Some(Self::Never),
            Some(days) => days.parse().ok().map(Self::NeverSince),
        }
    }
}

/// Why a token needs a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attention {
    /// It has expired, but was called within the last 30 days.
    Late,
    /// Its creator has left or is disabled, and it still works or could.
    Orphaned,
}

impl Attention {
    /// Its name in addresses, and in work on many tokens.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Orphaned => "orphaned",
        }
    }

    /// The reason of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Late, Self::Orphaned].into_iter().find(|why| why.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use crate::store::tokens::kinds::*;

    #[test]
    fn names_read_back() {
        for kind in ScopeKind::ALL {
            assert_eq!(ScopeKind::from_name(kind.name()), Some(kind));
        }
        assert_eq!(ScopeKind::from_name("every"), None);
    }
}
