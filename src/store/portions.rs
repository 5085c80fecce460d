//! Deletes in batches. A statement that deletes a hundred thousand rows holds SQLite's only writer, or PostgreSQL's
//! row locks, until it is done; batches let others write in between.

use super::statement::{Arg, Statement};
use super::{Result, Tx};

/// How many rows one statement deletes.
pub const PORTION: i64 = 1_000;

/// Rows to delete.
#[derive(Clone, Copy)]
pub(super) struct DeletableRows {
    /// The table.
    pub table: &'static str,
    /// Its primary key: a column, or several separated by commas.
    pub key: &'static str,
    /// How many of them are kept: the first ones in their order.
    pub keep: i64,
    /// How many are deleted at most.
    pub limit: i64,
}

impl DeletableRows {
    /// Rows of `table` with the primary key `key`: one batch, keeping none.
    pub(super) const fn of(table: &'static str, key: &'static str) -> Self {
        Self { table, key, keep: 0, limit: PORTION }
    }

    /// Keeps the first `keep`.
    pub(super) const fn but(self, keep: i64) -> Self {
        Self { keep, ..self }
    }

    /// Deletes at most `limit`.
    pub(super) const fn at_most(self, limit: i64) -> Self {
        Self { limit, ..self }
    }

    /// Deletes the rows that match `which`, in the order it gives: the text between WHERE and LIMIT. Returns how
    /// many.
    ///
    /// # Errors
    /// If the database fails.
    pub(super) async fn delete(self, tx: &mut Tx, which: impl FnOnce(&mut Statement)) -> Result<u64> {
        let Self { table, key, keep, limit } = self;
        // Materialized, or PostgreSQL would repeat the inner query for rows that changed meanwhile, and exceed the
        // limit.
        let mut statement = Statement::new("WITH gone AS MATERIALIZED (SELECT ");
        statement.push(key).push(" FROM ").push(table).push(" WHERE ");
        which(&mut statement);
        statement.push(" LIMIT ").bind(Arg::Int(limit)).push(" OFFSET ").bind(Arg::Int(keep));
        if matches!(tx, Tx::Postgres(..)) {
            // Skips rows that another replica is deleting, so that the two never wait for each other.
            statement.push(" FOR UPDATE SKIP LOCKED");
        }
        statement.push(") DELETE FROM ").push(table).push(" WHERE (").push(key);
        statement.push(") IN (SELECT ").push(key).push(" FROM gone)");
        statement.affected(tx).await
    }
}
