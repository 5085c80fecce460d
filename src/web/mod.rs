//! The console's pages: handlers and their view structs, a file per resource.

mod accept_language;
pub mod account;
pub mod api_clients;
pub mod apps;
pub mod assets;
pub mod audit;
pub mod cx;
pub mod decisions;
pub mod errors;
pub mod event_view;
pub mod explorer;
pub mod export;
pub mod failure;
pub mod form;
pub mod home;
mod htmx;
pub(crate) mod labels;
pub mod modules;
pub mod name_form;
pub mod notifications;
pub mod operations;
pub mod page;
mod password;
pub mod problem;
mod respond;
pub mod setup;
mod shell;
pub mod sign_in;
pub mod tenants;
pub(crate) mod token_urls;
pub(crate) mod token_view;
pub mod tokens;
pub mod view;
mod visitor;
pub mod wizard;

#[cfg(test)]
mod rendered;
#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod template_fixtures;
