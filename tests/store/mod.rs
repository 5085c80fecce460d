//! Every store function, on both databases.
//!
//! A test is written once; [`both!`] turns it into `name::sqlite` and `name::postgres`, each with a separate
//! database. PostgreSQL's server is the one that `scripts/test` starts: without it half of these tests fail, and none
//! is skipped.

mod apps;
mod audit;
mod audit_chain;
mod bounds;
mod bulk_constraints;
mod bulk_jobs;
mod bulk_tokens;
mod change_log;
mod change_log_columns;
mod constraints;
mod database;
mod decisions;
mod deliveries;
mod draft_races;
mod drafts;
mod errors;
mod following;
mod holds;
mod idempotency;
mod instance;
mod issued;
mod limits;
mod locks;
mod logos;
mod migrations;
mod modules;
mod not_null;
mod notice_constraints;
mod notices;
mod one_row_each;
mod portions;
mod rotations;
mod runtime;
mod sessions;
mod sign_in_failures;
mod sql;
mod statistics;
mod tenant_labels;
mod tenant_list;
mod tenant_names;
mod tenant_tree;
mod tenants;
mod token_changes;
mod token_filter;
mod token_filter_table;
mod token_list;
mod token_pages;
mod token_plans;
mod token_search;
mod tokens;
mod transactions;
mod twins;
mod usage;
mod usage_days;
mod usage_upgrade;
mod users;
mod verification;
mod view;
pub(crate) mod world;

use database::at_once;
pub(crate) use database::{Kind, TestDatabase, run};

/// Turns `async fn name(base) { ... }` into the two tests `name::sqlite` and `name::postgres`.
macro_rules! both {
    ($($(#[$meta:meta])* async fn $name:ident($base:ident) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports, reason = "a test may need nothing from around it")]
            use super::*;

            async fn body($base: &$crate::store::tests::TestDatabase) $body

            $(#[$meta])*
            #[test]
            fn sqlite() {
                $crate::store::tests::run($crate::store::tests::Kind::Sqlite, body);
            }

            $(#[$meta])*
            #[test]
            fn postgres() {
                $crate::store::tests::run($crate::store::tests::Kind::Postgres, body);
            }
        }
    )+};
}
pub(crate) use both;
