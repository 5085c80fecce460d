//! All SQL, on SQLite and on PostgreSQL. `sqlx` is named nowhere else.
//!
//! [`Db`] is one of the two databases; [`Db::read`] and [`Db::write`] open a transaction, [`Tx`]. Every function of
//! this module takes it first, and the tenant next where a tenant's data is touched. The same body runs on either
//! database: `$1` placeholders work on both, and where the dialects part, two texts stand side by side.

#![deny(clippy::missing_errors_doc)]

pub mod api_clients;
pub(crate) mod apps;
pub mod audit;
pub mod bulk;
pub(crate) mod database;
mod error;
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
use audit::chain::Pending;
use database::disk_space::DiskSpace;
use database::migrate;
pub use error::{Error, PauseReason};
pub(crate) use sql::{on, sql};
/// What names are sorted by.
pub(crate) use statement::fold as sort_key;

/// What a store function gives.
pub type Result<T> = std::result::Result<T, Error>;

/// How long a connection may be waited for, and how long SQLite waits for another process's lock.
const TIMEOUT: Duration = Duration::from_secs(5);

/// What the names of the files end with that stand beside the embedded database's: its log, the index of that, the
/// journal of a database that has no log yet, the lock of processes that start together, and
/// the reserve for a full disk.
pub(crate) const COMPANIONS: [&str; 5] = ["-wal", "-shm", "-journal", ".lock", RESERVE];
const RESERVE: &str = ".reserve";

/// The database, with its pool of connections. Clones share it.
#[derive(Clone)]
pub enum Db {
    /// The embedded database.
    Sqlite {
        /// Its connections.
        pool: SqlitePool,
        /// SQLite has one writer at a time; writers queue here, in order and without holding a connection.
        writer: Arc<Semaphore>,
        /// The space on its disk.
        disk: Arc<DiskSpace>,
    },
    /// A PostgreSQL server, which several replicas share.
    Postgres {
        /// Its connections.
        pool: PgPool,
        /// Where they are opened. A connection to a server ends with the runtime that it was opened in, and the threads
        /// that answer requests have one each: when the process stops, an idle one goes first, and must not take along
        /// the connection that another one has borrowed.
        home: Handle,
        /// Whether the server's disk is full, as far as is known here.
        disk: Arc<DiskSpace>,
    },
}

/// How the pool of connections stands.
#[derive(Clone, Copy, Debug)]
pub struct Pool {
    /// `sqlite` or `postgres`.
    pub kind: &'static str,
    /// Connections that are open.
    pub open: u64,
    /// Those of them that wait for work.
    pub idle: u64,
    /// As many as may be open.
    pub most: u64,
}

/// A transaction, with the audit events that are written when it is committed. Dropping it without [`Tx::commit`]
/// undoes it.
pub enum Tx {
    /// On the embedded database.
    Sqlite(Transaction<'static, Sqlite>, Option<OwnedSemaphorePermit>, Pending),
    /// On PostgreSQL.
    Postgres(Transaction<'static, Postgres>, Pending),
}

impl Db {
    /// Opens the database at `url`: `sqlite://PATH` (the file is made when missing) or `postgres://...`.
    ///
    /// # Errors
    /// When `url` is malformed, or the database cannot be opened or reached within five seconds.
    pub async fn connect(url: &str) -> Result<Self> {
        if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url)?
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                // What was acknowledged survives a power cut.
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                // In KiB, for each connection: what a page of a long list is made from stays at hand.
                .pragma("cache_size", "-8192")
                .busy_timeout(TIMEOUT);
            // The first to open a new file changes its journal; others who come then are refused, not made to wait.
            let _turn = migrate::turn(options.get_filename()).await;
            // SQLite would make it as the umask has it, and gives its log and index the same mode. Where it cannot be made,
            // SQLite says why.
            let _made = private::make_file(options.get_filename());
            let database = options.get_filename();
            let disk = DiskSpace::beside(database, disk::beside(database, RESERVE));
            disk.look();
            // Opening it takes some too, for what readers and writers share.
            disk.make_space(0);
            let pool = SqlitePoolOptions::new()
                .max_connections(8)
                .acquire_timeout(TIMEOUT)
                // When the disk is full or fails, SQLite undoes a transaction by itself. Then there is none left that sqlx
                // could undo, and it takes the connection for one in a transaction for ever: no other could begin there.
                .before_acquire(|connection, _| Box::pin(ready(Ok(!connection.is_in_transaction()))))
                .connect_with(options)
                .await?;
            Ok(Self::Sqlite { pool, writer: Arc::new(Semaphore::new(1)), disk })
        } else {
            let options = PgConnectOptions::from_str(url)?.application_name("latchkey");
            let pool = PgPoolOptions::new()
                .max_connections(16)
                .acquire_timeout(TIMEOUT)
                .connect_with(options)
                .await?;
            Ok(Self::Postgres { pool, home: Handle::current(), disk: DiskSpace::elsewhere() })
        }
    }

    /// The same database with connections of its own, for what must not wait behind requests.
    #[must_use]
    pub(crate) fn apart(&self) -> Self {
        match self {
            // Each of its connections has a thread to itself, and the writers' queue has to be shared.
            Self::Sqlite { .. } => self.clone(),
            Self::Postgres { pool, home, disk } => {
                let options = PgConnectOptions::clone(&pool.connect_options());
                let own = PgPoolOptions::new().max_connections(2).acquire_timeout(TIMEOUT);
                let pool = own.connect_lazy_with(options);
                Self::Postgres { pool, home: home.clone(), disk: Arc::clone(disk) }
            }
        }
    }

    /// Opens a transaction that only reads: everything in it is of one moment.
    ///
    /// # Errors
    /// [`Error::Busy`] when the process ends; otherwise when the database fails, or no connection is free within five
    /// seconds.
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

    /// Opens a transaction that writes.
    ///
    /// On SQLite it takes the write lock at once: a transaction that reads first and writes later fails when another
    /// one wrote in between.
    ///
    /// # Errors
    /// [`Error::Busy`] when other writers take more than five seconds; otherwise when the database fails, or no
    /// connection is free within five seconds.
    pub async fn write(&self) -> Result<Tx> {
        match self {
            Self::Sqlite { pool, writer, disk } => {
                disk.look();
                let turn = tokio::time::timeout(TIMEOUT, Arc::clone(writer).acquire_owned())
                    .await
                    .map_err(|_| Error::Busy)?
                    .map_err(|_| Error::Busy)?;
                let pending = Pending::on_disk(Arc::clone(disk));
                Ok(Tx::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?, Some(turn), pending))
            }
            Self::Postgres { pool, home, disk } => {
                let pool = pool.clone();
                let tx = at(home, async move { pool.begin().await }).await?;
                Ok(Tx::Postgres(tx, Pending::on_disk(Arc::clone(disk))))
            }
        }
    }

    /// The space on the disk of the database.
    pub fn disk(&self) -> &DiskSpace {
        match self {
            Self::Sqlite { disk, .. } | Self::Postgres { disk, .. } => disk,
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

    /// Closes all connections, after they finished what they do.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { pool, .. } => pool.close().await,
            Self::Postgres { pool, .. } => pool.close().await,
        }
    }
}

/// Does in the runtime `home` what opens connections.
async fn at<T: Send + 'static>(
    home: &Handle,
    work: impl Future<Output = sqlx::Result<T>> + Send + 'static,
) -> Result<T> {
    // It is gone when the process is as good as ended.
    Ok(home.spawn(work).await.map_err(|_| Error::Busy)??)
}

impl Tx {
    /// Makes what was done in it last, with the audit events that tell of it, and the notices for those who want to hear
    /// of it. Only after this may anybody be told that it is done.
    ///
    /// # Errors
    /// [`Error::DiskFull`] when the disk is full and this may not use the reserve; otherwise when the database fails.
    pub async fn commit(mut self) -> Result<()> {
        self.append_events().await?;
        self.pending().check_space()?;
        let disk = self.pending().disk();
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
        outcome
    }

    /// Writes the audit events and the notices that [`Tx::commit`] would write, for who has something to look at between
    /// the last wait for another transaction and the commit. Nothing that waits may follow but the commit.
    ///
    /// # Errors
    /// [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise when the database fails.
    pub(crate) async fn append_events(&mut self) -> Result<()> {
        self.pending().judge();
        notices::note_changes(self).await?;
        audit::chain::append(self).await
    }

    /// Lets it be committed to a full disk too, though no audit event says so
    /// ([`EventKind::may_use_reserve`](crate::domain::event::EventKind::may_use_reserve)): for what takes a right away.
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
