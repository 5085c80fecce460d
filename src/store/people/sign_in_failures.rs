//! Failed sign-ins, counted by subject: an account, an address or a known device, each as a keyed hash. They are in
//! SQL, so that the growing delay survives a restart and applies on all replicas.

use crate::domain::time::Timestamp;
use crate::store::portions::DeletableRows;
use crate::store::statement::Arg;
use crate::store::{Result, Tx, on, sql};

/// One failure is forgotten per minute ...
const MINUTE_MICROS: i64 = 60_000_000;
/// ... and all of them 15 minutes after the last one.
const FORGOTTEN_AFTER_MICROS: i64 = 15 * MINUTE_MICROS;
/// The count stops here: more would not increase the delay, only the time to recover.
pub const MAX_FAILURES: i64 = 20;

sql! {
    COUNT = "SELECT failures, last_failed_at FROM sign_in_failures WHERE subject = $1";
    ADD_SQLITE = "INSERT INTO sign_in_failures (subject, failures, last_failed_at) VALUES ($1, 1, $2)
        ON CONFLICT (subject) DO UPDATE SET last_failed_at = max($2, sign_in_failures.last_failed_at), failures =
            CASE WHEN $2 - sign_in_failures.last_failed_at >= $3 THEN 1
                 ELSE min($5, 1 + max(0, sign_in_failures.failures
                                         - max(0, $2 - sign_in_failures.last_failed_at) / $4)) END
        RETURNING failures";
    ADD_POSTGRES = "INSERT INTO sign_in_failures (subject, failures, last_failed_at) VALUES ($1, 1, $2)
        ON CONFLICT (subject) DO UPDATE SET last_failed_at = GREATEST($2, sign_in_failures.last_failed_at), failures =
            CASE WHEN $2 - sign_in_failures.last_failed_at >= $3 THEN 1
                 ELSE LEAST($5, 1 + GREATEST(0, sign_in_failures.failures
                                                - GREATEST(0, $2 - sign_in_failures.last_failed_at) / $4)) END
        RETURNING failures";
    LAST_ONE = "DELETE FROM sign_in_failures WHERE subject = $1 AND failures <= 1";
    ONE_LESS = "UPDATE sign_in_failures SET failures = failures - 1 WHERE subject = $1 AND failures > 1";
    FORGET = "DELETE FROM sign_in_failures WHERE subject = $1";
    ROWS_NOW = "SELECT COUNT(*) FROM sign_in_failures";
}

/// Identifies whose failures are counted, by a keyed hash, so that the table contains no names.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Subject([u8; 32]);

impl Subject {
    /// The subject with this keyed hash.
    pub const fn new(keyed_hash: [u8; 32]) -> Self {
        Self(keyed_hash)
    }
}

/// How many failures of `subject` count at `now`.
///
/// # Errors
/// If the database fails.
pub async fn count(tx: &mut Tx, subject: Subject, now: Timestamp) -> Result<i64> {
    let row: Option<(i64, i64)> =
        on!(tx, conn => sqlx::query_as(COUNT).bind(subject.0.as_slice()).fetch_optional(conn).await)?;
    Ok(row.map_or(0, |(failures, last)| {
        // Another replica's clock may be ahead.
        let ago = now.micros().saturating_sub(last).max(0);
        if ago >= FORGOTTEN_AFTER_MICROS { 0 } else { failures.saturating_sub(ago / MINUTE_MICROS).max(0) }
    }))
}

/// Counts one more failure of `subject`; returns the number including this one, at most [`MAX_FAILURES`].
///
/// # Errors
/// If the database fails.
pub async fn add(tx: &mut Tx, subject: Subject, now: Timestamp) -> Result<i64> {
    let text = if matches!(tx, Tx::Sqlite(..)) { ADD_SQLITE } else { ADD_POSTGRES };
    let (failures,): (i64,) = on!(tx, conn => sqlx::query_as(text)
        .bind(subject.0.as_slice())
        .bind(now.micros())
        .bind(FORGOTTEN_AFTER_MICROS)
        .bind(MINUTE_MICROS)
        .bind(MAX_FAILURES)
        .fetch_one(conn)
        .await)?;
    Ok(failures)
}

/// Undoes one failure of `subject`, because the attempt was not a failure after all.
///
/// # Errors
/// If the database fails.
pub async fn take_back(tx: &mut Tx, subject: Subject) -> Result<()> {
    for text in [LAST_ONE, ONE_LESS] {
        let done = on!(tx, conn => sqlx::query(text).bind(subject.0.as_slice()).execute(conn).await.map(|done| done.rows_affected()))?;
        if done > 0 {
            break;
        }
    }
    Ok(())
}

/// Forgets all failures of `subject`.
///
/// # Errors
/// If the database fails.
pub async fn forget(tx: &mut Tx, subject: Subject) -> Result<()> {
    on!(tx, conn => sqlx::query(FORGET).bind(subject.0.as_slice()).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Deletes a batch of rows that were last counted before this time; returns how many. After 15 minutes, a row causes
/// no delay.
///
/// # Errors
/// If the database fails.
pub async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    TABLE
        .delete(tx, |statement| {
            statement.push("last_failed_at < ").bind(Arg::Int(before.micros()));
        })
        .await
}

/// The number of rows.
///
/// # Errors
/// If the database fails.
pub async fn rows(tx: &mut Tx) -> Result<i64> {
    let (rows,): (i64,) = on!(tx, conn => sqlx::query_as(ROWS_NOW).fetch_one(conn).await)?;
    Ok(rows)
}

/// Deletes at most `limit` rows, first those that cause no delay (at most `free` failures), oldest first; returns how
/// many. So flooding the table with made-up addresses doesn't erase the failures of real guesses.
///
/// # Errors
/// If the database fails.
pub async fn delete_weakest(tx: &mut Tx, free: i64, limit: i64) -> Result<u64> {
    let weak = TABLE.at_most(limit).delete(tx, |statement| {
        statement.push("failures <= ").bind(Arg::Int(free)).push(" ORDER BY last_failed_at");
    });
    let weak = weak.await?;
    let left = limit - i64::try_from(weak).unwrap_or(i64::MAX);
    if left <= 0 {
        return Ok(weak);
    }
    let oldest = TABLE.at_most(left).delete(tx, |statement| {
        statement.push("failures > ").bind(Arg::Int(free)).push(" ORDER BY last_failed_at");
    });
    Ok(weak + oldest.await?)
}

const TABLE: DeletableRows = DeletableRows::of("sign_in_failures", "subject");
