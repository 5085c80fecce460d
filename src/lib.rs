//! Latchkey: a console where administrators create, reveal once, monitor, rotate and revoke tenant API tokens, and
//! the verifier that APIs ask about them.
//!
//! Imports run one way: `main -> command -> app -> routes -> web | api -> service -> auth -> store -> domain`.
//! `tests/architecture/` enforces it.
//!
//! | module | contents |
//! |---|---|
//! | [`domain`] | values and rules: ids, time, tokens, scopes, permissions, people. No input or output. |
//! | [`verifier`] | all that decides, in memory, and how long it may be used |
//! | [`store`] | all SQL, on SQLite and PostgreSQL |
//! | [`auth`] | sessions, passwords, CSRF, bearer tokens, authorization |
//! | [`web`] | the console's pages |
//! | [`api`] | endpoints for programs |
//! | [`contract`] | the API for programs, defined once: fields, responses, statuses, the OpenAPI document |
//! | [`i18n`] | languages: sentences, dates, numbers |
//! | [`config`] | settings; the only reader of the environment |
//! | [`disk`] | atomic files that only their owner can read, and the disk reserve |
//! | [`hardening`] | restrictions of the process: core dumps, the umask |
//! | [`key`] | the instance's key, which is not in the database |
//! | [`service`] | all changes, with their rights and audit events |
//! | [`outbound`] | what Latchkey sends by itself: mail and webhooks |
//! | [`jobs`] | background work: writing usage, sending notifications, cleaning up |
//! | [`metrics`] | metrics for Prometheus |
//! | [`admin`] | creating users and resetting passwords from the command line |
//! | [`app`] | wires everything together, with the order of the middleware |
//! | [`routes`] | every address with its method, its rule and its handler |

pub mod admin;
pub mod api;
pub mod app;
pub mod auth;
pub mod command;
pub mod config;
pub mod contract;
pub mod demo;
pub mod disk;
pub mod domain;
pub mod error;
pub mod hardening;
pub mod histogram;
pub mod i18n;
pub mod jobs;
pub mod key;
pub mod metrics;
pub mod outbound;
pub mod routes;
pub mod service;
pub mod state;
pub mod store;
pub mod trace;
pub mod verifier;
pub mod web;
