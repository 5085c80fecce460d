//! A file that reserves disk space, and releases it piece by piece for writes that must succeed on a full disk.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// Bytes written at a time.
const BLOCK: usize = 64 * 1024;

/// The space of a file system in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Space {
    /// How much this process may still use.
    pub free: u64,
    /// Its size.
    pub total: u64,
}

impl Space {
    /// The space of the file system that contains `folder`.
    ///
    /// # Errors
    /// If the system does not report it.
    pub fn of(folder: &Path) -> io::Result<Self> {
        let found = rustix::fs::statvfs(folder)?;
        Ok(Self {
            free: found.f_bavail.saturating_mul(found.f_frsize),
            total: found.f_blocks.saturating_mul(found.f_frsize),
        })
    }
}

/// The file that reserves space.
#[derive(Debug)]
pub struct Reserve(PathBuf);

impl Reserve {
    /// The reserve in this file.
    pub const fn at(file: PathBuf) -> Self {
        Self(file)
    }

    /// Its size in bytes; 0 if there is none.
    pub fn bytes(&self) -> u64 {
        fs::metadata(&self.0).map_or(0, |file| file.len())
    }

    /// Makes it `bytes` long, readable only by its owner. The blocks are written and all different, so that no file
    /// system skips or compresses them. If there is not enough space, it stays as it was.
    ///
    /// # Errors
    /// If writing fails.
    pub fn make(&self, bytes: u64) -> io::Result<()> {
        let mut file = OpenOptions::new().create(true).append(true).mode(0o600).open(&self.0)?;
        let before = file.metadata()?.len();
        let outcome = fill(&mut file, before, bytes).and_then(|()| file.sync_all());
        if outcome.is_err() {
            file.set_len(before)?;
        }
        outcome
    }

    /// Releases up to `bytes` to the file system; returns how many.
    ///
    /// # Errors
    /// If truncating fails; a missing file is not an error.
    pub fn give_up(&self, bytes: u64) -> io::Result<u64> {
        let file = match OpenOptions::new().write(true).open(&self.0) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
            Err(error) => return Err(error),
        };
        let kept = file.metadata()?.len();
        let given = bytes.min(kept);
        file.set_len(kept - given)?;
        // Some file systems free the space only after a sync.
        file.sync_all()?;
        Ok(given)
    }
}

/// Appends until `bytes` in total are written.
fn fill(file: &mut fs::File, before: u64, bytes: u64) -> io::Result<()> {
    let (mut state, mut left) = (before | 1, bytes.saturating_sub(before));
    let mut block = vec![0_u8; BLOCK];
    while left > 0 {
        for piece in block.chunks_exact_mut(8) {
            // Xorshift: not secret, but incompressible.
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
