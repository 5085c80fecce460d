//! A separate database for each test: a file, or a database on the server that `scripts/test` starts.

#[path = "server_databases.rs"]
mod server_databases;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use latchkey::store::{Db, Tx};
use reqwest::Url;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection, SqliteConnection};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use self::server_databases::{make_on_server, postgres_template, sqlite_template};
pub use self::server_databases::{on, on_server, postgres_url};

/// Which database a test runs on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Kind {
    /// Both, for tests that loop.
    pub const BOTH: [Self; 2] = [Self::Sqlite, Self::Postgres];
}

/// A migrated, empty database. On PostgreSQL call [`Database::remove`] at the end.
pub struct Database {
    /// The value for `LATCHKEY_DATABASE_URL`.
    pub url: String,
    /// The directory of the SQLite file, and of keys and other files of the test.
    pub directory: TempDir,
    /// A second pool, besides the server's own.
    pub db: Db,
    kind: Kind,
    name: String,
}

/// Somebody with a database client.
pub enum Hand {
    /// On the file.
    Sqlite(SqliteConnection),
    /// On the server.
    Postgres(PgConnection),
}

impl Hand {
    /// Runs these statements.
    pub async fn run(&mut self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(connection) => sqlx::raw_sql(sql).execute(connection).await.map(drop),
            Self::Postgres(connection) => sqlx::raw_sql(sql).execute(connection).await.map(drop),
        }
        .unwrap();
    }
}

/// The name of the SQLite file.
const FILE: &str = "latchkey.db";
/// Numbers the databases of this process.
static NUMBER: AtomicU32 = AtomicU32::new(0);
/// Migrations run once per process; each test gets a copy of the result.
static SQLITE_TEMPLATE: OnceCell<(TempDir, PathBuf)> = OnceCell::const_new();
static POSTGRES_TEMPLATE: OnceCell<String> = OnceCell::const_new();

impl Database {
    /// Creates one.
    pub async fn create(kind: Kind) -> Self {
        let (directory, name) = Self::place();
        let url = match kind {
            Kind::Sqlite => {
                let (_, template) = SQLITE_TEMPLATE.get_or_init(sqlite_template).await;
                std::fs::copy(template, directory.path().join(FILE)).unwrap();
                sqlite_url(&directory)
            }
            Kind::Postgres => {
                let template = POSTGRES_TEMPLATE.get_or_init(|| postgres_template("template")).await;
                make_on_server(&name, template).await;
                postgres_url(&name)
            }
        };
        let db = Db::connect(&url).await.unwrap();
        Self { url, directory, db, kind, name }
    }

    /// One without tables, like at the first start.
    pub async fn empty(kind: Kind) -> Self {
        let (directory, name) = Self::place();
        let url = match kind {
            Kind::Sqlite => sqlite_url(&directory),
            Kind::Postgres => {
                make_on_server(&name, "template0").await;
                postgres_url(&name)
            }
        };
        let db = Db::connect(&url).await.unwrap();
        Self { url, directory, db, kind, name }
    }

    fn place() -> (TempDir, String) {
        let name = format!("t{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        (tempfile::tempdir().unwrap(), name)
    }

    /// Its kind.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Closes and removes it. After a failed test it stays until the server is removed.
    pub async fn remove(self) {
        self.db.close().await;
        if self.kind == Kind::Postgres {
            on_server(&format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
        }
    }

    /// Runs a statement past the product. Of what it changes the verifiers know when this returns.
    pub async fn execute(&self, sql: &str) -> u64 {
        let changes = ["INSERT", "UPDATE", "DELETE"].iter().any(|verb| sql.trim_start().starts_with(verb));
        let sql = AssertSqlSafe(sql.to_owned());
        if changes {
            let mut tx = self.db.write().await.unwrap();
            let rows = match &mut tx {
                Tx::Sqlite(tx, ..) => sqlx::query(sql).execute(&mut **tx).await.unwrap().rows_affected(),
                Tx::Postgres(tx, ..) => sqlx::query(sql).execute(&mut **tx).await.unwrap().rows_affected(),
            };
            tx.commit().await.unwrap();
            return rows;
        }
        match &self.db {
            Db::Sqlite { pool, .. } => sqlx::query(sql).execute(pool).await.unwrap().rows_affected(),
            Db::Postgres { pool, .. } => sqlx::query(sql).execute(pool).await.unwrap().rows_affected(),
        }
    }

    /// Runs statements as somebody with a database client does, or a process that knows of no verifiers: it waits for
    /// nobody.
    pub async fn by_hand(&self, sql: &str) {
        self.hand().await.run(sql).await;
    }

    /// A database client.
    pub async fn hand(&self) -> Hand {
        match &self.db {
            Db::Sqlite { pool, .. } => Hand::Sqlite(pool.connect_options().connect().await.unwrap()),
            Db::Postgres { .. } => Hand::Postgres(PgConnection::connect(&self.url).await.unwrap()),
        }
    }

    /// The one number a query gives.
    pub async fn number(&self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.db {
            Db::Sqlite { pool, .. } => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
            Db::Postgres { pool, .. } => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
        }
    }

    /// The single column that a query returns, as texts.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.db {
            Db::Sqlite { pool, .. } => sqlx::query_scalar(sql).fetch_all(pool).await.unwrap(),
            Db::Postgres { pool, .. } => sqlx::query_scalar(sql).fetch_all(pool).await.unwrap(),
        }
    }

    /// What SQLite's integrity check reports. On a new connection, because unlike a search, this check uses what its
    /// connection has cached of a search table.
    pub async fn complaints(&self) -> Vec<String> {
        let Db::Sqlite { pool, .. } = &self.db else { return Vec::new() };
        let mut connection = pool.connect_options().connect().await.unwrap();
        let mut all: Vec<String> =
            sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&mut connection).await.unwrap();
        all.retain(|line| line != "ok");
        let strays = "SELECT \"table\" FROM pragma_foreign_key_check";
        all.extend(sqlx::query_scalar::<_, String>(strays).fetch_all(&mut connection).await.unwrap());
        connection.close().await.unwrap();
        all
    }

    /// Waits until nothing is running. After a process was killed, PostgreSQL does not notice immediately that its
    /// client is gone.
    pub async fn settles(&self) {
        if self.kind == Kind::Postgres {
            let left = "SELECT COUNT(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND backend_type = 'client backend'
                            AND pid <> pg_backend_pid() AND state <> 'idle'";
            while self.number(left).await > 0 {
                tokio::time::sleep(std::time::Duration::from_millis(2)).await;
            }
        }
    }

    /// The directory with everything that the database wrote: tables, indexes, write-ahead log.
    pub async fn files(&self) -> PathBuf {
        match self.kind {
            Kind::Sqlite => self.directory.path().to_owned(),
            Kind::Postgres => self.texts("SHOW data_directory").await.remove(0).into(),
        }
    }
}

fn sqlite_url(directory: &TempDir) -> String {
    format!("sqlite://{}", directory.path().join(FILE).display())
}
