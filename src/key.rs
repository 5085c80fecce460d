//! The instance's key. What must not be readable from the database alone is hashed with it.

use std::fmt;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use crate::disk::sync_folder;
use crate::domain::mac::hmac_sha256;
use crate::domain::random::{Entropy, NoEntropy};

/// 32 random bytes. Used only to derive other keys, one per purpose, so that different uses can't interfere.
#[derive(Clone)]
pub struct MasterKey(Zeroizing<[u8; 32]>);

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The text is not a key.
    #[error("a key is 32 bytes in base64url, 43 characters")]
    Malformed,
    /// The file contains no key.
    #[error("{0} does not contain a key: a key is 32 bytes in base64url, 43 characters")]
    MalformedFile(PathBuf),
    /// Users other than the owner can read or change the file.
    #[error("other users can read or change {path} (mode {mode:04o}); run: chmod 600 {path}")]
    Exposed {
        /// The key file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The file cannot be read or created.
    #[error("the key file {path} cannot be {verb}: {source}")]
    Io {
        /// The key file.
        path: PathBuf,
        /// `read` or `created`.
        verb: &'static str,
        /// The operating system's error.
        source: io::Error,
    },
    /// No key can be generated.
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
}

impl MasterKey {
    /// Generates a key.
    pub fn generate(entropy: &Entropy) -> Result<Self, NoEntropy> {
        entropy.bytes().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// Wraps its bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Parses base64url, without surrounding white space.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let mut bytes = Zeroizing::new([0; 32]);
        match URL_SAFE_NO_PAD.decode_slice(text.trim(), bytes.as_mut_slice()) {
            Ok(32) => Ok(Self(bytes)),
            _ => Err(KeyError::Malformed),
        }
    }

    /// Reads the file at `path`, or creates it with a new key.
    ///
    /// Processes that start together agree on one key: the file appears complete or not at all, and the first process
    /// wins.
    pub fn load_or_create(path: &Path, entropy: &Entropy) -> Result<Self, KeyError> {
        match Self::load(path) {
            Err(KeyError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => {
                let key = Self::generate(entropy)?;
                match key.store(path, entropy) {
                    Ok(()) => {
                        tracing::info!(path = %path.display(), "created a new key: store a copy of it apart from the \
                            database");
                        Ok(key)
                    }
                    Err(KeyError::Io { source, .. }) if source.kind() == ErrorKind::AlreadyExists => {
                        Self::load(path)
                    }
                    Err(error) => Err(error),
                }
            }
            result => result,
        }
    }

    /// Reads the file at `path`, which only its owner may be able to read or change.
    pub fn load(path: &Path) -> Result<Self, KeyError> {
        let failed = |source| KeyError::Io { path: path.to_owned(), verb: "read", source };
        let mut file = File::open(path).map_err(failed)?;
        // The mode of the open file, not of the path, which someone could replace in between.
        let mode = file.metadata().map_err(failed)?.permissions().mode() & 0o7777;
        if mode & 0o077 != 0 {
            return Err(KeyError::Exposed { path: path.to_owned(), mode });
        }
        let mut text = Zeroizing::new(String::new());
        file.read_to_string(&mut text).map_err(failed)?;
        Self::parse(&text).map_err(|_| KeyError::MalformedFile(path.to_owned()))
    }

    /// Writes the key to a new file that only its owner can read; never overwrites one.
    fn store(&self, path: &Path, entropy: &Entropy) -> Result<(), KeyError> {
        let mut beside = path.as_os_str().to_owned();
        beside.push(format!(".{}", entropy.base62(12)?));
        let beside = PathBuf::from(beside);
        let stored = self.write_to(&beside).and_then(|()| {
            // Unlike a rename, a link fails if the name exists.
            std::fs::hard_link(&beside, path)
        });
        // Removed even if linking failed, because a leftover would be a copy of the key.
        let removed = std::fs::remove_file(&beside);
        let settled = stored.and(removed).and_then(|()| sync_folder(path));
        settled.map_err(|source| KeyError::Io { path: path.to_owned(), verb: "created", source })
    }

    fn write_to(&self, path: &Path) -> io::Result<()> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        }
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        let mut line = Zeroizing::new(URL_SAFE_NO_PAD.encode(self.0.as_slice()));
        line.push('\n');
        file.write_all(line.as_bytes())?;
        file.sync_all()
    }

    /// The key for one purpose: HMAC-SHA-256 of the purpose's name under this key.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        hmac_sha256(&self.0, &[purpose.as_bytes()])
    }

    /// Identifies the key without revealing any of it: 8 hexadecimal digits.
    pub fn id(&self) -> String {
        hex::encode(self.derive("key id").split_at(4).0)
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKey({})", self.id())
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};

    use super::*;

    const TEXT: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

    #[test]
    fn a_new_key_file_is_its_owners_alone_and_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data/deep/latchkey.key");
        let made = MasterKey::load_or_create(&path, &Entropy::System).unwrap();
        let read = MasterKey::load_or_create(&path, &Entropy::System).unwrap();
        assert_eq!(made.0, read.0);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(folder.path().join("data")).unwrap().permissions().mode() & 0o777, 0o700);
        assert_eq!(
            fs::read_dir(path.parent().unwrap()).unwrap().count(),
            1,
            "no copy of the key is left beside it"
        );
        assert_eq!(fs::read_to_string(&path).unwrap().len(), 44);
    }

    #[test]
    fn a_key_file_that_others_may_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("latchkey.key");
        fs::write(&path, TEXT).unwrap();
        for mode in [0o644, 0o640, 0o604, 0o660, 0o602] {
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            let message = MasterKey::load_or_create(&path, &Entropy::System).unwrap_err().to_string();
            assert!(message.contains(&format!("(mode {mode:04o})")), "{message}");
            assert!(message.ends_with(&format!("chmod 600 {}", path.display())), "{message}");
        }
        fs::set_permissions(&path, Permissions::from_mode(0o400)).unwrap();
        assert!(MasterKey::load(&path).is_ok());
    }

    #[test]
    fn a_file_that_holds_no_key_is_refused_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("latchkey.key");
        for text in ["", "hello\n", &TEXT[1..], &format!("{TEXT}A"), "é"] {
            fs::write(&path, text).unwrap();
            fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
            let error = MasterKey::load_or_create(&path, &Entropy::System).unwrap_err();
            assert!(matches!(error, KeyError::MalformedFile(_)), "{text:?}: {error}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        let error = MasterKey::load_or_create(folder.path(), &Entropy::System).unwrap_err().to_string();
        assert!(error.contains("can read or change") || error.contains("cannot be read"), "{error}");
    }

    #[test]
    fn processes_that_start_together_agree_on_one_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data/latchkey.key");
        let ids: std::collections::BTreeSet<String> = std::thread::scope(|scope| {
            let load = || MasterKey::load_or_create(&path, &Entropy::System).unwrap().id();
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(load)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(ids.len(), 1);
    }

    #[test]
    fn purposes_have_keys_of_their_own() {
        let key = MasterKey::parse(&format!(" {TEXT}\n")).unwrap();
        // Computed with: printf tokens | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102...1e1f
        assert_eq!(
            hex::encode(key.derive("tokens")),
            "b12d36642abf3ad33c3b0f765164671e4991fc696d3befe65c852806eaddc061"
        );
        assert_eq!(key.id(), "86517456");
        assert_ne!(key.derive("sessions"), key.derive("tokens"));
        assert_eq!(format!("{key:?}"), "MasterKey(86517456)");
    }
}
