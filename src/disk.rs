//! Files that are written completely or not at all, even across a power cut, and only for their owner; and reserved
//! space for a full disk.

pub mod private;
pub mod reserve;

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// Appends `ending` to the path: `latchkey.db` and `.head` give `latchkey.db.head`.
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Opens the file at `path` for writing, truncated, readable only by its owner, and locked against other processes
/// that open it with this function; [`ErrorKind::WouldBlock`] if one holds it.
pub fn hold(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path)?;
    file.try_lock().map_err(|error| match error {
        fs::TryLockError::WouldBlock => io::Error::from(ErrorKind::WouldBlock),
        fs::TryLockError::Error(error) => error,
    })?;
    // The previous holder may have renamed the file since it was opened; then the lock is on that file.
    let identity = |known: fs::Metadata| (known.dev(), known.ino());
    if fs::metadata(path).map(identity).ok() != Some(identity(file.metadata()?)) {
        return Err(io::Error::from(ErrorKind::WouldBlock));
    }
    // A killed process may have left a file with any mode.
    file.set_permissions(fs::Permissions::from_mode(0o600))?;
    file.set_len(0)?;
    Ok(file)
}

/// Renames the file at `from`, which is synced already, to `to`, unless that exists.
pub fn place(from: &Path, to: &Path) -> io::Result<()> {
    // Unlike a rename, a link fails if the name exists.
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from)?,
        // Some file systems (FAT, some network shares) have no links.
        Err(error) if matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::PermissionDenied) => {
            if to.try_exists()? {
                return Err(io::Error::from(ErrorKind::AlreadyExists));
            }
            fs::rename(from, to)?;
        }
        Err(error) => return Err(error),
    }
    sync_folder(to)
}

/// Atomically replaces a file, readable by its owner only, and creates its folder if missing. Readers see either the
/// old text or the new one.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    private::make_folder_of(path)?;
    let partial = beside(path, ".partial");
    let mut file = hold(&partial)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&partial, path)?;
    sync_folder(path)
}

/// Makes a new name in the folder of `path` survive a power cut.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_stays_its_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/latchkey.head");
        for text in ["a longer text", "short"] {
            replace(&path, text).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        // The mode of a file left by a killed process doesn't matter.
        fs::write(beside(&path, ".partial"), "half a te").unwrap();
        fs::set_permissions(beside(&path, ".partial"), fs::Permissions::from_mode(0o644)).unwrap();
        replace(&path, "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_name_that_is_taken_is_not_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("a"), folder.path().join("b"));
        fs::write(&from, "new").unwrap();
        fs::write(&to, "old").unwrap();
        assert_eq!(place(&from, &to).unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&to).unwrap(), "old");
        fs::remove_file(&to).unwrap();
        place(&from, &to).unwrap();
        assert_eq!(fs::read_to_string(&to).unwrap(), "new");
        assert!(!from.exists());
    }

    #[test]
    fn two_do_not_write_the_same_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let held = hold(&path).unwrap();
        assert_eq!(hold(&path).unwrap_err().kind(), ErrorKind::WouldBlock);
        drop(held);
        assert!(hold(&path).is_ok());
        // Concurrent replacements never leave a partial text.
        let target = folder.path().join("b");
        let whole = |text: &str| text.len() == 100_000 && text.bytes().all(|byte| byte == text.as_bytes()[0]);
        std::thread::scope(|scope| {
            for writer in ["a", "b", "c", "d"] {
                let (text, target) = (writer.repeat(100_000), &target);
                scope.spawn(move || {
                    for _ in 0..20 {
                        if let Err(error) = replace(target, &text) {
                            assert_eq!(error.kind(), ErrorKind::WouldBlock);
                        }
                    }
                });
            }
            for _ in 0..200 {
                if let Ok(text) = fs::read_to_string(&target) {
                    assert!(whole(&text), "{}", text.len());
                }
            }
        });
    }
}
