//! The orders of a token list.

/// What a list is sorted by. The token's id comes after it, so that the order is one and the same each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SortBy {
    /// When they were issued, which is the order of their ids.
    #[default]
    Created,
    /// Their name, without regard to case.
    Name,
    /// By expiration; tokens that never expire come last.
    Expires,
    /// The hour of their last use; those without any come first.
    Used,
}

/// An order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// By what.
    pub by: SortBy,
    /// Whether the greatest comes first.
    pub descending: bool,
}

impl Default for Order {
    fn default() -> Self {
        Self { by: SortBy::Created, descending: true }
    }
}

impl SortBy {
    /// What is sorted by, exactly as the index has it; `None` for the id alone.
    pub(in crate::store) const fn expression(self) -> Option<&'static str> {
        match self {
            Self::Created => None,
            Self::Name => Some("t.search_name"),
            Self::Expires => Some("COALESCE(t.expires_at, 9223372036854775807)"),
            Self::Used => Some("u.hour"),
        }
    }
}
