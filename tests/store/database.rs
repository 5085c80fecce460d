//! A separate database for each test: a file, or a database on the server that `scripts/test` starts.

#[path = "../support/server_databases.rs"]
mod server_databases;

use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::AssertSqlSafe;
use tempfile::TempDir;
use tokio::runtime;
use tokio::sync::{Barrier, OnceCell};
use uuid::Uuid;

use self::server_databases::{make_on_server, on_server, postgres_template, postgres_url, sqlite_template};
use crate::store::{Db, Tx};

/// Which database a test runs on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// A migrated, empty database.
pub struct TestDatabase {
    db: Db,
    /// Which of the two it is.
    pub kind: Kind,
    url: String,
    name: String,
    _directory: TempDir,
}

/// Numbers the databases of this process.
static NUMBER: AtomicU32 = AtomicU32::new(0);
/// Migrations run once per process; each test gets a copy of the result.
static SQLITE_TEMPLATE: OnceCell<(TempDir, PathBuf)> = OnceCell::const_new();
static POSTGRES_TEMPLATE: OnceCell<String> = OnceCell::const_new();

/// Runs `body` with a new database of `kind`, and removes it afterwards, even if the test failed.
pub fn run(kind: Kind, body: impl AsyncFnOnce(&TestDatabase)) {
    run_on(kind, true, body);
}

/// The same with a database without tables.
pub fn run_unmigrated(kind: Kind, body: impl AsyncFnOnce(&TestDatabase)) {
    run_on(kind, false, body);
}

fn run_on(kind: Kind, migrated: bool, body: impl AsyncFnOnce(&TestDatabase)) {
    // Several threads, so that concurrent tasks of a test really run concurrently.
    let runtime = runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap();
    let base = runtime.block_on(TestDatabase::create(kind, migrated));
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(body(&base))));
    runtime.block_on(base.remove());
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

impl TestDatabase {
    async fn create(kind: Kind, migrated: bool) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("store{}_{number}", std::process::id());
        let url = match kind {
            Kind::Sqlite => {
                let file = directory.path().join("latchkey.db");
                if migrated {
                    let (_, template) = SQLITE_TEMPLATE.get_or_init(sqlite_template).await;
                    std::fs::copy(template, &file).unwrap();
                }
                format!("sqlite://{}", file.display())
            }
            Kind::Postgres => {
                let template = match migrated {
                    true => POSTGRES_TEMPLATE.get_or_init(|| postgres_template("store_template")).await,
                    false => "template0",
                };
                make_on_server(&name, template).await;
                postgres_url(&name)
            }
        };
        let db = Db::connect(&url).await.unwrap();
        Self { db, kind, url, name, _directory: directory }
    }

    async fn remove(self) {
        self.db.close().await;
        if self.kind == Kind::Postgres {
            on_server(&format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
        }
    }

    /// What another process on the same database would have: its own connections and queue.
    pub async fn another(&self) -> Db {
        Db::connect(&self.url).await.unwrap()
    }

    /// Several of these.
    pub async fn processes(&self, number: usize) -> Vec<Db> {
        let mut processes = Vec::new();
        for _ in 0..number {
            processes.push(self.another().await);
        }
        processes
    }

    /// A write transaction.
    pub async fn tx(&self) -> Tx {
        self.db.write().await.unwrap()
    }

    /// A read transaction.
    pub async fn reader(&self) -> Tx {
        self.db.read().await.unwrap()
    }

    /// Runs a statement bypassing the store; returns the number of affected rows. In its text, `{7}` means the ID 7
    /// and `[7]` means 32 bytes of 7, each as this database writes them.
    pub async fn execute(&self, text: &str) -> u64 {
        self.try_execute(text).await.unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    /// The same, if it may fail.
    pub async fn try_execute(&self, text: &str) -> sqlx::Result<u64> {
        let text = AssertSqlSafe(literals(self.kind, text));
        match &self.db {
            Db::Sqlite { pool, .. } => sqlx::query(text).execute(pool).await.map(|done| done.rows_affected()),
            Db::Postgres { pool, .. } => {
                sqlx::query(text).execute(pool).await.map(|done| done.rows_affected())
            }
        }
    }

    /// Runs a statement that `constraints` of `table` forbid: a row that no version writes, but bad hardware may.
    pub async fn corrupt(&self, table: &str, constraints: &[&str], text: &str) {
        match self.kind {
            // A single text, so that one connection runs all of it.
            Kind::Sqlite => {
                let (off, on) =
                    ("PRAGMA ignore_check_constraints = ON", "PRAGMA ignore_check_constraints = OFF");
                self.execute(&format!("{off}; {text}; {on}")).await;
            }
            Kind::Postgres => {
                for constraint in constraints {
                    self.execute(&format!("ALTER TABLE {table} DROP CONSTRAINT {constraint}")).await;
                }
                self.execute(text).await;
            }
        }
    }

    /// The number that a query returns.
    pub async fn number(&self, text: &str) -> i64 {
        let text = AssertSqlSafe(literals(self.kind, text));
        match &self.db {
            Db::Sqlite { pool, .. } => sqlx::query_scalar(text).fetch_one(pool).await.unwrap(),
            Db::Postgres { pool, .. } => sqlx::query_scalar(text).fetch_one(pool).await.unwrap(),
        }
    }

    /// The single column that a query returns, as texts.
    pub async fn texts(&self, text: &str) -> Vec<String> {
        let text = AssertSqlSafe(literals(self.kind, text));
        match &self.db {
            Db::Sqlite { pool, .. } => sqlx::query_scalar(text).fetch_all(pool).await.unwrap(),
            Db::Postgres { pool, .. } => sqlx::query_scalar(text).fetch_all(pool).await.unwrap(),
        }
    }
}

impl Deref for TestDatabase {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

/// Runs `task` for each of 0 to `number` - 1, all starting at the same time; returns their results.
pub async fn at_once<F, T>(number: usize, task: impl Fn(usize) -> F) -> Vec<T>
where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    let start = Arc::new(Barrier::new(number));
    let started: Vec<_> = (0..number)
        .map(|which| {
            let (start, task) = (Arc::clone(&start), task(which));
            tokio::spawn(async move {
                start.wait().await;
                task.await
            })
        })
        .collect();
    let mut outcomes = Vec::new();
    for task in started {
        outcomes.push(task.await.unwrap());
    }
    outcomes
}

fn literals(kind: Kind, text: &str) -> String {
    (0..=32_u8).fold(text.to_owned(), |text, n| {
        let id = Uuid::from_u128(n.into());
        let bytes = format!("{n:02x}").repeat(32);
        let (id, bytes) = match kind {
            Kind::Sqlite => (format!("x'{}'", id.simple()), format!("x'{bytes}'")),
            Kind::Postgres => (format!("'{id}'::uuid"), format!(r"'\x{bytes}'::bytea")),
        };
        text.replace(&format!("{{{n}}}"), &id).replace(&format!("[{n}]"), &bytes)
    })
}
