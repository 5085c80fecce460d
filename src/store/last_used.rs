//! When tokens were last used: gathered in memory, written in batches, so that no request waits for it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::TimeDelta;

use super::{Db, Result, tokens};
use crate::domain::id::TokenId;
use crate::domain::time::Timestamp;

/// A token's use is written at most once in this time.
const RESOLUTION: TimeDelta = TimeDelta::minutes(1);

/// Uses of tokens that are not all written yet. Clones share it.
#[derive(Clone, Default)]
pub struct LastUsed(Arc<Mutex<HashMap<TokenId, Seen>>>);

struct Seen {
    at: Timestamp,
    from: Option<IpAddr>,
    written: Option<Written>,
}

#[derive(Clone, Copy)]
struct Written {
    /// The use that was written.
    seen_at: Timestamp,
    /// When it was written.
    at: Timestamp,
}

impl LastUsed {
    /// Notes that `token` was accepted at `at` from `from`.
    pub fn note(&self, token: TokenId, at: Timestamp, from: Option<IpAddr>) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match seen.entry(token) {
            Entry::Occupied(mut entry) => {
                let entry = entry.get_mut();
                if at >= entry.at {
                    (entry.at, entry.from) = (at, from);
                }
            }
            Entry::Vacant(entry) => {
                entry.insert(Seen { at, from, written: None });
            }
        }
    }

    /// How many tokens have a use that is not written yet.
    pub fn depth(&self) -> usize {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.values().filter(|seen| seen.written.is_none_or(|written| seen.at > written.seen_at)).count()
    }

    /// Writes what is due: every use of a token that was not written within the last minute, or `all` of them.
    /// When the database fails, nothing is forgotten: the next call tries again.
    pub async fn flush(&self, db: &Db, now: Timestamp, all: bool) -> Result<usize> {
        let due = self.due(now, all);
        if due.is_empty() {
            return Ok(0);
        }
        let mut tx = db.write().await?;
        for (token, at, from) in &due {
            tokens::note_use(&mut tx, *token, *at, from.map(|ip| ip.to_string()).as_deref()).await?;
        }
        tx.commit().await?;
        self.written(&due, now);
        Ok(due.len())
    }

    fn due(&self, now: Timestamp, all: bool) -> Vec<(TokenId, Timestamp, Option<IpAddr>)> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut due: Vec<_> = seen
            .iter()
            .filter(|(_, seen)| {
                seen.written.is_none_or(|written| {
                    seen.at > written.seen_at && (all || now.since(written.at) >= RESOLUTION)
                })
            })
            .map(|(token, seen)| (*token, seen.at, seen.from))
            .collect();
        // Every replica locks the rows in this one order, or two of them would wait for each other.
        due.sort_unstable_by_key(|(token, ..)| *token);
        due
    }

    fn written(&self, done: &[(TokenId, Timestamp, Option<IpAddr>)], now: Timestamp) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (token, at, _) in done {
            if let Some(entry) = seen.get_mut(token) {
                entry.written = Some(Written { seen_at: *at, at: now });
            }
        }
        // What is written and quiet need not be remembered.
        seen.retain(|_, seen| {
            seen.written.is_none_or(|written| seen.at > written.seen_at || now.since(written.at) < RESOLUTION)
        });
    }
}
