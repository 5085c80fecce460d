//! Everything that decides, as it was at one moment. Readers never wait: they take what is there, and look whether it was
//! exchanged meanwhile.

use std::collections::BTreeMap;
use std::hint::spin_loop;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

use super::answer::presented;
use super::loader::{Loader, add};
use super::record::unpack;
use super::rows::{Changes, Led};
use super::shard::{SHARDS, Shard, shard_of};
use super::world::World;
use crate::domain::decision::Requirement;
use crate::domain::presented::Presented;
use crate::domain::secret::SecretHash;

/// How often a reader that met an exchange looks again before it asks the database instead.
const TRIES: usize = 64;

/// What the view knows of a secret.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "it is taken apart at once, and never kept")]
pub enum Found {
    /// No token has it.
    Unknown,
    /// This token.
    Token(Presented),
    /// Nothing that could be relied on: only the database can tell.
    Ask,
}

/// Everything that decides.
#[derive(Debug)]
pub struct View {
    world: ArcSwap<World>,
    shards: Box<[ArcSwap<Shard>]>,
    /// Odd while parts are exchanged. What was read between two looks at the same even number is of one moment.
    version: AtomicU64,
    secrets: AtomicUsize,
    /// There is one writer at a time.
    turn: Mutex<()>,
}

/// More secrets than a view can hold.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("more secrets than a view can hold")]
pub struct TooMany;

/// How much there is in a view.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Size {
    /// Secrets.
    pub secrets: usize,
    /// Tenants.
    pub tenants: usize,
    /// Bytes, without those of tenants, modules and apps.
    pub bytes: usize,
}

impl Default for View {
    fn default() -> Self {
        let empty = Arc::new(Shard::default());
        let shards = std::iter::repeat_with(|| ArcSwap::new(Arc::clone(&empty))).take(SHARDS).collect();
        Self {
            world: ArcSwap::default(),
            shards,
            version: AtomicU64::new(0),
            secrets: AtomicUsize::new(0),
            turn: Mutex::new(()),
        }
    }
}

impl View {
    /// What the secret with that hash leads to.
    pub fn find(&self, hash: &SecretHash, asked_for: Requirement<'_>) -> Found {
        let Some(shard) = self.shards.get(shard_of(hash.bytes())) else { return Found::Ask };
        for _ in 0..TRIES {
            let before = self.version.load(Ordering::SeqCst);
            let (world, shard) = (self.world.load(), shard.load());
            if before % 2 == 1 || self.version.load(Ordering::SeqCst) != before {
                spin_loop();
                continue;
            }
            let Some((record, packed)) = shard.find(hash.bytes()) else { return Found::Unknown };
            let token = unpack(packed).and_then(|rest| presented(&world, record, rest, asked_for));
            return token.map_or(Found::Ask, Found::Token);
        }
        Found::Ask
    }

    /// Exchanges all of it.
    ///
    /// # Errors
    /// [`TooMany`] where a part has more than it can hold; the view stays as it is.
    pub fn replace(&self, loader: Loader) -> Result<(), TooMany> {
        let (world, shards) = loader.finish().ok_or(TooMany)?;
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        self.exchange(world, shards.into_iter().enumerate());
        Ok(())
    }

    /// Puts things in as they are now.
    ///
    /// # Errors
    /// [`TooMany`] where a part has more than it can hold; the view stays as it is.
    pub fn apply(&self, changes: &Changes) -> Result<(), TooMany> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut world = World::clone(&self.world.load());
        world.change(&changes.tenants, &changes.modules, &changes.apps);
        let mut by_shard: BTreeMap<usize, Vec<&Led>> = BTreeMap::new();
        for led in &changes.secrets {
            by_shard.entry(shard_of(&led.hash)).or_default().push(led);
        }
        let mut shards = Vec::with_capacity(by_shard.len());
        for (place, led) in by_shard {
            let Some(shard) = self.shards.get(place) else { continue };
            let gone: Vec<[u8; 32]> = led.iter().map(|led| led.hash).collect();
            let mut making = shard.load().without(&gone);
            for (secret, token) in led.iter().filter_map(|led| led.to) {
                if let Some(token) = changes.tokens.get(token) {
                    add(&mut making, &mut world, token, &secret);
                }
            }
            shards.push((place, making.finish().ok_or(TooMany)?));
        }
        self.exchange(world, shards.into_iter());
        Ok(())
    }

    /// All of it is made before: in between, readers look again.
    fn exchange(&self, world: World, shards: impl Iterator<Item = (usize, Shard)>) {
        let world = Arc::new(world);
        let shards: Vec<(usize, Arc<Shard>)> =
            shards.map(|(place, shard)| (place, Arc::new(shard))).collect();
        let mut before = Vec::with_capacity(shards.len());
        self.version.fetch_add(1, Ordering::SeqCst);
        let old_world = self.world.swap(world);
        for (place, shard) in shards {
            if let Some(own) = self.shards.get(place) {
                let more = shard.len();
                let old = own.swap(shard);
                let secrets = self.secrets.load(Ordering::Relaxed) + more - old.len();
                self.secrets.store(secrets, Ordering::Relaxed);
                before.push(old);
            }
        }
        self.version.fetch_add(1, Ordering::SeqCst);
        // What was there before is given back after readers go on.
        drop((old_world, before));
    }

    /// How many secrets there are in it.
    pub fn secrets(&self) -> usize {
        self.secrets.load(Ordering::Relaxed)
    }

    /// How much there is in it.
    pub fn size(&self) -> Size {
        let mut size = Size { tenants: self.world.load().tenants(), ..Size::default() };
        for shard in &self.shards {
            let shard = shard.load();
            size.secrets += shard.len();
            size.bytes += shard.bytes();
        }
        size
    }
}
