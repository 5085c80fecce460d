//! Whether there is room on the disk of the database, and what may be written when there is none.
//!
//! The embedded database looks before each write. When less is free than [`Limits::low`], or a write failed for lack of
//! space, the disk counts as full: background jobs pause, and a commit is refused unless it takes a right away, ends a
//! session or signs somebody in. For these the reserve beside the database is given up piece by piece. When there is
//! room again, the background job makes the reserve anew, and that it can be written ends the state.
//!
//! A PostgreSQL server has its own disk. There the state says that a write failed for lack of space a moment ago;
//! everything is tried all the same, but background jobs pause.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};
use tokio::sync::Notify;

use super::Db;
use crate::disk::reserve::{Reserve, Space};

const MIB: u64 = 1024 * 1024;
/// For so long others are waited for while the log is shortened.
const TURN: Duration = Duration::from_millis(250);
/// For so long after a write failed, a PostgreSQL server counts as full.
const PATIENCE: Duration = Duration::from_secs(10);

/// How the disk of the database stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Figures {
    /// Whether it counts as full.
    pub full: bool,
    /// What is free, in bytes; 0 for a server's disk.
    pub free: u64,
    /// What the reserve keeps, in bytes.
    pub reserve: u64,
}

/// The room that there is for writing.
#[derive(Debug)]
pub struct Room {
    full: AtomicBool,
    /// When a write last failed for lack of space.
    failed: Mutex<Option<Instant>>,
    /// Wakes the job that looks after it.
    wake: Notify,
    /// `None` for a server, whose disk is elsewhere.
    place: Option<Place>,
}

#[derive(Debug)]
struct Place {
    folder: PathBuf,
    reserve: Mutex<Reserve>,
}

/// What counts as how much, on a file system of that size.
#[derive(Clone, Copy)]
struct Limits {
    /// With less free, it is full.
    low: u64,
    /// So much is made free for a write that may use the reserve.
    need: u64,
}

impl Limits {
    fn of(space: Space) -> Self {
        let low = (8 * MIB).min(space.total / 32);
        Self { low, need: (2 * MIB).min(low / 2) }
    }
}

impl Db {
    /// Writes what the embedded database's write-ahead log holds into the database, and cuts the log: what it took up is
    /// free afterwards, and what comes next begins at its front. When somebody reads something older, the log stays.
    pub async fn shorten_log(&self) {
        let Self::Sqlite { pool, writer, .. } = self else { return };
        let Ok(Ok(_turn)) = tokio::time::timeout(TURN, Arc::clone(writer).acquire_owned()).await else {
            return;
        };
        let file = pool.connect_options().get_filename().to_owned();
        let shortened = tokio::task::spawn_blocking(move || {
            let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            // Whoever waits for a writer's turn waits for this too.
            connection.busy_timeout(TURN)?;
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        });
        if let Ok(Err(error)) = shortened.await {
            tracing::warn!(%error, "the write-ahead log could not be shortened");
        }
    }
}

impl Room {
    /// The room beside the database in that file.
    pub(super) fn beside(database: &Path) -> Arc<Self> {
        let folder = match database.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        Self::new(Some(Place { folder, reserve: Mutex::new(Reserve::beside(database)) }))
    }

    /// That of a server.
    pub(super) fn elsewhere() -> Arc<Self> {
        Self::new(None)
    }

    fn new(place: Option<Place>) -> Arc<Self> {
        Arc::new(Self { full: AtomicBool::new(false), failed: Mutex::default(), wake: Notify::new(), place })
    }

    /// Whether the disk counts as full.
    pub fn is_full(&self) -> bool {
        self.full.load(Ordering::Relaxed)
    }

    /// Whether it is the disk of this machine: then a write that is not among those that may use the reserve is refused.
    pub const fn is_here(&self) -> bool {
        self.place.is_some()
    }

    /// How it stands at this moment.
    pub fn figures(&self) -> Figures {
        let place = self.place.as_ref();
        Figures {
            full: self.is_full(),
            free: place.and_then(Place::space).map_or(0, |space| space.free),
            reserve: place.map_or(0, |place| place.reserve().bytes()),
        }
    }

    /// A write failed for lack of space. Where space is free all the same (a quota, say, of which nobody tells), all of
    /// the reserve is given up; else a piece at a time, as it is needed, so that nobody else takes it.
    pub fn failed(&self) {
        *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        self.become_full("a write failed for lack of space");
        if let Some(place) = &self.place
            && place.space().is_none_or(|space| space.free >= Limits::of(space).low)
        {
            place.give_up(u64::MAX);
        }
    }

    /// Looks whether there is room, before something is written.
    pub(super) fn look(&self) {
        let Some(space) = self.place.as_ref().and_then(Place::space) else { return };
        if space.free < Limits::of(space).low {
            self.become_full("hardly any space is free");
        }
    }

    /// Makes room for a write that may use the reserve.
    pub(super) fn provide(&self) {
        let Some(place) = &self.place else { return };
        self.wake.notify_one();
        let Some(space) = place.space() else { return };
        let Limits { need, .. } = Limits::of(space);
        if space.free < need {
            let given = place.give_up(need - space.free);
            if given > 0 {
                tracing::warn!(
                    bytes = given,
                    "a part of the reserve is given up for a write that must not wait"
                );
            }
        }
    }

    /// Waits until it is time to look after the room before the next interval is over.
    pub async fn woken(&self) {
        self.wake.notified().await;
    }

    /// Makes the reserve of `wanted` bytes where there is room for it, and ends the state when it is made. `false` when
    /// the disk still counts as full. On a server's disk time alone ends it. It blocks.
    pub fn recover(&self, wanted: u64) -> bool {
        let failed = *self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(place) = &self.place else {
            if failed.is_none_or(|at| at.elapsed() >= PATIENCE) {
                self.become_free();
            }
            return !self.is_full();
        };
        let Some(space) = place.space() else { return !self.is_full() };
        let limits = Limits::of(space);
        // On a small file system it must leave room for the database.
        let wanted = wanted.min(space.total / 8);
        let reserve = place.reserve();
        let missing = wanted.saturating_sub(reserve.bytes());
        let enough = space.free >= missing.saturating_add(2 * limits.low);
        if !enough {
            if space.free < limits.low {
                drop(reserve);
                self.become_full("hardly any space is free");
            }
            return !self.is_full();
        }
        if missing > 0
            && let Err(error) = reserve.make(wanted)
        {
            tracing::warn!(%error, "the reserve beside the database cannot be made");
            return !self.is_full();
        }
        drop(reserve);
        // Nothing could be tried without a reserve, so some time has to pass.
        if missing > 0 || failed.is_none_or(|at| at.elapsed() >= PATIENCE) {
            self.become_free();
        }
        !self.is_full()
    }

    fn become_full(&self, why: &str) {
        if !self.full.swap(true, Ordering::Relaxed) {
            tracing::error!(
                why,
                "the disk of the database is full: only what takes rights away, ends sessions or signs in is written"
            );
        }
        self.wake.notify_one();
    }

    fn become_free(&self) {
        if self.full.swap(false, Ordering::Relaxed) {
            tracing::warn!("there is room on the disk of the database again");
        }
        *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Place {
    fn space(&self) -> Option<Space> {
        Space::of(&self.folder).ok()
    }

    fn reserve(&self) -> std::sync::MutexGuard<'_, Reserve> {
        self.reserve.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn give_up(&self, bytes: u64) -> u64 {
        self.reserve().give_up(bytes).unwrap_or_else(|error| {
            tracing::warn!(%error, "the reserve beside the database cannot be given up");
            0
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_gives_the_reserve_up_and_making_it_again_ends_the_state() {
        let folder = tempfile::tempdir().unwrap();
        let room = Room::beside(&folder.path().join("latchkey.db"));
        assert!(room.recover(MIB) && !room.is_full());
        assert_eq!(room.figures().reserve, MIB);
        room.look();
        assert!(!room.is_full());
        room.failed();
        assert_eq!((room.figures().full, room.figures().reserve), (true, 0));
        // As long as it cannot be made, the disk counts as full.
        std::fs::remove_file(folder.path().join("latchkey.reserve")).unwrap();
        std::fs::create_dir(folder.path().join("latchkey.reserve")).unwrap();
        assert!(!room.recover(2 * MIB));
        std::fs::remove_dir(folder.path().join("latchkey.reserve")).unwrap();
        assert!(room.recover(MIB) && !room.is_full());
        assert_eq!(room.figures().reserve, MIB);
    }

    #[test]
    fn a_small_file_system_has_small_limits() {
        let limits = |total| Limits::of(Space { free: 0, total });
        assert_eq!((limits(1024 * MIB).low, limits(1024 * MIB).need), (8 * MIB, 2 * MIB));
        assert_eq!((limits(32 * MIB).low, limits(32 * MIB).need), (MIB, MIB / 2));
    }

    #[test]
    fn a_servers_disk_counts_as_full_for_a_while() {
        let room = Room::elsewhere();
        room.failed();
        assert!(room.is_full() && !room.recover(MIB));
        *room.failed.lock().unwrap() = Instant::now().checked_sub(PATIENCE);
        assert!(room.recover(MIB) && !room.is_full());
        assert_eq!(room.figures(), Figures::default());
    }
}
