//! From the hash of a presented secret to the facts that decide: from memory while the [`Verifier`] has a lease, else one
//! read of the database.
//!
//! Code that makes this read faster belongs here, behind [`Lookup::facts`]. The decision in `domain::decision`
//! doesn't know where the facts come from. Everything that anybody was told is done before a look-up began, on any replica,
//! is in its facts.

mod file_identity;
mod gate;
mod pg_connections;
mod reader;

use std::sync::Arc;
use std::time::Duration;

use self::file_identity::FileIdentity;
pub use self::gate::VerificationGate;
use self::pg_connections::PgConnections;
use self::reader::Reader;
use super::{Presented, Row};
use crate::domain::decision::Requirement;
use crate::domain::secret::SecretHash;
use crate::store::verification;
use crate::store::{Db, Error, Result, Tx, on};
use crate::verifier::{Found, Verifier};

/// A read that takes longer is given up, and what was to be decided is refused.
const TIMEOUT: Duration = Duration::from_millis(1_800);

/// Finds what presented secrets lead to.
#[derive(Clone)]
pub struct Lookup {
    db: Db,
    own: PerThread,
    /// The embedded database's file, as it was when it was opened.
    original: Option<Arc<FileIdentity>>,
    /// Whether verification is paused, regardless of the database.
    closed: Arc<VerificationGate>,
    /// What is verified from while it has a lease; nobody gives it one unless the database is followed.
    verifier: Arc<Verifier>,
}

/// What a thread has for itself, to read without the pool.
#[derive(Clone)]
enum PerThread {
    Nothing,
    Reader(Arc<Reader>),
    PgConnections(Arc<PgConnections>),
}

impl Lookup {
    /// Reads over the pool's connections.
    pub fn new(db: Db) -> Self {
        let original = match &db {
            Db::Sqlite { pool, .. } => FileIdentity::of(pool.connect_options().get_filename()).map(Arc::new),
            Db::Postgres { .. } => None,
        };
        let verifier = Arc::new(Verifier::new(Arc::clone(db.counts())));
        Self { db, own: PerThread::Nothing, original, closed: Arc::default(), verifier }
    }

    /// The same for one of `threads` threads that answer requests: it reads over connections of its own.
    #[must_use]
    pub fn for_thread(&self, threads: usize) -> Self {
        let own = match &self.db {
            Db::Sqlite { pool, .. } => match Reader::open(pool.connect_options().get_filename()) {
                Ok(reader) => PerThread::Reader(Arc::new(reader)),
                Err(error) => {
                    tracing::warn!(%error, "verification reads through the connection pool, which is slower");
                    PerThread::Nothing
                }
            },
            Db::Postgres { pool, .. } => {
                PerThread::PgConnections(Arc::new(PgConnections::new(&pool.connect_options(), threads)))
            }
        };
        Self { own, ..self.clone() }
    }

    /// What is kept up to date by whoever follows the database.
    pub const fn verifier(&self) -> &Arc<Verifier> {
        &self.verifier
    }

    /// What closes verification in this process, and opens it again.
    pub fn closed(&self) -> &VerificationGate {
        &self.closed
    }

    /// The token whose secret has that hash and everything needed to decide on `requirement`, as it is at this moment.
    ///
    /// # Errors
    /// [`Error::Closed`] while verification is paused, [`Error::Replaced`] when the file of the database is another
    /// one by now, [`Error::Busy`] when the read takes too long, [`Error::Corrupt`] for a row that no version of
    /// Latchkey writes; otherwise when the database fails.
    pub async fn facts(&self, hash: &SecretHash, requirement: Requirement<'_>) -> Result<Option<Presented>> {
        if let Some(found) = self.facts_in_memory(hash, requirement)? {
            return Ok(found);
        }
        self.verifier.counts.ask();
        let row = match &self.own {
            PerThread::Reader(reader) => match reader.row(hash, requirement) {
                Ok(row) => row,
                Err(error) => {
                    tracing::debug!(%error, "retrying a read for verification");
                    self.patiently(self.over_the_pool(hash, requirement)).await?
                }
            },
            PerThread::PgConnections(lines) => self.patiently(self.over(lines, hash, requirement)).await?,
            PerThread::Nothing => self.patiently(self.over_the_pool(hash, requirement)).await?,
        };
        row.map(Row::into_presented).transpose()
    }

    /// The same from memory alone, at once; the outer `None` where only the database can tell.
    ///
    /// # Errors
    /// [`Error::Closed`] while verification is paused, [`Error::Replaced`] when the file of the database is another
    /// one by now.
    pub fn facts_in_memory(
        &self,
        hash: &SecretHash,
        requirement: Requirement<'_>,
    ) -> Result<Option<Option<Presented>>> {
        self.is_open()?;
        Ok(match self.verifier.find(hash, requirement) {
            Found::Unknown => Some(None),
            Found::Token(token) => Some(Some(token)),
            Found::Ask => None,
        })
    }

    /// The same as it is in a transaction that is open.
    ///
    /// # Errors
    /// [`Error::Closed`] while verification is paused, [`Error::Replaced`] when the file of the database is another
    /// one by now, [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise when the database
    /// fails.
    pub async fn facts_in(
        &self,
        tx: &mut Tx,
        hash: &SecretHash,
        requirement: Requirement<'_>,
    ) -> Result<Option<Presented>> {
        self.is_open()?;
        verification::facts(tx, hash, requirement).await
    }

    /// An error when nothing may be verified at all.
    fn is_open(&self) -> Result<()> {
        if let Some(reason) = self.closed.reason() {
            return Err(Error::Closed(reason));
        }
        if self.db.is_closed() {
            return Err(Error::Database(sqlx::Error::PoolClosed));
        }
        if self.original.as_ref().is_some_and(|file| !file.is_in_place()) {
            return Err(Error::Replaced);
        }
        Ok(())
    }

    async fn over(
        &self,
        lines: &PgConnections,
        hash: &SecretHash,
        requirement: Requirement<'_>,
    ) -> Result<Option<Row>> {
        match lines.row(hash, requirement).await {
            Ok(row) => Ok(row),
            Err(error) => {
                tracing::debug!(%error, "retrying a read for verification");
                self.over_the_pool(hash, requirement).await
            }
        }
    }

    /// The pool tests its connections before it gives them away, and says in its own words what is wrong. A transaction,
    /// because what the pool opens has to be opened where [`Db`] has it opened.
    async fn over_the_pool(&self, hash: &SecretHash, requirement: Requirement<'_>) -> Result<Option<Row>> {
        let tx = &mut self.db.read().await?;
        Ok(on!(tx, conn => verification::ask(conn, hash, requirement).await)?)
    }

    async fn patiently(&self, read: impl Future<Output = Result<Option<Row>>>) -> Result<Option<Row>> {
        tokio::time::timeout(TIMEOUT, read).await.map_err(|_| Error::Busy)?
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use crate::store::verification::lookup::*;

    const HASH: [u8; 32] = [9; 32];

    /// A migrated database in `folder`.
    async fn database(folder: &tempfile::TempDir) -> Db {
        let db = Db::connect(&format!("sqlite://{}", folder.path().join("a.db").display())).await.unwrap();
        db.migrate().await.unwrap();
        db
    }

    #[tokio::test]
    async fn what_a_threads_own_connection_cannot_tell_the_pool_is_asked() {
        let folder = tempfile::tempdir().unwrap();
        let db = database(&folder).await;
        let other = folder.path().join("without-tables.db");
        std::fs::write(&other, "").unwrap();
        let (reader, hash) = (Reader::open(&other).unwrap(), SecretHash::from_bytes(&HASH).unwrap());
        assert!(reader.row(&hash, Requirement::default()).is_err());
        let lookup = Lookup { own: PerThread::Reader(Arc::new(reader)), ..Lookup::new(db.clone()) };
        for tenant in [None, Some("acme")] {
            assert!(
                lookup
                    .facts(&hash, Requirement { tenant, ..Requirement::default() })
                    .await
                    .unwrap()
                    .is_none()
            );
        }
        db.close().await;
    }

    #[tokio::test]
    async fn a_panic_while_reading_stops_nobody_afterwards() {
        let folder = tempfile::tempdir().unwrap();
        let db = database(&folder).await;
        let (reader, hash) =
            (Reader::open(&folder.path().join("a.db")).unwrap(), SecretHash::from_bytes(&HASH).unwrap());
        let poisoned = catch_unwind(AssertUnwindSafe(|| reader.and_panic()));
        assert!(poisoned.is_err());
        assert!(reader.row(&hash, Requirement::default()).unwrap().is_none());
        db.close().await;
    }
}
