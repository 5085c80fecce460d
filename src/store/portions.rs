//! Deleting in portions. A statement that deletes a hundred thousand rows holds SQLite's only writer, or PostgreSQL's
//! row locks, until it is done; a portion lets others write in between.

use super::statement::{Arg, Statement};
use super::{Result, Tx};

/// How many rows go in one statement.
pub const PORTION: i64 = 1_000;

/// Rows of a table that may go.
#[derive(Clone, Copy)]
pub(super) struct Rows {
    /// The table.
    pub table: &'static str,
    /// Its primary key: a column, or several with commas between them.
    pub key: &'static str,
    /// How many of them stay: the first ones in their order.
    pub keep: i64,
    /// How many go at most.
    pub limit: i64,
}

impl Rows {
    /// Those of `table` with the primary key `key`; none stays, and a portion of them goes.
    pub(super) const fn of(table: &'static str, key: &'static str) -> Self {
        Self { table, key, keep: 0, limit: PORTION }
    }

    /// The same, but the first `keep` stay.
    pub(super) const fn but(self, keep: i64) -> Self {
        Self { keep, ..self }
    }

    /// The same, but no more than `limit` go.
    pub(super) const fn at_most(self, limit: i64) -> Self {
        Self { limit, ..self }
    }

    /// Deletes those for which `which` holds, in the order that it gives: what stands between WHERE and LIMIT. Gives how
    /// many went.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn delete(self, tx: &mut Tx, which: impl FnOnce(&mut Statement)) -> Result<u64> {
        let Self { table, key, keep, limit } = self;
        // Materialized, or PostgreSQL would run the inner part again for what changed meanwhile, and go past the limit.
        let mut statement = Statement::new("WITH gone AS MATERIALIZED (SELECT ");
        statement.push(key).push(" FROM ").push(table).push(" WHERE ");
        which(&mut statement);
        statement.push(" LIMIT ").bind(Arg::Int(limit)).push(" OFFSET ").bind(Arg::Int(keep));
        if matches!(tx, Tx::Postgres(..)) {
            // What another replica deletes at this moment, it deletes: two of them never wait for each other.
            statement.push(" FOR UPDATE SKIP LOCKED");
        }
        statement.push(") DELETE FROM ").push(table).push(" WHERE (").push(key);
        statement.push(") IN (SELECT ").push(key).push(" FROM gone)");
        statement.affected(tx).await
    }
}
