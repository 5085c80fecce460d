//! Keeps Latchkey's files readable only by the user it runs as, regardless of the umask and of other programs.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io::{self, ErrorKind};
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

/// All permissions of other users.
const OTHERS: u32 = 0o077;
/// Other users' permission to create, rename and remove files in a folder.
const OTHERS_WRITE: u32 = 0o022;
/// On a folder with this bit, users can rename and remove only their own files.
const STICKY: u32 = 0o1000;

/// The result of [`close`] for a file or folder.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Protection {
    /// It does not exist.
    Missing,
    /// Only its owner has access.
    Private,
    /// Others had access, by these permission bits, and it was removed.
    Closed(u32),
    /// Others have access, by these permission bits, but it belongs to another user and was not changed.
    NotOurs(u32),
}

/// Creates the folder of `file` if it is missing, only for its owner (mode 0700), and the folders above it.
///
/// # Errors
/// If a folder cannot be created.
pub fn make_folder_of(file: &Path) -> io::Result<()> {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => {
            DirBuilder::new().recursive(true).mode(0o700).create(folder)
        }
        _ => Ok(()),
    }
}

/// Creates the file at `path`, empty and only for its owner (mode 0600), unless it exists.
///
/// # Errors
/// If it cannot be created.
pub fn make_file(path: &Path) -> io::Result<()> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        made => made.map(drop),
    }
}

/// Writes `text` to the file at `path`, and makes it private to its owner (mode 0600). A terminal or a pipe is
/// written to as it is.
///
/// # Errors
/// If it cannot be written.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    use std::io::Write as _;
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    let known = file.metadata()?;
    if known.is_file() && known.mode() & OTHERS != 0 {
        if known.uid() == own_user() {
            file.set_permissions(Permissions::from_mode(0o600))?;
        } else {
            warn_of_foreign(path, known.mode());
        }
    }
    file.write_all(text.as_bytes())?;
    file.flush()
}

/// Removes other users' access to `files`, which belong to Latchkey, as far as they exist, and to their folders, and
/// logs each change.
///
/// A folder is restricted only if it contains nothing but these files, because other files may be meant for other
/// users. Another user's file or folder is never changed, only warned about.
pub fn protect(files: &[PathBuf]) {
    let folders: BTreeSet<PathBuf> = files.iter().filter_map(|file| folder_of(file)).collect();
    for file in files {
        report(file, close(file, 0o600, own_user(), Metadata::is_file));
    }
    for folder in folders {
        protect_folder(&folder, files);
    }
}

fn protect_folder(folder: &Path, files: &[PathBuf]) {
    let own: Vec<&OsStr> = files
        .iter()
        .filter(|file| folder_of(file).as_deref() == Some(folder))
        .filter_map(|file| file.file_name())
        .collect();
    if holds_only(folder, &own) {
        report(folder, close(folder, 0o700, own_user(), Metadata::is_dir));
        return;
    }
    let Ok(known) = fs::metadata(folder) else { return };
    if known.mode() & OTHERS_WRITE != 0 && known.mode() & STICKY == 0 {
        tracing::warn!(
            folder = %folder.display(),
            mode = bits(known.mode()),
            "other users can change this folder, so they can replace the files in it; keep Latchkey's files in a separate \
             folder with mode 0700"
        );
    }
}

/// Whether the name of every entry of `folder` is one of `own` or starts with one, like `latchkey.head.partial`.
fn holds_only(folder: &Path, own: &[&OsStr]) -> bool {
    let Ok(mut entries) = fs::read_dir(folder) else { return false };
    entries.all(|entry| {
        entry.is_ok_and(|entry| {
            let name = entry.file_name();
            own.iter().any(|own| name.as_encoded_bytes().starts_with(own.as_encoded_bytes()))
        })
    })
}

/// Restricts the permission bits of the file at `path` to `mode`, if it belongs to `user` and is of the right `kind`.
fn close(path: &Path, mode: u32, user: u32, kind: impl Fn(&Metadata) -> bool) -> io::Result<Protection> {
    // Opened with O_PATH: the file that is checked is the one that is changed, no read permission is needed, and
    // closing it releases no lock that SQLite holds on the file.
    let flags = i32::try_from(OFlags::PATH.bits()).unwrap_or_default();
    let opened = match OpenOptions::new().read(true).custom_flags(flags).open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Protection::Missing),
        opened => opened?,
    };
    let known = opened.metadata()?;
    if known.mode() & OTHERS == 0 || !kind(&known) {
        return Ok(Protection::Private);
    }
    if known.uid() != user {
        return Ok(Protection::NotOurs(known.mode()));
    }
    fs::set_permissions(name_of(&opened), Permissions::from_mode(known.mode() & mode))?;
    Ok(Protection::Closed(known.mode()))
}

/// The name under which the system knows an open file.
fn name_of(opened: &File) -> PathBuf {
    PathBuf::from(format!("/proc/self/fd/{}", opened.as_raw_fd()))
}

fn report(path: &Path, found: io::Result<Protection>) {
    let path = path.display();
    match found {
        Ok(Protection::Missing | Protection::Private) => {}
        Ok(Protection::Closed(mode)) => {
            tracing::warn!(
                "other users had access to {path} (mode {}); Latchkey removed their access",
                bits(mode)
            )
        }
        Ok(Protection::NotOurs(mode)) => warn_of_foreign(Path::new(&path.to_string()), mode),
        Err(error) => tracing::warn!(%error, "cannot tell whether other users have access to {path}"),
    }
}

fn warn_of_foreign(path: &Path, mode: u32) {
    tracing::warn!(
        "other users have access to {} (mode {}); it was left unchanged, because it does not belong to the user \
         Latchkey runs as",
        path.display(),
        bits(mode)
    );
}

fn bits(mode: u32) -> String {
    format!("{:04o}", mode & 0o7777)
}

fn own_user() -> u32 {
    rustix::process::geteuid().as_raw()
}

fn folder_of(file: &Path) -> Option<PathBuf> {
    let folder = file.parent()?;
    Some(if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o7777
    }

    fn with_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn what_others_may_do_with_a_file_is_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "text").unwrap();
        for (before, after) in
            [(0o644, 0o600), (0o660, 0o600), (0o777, 0o600), (0o440, 0o400), (0o602, 0o600)]
        {
            with_mode(&path, before);
            let found = close(&path, 0o600, own_user(), Metadata::is_file).unwrap();
            assert!(matches!(found, Protection::Closed(mode) if mode & 0o7777 == before), "{found:?}");
            assert_eq!(mode(&path), after, "{before:o}");
            assert_eq!(close(&path, 0o600, own_user(), Metadata::is_file).unwrap(), Protection::Private);
        }
        // A link applies to its target.
        with_mode(&path, 0o644);
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        close(&link, 0o600, own_user(), Metadata::is_file).unwrap();
        assert_eq!(mode(&path), 0o600);
        assert_eq!(
            close(&folder.path().join("none"), 0o600, own_user(), Metadata::is_file).unwrap(),
            Protection::Missing
        );
    }

    #[test]
    fn what_belongs_to_somebody_else_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "text").unwrap();
        with_mode(&path, 0o644);
        let found = close(&path, 0o600, own_user() + 1, Metadata::is_file).unwrap();
        assert!(matches!(found, Protection::NotOurs(_)), "{found:?}");
        assert_eq!(mode(&path), 0o644);
    }

    #[test]
    fn a_folder_is_closed_only_when_nothing_else_is_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        fs::create_dir(&data).unwrap();
        let own = [data.join("a.db"), data.join("a.key"), folder.path().join("elsewhere")];
        for name in ["a.db", "a.db-wal", "a.key", "a.key.partial"] {
            fs::write(data.join(name), "").unwrap();
        }
        with_mode(&data, 0o755);
        protect(&own);
        assert_eq!(mode(&data), 0o700);
        fs::write(data.join("b"), "").unwrap();
        with_mode(&data, 0o755);
        protect(&own);
        assert_eq!(mode(&data), 0o755);
    }

    #[test]
    fn new_files_are_their_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/er/a");
        make_folder_of(&path).unwrap();
        assert_eq!((mode(path.parent().unwrap()), mode(&folder.path().join("deep"))), (0o700, 0o700));
        make_file(&path).unwrap();
        fs::write(&path, "text").unwrap();
        make_file(&path).unwrap();
        assert_eq!((mode(&path), fs::read_to_string(&path).unwrap().as_str()), (0o600, "text"));
        with_mode(&path, 0o644);
        write(&path, "new").unwrap();
        assert_eq!((mode(&path), fs::read_to_string(&path).unwrap().as_str()), (0o600, "new"));
        write(Path::new("/dev/null"), "text").unwrap();
        assert_ne!(mode(Path::new("/dev/null")), 0o600);
    }
}
