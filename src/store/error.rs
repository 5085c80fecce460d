//! What can go wrong in the database, by name.

use std::fmt;

use crate::domain::limits::Limit;

/// What can go wrong in the database.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database did not do what it was asked.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// A migration failed.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// Other writers kept the database for too long. Nothing was changed; trying again is safe.
    #[error("the database is busy")]
    Busy,
    /// The embedded database's file is not the one that was opened: what is read may be out of date.
    #[error("the database's file was replaced or removed under the running process")]
    Replaced,
    /// The database is older than what is known of it, and no operator has confirmed that yet.
    #[error("verification is paused: {0}; on the host run: latchkey confirm-restore")]
    Closed(PauseReason),
    /// The disk of the database is full, and this may not use the reserve. Nothing was changed.
    #[error("the disk of the database is full")]
    DiskFull,
    /// There are as many as there may be. Nothing was changed.
    #[error("{}", .0.detail())]
    Limit(Limit),
    /// More was to be kept than a row takes. Nothing was changed.
    #[error("more than is kept")]
    TooLarge,
    /// A row holds what no version of Latchkey writes.
    #[error("corrupt row: {0}")]
    Corrupt(&'static str),
    /// Triggers of the change log are missing, so that nobody can follow the database.
    #[error("triggers of the change log are missing")]
    Incomplete,
    /// The key does not belong to this database.
    #[error(
        "this key does not belong to this database. Use the key that the database was created with \
         (LATCHKEY_KEY_FILE or LATCHKEY_KEY)"
    )]
    WrongKey,
}

/// Why nothing is verified.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PauseReason {
    /// The database lacks events that it had: it was put back from a backup.
    Behind,
    /// The file with the newest audit heads cannot be relied on, so nobody knows whether the database lacks any.
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
    /// Whether the disk of the database is full, or refuses to be written to as a full one does.
    pub fn is_disk_full(&self) -> bool {
        match self {
            Self::DiskFull => true,
            // SQLite's FULL, a write that failed (as with a quota), and a log index that cannot grow.
            Self::Database(sqlx::Error::Database(error)) => {
                error.code().is_some_and(|code| ["13", "778", "4874", "53100"].contains(&code.as_ref()))
            }
            _ => false,
        }
    }

    /// Whether the same request may well succeed in a moment.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Busy
            | Self::Replaced
            | Self::Closed(_)
            | Self::Database(sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_)) => {
                true
            }
            // PostgreSQL's codes are five characters: class 40 is a rolled-back transaction, 53 (a full disk too) and 57
            // are lack of resources. SQLite's are shorter numbers: the last byte is the code, 5 is BUSY, 13 is FULL; 778,
            // a write that failed, is what it makes of a full quota.
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

    /// Whether a text contained a NUL, which PostgreSQL accepts nowhere. No stored text can match it, so the request
    /// is invalid.
    pub fn is_unreadable_text(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(error)) if error.code().as_deref() == Some("22021"))
    }

    /// Whether a row with the same unique value is there already.
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(error)) if error.is_unique_violation())
    }

    /// Whether another tenant has that name. Such an error also [`Self::is_duplicate`].
    pub fn is_taken_name(&self) -> bool {
        // SQLite names the column, PostgreSQL the index.
        matches!(self, Self::Database(sqlx::Error::Database(error)) if error.is_unique_violation()
            && (error.constraint() == Some("tenants_name_unique") || error.message().ends_with("tenants.name_key")))
    }

    /// Whether rows that stay still need the row that was to go.
    pub fn is_in_use(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(error)) if error.is_foreign_key_violation())
    }
}

#[cfg(test)]
impl Error {
    /// What it is like when the connection breaks.
    pub fn connection_reset() -> Self {
        sqlx::Error::Io(std::io::Error::other("connection reset")).into()
    }
}
