//! The Tenant API: a tenant's resources, managed with a token.
//!
//! A call goes this way: the route's rule accepts the token for the tenant (`auth::gate`), the body is read strictly
//! (`body`, `json`), its members are checked against the contract (`input`), and what is done is done by `service`, as in
//! the console.

pub mod apps;
pub mod audit_events;
mod body;
mod cursor;
mod cx;
mod idempotency;
mod input;
mod json;
pub mod modules;
mod query;
mod respond;
pub mod tenants;
pub mod tokens;
mod version;
mod views;
