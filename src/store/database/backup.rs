//! Copies the SQLite database while others read and write it.
//!
//! With `VACUUM INTO`, not with SQLite's online backup API: one statement in one read transaction gives a snapshot
//! despite concurrent writes, while the API starts over whenever another process commits; and the copy contains no
//! remains of deleted rows. It uses rusqlite, because it must neither migrate nor change what it reads.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use uuid::Uuid;

use super::instance;
use crate::domain::chain::{Chain, Head};

/// How long to wait for a process that recovers the write-ahead log after a crash.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The contents of a copy.
#[derive(Clone, Debug)]
pub struct Contents {
    /// The number of confirmed restores.
    pub restores: i64,
    /// The heads of the audit chains; `None` if the database is from a version without them.
    pub heads: Option<BTreeMap<Chain, Head>>,
}

/// Why there is no reliable copy.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// SQLite failed.
    #[error("SQLite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The copy is damaged, so the database probably is too.
    #[error("the copy failed its integrity check, so the database may be damaged too: {0}")]
    Unsound(String),
    /// The database belongs to another key, or is not Latchkey's.
    #[error(
        "the key does not belong to this database, or this is not a Latchkey database; use the key that the database \
         was created with (LATCHKEY_KEY_FILE or LATCHKEY_KEY)"
    )]
    Foreign,
}

/// Copies a snapshot of the database in the file `from` into the empty file `to`.
///
/// # Errors
/// [`BackupError::Sqlite`] if `from` is not a readable database or stays busy, or if `to` is not empty or can't be
/// written to.
pub fn copy(from: &Path, to: &Path) -> Result<(), BackupError> {
    let connection = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.busy_timeout(TIMEOUT)?;
    connection.execute("VACUUM INTO ?1", [to.to_string_lossy()])?;
    Ok(())
}

/// Checks the whole database in `file`, which nobody may be writing to, and returns its contents. `key` is the one
/// derived for [`instance::check_key`].
///
/// # Errors
/// [`BackupError::Foreign`] if it is not a Latchkey database, or belongs to another key; [`BackupError::Unsound`] if
/// SQLite finds damage; [`BackupError::Sqlite`] if it can't be read.
pub fn check(file: &Path, key: &[u8; 32]) -> Result<Contents, BackupError> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    for pragma in ["PRAGMA integrity_check", "PRAGMA foreign_key_check"] {
        let mut statement = connection.prepare(pragma)?;
        let complaints: Vec<String> = statement
            .query_map([], |row| row.get(0))?
            .collect::<Result<Vec<String>, _>>()?
            .into_iter()
            .filter(|line| line != "ok")
            .collect();
        if !complaints.is_empty() {
            return Err(BackupError::Unsound(complaints.join("; ")));
        }
    }
    if !exists(&connection, "SELECT 1 FROM sqlite_master WHERE name = 'instance'")? {
        return Err(BackupError::Foreign);
    }
    let (id, known): ([u8; 16], String) =
        connection.query_row("SELECT instance_id, key_check FROM instance", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    if !instance::is_key_of(key, Uuid::from_bytes(id), &known) {
        return Err(BackupError::Foreign);
    }
    let counted = exists(&connection, "SELECT 1 FROM pragma_table_info('instance') WHERE name = 'restores'")?;
    let restores = if counted {
        connection.query_row("SELECT restores FROM instance", [], |row| row.get(0))?
    } else {
        0
    };
    let heads = if exists(&connection, "SELECT 1 FROM sqlite_master WHERE name = 'audit_heads'")? {
        let mut statement = connection.prepare("SELECT chain, sequence, link FROM audit_heads")?;
        let heads = statement.query_map([], |row| {
            let chain = Chain::from_uuid(Uuid::from_bytes(row.get(0)?));
            Ok((chain, Head { sequence: row.get(1)?, link: row.get(2)? }))
        })?;
        Some(heads.collect::<Result<_, _>>()?)
    } else {
        None
    };
    Ok(Contents { restores, heads })
}

fn exists(connection: &Connection, text: &str) -> Result<bool, BackupError> {
    Ok(connection.prepare(text)?.exists([])?)
}
