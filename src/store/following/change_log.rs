//! The log of changes that the database's triggers write: where it stands, and what came since.

use std::collections::BTreeSet;

use crate::store::{Error, Result, Tx, on, sql};
use crate::verifier::snapshot::Snapshot;

sql! {
    // Everything here is of one moment, also where it comes from several tables.
    STANDING_SQLITE = "SELECT COALESCE((SELECT hex(instance_id) || ':' || restores FROM instance WHERE id = 1), '') AS identity,
            CAST(COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'change_log'), 0) AS TEXT) AS position,
            COALESCE((SELECT changes_trimmed_to FROM instance WHERE id = 1), 0) AS trimmed_to,
            COALESCE((SELECT hex(id) || at FROM change_log
                WHERE position = (SELECT seq FROM sqlite_sequence WHERE name = 'change_log')), '') AS mark, 'none' AS epoch,
            (SELECT COUNT(*) FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'change\\_log\\_%' ESCAPE '\\') AS triggers";
    // A server that was started again, or another one, is not the one that was followed: what it does not keep, like the
    // numbers of transactions that nobody waited for, may be used twice.
    STANDING_POSTGRES = "SELECT pg_postmaster_start_time()::text
                || ':' || (SELECT oid FROM pg_database WHERE datname = current_database())
                || ':' || COALESCE((SELECT instance_id || ':' || restores FROM instance WHERE id = 1), '') AS identity,
            pg_current_snapshot()::text AS position,
            COALESCE((SELECT changes_trimmed_to FROM instance WHERE id = 1), 0) AS trimmed_to,
            '' AS mark,
            COALESCE((SELECT epoch::text FROM verifier_replicas
                WHERE id = '00000000-0000-0000-0000-000000000000'), '') AS epoch,
            (SELECT COUNT(*) FROM pg_trigger WHERE tgname LIKE 'change\\_log\\_%' AND tgenabled IN ('O', 'A')) AS triggers";
    SINCE_SQLITE = "SELECT kind, id FROM change_log WHERE position > $1";
    // What the snapshot did not contain: what committed since, whenever it began.
    SINCE_POSTGRES = "SELECT kind, id FROM change_log
        WHERE xid >= pg_snapshot_xmin(CAST($1 AS pg_snapshot)) AND NOT pg_visible_in_snapshot(xid, CAST($1 AS pg_snapshot))";
    OWN_SQLITE = "SELECT CAST(COALESCE(MAX(position), 0) AS TEXT) FROM change_log";
    OWN_POSTGRES = "SELECT pg_current_xact_id_if_assigned()::text
        WHERE EXISTS (SELECT 1 FROM change_log WHERE xid = pg_current_xact_id_if_assigned())";
    DELETE_OLD_SQLITE = "DELETE FROM change_log WHERE position IN
        (SELECT position FROM change_log
         WHERE at < CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) - $1 ORDER BY position LIMIT $2)";
    // Nothing of a transaction that somebody may still have to wait for. Numbers that this server did not give yet came
    // with a dump of another one.
    DELETE_OLD_POSTGRES = "DELETE FROM change_log WHERE (xid, kind, id) IN
        (SELECT xid, kind, id FROM change_log
         WHERE at < extract(epoch FROM clock_timestamp()) * 1000000 - $1
             AND (xid < pg_snapshot_xmin(pg_current_snapshot()) OR xid >= pg_snapshot_xmax(pg_current_snapshot()))
         ORDER BY xid LIMIT $2)";
}

/// SQLite's alone.
const MARK: &str = "SELECT hex(id) || at FROM change_log WHERE position = $1";

/// How many triggers write the log on each database. With fewer, changes go unnoticed.
const TRIGGERS_SQLITE: i64 = 31;
const TRIGGERS_POSTGRES: i64 = 42;

/// What kind of thing changed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// A token, by its id.
    Token,
    /// A secret, by its hash.
    Secret,
    /// A tenant, by its id.
    Tenant,
    /// A module, by its id.
    Module,
    /// An app, by its id.
    App,
}

/// A thing that changed.
pub type Change = (Kind, Vec<u8>);

/// How far the log goes, and which database it is of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogState {
    /// What differs after a restore, a restart or a failover of the database.
    identity: String,
    position: Position,
    /// Up to where rows are missing.
    trimmed_to: i64,
    /// Whether all triggers are there.
    complete: bool,
    whole: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Position {
    /// The last row, and what it says.
    Sqlite(i64, String),
    /// What was visible, in the server's words too.
    Postgres(Snapshot, String),
}

impl LogState {
    /// The snapshot in PostgreSQL's words.
    pub(in crate::store) fn snapshot(&self) -> &str {
        match &self.position {
            Position::Sqlite(..) => "",
            Position::Postgres(_, text) => text,
        }
    }

    /// Whether all triggers are there: if not, nobody can follow.
    pub const fn is_complete(&self) -> bool {
        self.complete
    }

    /// Whether it is the same life of the same database.
    pub fn is_of_the_same(&self, other: &Self) -> bool {
        self.identity == other.identity
    }

    /// Whether the table of replicas is whole: the server empties it when it has crashed. On SQLite there is none.
    pub(super) const fn is_whole(&self) -> bool {
        self.whole
    }
}

#[derive(sqlx::FromRow)]
struct StandingRow {
    identity: String,
    position: String,
    trimmed_to: i64,
    mark: String,
    epoch: String,
    triggers: i64,
}

/// Where the log stands. In a transaction of one snapshot, everything that is read in it is as of here.
///
/// # Errors
/// The database's own.
pub async fn standing(tx: &mut Tx) -> Result<LogState> {
    let (text, triggers) = match tx {
        Tx::Sqlite(..) => (STANDING_SQLITE, TRIGGERS_SQLITE),
        Tx::Postgres(..) => (STANDING_POSTGRES, TRIGGERS_POSTGRES),
    };
    let row: StandingRow = on!(&mut *tx, conn => sqlx::query_as(text).fetch_one(conn).await)?;
    let corrupt = || Error::Corrupt("change_log");
    let position = match tx {
        Tx::Sqlite(..) => Position::Sqlite(row.position.parse().map_err(|_| corrupt())?, row.mark),
        Tx::Postgres(..) => Position::Postgres(row.position.parse().map_err(|_| corrupt())?, row.position),
    };
    let complete = row.triggers == triggers;
    Ok(LogState {
        identity: format!("{} {}", row.identity, row.epoch),
        position,
        trimmed_to: row.trimmed_to,
        complete,
        whole: !row.epoch.is_empty(),
    })
}

/// What changed between `from` and `now`, which is where the transaction stands; `None` where that cannot be told, so that
/// everything has to be read again.
///
/// # Errors
/// The database's own.
pub async fn since(tx: &mut Tx, from: &LogState, now: &LogState) -> Result<Option<BTreeSet<Change>>> {
    if !now.is_of_the_same(from) || !now.is_complete() {
        return Ok(None);
    }
    let rows: Vec<(String, Vec<u8>)> = match (&from.position, &now.position) {
        (Position::Sqlite(last, mark), Position::Sqlite(end, _)) => {
            if end < last || now.trimmed_to > *last || !is_marked(tx, *last, mark, now.trimmed_to).await? {
                return Ok(None);
            }
            if end == last {
                return Ok(Some(BTreeSet::new()));
            }
            on!(&mut *tx, conn => sqlx::query_as(SINCE_SQLITE).bind(last).fetch_all(conn).await)?
        }
        (Position::Postgres(last, text), Position::Postgres(end, _)) => {
            // A number that this server has not given yet is of another one, from which a dump came.
            let trimmed_to = u64::try_from(now.trimmed_to).ok().filter(|xid| *xid < end.xmax);
            if end.xmax < last.xmax || trimmed_to.is_some_and(|xid| xid >= last.xmin) {
                return Ok(None);
            }
            on!(&mut *tx, conn => sqlx::query_as(SINCE_POSTGRES).bind(text).fetch_all(conn).await)?
        }
        _ => return Ok(None),
    };
    let change = |(kind, id): (String, Vec<u8>)| {
        let kind = match kind.as_str() {
            "token" => Kind::Token,
            "secret" => Kind::Secret,
            "tenant" => Kind::Tenant,
            "module" => Kind::Module,
            "app" => Kind::App,
            // Everything, or what a later version knows.
            _ => return None,
        };
        Some((kind, id))
    };
    Ok(rows.into_iter().map(change).collect())
}

/// Whether the last row that was read still says what it said: in a database that was put back, another one has its number.
async fn is_marked(tx: &mut Tx, last: i64, mark: &str, trimmed_to: i64) -> Result<bool> {
    if mark.is_empty() || trimmed_to >= last {
        return Ok(true);
    }
    let found: Option<String> =
        on!(tx, conn => sqlx::query_scalar(MARK).bind(last).fetch_optional(conn).await)?;
    Ok(found.as_deref() == Some(mark))
}

/// What a transaction that is about to be committed did to the log: on PostgreSQL its number, if it changed anything; on
/// SQLite the number of the last row, whoever wrote it.
///
/// # Errors
/// The database's own.
pub async fn own(tx: &mut Tx) -> Result<Option<u64>> {
    let text = if matches!(tx, Tx::Sqlite(..)) { OWN_SQLITE } else { OWN_POSTGRES };
    let number: Option<String> = on!(tx, conn => sqlx::query_scalar(text).fetch_optional(conn).await)?;
    number.map(|number| number.parse().map_err(|_| Error::Corrupt("change_log"))).transpose()
}

/// Deletes at most `limit` rows that are older than so many microseconds, on the database's own clock; gives how many.
///
/// # Errors
/// The database's own.
pub async fn delete_old(tx: &mut Tx, age: i64, limit: i64) -> Result<u64> {
    let text = if matches!(tx, Tx::Sqlite(..)) { DELETE_OLD_SQLITE } else { DELETE_OLD_POSTGRES };
    Ok(
        on!(tx, conn => sqlx::query(text).bind(age).bind(limit).execute(conn).await.map(|done| done.rows_affected()))?,
    )
}
