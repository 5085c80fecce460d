//! Reading the embedded database in the thread that asks.

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};

use crate::domain::decision::Requirement;
use crate::domain::secret::SecretHash;
use crate::store::verification::{self, Row};

/// How much of the database a connection keeps at hand; SQLite reads a negative number as KiB.
const CACHE_KIB: i64 = -16 * 1024;

/// A connection of one thread. The pool's connections live in threads of their own, and handing a question over and
/// the answer back costs more than the question.
pub struct Reader {
    /// Only one thread uses it, so nobody ever waits for this lock.
    connection: Mutex<Connection>,
    there: String,
    by_id: String,
    anywhere: String,
}

impl Reader {
    /// Opens the database in `file`, to read only.
    ///
    /// # Errors
    /// When the database fails.
    pub fn open(file: &Path) -> rusqlite::Result<Self> {
        // Without a mutex of SQLite's: ours is around it already.
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(file, flags)?;
        // Readers of a write-ahead log wait for nobody but one who recovers it after a crash. Waiting here would stop
        // all that this thread does, so that is left to the pool.
        connection.busy_timeout(Duration::ZERO)?;
        // Otherwise SQLite, once it has statistics, plans again for every secret: ten times the work of the lookup.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        // Room for the inner index pages of a million tokens; otherwise each lookup reads them from the file. Mapping
        // the file into memory would be faster still, but then a failing disk would kill the process.
        connection.pragma_update(None, "cache_size", CACHE_KIB)?;
        let [there, by_id, anywhere] = verification::sqlite_facts();
        Ok(Self { connection: Mutex::new(connection), there, by_id, anywhere })
    }

    /// What the database has on that secret.
    ///
    /// # Errors
    /// When the database fails.
    pub fn row(&self, hash: &SecretHash, requirement: Requirement<'_>) -> rusqlite::Result<Option<Row>> {
        // A panic in between leaves no statement under way: dropping it resets it.
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let hash = hash.bytes().as_slice();
        match (verification::tenant_of(requirement), requirement.tenant_id) {
            (slug, Some(id)) => {
                let id = id.uuid();
                let id = id.as_bytes().as_slice();
                connection.prepare_cached(&self.by_id)?.query_row((hash, id, slug), Row::read)
            }
            (Some(slug), None) => connection.prepare_cached(&self.there)?.query_row((hash, slug), Row::read),
            (None, None) => connection.prepare_cached(&self.anywhere)?.query_row((hash,), Row::read),
        }
        .optional()
    }

    /// Panics with the lock in hand.
    #[cfg(test)]
    pub fn and_panic(&self) {
        let _held = self.connection.lock();
        panic!("as a test wants it");
    }
}
