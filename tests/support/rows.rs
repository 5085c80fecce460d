//! The whole database as text, to check that nothing changed, or that something occurs nowhere in it.

use std::collections::BTreeMap;

use super::database::{Database, Kind};

/// Every row of every table, sorted, by table.
pub type Rows = BTreeMap<String, Vec<String>>;

impl Database {
    /// All rows. Blobs are written in hexadecimal.
    pub async fn rows(&self) -> Rows {
        let mut all = Rows::new();
        for table in self.tables().await {
            let text = match self.kind() {
                Kind::Sqlite => {
                    let columns =
                        format!("SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('{table}')");
                    self.texts(&columns).await.join(" || '|' || ")
                }
                Kind::Postgres => format!("{table}::text"),
            };
            let mut rows = self.texts(&format!("SELECT {text} FROM {table}")).await;
            rows.sort();
            all.insert(table, rows);
        }
        all
    }

    /// [`Database::rows`] without the sessions, which store when they were used and what to show next, without the
    /// verifier's refusals, which are written in the background, and without the log of what changed elsewhere.
    pub async fn rows_but_sessions(&self) -> Rows {
        let mut all = self.rows().await;
        all.remove("decisions");
        all.remove("change_log");
        let sessions = all.remove("sessions").map_or(0, |rows| rows.len());
        all.insert("sessions".to_owned(), vec![format!("{sessions} rows")]);
        all
    }

    async fn tables(&self) -> Vec<String> {
        self.texts(match self.kind() {
            Kind::Sqlite => {
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            }
            Kind::Postgres => "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'",
        })
        .await
    }
}

/// The differences, for the message of a failed test.
pub fn difference(before: &Rows, after: &Rows) -> Vec<String> {
    let mut found = Vec::new();
    for (table, rows) in after {
        let old = before.get(table).map_or(&[][..], Vec::as_slice);
        found.extend(rows.iter().filter(|row| !old.contains(row)).map(|row| format!("+ {table}: {row}")));
        found.extend(old.iter().filter(|row| !rows.contains(row)).map(|row| format!("- {table}: {row}")));
    }
    found
}
