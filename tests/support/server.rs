//! A running instance of the real product, in this process, with a clock and randomness of the test's own.

use std::net::TcpListener;

use actix_web::dev::ServerHandle;
use actix_web::{App, HttpResponse, HttpServer, web};
use chrono::TimeDelta;
use latchkey::domain::random::Entropy;
use latchkey::domain::time::{Clock, Timestamp};
use reqwest::Url;

use super::client::Client;
use super::database::{Database, Kind};

/// Thursday, 20 November 2026, 12:00 UTC: where every test's clock stands at first.
const NOON: i64 = 1_795_176_000_000_000;

/// A running instance.
pub struct TestApp {
    /// Its address.
    pub base: Url,
    /// Its database.
    pub database: Database,
    /// Its clock, which stands still until it is moved.
    pub clock: Clock,
    handle: ServerHandle,
}

impl TestApp {
    /// Starts one on a fresh database of this kind.
    pub async fn start(kind: Kind) -> Self {
        let database = Database::create(kind).await;
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let base =
            Url::parse(&format!("http://localhost:{}", listener.local_addr().unwrap().port())).unwrap();
        let clock = Clock::fixed(Timestamp::from_micros(NOON));
        let handle = launch(listener, &database, &base, clock.clone(), Entropy::seeded(1)).await;
        Self { base, database, clock, handle }
    }

    /// Stops it and takes its database away.
    pub async fn stop(self) {
        self.handle.stop(false).await;
        self.database.remove().await;
    }

    /// A browser that has never been here.
    pub fn visitor(&self) -> Client {
        Client::new(&self.base)
    }

    /// Lets time pass.
    pub fn wait(&self, time: TimeDelta) {
        self.clock.advance(time);
    }
}

/// The one place that knows how the product starts.
async fn launch(
    listener: TcpListener,
    _database: &Database,
    _base: &Url,
    _clock: Clock,
    _entropy: Entropy,
) -> ServerHandle {
    let server = HttpServer::new(|| App::new().default_service(web::to(HttpResponse::NotFound)))
        .workers(1)
        .disable_signals()
        .listen(listener)
        .unwrap()
        .run();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    handle
}
