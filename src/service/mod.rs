//! All writes: changes by people, programs, the command line, jobs and the demo. Each function takes an [`Act`],
//! checks the right in its transaction, makes the change, and records its audit event in the same transaction.

#![deny(clippy::missing_errors_doc)]

pub(crate) mod account;
pub(crate) mod api_clients;
pub(crate) mod apps;
pub mod audit_check;
pub mod audit_heads;
mod authorized;
pub mod bulk;
pub(crate) mod choice;
pub(crate) mod drafts;
pub(crate) mod granting;
pub(crate) mod grantor;
pub mod issued;
pub(crate) mod logos;
pub(crate) mod modules;
pub(crate) mod notifications;
pub(crate) mod people;
pub(crate) mod restore;
pub(crate) mod samples;
pub mod secrets;
pub(crate) mod sessions;
pub(crate) mod tenants;
pub(crate) mod token_details;
pub(crate) mod token_spec;
pub mod tokens;
pub(crate) mod visible;

pub use self::authorized::{Act, AuthorizedTx, Change};
