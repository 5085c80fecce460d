//! The product over HTTP, on both databases. The modules mirror the addresses.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

#[path = "../support/mod.rs"]
mod support;

mod account;
mod api_clients;
mod decisions;
mod forgery;
mod helpers;
mod introspect;
mod login;
mod main_job;
mod metrics;
mod people;
mod platform;
mod setup;
mod unreadable;
mod verify;
