//! What changes something, for pages, the Tenant API and jobs alike. A function takes an [`Act`], begins its transaction
//! from it, which proves the right, and makes the change together with its audit event.

pub mod api_clients;
pub mod apps;
pub mod audit_check;
pub mod audit_heads;
mod authorized;
pub mod bulk;
pub mod choice;
pub mod granting;
pub mod issued;
pub mod notifications;
pub mod restore;
pub mod secrets;
pub mod token_details;
pub mod tokens;
pub mod visible;

pub use self::authorized::{Act, AuthorizedTx};
