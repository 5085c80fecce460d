//! What programs call.

pub mod me;
