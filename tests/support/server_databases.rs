//! The databases that tests copy and create, on the server that `scripts/test` started. Shared by `tests/support` and
//! `tests/store`, each with its own `Db`.

use std::path::PathBuf;

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use tempfile::TempDir;
use url::Url;

use super::Db;

/// A migrated database of SQLite, to be copied.
pub async fn sqlite_template() -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("template.db");
    let db = Db::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    db.migrate().await.unwrap();
    // Closing writes the log back into the one file that is copied.
    db.close().await;
    (directory, file)
}

/// The name of a migrated database on the server, to be copied.
pub async fn postgres_template(prefix: &str) -> String {
    let name = format!("{prefix}{}", std::process::id());
    make_on_server(&name, "template0").await;
    let db = Db::connect(&postgres_url(&name)).await.unwrap();
    db.migrate().await.unwrap();
    db.close().await;
    name
}

/// Makes a database. A failed test of a process of the same number may have left one on a server that was lent.
pub async fn make_on_server(name: &str, template: &str) {
    on_server(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    on_server(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
}

/// Runs a statement on the server, in no test's database.
pub async fn on_server(sql: &str) {
    on(&postgres_url("postgres"), sql).await;
}

/// Runs a statement in the database at that address.
pub async fn on(url: &str, sql: &str) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// The address of a database on the test server. A missing server is a failure, never a skipped test.
pub fn postgres_url(database: &str) -> String {
    #[expect(clippy::disallowed_methods, reason = "the one thing scripts/test tells the tests")]
    let server = std::env::var("LATCHKEY_TEST_POSTGRES").expect(
        "LATCHKEY_TEST_POSTGRES is not set: run scripts/test, which starts a PostgreSQL server for the tests",
    );
    let mut url = Url::parse(&server).unwrap();
    url.set_path(database);
    url.to_string()
}
