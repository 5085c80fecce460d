//! The product over HTTP, on both databases. The modules mirror the addresses.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

#[path = "../support/mod.rs"]
mod support;

mod access;
mod account;
mod apps;
mod at_once;
mod every_answer;
mod every_change;
mod explorer;
mod forgery;
mod helpers;
mod login;
mod main_job;
mod modules;
mod openapi;
mod people;
mod setup;
mod tenant_api;
mod tenant_api_json;
mod tenant_api_keys;
mod tenant_api_limits;
mod tenant_api_rotation;
mod wizard_access;
mod wizard_areas;
mod wizard_general;
mod wizard_logo;
mod wizard_token;
