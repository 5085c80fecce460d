//! Brings the database's tables to the form this version needs.

use std::fs::File;
use std::path::Path;

use super::{Db, Result};

impl Db {
    /// Runs the migrations that this database has not seen yet. Each is a transaction of its own, so a killed process
    /// leaves the database before or after it; processes that start together take turns.
    pub async fn migrate(&self) -> Result<()> {
        match self {
            Self::Sqlite { pool, .. } => {
                let file = pool.connect_options().get_filename().to_path_buf();
                let _turn = tokio::task::spawn_blocking(move || lock_beside(&file)).await.ok().flatten();
                sqlx::migrate!("migrations/sqlite").run(pool).await?;
            }
            // sqlx takes an advisory lock on PostgreSQL by itself.
            Self::Postgres(pool) => sqlx::migrate!("migrations/postgres").run(pool).await?,
        }
        Ok(())
    }
}

/// The lock of the file beside the database, held until it is dropped. Without it (a read-only directory, say) the
/// migration itself will say what is wrong.
fn lock_beside(database: &Path) -> Option<File> {
    let mut name = database.as_os_str().to_owned();
    name.push(".lock");
    let file = File::options().create(true).truncate(false).write(true).open(name).ok()?;
    file.lock().ok()?;
    Some(file)
}
