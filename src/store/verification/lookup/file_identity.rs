//! Whether the embedded database is still the file that was opened.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How often it is looked at, at most.
const EVERY: Duration = Duration::from_millis(250);

/// The opened file. If it is replaced (by a backup, say), open connections keep using the old file and new ones use
/// the new file, so no result can be trusted.
#[derive(Debug)]
pub struct FileIdentity {
    path: PathBuf,
    /// Device and number: what stays when a file is renamed, and differs when another one takes its name.
    identity: (u64, u64),
    opened: Instant,
    /// When to look again, in microseconds after it was opened.
    look_at: AtomicU64,
    /// Once it is gone, it is gone for this process: connections may be at either file.
    gone: AtomicBool,
}

impl FileIdentity {
    /// The file at `path`; `None` when there is none to be seen.
    pub fn of(path: &Path) -> Option<Self> {
        let identity = identity(path).ok()?;
        Some(Self {
            path: path.to_owned(),
            identity,
            opened: Instant::now(),
            look_at: AtomicU64::new(0),
            gone: AtomicBool::new(false),
        })
    }

    /// Whether it is, or a quarter of a second ago was, still there.
    pub fn is_in_place(&self) -> bool {
        let now = micros(self.opened.elapsed());
        if now >= self.look_at.load(Ordering::Relaxed) {
            self.look_at.store(now.saturating_add(micros(EVERY)), Ordering::Relaxed);
            self.look();
        }
        !self.gone.load(Ordering::Relaxed)
    }

    fn look(&self) {
        let gone = match identity(&self.path) {
            Ok(identity) => identity != self.identity,
            // Other errors say nothing about whether the file exists.
            Err(error) => error.kind() == io::ErrorKind::NotFound,
        };
        if gone && !self.gone.swap(true, Ordering::Relaxed) {
            tracing::error!(
                file = %self.path.display(),
                "the database file was replaced or removed while Latchkey was running; verification refuses all \
                 tokens until you restart Latchkey"
            );
        }
    }
}

fn identity(path: &Path) -> io::Result<(u64, u64)> {
    fs::metadata(path).map(|file| (file.dev(), file.ino()))
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use crate::store::verification::lookup::file_identity::*;

    /// Looks at once, whenever it was looked at last.
    fn now_in_place(file: &FileIdentity) -> bool {
        file.look_at.store(0, Ordering::Relaxed);
        file.is_in_place()
    }

    #[test]
    fn a_file_that_grows_or_is_reached_by_a_link_is_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a.db"), folder.path().join("link.db"));
        fs::write(&path, "a").unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let (file, linked) = (FileIdentity::of(&path).unwrap(), FileIdentity::of(&link).unwrap());
        fs::write(&path, "more").unwrap();
        assert!(now_in_place(&file) && now_in_place(&linked));
    }

    #[test]
    fn another_file_in_its_place_is_noticed_for_good() {
        let folder = tempfile::tempdir().unwrap();
        let (path, aside, other) =
            (folder.path().join("a.db"), folder.path().join("aside.db"), folder.path().join("b.db"));
        fs::write(&path, "a").unwrap();
        fs::write(&other, "a").unwrap();
        let file = FileIdentity::of(&path).unwrap();
        assert!(now_in_place(&file));
        fs::rename(&path, &aside).unwrap();
        fs::rename(&other, &path).unwrap();
        assert!(file.is_in_place(), "it is not looked at on every request");
        assert!(!now_in_place(&file));
        fs::rename(&aside, &path).unwrap();
        assert!(!now_in_place(&file));
    }

    #[test]
    fn a_file_that_is_gone_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        assert!(FileIdentity::of(&path).is_none());
        fs::write(&path, "a").unwrap();
        let file = FileIdentity::of(&path).unwrap();
        fs::remove_file(&path).unwrap();
        assert!(!now_in_place(&file));
    }
}
