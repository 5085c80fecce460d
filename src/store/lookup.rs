//! From the hash of a presented secret to the facts that decide: one read, on every verification.
//!
//! Whatever makes that read faster belongs here, behind [`Lookup::facts`]; what is decided on the facts stands in
//! `domain::decision` and does not know where they come from. Nothing is remembered from one read to the next: what
//! was committed before a read began, on whichever replica, is in its facts.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension as _};

use super::verification::{self, Presented, Row};
use super::{Db, Result};
use crate::domain::decision::Wish;
use crate::domain::secret::SecretHash;

/// Readers of a write-ahead log wait for nobody but one who recovers it after a crash.
const PATIENCE: Duration = Duration::from_millis(250);

/// Finds what presented secrets lead to.
#[derive(Clone)]
pub struct Lookup {
    db: Db,
    /// This thread's own connection to the embedded database.
    reader: Option<Arc<Reader>>,
}

/// A connection to the embedded database that reads in the thread that asks. The pool's connections live in threads of
/// their own, and handing a question over and the answer back costs more than the question.
struct Reader {
    /// Only one thread uses it, so nobody ever waits for this lock.
    connection: Mutex<Connection>,
    facts: String,
}

impl Lookup {
    /// Reads over the pool's connections.
    pub const fn new(db: Db) -> Self {
        Self { db, reader: None }
    }

    /// The same for one thread that answers requests: on SQLite it gets a connection of its own.
    #[must_use]
    pub fn for_thread(&self) -> Self {
        let reader = match &self.db {
            Db::Sqlite { pool, .. } => match Reader::open(pool.connect_options().get_filename()) {
                Ok(reader) => Some(Arc::new(reader)),
                Err(error) => {
                    tracing::warn!(%error, "verification reads over the pool, which is slower");
                    None
                }
            },
            Db::Postgres(_) => None,
        };
        Self { db: self.db.clone(), reader }
    }

    /// The token whose secret has that hash and everything needed to decide on `wish`, as it is at this moment.
    pub async fn facts(&self, hash: &SecretHash, wish: Wish<'_>) -> Result<Option<Presented>> {
        let row = match self.reader.as_ref().map(|reader| reader.row(hash, wish)) {
            Some(Ok(row)) => row,
            Some(Err(error)) => {
                // The pool may have more luck, and says in its own words what is wrong if it has none.
                tracing::warn!(%error, "a read for a verification is tried again");
                verification::row(&self.db, hash, wish).await?
            }
            None => verification::row(&self.db, hash, wish).await?,
        };
        row.map(|row| row.into_presented(wish.module.is_some())).transpose()
    }
}

impl Reader {
    fn open(file: &Path) -> rusqlite::Result<Self> {
        // Without a mutex of SQLite's: ours is around it already.
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(file, flags)?;
        connection.busy_timeout(PATIENCE)?;
        Ok(Self { connection: Mutex::new(connection), facts: verification::sqlite_facts() })
    }

    fn row(&self, hash: &SecretHash, wish: Wish<'_>) -> rusqlite::Result<Option<Row>> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let mut statement = connection.prepare_cached(&self.facts)?;
        let (tenant, module) = verification::asked(wish);
        statement.query_row((hash.bytes().as_slice(), tenant, module), Row::read).optional()
    }
}
