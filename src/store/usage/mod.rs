//! Token usage: collected in memory and written in batches, so that no request waits for it.
//!
//! The verifier calls this on every request, so recording the use of a recently used token takes one short lock, one
//! lookup and an addition, and no allocation. Only existing tokens are kept, up to a maximum number, with a maximum
//! number of places each. Entries that are written and idle are dropped after a minute.

pub mod days;
pub mod last_uses;
pub mod upgrade;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;
use tokio::sync::Notify;

use crate::domain::decision::Requirement;
use crate::domain::id::TokenId;
use crate::domain::permission::{Permission, Permissions};
use crate::domain::presented::Presented;
use crate::domain::time::Timestamp;
use crate::store::usage::days::{Count, Uses};
use crate::store::usage::last_uses::LastUse;
use crate::store::{Db, Result};

/// A token is written at most once in this time.
const RESOLUTION: TimeDelta = TimeDelta::minutes(1);
/// Memory is divided, so that threads seldom need the same part at the same time.
const SHARDS: usize = 16;
/// Maximum number of tokens per shard. Uses beyond it are dropped and counted as dropped.
const MAX_TOKENS: usize = 4_096;
/// From this number on, entries are written and dropped without waiting for the minute.
const CROWDED: usize = 3 * MAX_TOKENS / 4;
/// Maximum number of places (day, tenant, module, permission) per token between two writes. Uses beyond it are
/// counted without tenant and module.
const MAX_PLACES: usize = 128;
/// Number of secrets per token whose last use is kept; the least recently used one is replaced. Few tokens have more
/// than two working secrets.
const MAX_SECRETS: usize = 4;
/// Number of tokens written per transaction, so that other writers get their turn in between.
const BATCH: usize = 250;

/// A decision about an existing token.
#[derive(Clone, Copy, Debug)]
pub struct Use<'a> {
    pub token: TokenId,
    /// Generation of the presented secret, starting at 1.
    pub generation: i64,
    /// Slug of the requested tenant, if it is not the home tenant and the token can access it.
    pub tenant: Option<&'a str>,
    /// Slug of the requested module, if the token may use it there.
    pub module: Option<&'a str>,
    /// The requested permission; the first one if there were several.
    pub permission: Option<Permission>,
    /// The client's address.
    pub address: Option<IpAddr>,
    /// Whether it was allowed.
    pub allowed: bool,
    pub at: Timestamp,
}

impl<'a> Use<'a> {
    /// The decision at `at` on `requirement`. Requested names that the token doesn't have are omitted, so that
    /// callers can't create places by requesting them.
    pub fn of(
        token: &'a Presented,
        requirement: Requirement<'a>,
        allowed: bool,
        address: Option<IpAddr>,
        at: Timestamp,
    ) -> Self {
        let facts = &token.facts;
        Self {
            token: token.id,
            generation: token.generation,
            tenant: facts
                .asked_tenant
                .as_ref()
                .map(|asked| &*asked.slug)
                .filter(|slug| *slug != &*token.home_slug && facts.reaches_requested()),
            module: requirement.module.filter(|slug| facts.has_module(slug)),
            permission: requirement.permissions.and_then(Permissions::first),
            address,
            allowed,
            at,
        }
    }
}

/// Token uses, not all of them written yet. Clones share them.
#[derive(Clone)]
pub struct Usage(Option<Arc<Memory>>);

struct Memory {
    shards: [Mutex<HashMap<TokenId, Seen>>; SHARDS],
    /// Uses that were dropped because memory was full.
    lost: AtomicU64,
    /// Wakes the writer early.
    early: Notify,
    /// Only one task writes at a time, because two would write the same uses twice.
    writing: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Seen {
    /// The last use of each secret.
    lasts: Vec<LastUse>,
    /// Counts to be written. Zero counts are kept for the next use of the same place.
    counts: Vec<Count>,
    written_at: Option<Timestamp>,
}

impl Default for Usage {
    fn default() -> Self {
        Self(Some(Arc::new(Memory {
            shards: Default::default(),
            lost: AtomicU64::new(0),
            early: Notify::new(),
            writing: tokio::sync::Mutex::new(()),
        })))
    }
}

impl Usage {
    /// Records nothing, to measure the cost of recording.
    pub const fn off() -> Self {
        Self(None)
    }

    /// Records a use.
    pub fn note(&self, used: Use<'_>) {
        let Some(memory) = &self.0 else { return };
        let mut shard = memory.shard(used.token);
        let tokens = shard.len();
        match shard.entry(used.token) {
            Entry::Occupied(seen) => seen.into_mut().add(&used),
            Entry::Vacant(place) if tokens < MAX_TOKENS => place.insert(Seen::default()).add(&used),
            Entry::Vacant(_) => {
                memory.lost.fetch_add(1, Ordering::Relaxed);
            }
        }
        drop(shard);
        if tokens >= CROWDED {
            memory.early.notify_one();
        }
    }

    /// How many tokens have uses that are not written yet.
    pub fn depth(&self) -> usize {
        let pending = |memory: &Arc<Memory>| {
            memory.all().map(|shard| shard.values().filter(|seen| seen.is_pending()).count()).sum()
        };
        self.0.as_ref().map_or(0, pending)
    }

    /// How many uses were dropped since the start, because memory was full.
    pub fn lost(&self) -> u64 {
        self.0.as_ref().map_or(0, |memory| memory.lost.load(Ordering::Relaxed))
    }

    /// Waits until memory is so full that it should be written immediately.
    pub async fn crowded(&self) {
        match &self.0 {
            Some(memory) => memory.early.notified().await,
            None => std::future::pending().await,
        }
    }

    /// Writes the uses of every token that was not written within the last minute, or `all` of them. If the database
    /// fails, nothing is lost: the next call retries. Returns how many tokens were written.
    ///
    /// # Errors
    /// [`Error::Busy`](crate::store::Error::Busy) if other writers take too long,
    /// [`Error::DiskFull`](crate::store::Error::DiskFull) if the disk is full; otherwise if the database fails.
    pub async fn flush(&self, db: &Db, now: Timestamp, all: bool) -> Result<usize> {
        let Some(memory) = &self.0 else { return Ok(0) };
        let _turn = memory.writing.lock().await;
        let due = memory.due(now, all);
        for batch in due.chunks(BATCH) {
            let mut tx = db.write().await?;
            days::add(&mut tx, batch).await?;
            tx.commit().await?;
            memory.written(batch, now);
        }
        memory.forget(now);
        Ok(due.len())
    }
}

impl Memory {
    fn shard(&self, token: TokenId) -> MutexGuard<'_, HashMap<TokenId, Seen>> {
        // The end of an ID is random.
        let place = usize::from(token.uuid().as_bytes()[15]) % SHARDS;
        self.shards[place].lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn all(&self) -> impl Iterator<Item = MutexGuard<'_, HashMap<TokenId, Seen>>> {
        self.shards.iter().map(|shard| shard.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Copies of what has to be written, in the order of the tokens.
    fn due(&self, now: Timestamp, all: bool) -> Vec<Uses> {
        let mut due = Vec::new();
        for shard in self.all() {
            let all = all || shard.len() >= CROWDED;
            let pending = shard.iter().filter(|(_, seen)| seen.is_pending() && (all || seen.rested(now)));
            due.extend(pending.map(|(token, seen)| Uses {
                token: *token,
                lasts: seen.lasts.clone(),
                counts: seen.counts.iter().filter(|count| count.is_pending()).cloned().collect(),
            }));
        }
        due.sort_unstable_by_key(|uses| uses.token);
        due
    }

    /// Subtracts what was written, keeping what was added since.
    fn written(&self, batch: &[Uses], now: Timestamp) {
        for uses in batch {
            if let Some(seen) = self.shard(uses.token).get_mut(&uses.token) {
                for done in &uses.counts {
                    if let Some(count) = seen.counts.iter_mut().find(|count| count.is_at_place_of(done)) {
                        count.allowed = count.allowed.saturating_sub(done.allowed);
                        count.refused = count.refused.saturating_sub(done.refused);
                    }
                }
                seen.written_at = Some(now);
            }
        }
    }

    /// Drops entries that are written and idle. If memory is crowded, also those that might be used again within the
    /// minute.
    fn forget(&self, now: Timestamp) {
        for mut shard in self.all() {
            let crowded = shard.len() >= CROWDED;
            shard.retain(|_, seen| seen.is_pending() || (!crowded && !seen.rested(now)));
        }
    }
}

impl Seen {
    fn is_pending(&self) -> bool {
        self.counts.iter().any(Count::is_pending)
    }

    /// Whether it was not written within the last minute.
    fn rested(&self, now: Timestamp) -> bool {
        self.written_at.is_none_or(|written| now.since(written) >= RESOLUTION)
    }

    fn add(&mut self, used: &Use<'_>) {
        let place = self.place(used);
        let Some(count) = self.counts.get_mut(place) else { return };
        if !used.allowed {
            count.refused += 1;
            return;
        }
        count.allowed += 1;
        let module = used.module.unwrap_or_default();
        let module = if *count.module == *module { Arc::clone(&count.module) } else { module.into() };
        self.keep_latest(LastUse {
            generation: used.generation,
            at: used.at,
            address: used.address,
            permission: used.permission,
            module,
        });
    }

    fn keep_latest(&mut self, used: LastUse) {
        let same = self.lasts.iter().position(|last| last.generation == used.generation);
        let place = same.or_else(|| {
            let full = self.lasts.len() >= MAX_SECRETS;
            let oldest = self.lasts.iter().enumerate().min_by_key(|(_, last)| last.at);
            oldest.filter(|_| full).map(|(place, _)| place)
        });
        match place.and_then(|place| self.lasts.get_mut(place)) {
            Some(last) if used.at >= last.at => *last = used,
            Some(_) => {}
            None => self.lasts.push(used),
        }
    }

    /// The index of the count for this use.
    fn place(&mut self, used: &Use<'_>) -> usize {
        let (tenant, module) = (used.tenant.unwrap_or_default(), used.module.unwrap_or_default());
        if let Some(place) = self.find(used, tenant, module) {
            return place;
        }
        if self.counts.len() >= MAX_PLACES {
            self.counts.retain(Count::is_pending);
        }
        let (tenant, module) = if self.counts.len() < MAX_PLACES { (tenant, module) } else { ("", "") };
        if let Some(place) = self.find(used, tenant, module) {
            return place;
        }
        self.counts.push(Count {
            day: used.at.day(),
            tenant: tenant.into(),
            module: module.into(),
            permission: used.permission,
            allowed: 0,
            refused: 0,
        });
        self.counts.len() - 1
    }

    fn find(&self, used: &Use<'_>, tenant: &str, module: &str) -> Option<usize> {
        let day = used.at.day();
        self.counts.iter().position(|count| {
            count.day == day
                && count.permission == used.permission
                && *count.module == *module
                && *count.tenant == *tenant
        })
    }
}
