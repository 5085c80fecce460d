//! What a transaction does after its commit: it waits until no verifier can use an older state. Only then may anybody be
//! told that the change is made.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use sqlx::PgPool;
use tokio::runtime::Handle;

use super::embedded::Own;
use super::{POSTGRES_LEASE, change_log, replicas, sleep_until, wait_out};
use crate::store::{Db, Result, Tx, at};
use crate::verifier::{Counts, Moment};

/// How long it waits between two looks at first, and at most.
const LOOK_AFTER: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(16));

/// A transaction that changed something that decides.
pub struct Waiting {
    counts: Arc<Counts>,
    on: Change,
}

enum Change {
    /// On SQLite: the file, and the last row of the log.
    Sqlite(Arc<Own>, PathBuf, u64),
    /// On PostgreSQL: its number.
    Postgres(PgPool, Handle, u64),
}

impl Waiting {
    /// What there is to wait for once the transaction is committed. Nothing may be changed in it after this.
    ///
    /// # Errors
    /// The database's own.
    pub(in crate::store) async fn of(tx: &mut Tx) -> Result<Option<Self>> {
        let Some(db) = tx.pending().db() else { return Ok(None) };
        let number = change_log::own(tx).await?;
        let counts = Arc::clone(db.counts());
        let on = match (db, number) {
            (Db::Sqlite { pool, own, .. }, Some(last)) if own.is_news(last) => {
                let file = pool.connect_options().get_filename().to_owned();
                Change::Sqlite(own, file, last)
            }
            (Db::Postgres { pool, home, .. }, Some(xid)) => Change::Postgres(pool, home, xid),
            _ => return Ok(None),
        };
        Ok(Some(Self { counts, on }))
    }

    /// Waits. The transaction is committed, so nothing can fail any more: where it cannot be told what verifiers know, it is
    /// waited until no lease from before can count.
    pub(in crate::store) async fn wait(self) {
        let committed = Moment::now();
        match self.on {
            Change::Sqlite(own, file, last) => own.committed(&file, last, committed).await,
            Change::Postgres(pool, home, xid) => {
                let end = committed.plus(wait_out(POSTGRES_LEASE));
                // In the runtime where connections are opened, and for as long as it takes, whoever asked.
                let looking = at(&home, async move { Ok(look(&pool, xid, end).await) });
                let known = tokio::time::timeout(Moment::now().until(end), looking).await;
                if !matches!(known, Ok(Ok(true))) {
                    sleep_until(end).await;
                }
            }
        }
        self.counts.waits.observe(committed.until(Moment::now()));
    }
}

/// Whether all verifiers contain the transaction; waits for them until `end`.
async fn look(pool: &PgPool, xid: u64, end: Moment) -> bool {
    let mut pause = LOOK_AFTER.0;
    loop {
        match replicas::behind(pool, xid).await {
            Ok(state) if state.whole && state.behind == 0 => return true,
            // Some that have a lease may not be in the table.
            Ok(state) if !state.whole => return false,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "cannot tell what the verifiers know");
                return false;
            }
        }
        if Moment::now() >= end {
            return true;
        }
        tokio::time::sleep(pause).await;
        pause = (2 * pause).min(LOOK_AFTER.1);
    }
}
