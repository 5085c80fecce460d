//! The product in a real browser, on both databases.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

#[path = "../support/browser/mod.rs"]
mod browser;
#[path = "../support/mod.rs"]
mod support;

mod barriers;
mod bulk;
mod explorer;
mod helpers;
mod keyboard;
mod languages;
mod logo;
mod main_job;
mod msg;
mod reveal;
mod rows;
mod screenshots;
mod sizes;
mod smooth;
mod tour;
mod words;
