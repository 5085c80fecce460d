//! Bulk actions: the jobs, the tokens of each, and how they are chosen.

pub mod chosen;
pub mod jobs;
pub(crate) mod tokens;
