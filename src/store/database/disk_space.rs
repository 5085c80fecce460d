//! Free space on the database's disk, and what is still written when there is none.
//!
//! SQLite's disk is checked before each write. With less than [`Limits::low`] free, or after a write failed for lack
//! of space, the disk counts as full: a commit is refused unless it removes access, ends a session or signs someone
//! in. For these, the reserve next to the database is released piece by piece. Background jobs pause earlier, below
//! [`Limits::short`]. When there is space again, the reserve is created again, and the disk no longer counts as full.
//!
//! A PostgreSQL server has its own disk. It counts as full for a minute after a write failed for lack of space;
//! everything is still tried, but background jobs pause.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};
use tokio::sync::Notify;

use crate::disk::reserve::{Reserve, Space};
use crate::store::Db;

const MIB: u64 = 1024 * 1024;
/// Bytes that are freed for a write that may use the reserve, and more for each of its audit events. Revoking a token
/// writes about 100 kB to the log, because each page that it changes is written whole.
const NEED: u64 = 256 * 1024;
const NEED_OF_EVENT: u64 = 8 * 1024;
/// Bytes of the reserve that are released when a write fails nevertheless.
const PIECE: u64 = 2 * MIB;
/// How long a checkpoint waits for writers and readers.
const CHECKPOINT_TIMEOUT: Duration = Duration::from_millis(250);
/// How long the disk counts as full after a failed write, if nothing else shows that there is space.
const LOCAL_MEMORY: Duration = Duration::from_secs(10);
const SERVER_MEMORY: Duration = Duration::from_secs(60);

/// The state of the database's disk, for metrics.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct DiskMetrics {
    /// Whether it counts as full.
    pub full: bool,
    /// Free space in bytes; 0 for a server's disk.
    pub free: u64,
    /// Size of the reserve in bytes.
    pub reserve: u64,
}

/// The space on the disk of the database.
#[derive(Debug)]
pub struct DiskSpace {
    full: AtomicBool,
    short: AtomicBool,
    reserve_missing: AtomicBool,
    /// When a write last failed for lack of space.
    failed: Mutex<Option<Instant>>,
    /// Wakes the job that maintains the reserve.
    wake: Notify,
    /// `None` for a server, whose disk can't be checked.
    place: Option<Disk>,
}

#[derive(Debug)]
struct Disk {
    folder: PathBuf,
    reserve: Mutex<Reserve>,
}

/// Thresholds in bytes, which depend on the size of the file system.
#[derive(Clone, Copy)]
struct Limits {
    /// With less free space, background jobs pause.
    short: u64,
    /// With less free space, the disk counts as full.
    low: u64,
}

impl Limits {
    fn of(space: Space) -> Self {
        let low = (8 * MIB).min(space.total / 32);
        Self { short: 3 * low, low }
    }
}

impl Db {
    /// Moves the contents of SQLite's write-ahead log into the database, so that the next write starts at the front
    /// of the log. The file keeps its size, because other programs would take the freed space. The log stays as it is
    /// while someone reads an older state.
    pub async fn reuse_log(&self) {
        let Self::Sqlite { pool, writer, .. } = self else { return };
        let Ok(Ok(_turn)) =
            tokio::time::timeout(CHECKPOINT_TIMEOUT, Arc::clone(writer).acquire_owned()).await
        else {
            return;
        };
        let file = pool.connect_options().get_filename().to_owned();
        let moved = tokio::task::spawn_blocking(move || {
            let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            connection.busy_timeout(CHECKPOINT_TIMEOUT)?;
            connection.query_row("PRAGMA wal_checkpoint(RESTART)", [], |_| Ok(()))
        });
        if let Ok(Err(error)) = moved.await {
            // The database may have to grow for it, so it is tried again when there is space.
            tracing::debug!(%error, "cannot reuse the write-ahead log");
        }
    }
}

impl DiskSpace {
    /// The space on the disk of an SQLite database, with the file of its reserve.
    pub(in crate::store) fn beside(database: &Path, reserve: PathBuf) -> Arc<Self> {
        let folder = match database.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        Self::new(Some(Disk { folder, reserve: Mutex::new(Reserve::at(reserve)) }))
    }

    /// The space on a server's disk.
    pub(in crate::store) fn elsewhere() -> Arc<Self> {
        Self::new(None)
    }

    fn new(place: Option<Disk>) -> Arc<Self> {
        Arc::new(Self {
            full: AtomicBool::new(false),
            short: AtomicBool::new(false),
            reserve_missing: AtomicBool::new(false),
            failed: Mutex::default(),
            wake: Notify::new(),
            place,
        })
    }

    /// Whether the disk counts as full.
    pub fn is_full(&self) -> bool {
        self.full.load(Ordering::Relaxed)
    }

    /// Whether background jobs pause, which they do before the disk counts as full.
    pub fn is_short(&self) -> bool {
        self.short.load(Ordering::Relaxed) || self.is_full()
    }

    /// Whether the reserve could not be created, or was released and could not be created again yet.
    pub fn is_reserve_missing(&self) -> bool {
        self.reserve_missing.load(Ordering::Relaxed)
    }

    /// The current state.
    pub fn figures(&self) -> DiskMetrics {
        let place = self.place.as_ref();
        DiskMetrics {
            full: self.is_full(),
            free: place.and_then(Disk::space).map_or(0, |space| space.free),
            reserve: place.map_or(0, |place| place.reserve().bytes()),
        }
    }

    /// Records that a write failed for lack of space. If space is free nevertheless (because of a quota, for
    /// example), the whole reserve is released, otherwise a piece, so that no other program takes more than that.
    pub fn failed(&self) {
        *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        self.become_full("a write failed for lack of space");
        if let Some(place) = &self.place {
            let is_full = place.space().is_some_and(|space| space.free < Limits::of(space).low);
            place.give_up(if is_full { PIECE } else { u64::MAX });
        }
    }

    /// Checks the free space before a write.
    pub(in crate::store) fn look(&self) {
        let Some(space) = self.place.as_ref().and_then(Disk::space) else { return };
        let limits = Limits::of(space);
        self.short.store(space.free < limits.short, Ordering::Relaxed);
        if space.free < limits.low {
            self.become_full("hardly any space is free");
        }
    }

    /// Refuses to commit while SQLite's disk is full, or frees space if the transaction may use the reserve. `events`
    /// is the number of audit events that it writes.
    ///
    /// # Errors
    /// [`Error::DiskFull`](crate::store::Error::DiskFull) if the disk is full and the transaction may not use the
    /// reserve.
    pub(in crate::store) fn admit(&self, may_use_reserve: bool, events: usize) -> crate::store::Result<()> {
        if self.place.is_none() || !self.is_full() {
            return Ok(());
        }
        if !may_use_reserve {
            return Err(crate::store::Error::DiskFull);
        }
        self.make_space(events);
        self.wake.notify_one();
        Ok(())
    }

    /// Releases as much of the reserve as a write with this number of audit events needs.
    pub(in crate::store) fn make_space(&self, events: usize) {
        let Some(place) = &self.place else { return };
        let Some(space) = place.space() else { return };
        let need = NEED + NEED_OF_EVENT * u64::try_from(events).unwrap_or(u64::MAX / NEED_OF_EVENT / 2);
        if space.free < need {
            let bytes = place.give_up(need - space.free);
            if bytes > 0 {
                tracing::warn!(bytes, "released a part of the disk reserve for a write that must not wait");
            }
        }
    }

    /// Waits until the disk needs attention before the next interval ends.
    pub async fn woken(&self) {
        self.wake.notified().await;
    }

    /// Creates the reserve of `wanted` bytes if there is space for it; then the disk no longer counts as full. A
    /// server's disk counts as full until no write has failed for a minute. Blocks the thread.
    pub fn recover(&self, wanted: u64) {
        let failed = *self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = |memory| failed.is_none_or(|at| at.elapsed() >= memory);
        let Some(place) = &self.place else {
            if is_over(SERVER_MEMORY) {
                self.become_free();
            }
            return;
        };
        self.look();
        let Some(space) = place.space() else { return };
        let limits = Limits::of(space);
        // On a small file system, the reserve must leave space for the database.
        let wanted = wanted.min(space.total / 8);
        let reserve = place.reserve();
        let missing = wanted.saturating_sub(reserve.bytes());
        let has_space = space.free >= missing.saturating_add(2 * limits.low);
        let made = missing == 0
            || has_space && {
                let outcome = reserve.make(wanted);
                if let Err(error) = &outcome
                    && !self.is_reserve_missing()
                {
                    tracing::warn!(%error, "cannot create the disk reserve next to the database");
                }
                outcome.is_ok()
            };
        drop(reserve);
        self.reserve_missing.store(!made, Ordering::Relaxed);
        // Writing the reserve proves that there is space. Otherwise, some time has to pass.
        let was_written = made && missing > 0;
        if made && has_space && (was_written || is_over(LOCAL_MEMORY)) {
            self.become_free();
        }
    }

    fn become_full(&self, why: &str) {
        if !self.full.swap(true, Ordering::Relaxed) {
            tracing::error!(
                why,
                "the disk of the database is full: only revoking, disabling and ending sessions still work"
            );
        }
        self.wake.notify_one();
    }

    fn become_free(&self) {
        if self.full.swap(false, Ordering::Relaxed) {
            tracing::warn!("the disk of the database has space again");
        }
        *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Disk {
    fn space(&self) -> Option<Space> {
        Space::of(&self.folder).ok()
    }

    fn reserve(&self) -> std::sync::MutexGuard<'_, Reserve> {
        self.reserve.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn give_up(&self, bytes: u64) -> u64 {
        self.reserve().give_up(bytes).unwrap_or_else(|error| {
            tracing::warn!(%error, "cannot release the disk reserve next to the database");
            0
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::store::database::disk_space::*;

    #[test]
    fn a_failed_write_gives_up_the_reserve_and_making_it_again_ends_the_state() {
        let folder = tempfile::tempdir().unwrap();
        let reserve = folder.path().join("latchkey.db.reserve");
        let disk = DiskSpace::beside(&folder.path().join("latchkey.db"), reserve.clone());
        disk.recover(MIB);
        assert_eq!((disk.is_full(), disk.is_reserve_missing(), disk.figures().reserve), (false, false, MIB));
        assert!(disk.admit(false, 0).is_ok());
        disk.failed();
        assert_eq!((disk.is_full(), disk.is_short(), disk.figures().reserve), (true, true, 0));
        assert!(disk.admit(false, 0).is_err() && disk.admit(true, 1).is_ok());
        // While the reserve can't be created, the disk counts as full.
        std::fs::remove_file(&reserve).unwrap();
        std::fs::create_dir(&reserve).unwrap();
        disk.recover(2 * MIB);
        assert!(disk.is_full() && disk.is_reserve_missing());
        std::fs::remove_dir(&reserve).unwrap();
        disk.recover(MIB);
        assert_eq!((disk.is_full(), disk.is_reserve_missing(), disk.figures().reserve), (false, false, MIB));
    }

    #[test]
    fn without_a_reserve_the_state_ends_by_itself() {
        let folder = tempfile::tempdir().unwrap();
        let disk = DiskSpace::beside(&folder.path().join("latchkey.db"), folder.path().join("none"));
        disk.failed();
        disk.recover(0);
        assert!(disk.is_full());
        *disk.failed.lock().unwrap() = Instant::now().checked_sub(LOCAL_MEMORY);
        disk.recover(0);
        assert!(!disk.is_full() && !disk.is_reserve_missing());
    }

    #[test]
    fn a_small_file_system_has_small_limits() {
        let limits = |total| Limits::of(Space { free: 0, total });
        let large = limits(1024 * MIB);
        assert_eq!((large.short, large.low), (24 * MIB, 8 * MIB));
        let small = limits(32 * MIB);
        assert_eq!((small.short, small.low), (3 * MIB, MIB));
    }

    #[test]
    fn a_servers_disk_counts_as_full_for_a_minute() {
        let disk = DiskSpace::elsewhere();
        disk.failed();
        disk.recover(MIB);
        assert!(disk.is_full() && disk.admit(false, 0).is_ok(), "everything is tried");
        *disk.failed.lock().unwrap() = Instant::now().checked_sub(SERVER_MEMORY);
        disk.recover(MIB);
        assert_eq!(disk.figures(), DiskMetrics::default());
    }
}
