//! Endpoints for programs.

pub mod document;
pub mod introspect;
pub mod me;
pub mod v1;
pub mod verify;
