//! Errors of the store.

use std::fmt;

use crate::domain::limits::Limit;

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// An error of the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database failed.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// A migration failed.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// Other writers blocked the database for too long. Nothing was changed; retrying is safe.
    #[error("the database is busy")]
    Busy,
    /// The open SQLite file was replaced or removed, so reads may be out of date.
    #[error("the database's file was replaced or removed under the running process")]
    Replaced,
    /// The database is older than its last known state, and no operator has confirmed that yet.
    #[error("verification is paused: {0}; on the host run: latchkey confirm-restore")]
    Closed(PauseReason),
    /// The disk is full, and the transaction may not use the reserve. Nothing was changed.
    #[error("the disk of the database is full")]
    DiskFull,
    /// The maximum number is reached. Nothing was changed.
    #[error("{}", .0.detail())]
    Limit(Limit),
    /// A value is larger than its maximum size. Nothing was changed.
    #[error("larger than the maximum size")]
    TooLarge,
    /// A row contains something that no version of Latchkey writes.
    #[error("corrupt row: {0}")]
    Corrupt(&'static str),
    /// Triggers of the change log are missing, so that nobody can follow the database.
    #[error("triggers of the change log are missing")]
    Incomplete,
    /// The same, and what reading it said.
    #[error("corrupt row: {0}")]
    Unreadable(&'static str, #[source] Cause),
    /// The runtime that opens connections ended, or panicked. Nothing was changed; trying again is safe.
    #[error("cannot open a connection: {0}")]
    NoRuntime(#[from] tokio::task::JoinError),
    /// The key does not belong to this database.
    #[error(
        "this key does not belong to this database. Use the key that the database was created with \
         (LATCHKEY_KEY_FILE or LATCHKEY_KEY)"
    )]
    WrongKey,
}

/// Why verification is paused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PauseReason {
    /// Audit events are missing: the database was restored from a backup.
    Behind,
    /// The file with the newest audit heads can't be used, so nobody knows whether events are missing.
    UnusableHead,
}

impl fmt::Display for PauseReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Behind => "the database is older than the newest known audit head",
            Self::UnusableHead => "the head file of the audit log cannot be used",
        })
    }
}

impl Error {
    /// For a value in `column` that no version of Latchkey writes.
    pub(super) fn unreadable<E: Into<Cause>>(column: &'static str) -> impl Fn(E) -> Self {
        move |cause| Self::Unreadable(column, cause.into())
    }

    /// Whether the disk of the database is full, or behaves like it.
    pub fn is_disk_full(&self) -> bool {
        match self {
            Self::DiskFull => true,
            // SQLite's FULL, a failed write (caused by a quota, for example), and a log index that can't grow.
            Self::Database(sqlx::Error::Database(error)) => {
                error.code().is_some_and(|code| ["13", "778", "4874", "53100"].contains(&code.as_ref()))
            }
            _ => false,
        }
    }

    /// Whether a retry may soon succeed.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Busy
            | Self::NoRuntime(_)
            | Self::Replaced
            | Self::Closed(_)
            | Self::Database(sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_)) => {
                true
            }
            // PostgreSQL's codes have five characters: class 40 is a rollback, 53 (including a full disk) and 57 are
            // lack of resources. SQLite's are shorter numbers, with the primary code in the last byte: 5 is BUSY, 13
            // is FULL. 778 is a failed write, which a full quota causes.
            Self::Database(sqlx::Error::Database(error)) => error.code().is_some_and(|code| {
                if code.len() == 5 {
                    ["40", "53", "57"].iter().any(|class| code.starts_with(class))
                } else {
                    code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 13) || code == 778)
                }
            }),
            _ => false,
        }
    }

    /// Whether a text contained a NUL, which PostgreSQL rejects everywhere. No stored text can match it, so the
    /// request is invalid.
    pub fn is_unreadable_text(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(error)) if error.code().as_deref() == Some("22021"))
    }

    /// Whether a row with the same unique value exists.
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(error)) if error.is_unique_violation())
    }

    /// Whether another tenant has this name. Such an error also [`Self::is_duplicate`].
    pub fn is_taken_name(&self) -> bool {
        // SQLite names the column, PostgreSQL the index.
        matches!(self, Self::Database(sqlx::Error::Database(error)) if error.is_unique_violation()
            && (error.constraint() == Some("tenants_name_unique") || error.message().ends_with("tenants.name_key")))
    }

    /// Whether rows that remain refer to the row to be deleted, or to one that no longer exists.
    pub fn is_in_use(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(error)) if error.is_foreign_key_violation())
    }
}

#[cfg(test)]
impl Error {
    /// The error of a broken connection, for tests.
    pub fn connection_reset() -> Self {
        sqlx::Error::Io(std::io::Error::other("connection reset")).into()
    }
}
