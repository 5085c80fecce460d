//! Keeps Latchkey's own files readable by the user it runs as alone, whatever the umask was and whatever others did.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io::{self, ErrorKind};
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

/// Every right of users other than the owner.
const OTHERS: u32 = 0o077;
/// The right of others to make, rename and remove files in a folder.
const OTHERS_WRITE: u32 = 0o022;
/// Set on a folder, it lets each user rename and remove only what is theirs.
const STICKY: u32 = 0o1000;

/// The permissions of a file or folder, after [`close`] looked at it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Found {
    /// There is none.
    Missing,
    /// Nobody but its owner may do anything with it.
    Private,
    /// It had these permission bits, and only its owner's are left.
    Closed(u32),
    /// It has these permission bits and belongs to somebody else, so it stays as it is.
    NotOurs(u32),
}

/// Makes the folder of `file` when it is missing, for its owner alone (mode 0700), and the folders above it.
///
/// # Errors
/// Whatever keeps a folder from being made.
pub fn make_folder_of(file: &Path) -> io::Result<()> {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => {
            DirBuilder::new().recursive(true).mode(0o700).create(folder)
        }
        _ => Ok(()),
    }
}

/// Makes the file at `path`, empty and for its owner alone (mode 0600), unless it is there.
///
/// # Errors
/// Whatever keeps it from being made.
pub fn make_file(path: &Path) -> io::Result<()> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        made => made.map(drop),
    }
}

/// Writes `text` to the file at `path`, which becomes its owner's alone (mode 0600). What is no file (a terminal, a
/// pipe) is written to as it is.
///
/// # Errors
/// Whatever keeps it from being written.
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

/// Takes from other users of the machine what they may do with `files`, which are Latchkey's own, as far as they exist,
/// and with the folders they are in, and logs each change.
///
/// A folder is closed only when it holds nothing but such files: what else is in it may be meant for others. A file or
/// folder of another user is never changed, only warned of.
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

/// Whether every entry of `folder` is one of `own`, or begins like one: `latchkey.head.partial`.
fn holds_only(folder: &Path, own: &[&OsStr]) -> bool {
    let Ok(mut entries) = fs::read_dir(folder) else { return false };
    entries.all(|entry| {
        entry.is_ok_and(|entry| {
            let name = entry.file_name();
            own.iter().any(|own| name.as_encoded_bytes().starts_with(own.as_encoded_bytes()))
        })
    })
}

/// Leaves of the permission bits of what is at `path` those in `mode`, if it belongs to `user` and is of the `kind` that
/// is asked for.
fn close(path: &Path, mode: u32, user: u32, kind: impl Fn(&Metadata) -> bool) -> io::Result<Found> {
    // Opened by its name only, not for reading: what is looked at is what is changed, no reader is needed, and closing
    // it takes no lock away that SQLite has on the file.
    let flags = i32::try_from(OFlags::PATH.bits()).unwrap_or_default();
    let opened = match OpenOptions::new().read(true).custom_flags(flags).open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Missing),
        opened => opened?,
    };
    let known = opened.metadata()?;
    if known.mode() & OTHERS == 0 || !kind(&known) {
        return Ok(Found::Private);
    }
    if known.uid() != user {
        return Ok(Found::NotOurs(known.mode()));
    }
    fs::set_permissions(name_of(&opened), Permissions::from_mode(known.mode() & mode))?;
    Ok(Found::Closed(known.mode()))
}

/// The name under which the system knows what was opened.
fn name_of(opened: &File) -> PathBuf {
    PathBuf::from(format!("/proc/self/fd/{}", opened.as_raw_fd()))
}

fn report(path: &Path, found: io::Result<Found>) {
    let path = path.display();
    match found {
        Ok(Found::Missing | Found::Private) => {}
        Ok(Found::Closed(mode)) => {
            tracing::warn!("other users had access to {path} (mode {}); Latchkey removed it", bits(mode))
        }
        Ok(Found::NotOurs(mode)) => warn_of_foreign(Path::new(&path.to_string()), mode),
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
            assert!(matches!(found, Found::Closed(mode) if mode & 0o7777 == before), "{found:?}");
            assert_eq!(mode(&path), after, "{before:o}");
            assert_eq!(close(&path, 0o600, own_user(), Metadata::is_file).unwrap(), Found::Private);
        }
        // A link leads to what it is about.
        with_mode(&path, 0o644);
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        close(&link, 0o600, own_user(), Metadata::is_file).unwrap();
        assert_eq!(mode(&path), 0o600);
        assert_eq!(
            close(&folder.path().join("none"), 0o600, own_user(), Metadata::is_file).unwrap(),
            Found::Missing
        );
    }

    #[test]
    fn what_belongs_to_somebody_else_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "text").unwrap();
        with_mode(&path, 0o644);
        let found = close(&path, 0o600, own_user() + 1, Metadata::is_file).unwrap();
        assert!(matches!(found, Found::NotOurs(_)), "{found:?}");
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
