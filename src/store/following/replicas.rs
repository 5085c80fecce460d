//! The table in which verifiers on PostgreSQL say what their memory contains.

use std::collections::BTreeMap;

use sqlx::PgPool;
use uuid::Uuid;

use super::{POSTGRES_LEASE, sleep_until, wait_out};
use crate::store::Result;
use crate::verifier::Moment;

/// The row without an id says that nothing of the table was lost. Where no verifier ever entered there was nothing to lose.
const WHOLE: &str =
    "SELECT EXISTS (SELECT 1 FROM verifier_replicas WHERE id = '00000000-0000-0000-0000-000000000000')
            OR EXISTS (SELECT 1 FROM instance WHERE id = 1 AND followed = 0) AS whole,
        (SELECT COUNT(*) FROM verifier_replicas WHERE id <> '00000000-0000-0000-0000-000000000000'
             AND (applied IS NULL OR NOT pg_visible_in_snapshot(CAST($1 AS xid8), applied))) AS behind";
const MAKE_WHOLE: &str = "INSERT INTO verifier_replicas (id, epoch)
    VALUES ('00000000-0000-0000-0000-000000000000', gen_random_uuid()) ON CONFLICT (id) DO NOTHING";
/// On the disk before there is any lease, also over connections that don't wait for it otherwise.
const WAIT_FOR_DISK: &str = "SET LOCAL synchronous_commit TO on";
const NOTE_FOLLOWED: &str = "UPDATE instance SET followed = 1 WHERE followed = 0";
const REGISTER: &str = "INSERT INTO verifier_replicas (id, name, version, applied)
    VALUES (gen_random_uuid(), $1, $2, CAST($3 AS pg_snapshot)) RETURNING id";
const RENEW: &str =
    "UPDATE verifier_replicas SET applied = CAST($2 AS pg_snapshot), secrets = $3, renewals = renewals + 1,
        renewed_at = extract(epoch FROM clock_timestamp()) * 1000000
    WHERE id = $1";
const LIST: &str =
    "SELECT id, renewals FROM verifier_replicas WHERE id <> '00000000-0000-0000-0000-000000000000'";
const REMOVE: &str = "DELETE FROM verifier_replicas WHERE id = $1 AND renewals = $2";
const LEAVE: &str = "DELETE FROM verifier_replicas WHERE id = $1";

/// The process that a verifier is part of, for people.
#[derive(Clone, Debug)]
pub struct Process {
    /// Its machine and number there.
    pub name: String,
    /// The version of Latchkey.
    pub version: &'static str,
}

impl Process {
    /// This one.
    pub fn own() -> Self {
        let machine = rustix::system::uname();
        let name = format!("{}:{}", machine.nodename().to_string_lossy(), std::process::id());
        Self { name, version: env!("CARGO_PKG_VERSION") }
    }
}

/// What a writer has to wait for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, sqlx::FromRow)]
pub struct Behind {
    /// Whether all verifiers are in the table that may have a lease.
    pub whole: bool,
    /// How many of them don't contain the transaction yet.
    pub behind: i64,
}

/// Which verifiers don't contain the transaction of that number.
///
/// # Errors
/// The database's own.
pub(in crate::store) async fn behind(pool: &PgPool, xid: u64) -> Result<Behind> {
    Ok(sqlx::query_as(WHOLE).bind(xid.to_string()).fetch_one(pool).await?)
}

/// After a crash of the server, which empties the table: waits until no lease from before can count any more, and says
/// that from here on all verifiers that may have one are in the table. All over one connection, which another crash would
/// break.
///
/// # Errors
/// The database's own.
pub(in crate::store) async fn make_whole(pool: &PgPool) -> Result<()> {
    let mut connection = pool.acquire().await?;
    sqlx::query("SELECT 1").execute(&mut *connection).await?;
    sleep_until(Moment::now().plus(wait_out(POSTGRES_LEASE))).await;
    sqlx::query(MAKE_WHOLE).execute(&mut *connection).await?;
    Ok(())
}

/// Enters a verifier, before it has a lease, and notes for good that there was one. Gives the id of its row, which none
/// had before: a row that was removed never comes back, so nobody takes a new one for it.
///
/// # Errors
/// The database's own.
pub(in crate::store) async fn register(pool: &PgPool, process: &Process, applied: &str) -> Result<Uuid> {
    let mut tx = pool.begin().await?;
    sqlx::query(WAIT_FOR_DISK).execute(&mut *tx).await?;
    sqlx::query(NOTE_FOLLOWED).execute(&mut *tx).await?;
    tx.commit().await?;
    let row = sqlx::query_scalar(REGISTER).bind(&process.name).bind(process.version).bind(applied);
    Ok(row.fetch_one(pool).await?)
}

/// Notes that a verifier contains everything in that snapshot; `false` where it is not in the table: then it has no lease.
///
/// # Errors
/// The database's own.
pub(in crate::store) async fn renew(pool: &PgPool, id: Uuid, applied: &str, secrets: usize) -> Result<bool> {
    let secrets = i64::try_from(secrets).unwrap_or(i64::MAX);
    let done = sqlx::query(RENEW).bind(id).bind(applied).bind(secrets).execute(pool).await?;
    Ok(done.rows_affected() == 1)
}

/// All verifiers, with how often each has renewed its lease.
///
/// # Errors
/// The database's own.
pub(in crate::store) async fn list(pool: &PgPool) -> Result<BTreeMap<Uuid, i64>> {
    let rows: Vec<(Uuid, i64)> = sqlx::query_as(LIST).fetch_all(pool).await?;
    Ok(rows.into_iter().collect())
}

/// Removes a verifier, unless it has renewed its lease since.
///
/// # Errors
/// The database's own.
pub(in crate::store) async fn remove(pool: &PgPool, id: Uuid, renewals: i64) -> Result<()> {
    sqlx::query(REMOVE).bind(id).bind(renewals).execute(pool).await?;
    Ok(())
}

/// Removes the own row of a verifier whose lease has ended.
///
/// # Errors
/// The database's own.
pub(in crate::store) async fn leave(pool: &PgPool, id: Uuid) -> Result<()> {
    sqlx::query(LEAVE).bind(id).execute(pool).await?;
    Ok(())
}
