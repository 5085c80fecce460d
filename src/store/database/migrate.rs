//! Brings the database's tables to the form this version needs.

use std::fs::File;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use super::statistics;
use crate::store::{Db, Result, tenants, usage};

impl Db {
    /// Runs the migrations that this database has not seen yet. Each is a transaction of its own, so a killed process
    /// leaves the database before or after it; processes that start together take turns.
    ///
    /// # Errors
    /// [`Error::Migration`](crate::store::Error::Migration) when a migration fails, or the database was made by a
    /// newer version; otherwise when the database fails.
    pub async fn migrate(&self) -> Result<()> {
        match self {
            Self::Sqlite { pool, .. } => {
                let _turn = turn(pool.connect_options().get_filename()).await;
                sqlx::migrate!("migrations/sqlite").run(pool).await?;
                statistics::settle(pool).await?;
            }
            // sqlx takes an advisory lock on PostgreSQL by itself.
            Self::Postgres { pool, .. } => sqlx::migrate!("migrations/postgres").run(pool).await?,
        }
        tenants::names::settle(self).await?;
        usage::upgrade::settle(self).await
    }
}

/// Waits for the lock of the file beside an SQLite database, which is held until it is dropped: for what processes do
/// in turn and SQLite does not let them wait for. Without it (a read-only directory, say) what follows will itself say
/// what is wrong.
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
