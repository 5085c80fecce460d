//! Latchkey, a proxy in front of an API, and tokens of every kind.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::TimeDelta;
use tokio::net::{TcpListener, TcpStream};

use crate::api::{Api, Reached};
use crate::proxy::{Proxy, Which};
use crate::support::people::Issued;
use crate::support::raw::{self, Raw};
use crate::support::{Client, Form, Kind, TestApp};

/// The whole setup. The tenants `acme` and `globex` both have the modules `devices` and `billing`.
pub struct Stage {
    /// Latchkey.
    pub app: TestApp,
    /// The owner, signed in.
    pub owner: Client,
    /// The proxy in front of the API.
    pub proxy: Proxy,
    /// The protected API.
    pub api: Api,
    /// How many connections the proxy has opened to Latchkey.
    pub connections: Arc<AtomicUsize>,
}

/// The identity headers.
pub const IDENTITY: [&str; 7] = [
    "x-latchkey-token-id",
    "x-latchkey-token-name",
    "x-latchkey-tenant",
    "x-latchkey-tenant-id",
    "x-latchkey-app",
    "x-latchkey-modules",
    "x-latchkey-permissions",
];

/// Runs `body` with its own setup.
pub fn run(which: Which, body: impl AsyncFnOnce(&Stage)) {
    actix_web::rt::System::new().block_on(async {
        let app = TestApp::start(Kind::Sqlite).await;
        let owner = app.owner().await;
        for tenant in ["acme", "globex"] {
            app.tenant(&owner, tenant).await;
        }
        for module in ["devices", "billing"] {
            app.module(module, &["acme", "globex"]).await;
        }
        let api = Api::start();
        let connections = Arc::new(AtomicUsize::new(0));
        let latchkey = SocketAddr::from(([127, 0, 0, 1], app.base.port().unwrap()));
        let relay = relay(latchkey, Arc::clone(&connections)).await;
        let proxy = Proxy::start(which, relay, api.address);
        let stage = Stage { app, owner, proxy, api, connections };
        body(&stage).await;
        drop(stage.proxy);
        stage.api.stop().await;
        stage.app.stop().await;
    });
}

impl Stage {
    /// A token of `acme` for the module `devices` with these permissions (their bits).
    pub async fn token(&self, name: &str, permissions: u8) -> Issued {
        let token = self.owner.issue_as("acme", |form: Form| form.fill("Name", name), |form| form).await;
        self.app.set(name, &format!("permissions = {permissions}")).await;
        self.app.let_use(name, &["devices"]).await;
        token
    }

    /// The proxy's response.
    pub async fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)]) -> Raw {
        raw::ask(self.proxy.address, method, target, headers).await
    }

    /// [`Stage::ask`] with a bearer token.
    pub async fn with(&self, token: &Issued, method: &str, target: &str, more: &[(&str, &str)]) -> Raw {
        let bearer = format!("Bearer {}", token.secret);
        let headers: Vec<_> = [("Authorization", bearer.as_str())].iter().chain(more).copied().collect();
        self.ask(method, target, &headers).await
    }

    /// The request as it reached the API; fails if it did not.
    #[track_caller]
    pub fn reached(&self, answer: &Raw) -> Reached {
        assert_eq!(answer.status, 200, "{answer:?}");
        serde_json::from_slice(&answer.body).unwrap_or_else(|error| panic!("{error}: {answer:?}"))
    }

    /// How many connections the proxy has opened to Latchkey.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// Lets time pass.
    pub fn wait(&self, time: TimeDelta) {
        self.app.wait(time);
    }
}

/// Forwards bytes to `to` and counts the connections.
async fn relay(to: SocketAddr, count: Arc<AtomicUsize>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    actix_web::rt::spawn(async move {
        while let Ok((mut inner, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::SeqCst);
            actix_web::rt::spawn(async move {
                let Ok(mut outer) = TcpStream::connect(to).await else { return };
                tokio::io::copy_bidirectional(&mut inner, &mut outer).await.ok();
            });
        }
    });
    address
}

/// Turns `async fn name(stage) { ... }` into the tests `name::nginx` and `name::caddy`.
macro_rules! each {
    ($($(#[$meta:meta])* async fn $name:ident($stage:ident) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports, reason = "a test may need nothing from around it")]
            use super::*;

            async fn body($stage: &$crate::stage::Stage) $body

            $(#[$meta])*
            #[test]
            fn nginx() {
                $crate::stage::run($crate::proxy::Which::Nginx, body);
            }

            $(#[$meta])*
            #[test]
            fn caddy() {
                $crate::stage::run($crate::proxy::Which::Caddy, body);
            }
        }
    )+};
}
pub(crate) use each;
