//! Shared by the tests of the running product: databases, a server, a client that behaves like a browser.
//!
//! A test is written once and runs on both databases:
//!
//! ```ignore
//! both! {
//!     async fn a_revoked_token_is_refused_at_once(app) {
//!         let owner = app.owner().await;
//!         ...
//!     }
//! }
//! ```
#![allow(dead_code, unused_imports, unused_macros, reason = "each test binary uses its own part of this")]

pub mod api;
pub mod authority;
pub mod client;
pub mod database;
pub mod fixture;
pub mod form;
pub mod grants;
pub mod mail_server;
pub mod many;
pub mod people;
pub mod platform;
pub mod process;
pub mod raw;
pub mod receiver;
pub mod rows;
pub mod seed;
pub mod server;

pub use api::Api;
pub use client::{Answer, Client};
pub use database::{Database, Kind};
pub use fixture::World;
pub use form::Form;
pub use seed::Dice;
pub use server::TestApp;

/// How often something is tried; the environment can increase it.
pub fn setting(name: &str, ordinary: usize) -> usize {
    #[expect(clippy::disallowed_methods, reason = "whoever runs a full check sets it")]
    let set = std::env::var(name);
    set.map_or(ordinary, |text| text.parse().unwrap_or_else(|error| panic!("{name}: {error}")))
}

/// Runs `body` with a new instance on a new database of `kind`, and removes both afterwards.
pub fn run(kind: Kind, body: impl AsyncFnOnce(&TestApp)) {
    actix_web::rt::System::new().block_on(async {
        let app = TestApp::start(kind).await;
        body(&app).await;
        app.stop().await;
    });
}

/// Turns `async fn name(app) { ... }` into the two tests `name::sqlite` and `name::postgres`.
macro_rules! both {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports, reason = "a test may need nothing from around it")]
            use super::*;

            async fn body($app: &$crate::support::TestApp) $body

            $(#[$meta])*
            #[test]
            fn sqlite() {
                $crate::support::run($crate::support::Kind::Sqlite, body);
            }

            $(#[$meta])*
            #[test]
            fn postgres() {
                $crate::support::run($crate::support::Kind::Postgres, body);
            }
        }
    )+};
}
pub(crate) use both;
