//! What is done to tokens and apps, by people in the console and by programs over the Tenant API alike: what may be
//! chosen, the change, and its audit event in the same transaction. Who may do it was asked before.

#![deny(clippy::missing_errors_doc)]

pub(crate) mod apps;
pub mod audit_check;
pub mod audit_heads;
mod authorized;
pub mod bulk;
pub(crate) mod choice;
pub(crate) mod granting;
pub(crate) mod issued;
pub(crate) mod restore;
pub(crate) mod secrets;
pub(crate) mod status;
pub(crate) mod token_details;
pub(crate) mod token_spec;
pub mod tokens;
pub(crate) mod visible;

pub use self::authorized::{Act, AuthorizedTx};
