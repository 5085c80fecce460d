//! The API for programs, defined once: every operation with its fields, responses and statuses.
//!
//! Handlers read their input by it, the OpenAPI document and the explorer are generated from it, and a test compares
//! it with the routing table, so that they cannot disagree.

pub mod answers;
pub mod document;
pub mod fields;
pub mod operations;
pub mod shape;
