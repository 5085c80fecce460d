//! A statement built at run time, for lists with filters. Values are only ever added as bound arguments.

use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, FromRow};
use uuid::Uuid;

use super::{Result, Tx, on};

/// A value bound into a statement.
pub(super) enum Arg {
    Text(String),
    Int(i64),
    Id(Uuid),
    Bytes(Vec<u8>),
}

/// A statement being built.
pub(super) struct Statement {
    text: String,
    args: Vec<Arg>,
    /// Whether it may stay prepared, with one plan for all arguments.
    kept: bool,
}

/// Binds the arguments to a query of either kind, on either database.
macro_rules! bind_all {
    ($query:ident, $args:ident) => {
        for arg in $args {
            $query = match arg {
                Arg::Text(text) => $query.bind(text),
                Arg::Int(int) => $query.bind(int),
                Arg::Id(id) => $query.bind(id),
                Arg::Bytes(bytes) => $query.bind(bytes),
            };
        }
    };
}

impl Statement {
    /// Starts with `text`.
    pub(super) fn new(text: &'static str) -> Self {
        Self { text: text.to_owned(), args: Vec::new(), kept: true }
    }

    /// Adds `text`, which is part of the program, never input.
    pub(super) fn push(&mut self, text: &'static str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Doesn't keep the statement prepared: statements that grow with their rows would evict the others.
    pub(super) fn not_kept(mut self) -> Self {
        self.kept = false;
        self
    }

    /// Plans the statement at each execution for its arguments: PostgreSQL's generic plan for a part of a name
    /// ignores the index that suits most searches.
    pub(super) fn planned_each_time(&mut self) -> &mut Self {
        self.kept = false;
        self
    }

    /// Adds a placeholder for `arg`.
    pub(super) fn bind(&mut self, arg: Arg) -> &mut Self {
        self.args.push(match arg {
            // PostgreSQL fails on a NUL in text. No stored text has one, so a search for it finds nothing.
            Arg::Text(text) => Arg::Text(text.replace('\0', "\u{fffd}")),
            other => other,
        });
        self.text.push('$');
        self.text.push_str(&self.args.len().to_string());
        self
    }

    /// Adds `(placeholder, placeholder, ...)` for an `IN`. Without IDs it matches nothing.
    pub(super) fn bind_ids(&mut self, ids: impl IntoIterator<Item = Uuid>) -> &mut Self {
        self.push("(NULL");
        for id in ids {
            self.push(", ").bind(Arg::Id(id));
        }
        self.push(")")
    }

    /// Adds `($1, $2, ...), (...)` for `VALUES`, one group per row.
    pub(super) fn bind_rows<const N: usize>(
        &mut self,
        rows: impl IntoIterator<Item = [Arg; N]>,
    ) -> &mut Self {
        for (place, row) in rows.into_iter().enumerate() {
            self.push(if place == 0 { "(" } else { ", (" });
            for (place, arg) in row.into_iter().enumerate() {
                self.push(if place == 0 { "" } else { ", " }).bind(arg);
            }
            self.push(")");
        }
        self
    }

    /// Runs it without keeping it prepared, because statements that grow with their rows would evict the others.
    pub(super) async fn execute(self, tx: &mut Tx) -> Result<()> {
        self.affected(tx).await.map(|_| ())
    }

    /// The same; returns the number of affected rows.
    pub(super) async fn affected(self, tx: &mut Tx) -> Result<u64> {
        let Self { text, args, .. } = self;
        Ok(on!(tx, conn => {
            let mut query = sqlx::query(AssertSqlSafe(text)).persistent(false);
            bind_all!(query, args);
            query.execute(conn).await.map(|done| done.rows_affected())
        })?)
    }

    /// The number of rows it returns. It must have a limit, so that nothing is counted endlessly.
    pub(super) async fn count(self, tx: &mut Tx) -> Result<i64> {
        let rows: Vec<(i64,)> = self.counting().fetch_all(tx).await?;
        Ok(rows.first().map_or(0, |(count,)| *count))
    }

    /// The statement of [`Statement::count`].
    pub(super) fn counting(mut self) -> Self {
        self.text = format!("SELECT COUNT(*) FROM ({}) AS counted", self.text);
        self
    }

    /// The database's query plan, one line per step.
    #[cfg(test)]
    pub(super) async fn plan(mut self, tx: &mut Tx) -> Vec<String> {
        if matches!(tx, Tx::Postgres(..)) {
            self.text = format!("EXPLAIN {}", self.text);
            self.fetch_all::<(String,)>(tx).await.unwrap().into_iter().map(|(line,)| line).collect()
        } else {
            self.text = format!("EXPLAIN QUERY PLAN {}", self.text);
            let rows: Vec<(i64, i64, i64, String)> = self.fetch_all(tx).await.unwrap();
            rows.into_iter().map(|(.., line)| line).collect()
        }
    }

    /// All rows it returns.
    pub(super) async fn fetch_all<R>(self, tx: &mut Tx) -> Result<Vec<R>>
    where
        R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let Self { text, args, kept } = self;
        Ok(on!(tx, conn => {
            let mut query = sqlx::query_as::<_, R>(AssertSqlSafe(text)).persistent(kept);
            bind_all!(query, args);
            query.fetch_all(conn).await
        })?)
    }
}

/// A LIKE pattern (escaped with `\`) that finds the typed text anywhere in a folded text.
pub(super) fn contains_pattern(typed: &str) -> String {
    let folded: String = fold(typed).chars().take(LONGEST_SEARCH).collect();
    format!("%{}%", folded.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

/// No folded name is this long, so longer text finds nothing and is truncated: SQLite refuses patterns of more than
/// 50,000 bytes.
const LONGEST_SEARCH: usize = 1_000;

/// A name in the form for searching and sorting: case-insensitive, and the same on both databases. Each letter is
/// folded separately, so that part of a name folds like the whole: a sigma is the same letter anywhere in a word.
pub(crate) fn fold(name: &str) -> String {
    name.chars().flat_map(char::to_lowercase).map(|letter| if letter == 'ς' { 'σ' } else { letter }).collect()
}
