//! The one room that writes: what people, programs, the command line, jobs and the demo change. Each function takes an
//! [`Act`], proves the right in its transaction, makes the change, and records its audit event in the same transaction.

pub mod account;
pub mod apps;
pub mod audit_check;
pub mod audit_heads;
mod authorized;
pub mod bulk;
pub mod choice;
pub mod granting;
pub mod issued;
pub mod modules;
pub mod people;
pub mod restore;
pub mod samples;
pub mod secrets;
pub mod sessions;
pub mod tenants;
pub mod token_details;
pub mod tokens;
pub mod visible;

pub use self::authorized::{Act, AuthorizedTx};
pub use crate::auth::acting::Change;
