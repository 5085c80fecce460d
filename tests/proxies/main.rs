//! The configurations of `docs/proxies` with real proxies: what passes, what is refused, what never reaches the API.
//!
//! nginx and Caddy run as child processes, with the files that the documentation gives; only addresses are replaced.
//! Traefik is not in Debian and does not run here.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

#[path = "../support/mod.rs"]
mod support;

mod api;
mod decisions;
mod proxy;
mod smuggling;
mod stage;
