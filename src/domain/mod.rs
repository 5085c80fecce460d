//! Values and rules. Nothing here reads a clock, a database, a file or the network.

pub mod time;
