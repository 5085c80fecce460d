//! Randomness, injected like time, so that tests can seed it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use rand::rngs::{StdRng, SysError, SysRng};
use rand::{Rng as _, SeedableRng as _, TryRng as _};

/// The 62 digits and letters, ordered by value.
pub(crate) const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A source of random bytes.
#[derive(Clone, Default)]
pub enum Entropy {
    /// The operating system's generator.
    #[default]
    System,
    /// A seeded generator, so that a test gets the same secrets in every run. Never for a real instance.
    Seeded(Arc<Mutex<StdRng>>),
}

/// The operating system returned no random bytes, so no secret can be created.
#[derive(Debug, thiserror::Error)]
#[error("the operating system's random generator failed: {0}")]
pub struct NoEntropy(#[source] SysError);

impl Entropy {
    /// A generator that returns the same bytes for the same seed.
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> Result<[u8; N], NoEntropy> {
        let mut bytes = [0; N];
        match self {
            Self::System => SysRng.try_fill_bytes(&mut bytes).map_err(NoEntropy)?,
            Self::Seeded(rng) => {
                rng.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
            }
        }
        Ok(bytes)
    }

    /// `length` characters, uniformly distributed over the 62 digits and letters (5.95 bits each).
    pub(crate) fn base62(&self, length: usize) -> Result<String, NoEntropy> {
        // Bytes from 248 up would favour the first digits, so they are discarded.
        let mut text = String::with_capacity(length);
        while text.len() < length {
            for byte in self.bytes::<64>()?.into_iter().filter(|byte| *byte < 248) {
                if text.len() < length
                    && let Some(digit) = BASE62.get(usize::from(byte % 62))
                {
                    text.push(char::from(*digit));
                }
            }
        }
        Ok(text)
    }
}

impl fmt::Debug for Entropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::System => "Entropy::System",
            Self::Seeded(_) => "Entropy::Seeded",
        })
    }
}
