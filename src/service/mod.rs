//! What is done to tokens and apps, by people in the console and by programs over the Tenant API alike: what may be
//! chosen, the change, and its audit event in the same transaction. Who may do it was asked before.

pub mod apps;
pub mod audit_check;
pub mod audit_heads;
mod authorized;
pub mod bulk;
pub mod choice;
pub mod granting;
pub mod issued;
pub mod restore;
pub mod secrets;
pub mod token_details;
pub mod tokens;
pub mod visible;

pub use self::authorized::{Act, AuthorizedTx};
