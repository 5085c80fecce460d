//! The console's pages: handlers and their view structs, a file a resource.

pub mod assets;
pub mod page;
