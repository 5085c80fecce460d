//! Latchkey: a console that issues, reveals once, watches and revokes tenant API tokens, and the verifier
//! that APIs ask about them.
//!
//! Imports run one way: `main -> app -> routes -> web | api -> auth -> store -> domain`; `tests/architecture/` holds that.
//!
//! | module | what it is for |
//! |---|---|
//! | [`domain`] | values and rules: ids, time, tokens, scopes, permissions, people. No input or output. |
//! | [`verifier`] | all that decides, in memory, and how long it may be used |
//! | [`store`] | all SQL, on SQLite and PostgreSQL |
//! | [`auth`] | sessions, passwords, CSRF, bearer tokens, who may do what |
//! | [`web`] | the console's pages |
//! | [`api`] | what programs call |
//! | [`contract`] | what programs may call, told once: fields, answers, statuses, the OpenAPI document |
//! | [`i18n`] | languages: sentences, dates, numbers |
//! | [`config`] | settings; the only reader of the environment |
//! | [`disk`] | files that are there whole or not at all, and for their owner alone |
//! | [`hardening`] | what the process gives up about itself at its start: core dumps, the umask |
//! | [`key`] | the key of the instance, which is not in the database |
//! | [`service`] | what is done to tokens and apps, from the console and over the API alike |
//! | [`outbound`] | what Latchkey sends on its own account: mail and webhooks |
//! | [`jobs`] | what runs beside the requests: writing down, tidying up, telling |
//! | [`metrics`] | figures for Prometheus |
//! | [`admin`] | what is done from the command line: making people, helping them back in |
//! | [`app`] | wires it together; the order of the middleware is visible there |
//! | [`routes`] | every address with its method, its rule and its handler, on one page |

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
