//! Space kept for what has to work when the disk is full: a file without content, which is given up piece by piece.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// Bytes written at a time.
const BLOCK: usize = 64 * 1024;

/// The space of a file system, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Space {
    /// What this process may still take.
    pub free: u64,
    /// All of it.
    pub total: u64,
}

impl Space {
    /// The space of the file system that the folder is on.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn of(folder: &Path) -> io::Result<Self> {
        let found = rustix::fs::statvfs(folder)?;
        Ok(Self {
            free: found.f_bavail.saturating_mul(found.f_frsize),
            total: found.f_blocks.saturating_mul(found.f_frsize),
        })
    }
}

/// The file that keeps space.
#[derive(Debug)]
pub struct Reserve(PathBuf);

impl Reserve {
    /// The reserve in that file.
    pub const fn at(file: PathBuf) -> Self {
        Self(file)
    }

    /// Its size in bytes; 0 when there is none.
    pub fn bytes(&self) -> u64 {
        fs::metadata(&self.0).map_or(0, |file| file.len())
    }

    /// Makes it `bytes` long, readable by its owner alone. They are really written, and no two blocks are the same, so
    /// that no file system leaves them out. When there is no space for all of it, it stays as it was.
    ///
    /// # Errors
    /// The system's own.
    pub fn make(&self, bytes: u64) -> io::Result<()> {
        let mut file = OpenOptions::new().create(true).append(true).mode(0o600).open(&self.0)?;
        let before = file.metadata()?.len();
        let outcome = fill(&mut file, before, bytes).and_then(|()| file.sync_all());
        if outcome.is_err() {
            file.set_len(before)?;
        }
        outcome
    }

    /// Gives up to `bytes` of it back to the file system; returns how many that were.
    ///
    /// # Errors
    /// The system's own; a missing file is not an error.
    pub fn give_up(&self, bytes: u64) -> io::Result<u64> {
        let file = match OpenOptions::new().write(true).open(&self.0) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
            Err(error) => return Err(error),
        };
        let kept = file.metadata()?.len();
        let given = bytes.min(kept);
        file.set_len(kept - given)?;
        // Some file systems free it only after a sync.
        file.sync_all()?;
        Ok(given)
    }
}

/// Appends up to `bytes` in all.
fn fill(file: &mut fs::File, before: u64, bytes: u64) -> io::Result<()> {
    let (mut state, mut left) = (before | 1, bytes.saturating_sub(before));
    let mut block = vec![0_u8; BLOCK];
    while left > 0 {
        for piece in block.chunks_exact_mut(8) {
            // Xorshift: nothing secret, and nothing that can be compressed.
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            piece.copy_from_slice(&state.to_le_bytes());
        }
        let now = usize::try_from(left).map_or(BLOCK, |left| left.min(BLOCK));
        file.write_all(block.get(..now).unwrap_or(&block))?;
        left -= u64::try_from(now).unwrap_or(left);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};

    use super::*;

    #[test]
    fn a_reserve_takes_up_its_space_and_is_given_up_piece_by_piece() {
        let folder = tempfile::tempdir().unwrap();
        let reserve = Reserve::at(folder.path().join("latchkey.db.reserve"));
        assert_eq!((reserve.bytes(), reserve.give_up(9).unwrap()), (0, 0));
        reserve.make(1_000_000).unwrap();
        let file = fs::metadata(folder.path().join("latchkey.db.reserve")).unwrap();
        assert_eq!((file.len(), file.permissions().mode() & 0o777), (1_000_000, 0o600));
        assert!(file.blocks() * 512 >= 1_000_000, "sparse: {}", file.blocks());
        assert_eq!((reserve.give_up(400_000).unwrap(), reserve.bytes()), (400_000, 600_000));
        reserve.make(800_000).unwrap();
        assert_eq!(reserve.bytes(), 800_000);
        assert_eq!((reserve.give_up(u64::MAX).unwrap(), reserve.bytes()), (800_000, 0));
    }

    #[test]
    fn the_space_of_a_file_system_is_known() {
        let space = Space::of(Path::new("/")).unwrap();
        assert!(space.total > 0 && space.free <= space.total);
        assert!(Space::of(Path::new("/nowhere")).is_err());
    }
}
