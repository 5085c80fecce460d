//! Reproducible randomness.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

use latchkey::domain::random::Entropy;

/// Random numbers; the same for the same seed.
pub struct Dice(Entropy);

impl Dice {
    /// From that seed on.
    pub fn seeded(seed: u64) -> Self {
        Self(Entropy::seeded(seed))
    }

    /// With a different seed in each run, or `LATCHKEY_TEST_SEED`. The seed is printed, and shown if the test fails.
    pub fn thrown() -> Self {
        let any = usize::try_from(RandomState::new().build_hasher().finish() % 1_000_000).unwrap();
        let seed = super::setting("LATCHKEY_TEST_SEED", any);
        println!("LATCHKEY_TEST_SEED={seed}");
        Self::seeded(seed as u64)
    }

    /// A number below `limit`.
    pub fn below(&self, limit: usize) -> usize {
        let bytes: [u8; 8] = self.0.bytes().unwrap();
        usize::try_from(u64::from_le_bytes(bytes) % limit as u64).unwrap()
    }

    /// True once in this many times on average.
    pub fn once_in(&self, times: usize) -> bool {
        self.below(times) == 0
    }
}
