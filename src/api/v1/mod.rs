//! The Tenant API: a tenant's resources, managed with a token.
//!
//! A request passes through these steps: the route's rule accepts the token for the tenant (`auth::authz`), the body
//! is parsed strictly (`body`, `json`), its members are checked against the contract (`input`), and `service` makes
//! the change, as for the console.

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
