//! A verifier on SQLite. One process of a machine has it, which holds the lock of a file beside the database; others
//! verify by asking the database. What this process writes is in the view before anybody is told that it is done. What
//! others write is noticed by a thread that looks every few milliseconds whether the database changed; they wait until no
//! lease from before can count any more.

use std::fs::File;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use sqlx::sqlite::SqlitePoolOptions;
use tokio::runtime;
use tokio::sync::Mutex;

use super::follower::Follower;
use super::{SQLITE_LEASE, sleep_until, wait_out};
use crate::store::{Db, Error, Result, VIEW_LOCK};
use crate::verifier::{Moment, Verifier};

/// How often it is looked whether the database changed.
const LOOK_EVERY: Duration = Duration::from_millis(5);
/// How long after an error, or while another process has the verifier.
const PAUSE: Duration = Duration::from_millis(100);

/// What all clones of a [`Db`] share about the verifier.
#[derive(Default)]
pub struct Own {
    /// The verifier of this process, while it has one.
    follower: Mutex<Option<Follower>>,
    /// Whether this process has it.
    here: AtomicBool,
    /// The last row of the log of changes that this process knows of; whoever finds a later one has changed something.
    last: AtomicU64,
}

/// A verifier's thread, until it is dropped.
pub struct Embedded {
    stop: Arc<AtomicBool>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Embedded {
    /// Begins to follow `db`, as soon as no other process does.
    ///
    /// # Errors
    /// The operating system's own, where there is no thread.
    pub fn start(db: &Db, verifier: Arc<Verifier>) -> std::io::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let (db, stopped) = (db.clone(), Arc::clone(&stop));
        let thread = std::thread::Builder::new().name("verifier".to_owned()).spawn(move || {
            let Db::Sqlite { pool, writer, disk, own, counts } = db else { return };
            let file = pool.connect_options().get_filename().to_owned();
            let Some(_lock) = wait_for_lock(&lock_file(&file), &stopped) else { return };
            let options = pool.connect_options().as_ref().clone();
            runtime.block_on(async {
                let pool = SqlitePoolOptions::new().max_connections(1).connect_lazy_with(options);
                let db = Db::Sqlite {
                    pool: pool.clone(),
                    writer,
                    disk,
                    own: Arc::clone(&own),
                    counts: Arc::clone(&counts),
                };
                *own.follower.lock().await = Some(Follower::new(db, verifier));
                own.here.store(true, Ordering::SeqCst);
                counts.know(1);
                counts.follow(true);
                follow(&file, &own, &stopped).await;
                if let Some(mut follower) = own.follower.lock().await.take() {
                    follower.forget();
                }
                own.here.store(false, Ordering::SeqCst);
                counts.follow(false);
                pool.close().await;
            });
        })?;
        Ok(Self { stop, thread: Some(thread) })
    }

    /// Ends the lease and stops.
    pub fn stop(mut self) {
        self.stop.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

impl Drop for Embedded {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
    }
}

async fn follow(file: &Path, own: &Own, stopped: &AtomicBool) {
    let mut connection = None;
    // The state of the database that the view contains.
    let mut contained = None;
    while !stopped.load(Ordering::SeqCst) {
        let pause = match turn(file, own, &mut connection, &mut contained).await {
            Ok(()) => LOOK_EVERY,
            Err(error) => {
                tracing::warn!(%error, "the verifier cannot follow the database, will retry");
                (connection, contained) = (None, None);
                PAUSE
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// Looks whether the database changed, catches up if it did, and renews the lease.
async fn turn(
    file: &Path,
    own: &Own,
    connection: &mut Option<Connection>,
    contained: &mut Option<i64>,
) -> Result<()> {
    let held = match connection {
        Some(held) => held,
        None => connection.insert(open(file).map_err(unreadable)?),
    };
    let asked = Moment::now();
    // It differs after every commit over another connection, of this process or of another one.
    let version: i64 = held.pragma_query_value(None, "data_version", |row| row.get(0)).map_err(unreadable)?;
    let mut follower = own.follower.lock().await;
    let Some(follower) = follower.as_mut() else { return Ok(()) };
    follower.verifier().counts.answer();
    if *contained != Some(version) || follower.at().is_none() {
        *contained = None;
        follower.catch_up().await?;
        *contained = Some(version);
    }
    follower.verifier().lease.extend(asked, SQLITE_LEASE);
    Ok(())
}

fn open(file: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(Duration::ZERO)?;
    Ok(connection)
}

fn unreadable(error: rusqlite::Error) -> Error {
    Error::Database(sqlx::Error::Io(std::io::Error::other(error)))
}

/// The file whose lock the process holds that verifies from memory.
fn lock_file(database: &Path) -> PathBuf {
    crate::disk::beside(database, VIEW_LOCK)
}

fn open_lock(path: &Path) -> std::io::Result<File> {
    File::options().create(true).truncate(false).write(true).mode(0o600).open(path)
}

fn wait_for_lock(path: &Path, stopped: &AtomicBool) -> Option<File> {
    while !stopped.load(Ordering::SeqCst) {
        if let Ok(file) = open_lock(path)
            && file.try_lock().is_ok()
        {
            return Some(file);
        }
        std::thread::sleep(PAUSE);
    }
    None
}

/// Whether any process verifies from memory. One that begins after this is asked contains all that was committed before.
/// Only verifiers make the file: a command that another user runs must not leave one that the server cannot open.
fn is_followed(database: &Path) -> bool {
    match File::open(lock_file(database)) {
        Ok(file) => file.try_lock_shared().is_err(),
        Err(error) => error.kind() != ErrorKind::NotFound,
    }
}

impl Own {
    /// Whether the last row of the log is news to this process: then somebody changed something.
    pub(super) fn is_news(&self, last: u64) -> bool {
        last > self.last.load(Ordering::SeqCst)
    }

    /// After a commit, which left the log with that last row: waits until no verifier can use an older state.
    pub(super) async fn committed(&self, database: &Path, last: u64, since: Moment) {
        self.last.fetch_max(last, Ordering::SeqCst);
        let end = since.plus(wait_out(SQLITE_LEASE));
        if !self.here.load(Ordering::SeqCst) {
            let database = database.to_owned();
            let followed = tokio::task::spawn_blocking(move || is_followed(&database)).await;
            if followed.unwrap_or(true) {
                sleep_until(end).await;
            }
            return;
        }
        let caught_up = async {
            match self.follower.lock().await.as_mut() {
                // What is loaded after this contains it.
                Some(follower) if follower.at().is_none() => true,
                Some(follower) => follower.catch_up().await.is_ok(),
                None => false,
            }
        };
        let caught_up = tokio::time::timeout(Moment::now().until(end), caught_up).await;
        if caught_up != Ok(true) {
            sleep_until(end).await;
        }
    }
}
