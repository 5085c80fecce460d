//! What programs call.

pub mod me;
pub mod verify;
