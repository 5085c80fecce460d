//! All SQL, for SQLite and PostgreSQL. Only this module uses `sqlx`.
//!
//! [`Db`] is one of the two databases; [`Db::read`] and [`Db::write`] open a transaction, [`Tx`]. Every function here
//! takes it first, followed by the tenant if it concerns a tenant's data. The same body runs on both databases: `$1`
//! placeholders work on both, and where the dialects differ, there are two statements.

#![deny(clippy::missing_errors_doc)]

pub mod api_clients;
pub(crate) mod apps;
pub mod audit;
pub mod bulk;
pub(crate) mod database;
mod error;
pub(crate) mod following;
pub(crate) mod idempotency;
pub(crate) mod limits;
pub mod modules;
pub mod notices;
pub mod people;
pub(crate) mod portions;
mod sql;
mod statement;
pub mod tenants;
pub mod tokens;
pub mod usage;
pub mod verification;

use std::future::ready;
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection as _, Postgres, Sqlite, Transaction};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::disk::{self, private};
use crate::verifier::Counts;
use audit::chain::Pending;
use database::disk_space::DiskSpace;
use database::migrate;
pub use error::{Error, PauseReason};
use following::embedded::Own;
use following::waiting::Waiting;
pub(crate) use sql::{on, sql};
/// What names are sorted by.
pub(crate) use statement::fold as sort_key;

/// The result of store functions.
pub type Result<T> = std::result::Result<T, Error>;

/// How long to wait for a connection, and SQLite for another process's lock.
const TIMEOUT: Duration = Duration::from_secs(5);

/// What the names of the files end with that stand beside the embedded database's: its log, the index of that, the
/// journal of a database that has no log yet, the lock of processes that start together, the one of the process that
/// verifies from memory, and the reserve for a full disk.
pub(crate) const COMPANIONS: [&str; 6] = ["-wal", "-shm", "-journal", ".lock", VIEW_LOCK, RESERVE];
const RESERVE: &str = ".reserve";
const VIEW_LOCK: &str = ".verifier";

/// The name of each session on PostgreSQL. It tells the triggers of the change log that [`Tx::commit`] waits for the
/// verifiers; in a session with another name they end all leases. A name, because poolers between pass it on.
const SESSION_NAME: &str = "latchkey (waits)";

/// The database with its connection pool. Clones share the pool.
#[derive(Clone)]
pub enum Db {
    /// An SQLite database.
    Sqlite {
        /// Its connections.
        pool: SqlitePool,
        /// SQLite has one writer at a time; writers queue here, in order and without holding a connection.
        writer: Arc<Semaphore>,
        /// The space on its disk.
        disk: Arc<DiskSpace>,
        /// What this process verifies from.
        own: Arc<Own>,
        /// What is counted of following it.
        counts: Arc<Counts>,
    },
    /// A PostgreSQL server, which replicas share.
    Postgres {
        /// Its connections.
        pool: PgPool,
        /// The runtime that opens connections. A connection ends with the runtime that opened it, and each worker
        /// thread has its own: when the process stops, an idle thread's runtime ends first, and must not take along a
        /// connection that another thread has borrowed.
        home: Handle,
        /// Whether the server's disk is full, as far as this process knows.
        disk: Arc<DiskSpace>,
        /// What is counted of following it.
        counts: Arc<Counts>,
    },
}

/// The state of the connection pool.
#[derive(Clone, Copy, Debug)]
pub struct Pool {
    /// `sqlite` or `postgres`.
    pub kind: &'static str,
    /// Open connections.
    pub open: u64,
    /// How many of them are idle.
    pub idle: u64,
    /// Maximum number of connections.
    pub most: u64,
}

/// A transaction, with the audit events that are written when it commits. Dropping it without [`Tx::commit`] rolls it
/// back.
pub enum Tx {
    /// On SQLite.
    Sqlite(Transaction<'static, Sqlite>, Option<OwnedSemaphorePermit>, Pending),
    /// On PostgreSQL.
    Postgres(Transaction<'static, Postgres>, Pending),
}

impl Db {
    /// Opens the database at `url`: `sqlite://PATH` (created if missing) or `postgres://...`.
    ///
    /// # Errors
    /// If `url` is malformed, or the database cannot be opened or reached within five seconds.
    pub async fn connect(url: &str) -> Result<Self> {
        if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url)?
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                // A committed transaction survives a power cut.
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                // In KiB, per connection: enough to keep what a page of a long list reads.
                .pragma("cache_size", "-8192")
                .busy_timeout(TIMEOUT);
            // The first process to open a new file changes its journal mode; meanwhile SQLite refuses others instead
            // of making them wait.
            let _turn = migrate::turn(options.get_filename()).await;
            // SQLite would create it with the umask's mode, and give its log and index the same. If it can't be
            // created, SQLite reports why.
            let _made = private::make_file(options.get_filename());
            let database = options.get_filename();
            let disk = DiskSpace::beside(database, disk::beside(database, RESERVE));
            disk.look();
            // Opening takes some space too, for what readers and writers share.
            disk.make_space(0);
            let pool = SqlitePoolOptions::new()
                .max_connections(8)
                .acquire_timeout(TIMEOUT)
                // When the disk is full or fails, SQLite rolls back a transaction by itself. Then sqlx has nothing to
                // roll back, and considers the connection in a transaction for ever: no other could begin on it.
                .before_acquire(|connection, _| Box::pin(ready(Ok(!connection.is_in_transaction()))))
                .connect_with(options)
                .await?;
            Ok(Self::Sqlite {
                pool,
                writer: Arc::new(Semaphore::new(1)),
                disk,
                own: Arc::default(),
                counts: Arc::default(),
            })
        } else {
            let options = PgConnectOptions::from_str(url)?.application_name(SESSION_NAME);
            let pool = PgPoolOptions::new()
                .max_connections(16)
                .acquire_timeout(TIMEOUT)
                .connect_with(options)
                .await?;
            Ok(Self::Postgres {
                pool,
                home: Handle::current(),
                disk: DiskSpace::elsewhere(),
                counts: Arc::default(),
            })
        }
    }

    /// The same database with its own connections, for work that must not wait behind requests.
    #[must_use]
    pub(crate) fn apart(&self) -> Self {
        match self {
            // Each of its connections has its own thread, and the writers' queue has to be shared.
            Self::Sqlite { .. } => self.clone(),
            Self::Postgres { pool, home, disk, counts } => {
                let options = PgConnectOptions::clone(&pool.connect_options());
                let own = PgPoolOptions::new().max_connections(2).acquire_timeout(TIMEOUT);
                let pool = own.connect_lazy_with(options);
                Self::Postgres {
                    pool,
                    home: home.clone(),
                    disk: Arc::clone(disk),
                    counts: Arc::clone(counts),
                }
            }
        }
    }

    /// Opens a read transaction, which sees one snapshot.
    ///
    /// # Errors
    /// [`Error::Busy`] if the process is stopping; otherwise if the database fails, or no connection is free within
    /// five seconds.
    pub async fn read(&self) -> Result<Tx> {
        match self {
            Self::Sqlite { pool, .. } => Ok(Tx::Sqlite(pool.begin().await?, None, Pending::default())),
            Self::Postgres { pool, home, .. } => {
                let pool = pool.clone();
                let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
                let tx = at(home, async move { pool.begin_with(begin).await }).await?;
                Ok(Tx::Postgres(tx, Pending::default()))
            }
        }
    }

    /// Opens a write transaction.
    ///
    /// On SQLite it takes the write lock immediately: a transaction that reads first and writes later fails if
    /// another one wrote in between.
    ///
    /// # Errors
    /// [`Error::Busy`] if other writers take more than five seconds; otherwise if the database fails, or no
    /// connection is free within five seconds.
    pub async fn write(&self) -> Result<Tx> {
        match self {
            Self::Sqlite { pool, writer, disk, .. } => {
                disk.look();
                let turn = tokio::time::timeout(TIMEOUT, Arc::clone(writer).acquire_owned())
                    .await
                    .map_err(|_| Error::Busy)?
                    .map_err(|_| Error::Busy)?;
                let pending = Pending::on_disk(Arc::clone(disk)).of(self.clone());
                Ok(Tx::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?, Some(turn), pending))
            }
            Self::Postgres { pool, home, disk, .. } => {
                let pool = pool.clone();
                let tx = at(home, async move { pool.begin().await }).await?;
                Ok(Tx::Postgres(tx, Pending::on_disk(Arc::clone(disk)).of(self.clone())))
            }
        }
    }

    /// The disk space of the database.
    pub fn disk(&self) -> &DiskSpace {
        match self {
            Self::Sqlite { disk, .. } | Self::Postgres { disk, .. } => disk,
        }
    }

    /// What is counted of following it.
    pub(crate) const fn counts(&self) -> &Arc<Counts> {
        match self {
            Self::Sqlite { counts, .. } | Self::Postgres { counts, .. } => counts,
        }
    }

    /// How the pool of connections stands at this moment.
    pub(crate) fn pool(&self) -> Pool {
        let (kind, open, idle, most) = match self {
            Self::Sqlite { pool, .. } => {
                ("sqlite", pool.size(), pool.num_idle(), pool.options().get_max_connections())
            }
            Self::Postgres { pool, .. } => {
                ("postgres", pool.size(), pool.num_idle(), pool.options().get_max_connections())
            }
        };
        let idle = u64::try_from(idle).unwrap_or(u64::MAX);
        Pool { kind, open: open.into(), idle, most: most.into() }
    }

    /// Whether [`Db::close`] was called.
    pub(crate) fn is_closed(&self) -> bool {
        match self {
            Self::Sqlite { pool, .. } => pool.is_closed(),
            Self::Postgres { pool, .. } => pool.is_closed(),
        }
    }

    /// Closes all connections when they have finished their work.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { pool, .. } => pool.close().await,
            Self::Postgres { pool, .. } => pool.close().await,
        }
    }
}

/// Runs work that opens connections in the runtime `home`.
async fn at<T: Send + 'static>(
    home: &Handle,
    work: impl Future<Output = sqlx::Result<T>> + Send + 'static,
) -> Result<T> {
    // The runtime is gone only when the process is about to end.
    Ok(home.spawn(work).await??)
}

impl Tx {
    /// Makes what was done in it last, with the audit events that tell of it, and the notices for those who want to hear
    /// of it. Only after this may anybody be told that it is done: from then on no verifier uses an older state.
    ///
    /// # Errors
    /// [`Error::DiskFull`] if the disk is full and this transaction may not use the reserve; otherwise if the
    /// database fails.
    pub async fn commit(mut self) -> Result<()> {
        self.append_events().await?;
        self.pending().check_space()?;
        let disk = self.pending().disk();
        let waiting = Waiting::of(&mut self).await?;
        let outcome = match self {
            Self::Sqlite(tx, _turn, _) => tx.commit().await,
            Self::Postgres(tx, _) => tx.commit().await,
        }
        .map_err(Error::from);
        if let (Err(error), Some(disk)) = (&outcome, disk)
            && error.is_disk_full()
        {
            disk.failed();
        }
        outcome?;
        if let Some(waiting) = waiting {
            waiting.wait().await;
        }
        Ok(())
    }

    /// Writes the audit events and the notices that [`Tx::commit`] would write, for a caller that must check
    /// something between the last wait for another transaction and the commit. Nothing that waits may follow except
    /// the commit.
    ///
    /// # Errors
    /// [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise if the database fails.
    pub(crate) async fn append_events(&mut self) -> Result<()> {
        self.pending().judge();
        notices::note_changes(self).await?;
        audit::chain::append(self).await
    }

    /// Allows committing to a full disk even if the audit events don't
    /// ([`EventKind::may_use_reserve`](crate::domain::event::EventKind::may_use_reserve)), for a change that removes
    /// access.
    pub(crate) const fn may_use_reserve(&mut self) {
        self.pending().use_reserve();
    }

    const fn pending(&mut self) -> &mut Pending {
        match self {
            Self::Sqlite(_, _, pending) | Self::Postgres(_, pending) => pending,
        }
    }
}

#[cfg(test)]
#[path = "../../tests/store/mod.rs"]
pub(crate) mod tests;
