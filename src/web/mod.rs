//! The console's pages: handlers and their view structs, a file a resource.

pub mod account;
pub mod assets;
pub mod errors;
pub mod page;
pub mod setup;
pub mod sign_in;
pub mod tenants;
pub mod tokens;
pub mod view;
pub mod wizard;

#[cfg(test)]
mod samples;
