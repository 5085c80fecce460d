//! People: accounts, sessions, and failed sign-ins.

pub mod sessions;
pub(crate) mod sign_in_failures;
pub mod users;
