//! A running instance of the real product in this process, with the test's own clock and randomness.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::rt::task::JoinHandle;
use chrono::TimeDelta;
use latchkey::app::{Environment, Latchkey};
use latchkey::auth::throttle::Sleep;
use latchkey::config::{Config, DatabaseUrl};
use latchkey::domain::random::Entropy;
use latchkey::domain::time::{Clock, Timestamp};
use latchkey::state::State;
use reqwest::Url;
use tokio::sync::oneshot;

use super::client::Client;
use super::database::{Database, Kind};

/// Friday, 20 November 2026, 12:00 UTC: where every test's clock starts.
pub const NOON: Timestamp = Timestamp::from_micros(1_795_176_000_000_000);

/// A running instance.
pub struct TestApp {
    /// Its address.
    pub base: Url,
    /// Its database.
    pub database: Database,
    /// Its database's kind.
    pub kind: Kind,
    /// The state of its handlers: clock, keys, the code for `/setup`.
    pub state: State,
    /// The delays that sign-ins would have had.
    pub delays: Arc<Mutex<Vec<Duration>>>,
    stop: oneshot::Sender<()>,
    running: JoinHandle<()>,
}

impl TestApp {
    /// Starts one on a new database of this kind.
    pub async fn start(kind: Kind) -> Self {
        Self::start_with(kind, |config| config).await
    }

    /// Starts one with other settings.
    pub async fn start_with(kind: Kind, settings: impl FnOnce(Config) -> Config) -> Self {
        Self::start_on(Database::create(kind).await, false, settings).await
    }

    /// Starts one that verifies from memory, on this database.
    pub async fn start_from_memory(database: Database) -> Self {
        Self::start_on(database, true, |config| config).await
    }

    async fn start_on(database: Database, memory: bool, settings: impl FnOnce(Config) -> Config) -> Self {
        let config = settings(Config::for_tests(DatabaseUrl::parse(&database.url).unwrap()));
        let delays = Arc::default();
        let environment = Environment {
            clock: Clock::fixed(NOON),
            entropy: Entropy::seeded(1),
            sleep: Sleep::Noted(Arc::clone(&delays)),
            workers: Some(2),
            records_usage: true,
            sends_notices: false,
            verifies_from_memory: memory,
        };
        let latchkey = Latchkey::start(&config, environment).await.unwrap();
        Self { delays, ..Self::around(latchkey, database) }
    }

    /// An instance that was started differently.
    pub fn around(latchkey: Latchkey, database: Database) -> Self {
        let state = latchkey.state().clone();
        let base = Url::parse(&format!("http://{}", latchkey.address().unwrap())).unwrap();
        let (stop, stopped) = oneshot::channel();
        let running = actix_web::rt::spawn(async { latchkey.run_until(stopped).await.unwrap() });
        let (kind, delays) = (database.kind(), Arc::default());
        Self { base, database, kind, state, delays, stop, running }
    }

    /// Stops it and removes its database.
    pub async fn stop(self) {
        self.stop.send(()).unwrap();
        self.running.await.unwrap();
        self.database.remove().await;
    }

    /// A new browser.
    pub fn visitor(&self) -> Client {
        Client::new(&self.base)
    }

    /// Lets time pass.
    pub fn wait(&self, time: TimeDelta) {
        self.state.clock.advance(time);
    }
}
