//! What the benchmarks have in common: where their databases are, and what their tables say of the machine.

use std::path::PathBuf;

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

#[derive(clap::Args)]
pub struct Setup {
    /// Where the databases are kept for the next run.
    #[arg(long, default_value = "target/bench-data")]
    pub folder: PathBuf,
    /// A PostgreSQL server that may be filled; without one only SQLite is measured.
    #[arg(long)]
    pub postgres: Option<String>,
    /// What the table says of when and where it was made.
    #[arg(long, default_value = "somewhere")]
    pub machine: String,
    /// Measures only the databases whose name contains this.
    #[arg(long, default_value = "")]
    pub only: String,
}

impl Setup {
    /// The databases with that many tokens: what each is called in tables, and its address.
    #[allow(dead_code, reason = "one benchmark has two databases of each kind")]
    pub fn databases(&self, tokens: u64) -> Vec<(String, String)> {
        let file = self.folder.join(format!("{tokens}.db"));
        let mut all = vec![("SQLite".to_owned(), format!("sqlite://{}", file.display()))];
        if let Some(server) = &self.postgres {
            all.push(("PostgreSQL".to_owned(), on_server(server, &format!("bench{tokens}"))));
        }
        all.retain(|(name, _)| name.contains(&self.only));
        all
    }
}

/// The address of that database on the server.
pub fn on_server(server: &str, name: &str) -> String {
    let mut url = url::Url::parse(server).unwrap();
    url.set_path(name);
    url.to_string()
}

/// Makes the database of PostgreSQL itself, unless another run has.
pub async fn create(url: &str) {
    let name = url::Url::parse(url).unwrap().path().trim_start_matches('/').to_owned();
    let mut connection = PgConnection::connect(&on_server(url, "postgres")).await.unwrap();
    sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut connection).await.ok();
    connection.close().await.unwrap();
}
