//! Values and rules. Nothing here reads a clock, a database, a file or the network.

pub mod api_client;
pub mod app;
pub mod audit;
pub mod bulk;
pub mod chain;
pub mod decision;
pub mod decision_id;
pub mod expiry;
pub mod grant;
pub mod id;
pub mod logo;
pub mod mac;
pub mod module;
pub mod network;
pub mod notice;
pub mod permission;
pub mod person;
pub mod random;
pub mod rotation;
pub mod sampling;
pub mod secret;
pub mod tenant;
pub mod text;
pub mod time;
pub mod token;
pub mod webhook;
