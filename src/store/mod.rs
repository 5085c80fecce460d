//! All SQL, on SQLite and on PostgreSQL. `sqlx` is named nowhere else.
//!
//! [`Db`] is one of the two databases; [`Db::read`] and [`Db::write`] open a transaction, [`Tx`]. Every function of
//! this module takes it first, and the tenant next where a tenant's data is touched. The same body runs on either
//! database: `$1` placeholders work on both, and where the dialects part, two texts stand side by side.

pub mod api_clients;
pub mod apps;
pub mod audit;
pub mod decisions;
pub mod drafts;
mod error;
pub mod idempotency;
pub mod in_use;
pub mod instance;
pub mod logos;
pub mod lookup;
mod migrate;
pub mod modules;
pub mod rotations;
pub mod secrets;
pub mod sessions;
pub mod sign_in_failures;
mod sql;
mod statement;
pub mod tenants;
pub mod token_changes;
pub mod token_filter;
pub mod token_list;
pub mod tokens;
pub mod usage;
pub mod usage_days;
pub mod users;
pub mod verification;

use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Postgres, Sqlite, Transaction};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub use error::Error;
pub(crate) use sql::{on, sql};

/// What a store function gives.
pub type Result<T> = std::result::Result<T, Error>;

/// How long a connection may be waited for, and how long SQLite waits for another process's lock.
const PATIENCE: Duration = Duration::from_secs(5);

/// The database, with its pool of connections. Clones share it.
#[derive(Clone)]
pub enum Db {
    /// The embedded database.
    Sqlite {
        /// Its connections.
        pool: SqlitePool,
        /// SQLite has one writer at a time; writers queue here, in order and without holding a connection.
        writer: Arc<Semaphore>,
    },
    /// A PostgreSQL server, which several replicas share.
    Postgres(PgPool),
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

/// A transaction. Dropping it without [`Tx::commit`] undoes it.
pub enum Tx {
    /// On the embedded database.
    Sqlite(Transaction<'static, Sqlite>, Option<OwnedSemaphorePermit>),
    /// On PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

impl Db {
    /// Opens the database at `url`: `sqlite://PATH` (the file is made when missing) or `postgres://...`.
    pub async fn connect(url: &str) -> Result<Self> {
        if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url)?
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                // What was acknowledged survives a power cut.
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(PATIENCE);
            // The first to open a new file changes its journal; others who come then are refused, not made to wait.
            let _turn = migrate::turn(options.get_filename()).await;
            let pool = SqlitePoolOptions::new()
                .max_connections(8)
                .acquire_timeout(PATIENCE)
                .connect_with(options)
                .await?;
            Ok(Self::Sqlite { pool, writer: Arc::new(Semaphore::new(1)) })
        } else {
            let options = PgConnectOptions::from_str(url)?.application_name("latchkey");
            let pool = PgPoolOptions::new()
                .max_connections(16)
                .acquire_timeout(PATIENCE)
                .connect_with(options)
                .await?;
            Ok(Self::Postgres(pool))
        }
    }

    /// The same database with connections of its own, for what must not end with the threads that answer requests.
    ///
    /// A connection to a server lives in the thread that opened it. When the process stops, those threads go first, and
    /// a write that has borrowed one of their connections would not learn whether it was committed.
    #[must_use]
    pub fn apart(&self) -> Self {
        match self {
            // Each of its connections has a thread to itself, and the writers' queue has to be shared.
            Self::Sqlite { .. } => self.clone(),
            Self::Postgres(pool) => Self::Postgres(
                PgPoolOptions::new()
                    .max_connections(2)
                    .acquire_timeout(PATIENCE)
                    .connect_lazy_with(PgConnectOptions::clone(&pool.connect_options())),
            ),
        }
    }

    /// Opens a transaction that only reads: everything in it is of one moment.
    pub async fn read(&self) -> Result<Tx> {
        match self {
            Self::Sqlite { pool, .. } => Ok(Tx::Sqlite(pool.begin().await?, None)),
            Self::Postgres(pool) => {
                Ok(Tx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY").await?))
            }
        }
    }

    /// Opens a transaction that writes.
    ///
    /// On SQLite it takes the write lock at once: a transaction that reads first and writes later fails when another
    /// one wrote in between.
    pub async fn write(&self) -> Result<Tx> {
        match self {
            Self::Sqlite { pool, writer } => {
                let turn = tokio::time::timeout(PATIENCE, Arc::clone(writer).acquire_owned())
                    .await
                    .map_err(|_| Error::Busy)?
                    .map_err(|_| Error::Busy)?;
                Ok(Tx::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?, Some(turn)))
            }
            Self::Postgres(pool) => Ok(Tx::Postgres(pool.begin().await?)),
        }
    }

    /// How the pool of connections stands at this moment.
    pub fn pool(&self) -> Pool {
        let (kind, open, idle, most) = match self {
            Self::Sqlite { pool, .. } => {
                ("sqlite", pool.size(), pool.num_idle(), pool.options().get_max_connections())
            }
            Self::Postgres(pool) => {
                ("postgres", pool.size(), pool.num_idle(), pool.options().get_max_connections())
            }
        };
        let idle = u64::try_from(idle).unwrap_or(u64::MAX);
        Pool { kind, open: open.into(), idle, most: most.into() }
    }

    /// Whether [`Db::close`] was called.
    pub fn is_closed(&self) -> bool {
        match self {
            Self::Sqlite { pool, .. } => pool.is_closed(),
            Self::Postgres(pool) => pool.is_closed(),
        }
    }

    /// Closes all connections, after they finished what they do.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { pool, .. } => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes what was done in it last. Only after this may anybody be told that it is done.
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx, _turn) => Ok(tx.commit().await?),
            Self::Postgres(tx) => Ok(tx.commit().await?),
        }
    }
}

#[cfg(test)]
mod tests;
