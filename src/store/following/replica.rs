//! A verifier on PostgreSQL: one process of several that share a server.
//!
//! Its row in `verifier_replicas` says what its memory contains; whoever changes something looks there and waits. So it
//! enters its row first, asks for what is new after that, and only then has a lease. A lease is renewed by an `UPDATE` of
//! the own row: without a row there is none. A row is removed by another verifier that saw it unchanged for longer than two
//! leases on its own clock, so no clock of the server or of another machine decides anything.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use tokio::runtime::{self, Handle};
use tokio::sync::watch;
use uuid::Uuid;

use super::follower::Follower;
use super::replicas::{self, Process};
use super::{POSTGRES_LEASE, wait_out};
use crate::store::{Db, Error, Result};
use crate::verifier::{Moment, Verifier};

/// Leases are renewed at least so often.
const TICK: Duration = Duration::from_millis(POSTGRES_LEASE.as_millis() as u64 / 4);
/// A question that takes longer is given up, with its connection.
const TIMEOUT: Duration = Duration::from_secs(4);
/// After an error it is asked again after so long.
const PAUSE: Duration = Duration::from_millis(100);
/// How often it is looked for verifiers that are gone.
const LOOK_EVERY: Duration = POSTGRES_LEASE;

/// A verifier's thread, until it is dropped.
pub struct Replica {
    stop: watch::Sender<bool>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Replica {
    /// Begins to follow `db`.
    ///
    /// # Errors
    /// The operating system's own, where there is no thread.
    pub fn start(db: &Db, verifier: Arc<Verifier>) -> std::io::Result<Self> {
        let (stop, stopped) = watch::channel(false);
        let db = db.clone();
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let thread = std::thread::Builder::new().name("verifier".to_owned()).spawn(move || {
            runtime.block_on(async move {
                if let Db::Postgres { pool, disk, counts, .. } = db {
                    let options = PgConnectOptions::clone(&pool.connect_options());
                    // What stands in the table of verifiers need not survive a crash: then all of it is gone.
                    let options = options.options([("synchronous_commit", "off")]);
                    let own = PgPoolOptions::new().max_connections(2).acquire_timeout(TIMEOUT);
                    let pool = own.test_before_acquire(false).connect_lazy_with(options);
                    let (home, counted) = (Handle::current(), Arc::clone(&counts));
                    let db = Db::Postgres { pool: pool.clone(), home, disk, counts: counted };
                    counts.follow(true);
                    let follower = Follower::new(db, verifier);
                    Following::new(pool, follower).run(stopped).await;
                    counts.follow(false);
                }
            });
        })?;
        Ok(Self { stop, thread: Some(thread) })
    }

    /// Ends the lease, takes the row away and stops.
    pub fn stop(mut self) {
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

impl Drop for Replica {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}

struct Following {
    pool: PgPool,
    process: Process,
    /// The own row, while there is one as far as is known.
    id: Option<Uuid>,
    follower: Follower,
    /// The other verifiers: how often each had renewed its lease, and since when it is known.
    others: BTreeMap<Uuid, (i64, Moment)>,
    looked: Moment,
}

impl Following {
    fn new(pool: PgPool, follower: Follower) -> Self {
        let (others, looked) = (BTreeMap::new(), Moment::now());
        Self { pool, process: Process::own(), id: None, follower, others, looked }
    }

    async fn run(mut self, mut stopped: watch::Receiver<bool>) {
        let mut news = None;
        loop {
            let turn = async {
                if news.is_none() {
                    news = self.listen().await.ok();
                }
                self.turn().await
            };
            let outcome = tokio::select! {
                outcome = turn => outcome,
                _ = stopped.changed() => break,
            };
            let pause = match outcome {
                Ok(()) => TICK,
                Err(error) => {
                    tracing::warn!(%error, "the verifier cannot follow the database, will retry");
                    PAUSE
                }
            };
            tokio::select! {
                () = wait_for(&mut news) => {}
                () = tokio::time::sleep(pause) => {}
                _ = stopped.changed() => break,
            }
        }
        self.follower.forget();
        if let Some(id) = self.id {
            tokio::time::timeout(TICK, replicas::leave(&self.pool, id)).await.ok();
        }
        tokio::time::timeout(TICK, self.pool.close()).await.ok();
    }

    async fn listen(&self) -> Result<PgListener> {
        let mut listener = PgListener::connect_with(&self.pool).await?;
        listener.listen("latchkey_changes").await?;
        Ok(listener)
    }

    /// Catches up, and renews the lease.
    async fn turn(&mut self) -> Result<()> {
        let asked = Moment::now();
        let loaded = self.follower.at().is_some();
        let at = self.follower.catch_up();
        // Loading takes as long as it takes.
        let at = if loaded {
            tokio::time::timeout(TIMEOUT, at).await.map_err(|_| Error::Busy)??
        } else {
            at.await?
        };
        if !at.is_whole() {
            // Nobody knows which verifiers there were before.
            self.follower.forget();
            let counts = Arc::clone(&self.follower.verifier().counts);
            // It waits on purpose, and not for the database.
            counts.follow(false);
            let outcome = replicas::make_whole(&self.pool).await;
            counts.follow(true);
            return outcome;
        }
        let applied = at.snapshot().to_owned();
        let secrets = self.follower.verifier().view.secrets();
        let renewed = match self.id {
            Some(id) => replicas::renew(&self.pool, id, &applied, secrets).await?,
            None => false,
        };
        if !renewed {
            self.follower.verifier().lease.end();
            self.id = None;
            self.id = Some(replicas::register(&self.pool, &self.process, &applied).await?);
            // The lease begins with what is asked after this.
            return Box::pin(self.turn()).await;
        }
        self.follower.verifier().lease.extend(asked, POSTGRES_LEASE);
        if self.looked.until(Moment::now()) >= LOOK_EVERY {
            self.looked = Moment::now();
            self.look_around().await?;
        }
        Ok(())
    }

    /// Removes the rows of verifiers that are gone.
    async fn look_around(&mut self) -> Result<()> {
        let all = replicas::list(&self.pool).await?;
        self.follower.verifier().counts.know(all.len());
        let now = Moment::now();
        self.others.retain(|id, _| all.contains_key(id));
        for (id, renewals) in all.into_iter().filter(|(id, _)| Some(*id) != self.id) {
            let known = self.others.entry(id).or_insert((renewals, now));
            if known.0 != renewals {
                *known = (renewals, now);
            } else if known.1.until(now) > 2 * wait_out(POSTGRES_LEASE) {
                replicas::remove(&self.pool, id, renewals).await?;
            }
        }
        Ok(())
    }
}

/// Waits for news. Several that came at once are one.
async fn wait_for(news: &mut Option<PgListener>) {
    let Some(listener) = news else { return std::future::pending().await };
    match listener.try_recv().await {
        Ok(Some(_)) => while listener.next_buffered().is_some() {},
        // It listens again with the next turn.
        Ok(None) | Err(_) => *news = None,
    }
}
