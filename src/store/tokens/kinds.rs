//! The values of the token list's filters, and their names.

/// The kind of a tenant scope, without the tenants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    /// The home tenant.
    This,
    /// The home tenant and its subtenants.
    ThisAndBelow,
    /// Selected tenants.
    Selected,
    /// All tenants.
    All,
}

impl ScopeKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::This, Self::ThisAndBelow, Self::Selected, Self::All];

    /// Its name in links and stored bulk actions.
    pub const fn name(self) -> &'static str {
        match self {
            Self::This => "this",
            Self::ThisAndBelow => "this_and_subtenants",
            Self::Selected => "selected",
            Self::All => "all",
        }
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// How long a token was not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsageKind {
    /// Not used for this many days, and created before that.
    UnusedFor(i64),
    /// Never used.
    Never,
    /// Never used, and created at least this many days ago.
    NeverSince(i64),
}

impl UsageKind {
    /// Its name in links and stored bulk actions.
    pub fn name(self) -> String {
        match self {
            Self::UnusedFor(days) => days.to_string(),
            Self::Never => "never".to_owned(),
            Self::NeverSince(days) => format!("never{days}"),
        }
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        match name.strip_prefix("never") {
            None => name.parse().ok().map(Self::UnusedFor),
            Some("") => Some(Self::Never),
            Some(days) => days.parse().ok().map(Self::NeverSince),
        }
    }
}

/// Why a token needs attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attention {
    /// It has expired, but was called within the last 30 days.
    Late,
    /// Its creator has left or is disabled, and it still works or could.
    Orphaned,
}

impl Attention {
    /// Its name in links and stored bulk actions.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Orphaned => "orphaned",
        }
    }

    /// The reason with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Late, Self::Orphaned].into_iter().find(|why| why.name() == name)
    }
}

/// How names are searched.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(in crate::store) enum SearchStrategy {
    /// Every name is read.
    #[default]
    Scan,
    /// Only names that start with the search text are found: among many tokens, no index knows so few letters.
    Prefix,
    /// SQLite's full-text tables are used.
    Fts,
    /// PostgreSQL's trigram index is used, if the statement is planned for the actual search text.
    Trigram,
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
