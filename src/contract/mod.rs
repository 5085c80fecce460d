//! The API for programs, defined once: every operation with its fields, its responses and its statuses.
//!
//! The handlers read their input by it, the OpenAPI document and the explorer's page are made from it, and a test
//! compares it with the table of routes. So none of them can say something else than the others.

pub mod answers;
pub mod document;
pub mod fields;
pub mod operations;
pub mod shape;
