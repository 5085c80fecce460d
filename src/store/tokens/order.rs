//! The sort orders of a token list.

/// What a list is sorted by, and then by the token's ID, so that the order is always the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SortBy {
    /// Creation, which is the order of the IDs.
    #[default]
    Created,
    /// Name, case-insensitive.
    Name,
    /// Expiration; tokens that never expire come last.
    Expires,
    /// The hour of the last use; unused tokens come first.
    Used,
}

/// A sort order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    pub by: SortBy,
    /// Whether the greatest value comes first.
    pub descending: bool,
}

impl Default for Order {
    fn default() -> Self {
        Self { by: SortBy::Created, descending: true }
    }
}

impl SortBy {
    /// The expression to sort by, exactly as in the index; `None` for the ID alone.
    pub(in crate::store) const fn expression(self) -> Option<&'static str> {
        match self {
            Self::Created => None,
            Self::Name => Some("t.search_name"),
            Self::Expires => Some("COALESCE(t.expires_at, 9223372036854775807)"),
            Self::Used => Some("u.hour"),
        }
    }
}
