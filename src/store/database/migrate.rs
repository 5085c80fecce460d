//! Migrates the database to this version's schema.

use std::fs::File;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use super::statistics;
use crate::store::{Db, Result, tenants, usage};

impl Db {
    /// Runs the pending migrations. Each is a transaction of its own, so that a killed process leaves the database
    /// either before or after it; processes that start together take turns.
    ///
    /// # Errors
    /// [`Error::Migration`](crate::store::Error::Migration) if a migration fails, or the database is from a newer
    /// version; otherwise if the database fails.
    pub async fn migrate(&self) -> Result<()> {
        match self {
            Self::Sqlite { pool, .. } => {
                let _turn = turn(pool.connect_options().get_filename()).await;
                sqlx::migrate!("migrations/sqlite").run(pool).await?;
                statistics::settle(pool).await?;
            }
            // On PostgreSQL, sqlx takes an advisory lock itself.
            Self::Postgres { pool, .. } => sqlx::migrate!("migrations/postgres").run(pool).await?,
        }
        tenants::names::settle(self).await?;
        usage::upgrade::settle(self).await
    }
}

/// Waits for the lock file next to an SQLite database, and holds the lock until the result is dropped: for work that
/// processes must do in turn, but for which SQLite would not make them wait. If the file can't be created, for
/// example in a read-only directory, the work itself reports the error.
pub(in crate::store) async fn turn(database: &Path) -> Option<File> {
    let mut name = database.as_os_str().to_owned();
    name.push(".lock");
    let lock = move || {
        let file = File::options().create(true).truncate(false).write(true).mode(0o600).open(name).ok()?;
        file.lock().ok()?;
        Some(file)
    };
    tokio::task::spawn_blocking(lock).await.ok().flatten()
}
