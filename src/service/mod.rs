//! What changes something, for pages, the Tenant API and jobs alike. A function takes an [`Act`], begins its transaction
//! from it, which proves the right, and makes the change together with its audit event.

#![deny(clippy::missing_errors_doc)]

pub(crate) mod api_clients;
pub(crate) mod apps;
pub mod audit_check;
pub mod audit_heads;
mod authorized;
pub mod bulk;
pub(crate) mod choice;
pub(crate) mod granting;
pub(crate) mod issued;
pub(crate) mod notifications;
pub(crate) mod restore;
pub(crate) mod secrets;
pub(crate) mod status;
pub(crate) mod token_details;
pub(crate) mod token_spec;
pub mod tokens;
pub(crate) mod visible;

pub use self::authorized::{Act, AuthorizedTx};
