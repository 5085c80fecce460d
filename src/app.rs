//! Wires everything together, with the order of the middleware.

mod away;
mod connection;
mod head;
mod server;
mod turn;

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use actix_web::middleware::{Compress, from_fn};
use actix_web::web::Data;
use actix_web::{App, web};
use anyhow::Context as _;
use tokio::sync::oneshot;

use crate::auth::throttle::{Sleep, Throttle};
use crate::auth::{Guards, cookies, headers, origin, session};
use crate::config::{Config, DatabaseUrl, KeySource};
use crate::disk::{self, private};
use crate::domain::chain::ChainKey;
use crate::domain::decision_id::DecisionIds;
use crate::domain::id::new_id;
use crate::domain::random::Entropy;
use crate::domain::secret::SecretKey;
use crate::domain::time::Clock;
use crate::domain::webhook::WebhookKey;
use crate::error::Error;
use crate::key::MasterKey;
use crate::metrics::Metrics;
use crate::outbound::Outbound;
use crate::service::restore::RestoreGuard;
use crate::state::{Fixed, State};
use crate::store::following::Following;
use crate::store::usage::Usage;
use crate::store::verification::decisions::{Bounds, Refusals};
use crate::store::verification::lookup::Lookup;
use crate::store::{COMPANIONS, Db, audit, database::instance};
use crate::web::failure;
use crate::{admin, jobs, routes, trace};

/// The parts of the outside world that tests replace.
#[derive(Clone)]
pub struct Environment {
    /// Where the current time comes from.
    pub clock: Clock,
    /// Where randomness comes from.
    pub entropy: Entropy,
    /// How throttling delays pass.
    pub sleep: Sleep,
    /// How many threads answer requests; one per core if `None`.
    pub workers: Option<usize>,
    /// Whether token usage is recorded. Benchmarks turn it off to measure its cost.
    pub records_usage: bool,
    /// Whether notifications are sent in the background. Tests that check each step send them themselves.
    pub sends_notices: bool,
    /// Whether tokens are verified from memory.
    pub verifies_from_memory: bool,
}

/// Latchkey, ready to serve.
pub struct Latchkey {
    state: State,
    listener: TcpListener,
    cookie_key: [u8; 32],
    idle: chrono::TimeDelta,
    restore_guard: RestoreGuard,
    environment: Environment,
}

impl Default for Environment {
    fn default() -> Self {
        Self {
            clock: Clock::System,
            entropy: Entropy::System,
            sleep: Sleep::Real,
            workers: None,
            records_usage: true,
            sends_notices: true,
            verifies_from_memory: false,
        }
    }
}

/// Opens the database from the settings, migrates it, and refuses a key that is not its own. Returns the state of the
/// handlers, and the key that signs session cookies.
pub async fn open(
    config: &Config,
    environment: &Environment,
    public_url: String,
) -> anyhow::Result<(State, [u8; 32])> {
    if let DatabaseUrl::Sqlite { path, .. } = &config.database {
        private::make_folder_of(path)
            .with_context(|| format!("cannot create the folder of {}", path.display()))?;
    }
    // A key that other users can read is refused instead of being restricted: they may have read it.
    let key = config.key.load(&environment.entropy)?;
    private::protect(&own_files(config));
    let db = Db::connect(config.database.expose()).await.context("cannot open the database")?;
    db.migrate().await?;
    let now = environment.clock.now();
    let mut tx = db.write().await?;
    // This writes only at the first start.
    tx.may_use_reserve();
    let fresh = new_id(now, &environment.entropy)?;
    let instance = instance::check_key(&mut tx, &key.derive("key check"), fresh, now).await?;
    let audit_key = ChainKey::new(key.derive("audit chain"));
    if audit::chain::seal(&mut tx, &audit_key, now).await? {
        tracing::info!("audit events are now chained");
    }
    tx.commit().await?;

    let first = u64::from_be_bytes(environment.entropy.bytes()?);
    let ids = DecisionIds::new(&key.derive("decision ids"), first);
    let fixed = Fixed {
        token_prefix: config.token_prefix.clone(),
        public_url,
        secret_key: SecretKey::new(key.id(), key.derive("token secrets")),
        csrf_key: key.derive("csrf"),
        device_key: key.derive("known devices"),
        audit_key,
        webhook_key: WebhookKey::new(key.derive("webhook secrets")),
        setup_code: setup_code(&key, &instance.to_string()),
    };
    let state = State {
        lookup: Lookup::new(db.clone()),
        db,
        clock: environment.clock.clone(),
        entropy: environment.entropy.clone(),
        usage: if environment.records_usage { Usage::default() } else { Usage::off() },
        refusals: Refusals::new(ids, Bounds::default()),
        metrics: Arc::new(Metrics::new(routes::ROUTES.iter().map(|line| (line.method, line.path)))),
        outbound: Arc::new(Outbound::new(config.mail.as_ref(), config.webhook_networks.clone())?),
        settings: Arc::new(config.runtime.clone()),
        fixed: Arc::new(fixed),
    };
    Ok((state, key.derive("session cookies")))
}

impl Latchkey {
    /// Prepares everything: database, key, owner from the settings, and the socket.
    pub async fn start(config: &Config, environment: Environment) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(config.listen)
            .with_context(|| format!("cannot listen on {} (LATCHKEY_LISTEN)", config.listen))?;
        let public_url = config.public_url(listener.local_addr()?).as_str().to_owned();
        let (state, cookie_key) = open(config, &environment, public_url).await?;
        if let Some(bootstrap) = &config.bootstrap {
            admin::bootstrap(&state, bootstrap).await?;
        }
        let restore_guard = begin_watch(&state, config.head_file.as_deref()).await?;
        Ok(Self { state, listener, cookie_key, idle: config.session_idle, restore_guard, environment })
    }

    /// The address it listens on.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// The state of its handlers.
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// Serves until the process is signalled to stop. Then finishes requests in progress, writes what is still in
    /// memory, and closes the database.
    pub async fn run(self) -> anyhow::Result<()> {
        self.serve(None).await
    }

    /// Like [`Latchkey::run`], but stops when `stop` arrives or its sender is dropped, instead of on a signal. For
    /// tests, which share one process.
    pub async fn run_until(self, stop: oneshot::Receiver<()>) -> anyhow::Result<()> {
        self.serve(Some(stop)).await
    }

    async fn serve(self, stop: Option<oneshot::Receiver<()>>) -> anyhow::Result<()> {
        let state = self.state;
        let throttle = Throttle::new(self.environment.sleep.clone());
        let guards = Data::new(Guards { passwords: Default::default(), throttle });
        let (shared, cookie_key, idle) = (state.clone(), self.cookie_key, self.idle);
        let threads = self.environment.workers.unwrap_or_else(cores);
        // Called once per thread.
        let app = move || {
            let shared = Data::new(shared.for_thread(threads));
            let at_once = routes::verification(&shared);
            let pages = web::scope("")
                // The middleware registered last runs first.
                .wrap(session::middleware(&shared, &cookie_key, idle))
                .wrap(from_fn(cookies::keep_ours))
                .wrap(from_fn(origin::check))
                .wrap(from_fn(away::middleware))
                .wrap(from_fn(failure::middleware))
                .wrap(from_fn(headers::put))
                .wrap(from_fn(trace::middleware))
                .wrap(Compress::default())
                .configure(routes::configure);
            let app = App::new()
                .app_data(shared)
                .app_data(guards.clone())
                .app_data(
                    web::QueryConfig::default()
                        .error_handler(|_, _| Error::Malformed("malformed query").into()),
                )
                // Proxies ask on every request, so verification bypasses the middleware above.
                .configure(routes::configure_verification)
                .service(pages);
            (at_once, app)
        };
        let following = if self.environment.verifies_from_memory {
            Some(Following::start(&state.db, Arc::clone(state.lookup.verifier()))?)
        } else {
            None
        };
        let jobs = jobs::start(state.clone(), self.restore_guard, self.environment.sends_notices);
        let mut server = server::listen(self.listener, threads, app)?;
        if stop.is_some() {
            server = server.disable_signals();
        }
        let running = server.run();
        if let Some(stop) = stop {
            let handle = running.handle();
            tokio::spawn(async move {
                stop.await.ok();
                handle.stop(true).await;
            });
        }
        running.await?;
        if let Some(following) = following {
            following.stop().await;
        }
        jobs.stop().await;
        state.db.close().await;
        Ok(())
    }
}

/// Compares the database with the head file before the first request.
async fn begin_watch(state: &State, file: Option<&Path>) -> anyhow::Result<RestoreGuard> {
    let mut restore_guard = RestoreGuard::begin(state, file);
    if let Some(path) = file.filter(|_| !restore_guard.began_with_a_file()) {
        let (_, events) = audit::chain::size(&mut state.db.read().await?).await?;
        if events > 0 {
            tracing::warn!(
                file = %path.display(),
                "the head file is missing, so a restored backup would go unnoticed at this start; creating a new one"
            );
        }
    }
    restore_guard.look(state).await?;
    restore_guard.keep(state).await;
    Ok(restore_guard)
}

/// The number of available cores.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}

/// The code that opens `/setup`. It is derived from the key, so every replica prints the same one, and only those who
/// see the terminal or hold the key know it.
fn setup_code(key: &MasterKey, instance: &str) -> String {
    let code = key.derive(&format!("setup code of {instance}"));
    hex::encode(code.split_at(16).0)
}

/// The files of Latchkey that the settings name.
fn own_files(config: &Config) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = config.head_file.iter().cloned().collect();
    if let KeySource::File(path) = &config.key {
        files.push(path.clone());
    }
    if let DatabaseUrl::Sqlite { path, .. } = &config.database {
        files.extend(COMPANIONS.map(|ending| disk::beside(path, ending)));
        files.push(path.clone());
    }
    files
}
