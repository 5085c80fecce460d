//! The database itself: migrations, backup, the instance, locks, planner statistics, and disk space.

pub mod backup;
pub mod disk_space;
pub mod holds;
pub mod instance;
pub(in crate::store) mod migrate;
pub(in crate::store) mod statistics;
