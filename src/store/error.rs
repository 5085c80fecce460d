//! What can go wrong in the database, by name.

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
    /// A row holds what no version of Latchkey writes.
    #[error("corrupt row: {0}")]
    Corrupt(&'static str),
    /// The key does not belong to this database.
    #[error(
        "this key does not belong to this database: it was made with another one. \
         Use the key file that was made with the database (LATCHKEY_KEY_FILE or LATCHKEY_KEY)"
    )]
    WrongKey,
}

impl Error {
    /// Whether the same request may well succeed in a moment.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Busy | Self::Database(sqlx::Error::PoolTimedOut | sqlx::Error::Io(_)) => true,
            // SQLite: 5 is BUSY. PostgreSQL: class 40 is a rolled-back transaction, 53 and 57 are lack of resources.
            Self::Database(sqlx::Error::Database(error)) => error.code().is_some_and(|code| {
                code == "5"
                    || ["40", "53", "57"].iter().any(|class| code.len() == 5 && code.starts_with(class))
            }),
            _ => false,
        }
    }

    /// Whether a row with the same unique value is there already.
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(error)) if error.is_unique_violation())
    }
}
