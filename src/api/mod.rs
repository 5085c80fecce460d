//! What programs call.

pub mod introspect;
pub mod me;
pub mod verify;
