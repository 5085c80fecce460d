//! Bulk actions: the jobs, their tokens, and how they are selected.

pub mod chosen;
pub mod jobs;
pub(crate) mod tokens;
