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
mod api_clients;
mod api_me;
mod apps;
mod audit;
mod audit_chain;
mod bulk;
mod bulk_at_once;
mod bulk_attacks;
mod concurrency;
mod connections;
mod csrf;
mod cut_short;
mod decisions;
mod disk_full;
mod every_answer;
mod every_change;
mod explorer;
mod form_bounds;
mod held_bodies;
mod helpers;
mod hidden_names;
mod introspect;
mod issued_with;
mod login;
mod main_job;
mod metrics;
mod modules;
mod notice_settings;
mod notices;
mod notices_calls;
mod notices_mail;
mod openapi;
mod own_password;
mod people;
mod plaintext_leaks;
mod program;
mod program_backup;
mod program_bulk;
mod program_crash;
mod program_disk;
mod program_memory;
mod program_notices;
mod program_private;
mod program_restore;
mod program_token;
mod service_rights;
mod setup;
mod slugs;
mod subtenants;
mod subtenants_tokens;
mod tenant_api;
mod tenant_api_apps;
mod tenant_api_json;
mod tenant_api_keys;
mod tenant_api_limits;
mod tenant_api_replaced;
mod tenant_api_rights;
mod tenant_api_rotation;
mod tenant_isolation;
mod tenants;
mod token_details;
mod token_edit;
mod token_list;
mod token_list_all;
mod token_rotate;
mod token_rows;
mod token_switch;
mod unreadable;
mod usage;
mod verify;
mod wizard_access;
mod wizard_areas;
mod wizard_general;
mod wizard_logo;
mod wizard_prefill;
mod wizard_token;
