//! The chain that reveals changes to audit events.
//!
//! The events of each tenant, and those of the platform, form a chain. An event's link is an HMAC over its content,
//! its position and the previous link, under a key that is not in the database. An event that was changed, moved,
//! removed or inserted doesn't fit. The chain's [`Head`] protects its end.

use std::fmt;

use uuid::Uuid;
use zeroize::Zeroizing;

use super::id::TenantId;
use super::mac::hmac_sha256;
use super::time::Timestamp;

/// The MAC that ties an event to all events before it.
pub type Link = [u8; 32];

/// The link before the first event of a chain.
pub(crate) const BEGINNING: Link = [0; 32];

/// Identifies a chain: a tenant's, or that of events that concern no single tenant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Chain(pub Option<TenantId>);

impl Chain {
    /// For the databases: the tenant's ID, or zeros.
    pub fn uuid(self) -> Uuid {
        self.0.map_or(Uuid::nil(), TenantId::uuid)
    }

    /// From the databases.
    pub(crate) fn from_uuid(id: Uuid) -> Self {
        Self((!id.is_nil()).then(|| id.into()))
    }
}

/// The newest link of a chain, and the number of its events.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Head {
    /// The sequence of the newest event; 0 if there is none.
    pub sequence: i64,
    /// Its link.
    pub link: Link,
}

impl Default for Head {
    fn default() -> Self {
        Self { sequence: 0, link: BEGINNING }
    }
}

/// An event exactly as stored in the database.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredEvent {
    pub id: Uuid,
    /// When it happened, in microseconds since 1970.
    pub at: i64,
    pub chain: Chain,
    /// `user`, `token` or `system`.
    pub actor_kind: String,
    /// The person or token.
    pub actor_id: Option<Uuid>,
    /// The actor's name at that time.
    pub actor_label: String,
    /// The action.
    pub action: String,
    /// The kind of the object.
    pub object_kind: String,
    /// The object's ID.
    pub object_id: Option<Uuid>,
    /// The object's name at that time.
    pub object_label: String,
    /// The changed values before, as JSON.
    pub before: Option<String>,
    /// The changed values after, as JSON.
    pub after: Option<String>,
    /// The client's address.
    pub address: Option<String>,
    /// The request's ID.
    pub request_id: Option<String>,
}

/// An event with its position in its chain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChainedEvent {
    /// The event.
    pub entry: StoredEvent,
    /// Its position, from 1.
    pub sequence: i64,
    /// Its stored link, not yet checked.
    pub link: Vec<u8>,
}

/// The key that links are computed with.
#[derive(Clone)]
pub struct ChainKey(Zeroizing<[u8; 32]>);

impl fmt::Debug for ChainKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChainKey(hidden)")
    }
}

impl ChainKey {
    /// Wraps a key that is derived only for this purpose.
    pub(crate) fn new(key: [u8; 32]) -> Self {
        Self(Zeroizing::new(key))
    }

    /// The link of `entry` after `before`.
    pub(crate) fn link(&self, entry: &StoredEvent, before: &Head) -> Link {
        let mut encoded = Vec::with_capacity(512);
        part(&mut encoded, Some(b"audit event"));
        part(&mut encoded, Some(entry.chain.uuid().as_bytes()));
        part(&mut encoded, Some(&before.sequence.saturating_add(1).to_be_bytes()));
        part(&mut encoded, Some(&before.link));
        part(&mut encoded, Some(entry.id.as_bytes()));
        part(&mut encoded, Some(&entry.at.to_be_bytes()));
        for text in
            [&entry.actor_kind, &entry.actor_label, &entry.action, &entry.object_kind, &entry.object_label]
        {
            part(&mut encoded, Some(text.as_bytes()));
        }
        for id in [&entry.actor_id, &entry.object_id] {
            part(&mut encoded, id.as_ref().map(|id| id.as_bytes().as_slice()));
        }
        for text in [&entry.before, &entry.after, &entry.address, &entry.request_id] {
            part(&mut encoded, text.as_ref().map(String::as_bytes));
        }
        hmac_sha256(&self.0, &[&encoded])
    }

    /// An HMAC over a list of texts, for exports. No two lists have the same.
    pub(crate) fn mac_of<'a>(&self, parts: impl IntoIterator<Item = &'a [u8]>) -> Link {
        let mut encoded = Vec::new();
        part(&mut encoded, Some(b"audit heads"));
        for text in parts {
            part(&mut encoded, Some(text));
        }
        hmac_sha256(&self.0, &[&encoded])
    }
}

/// Appends a part so that it can't be confused with its neighbours: presence, length, value.
fn part(encoded: &mut Vec<u8>, value: Option<&[u8]>) {
    encoded.push(u8::from(value.is_some()));
    if let Some(value) = value {
        encoded.extend(u64::try_from(value.len()).unwrap_or(u64::MAX).to_be_bytes());
        encoded.extend(value);
    }
}

/// What is wrong with an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// Its content was changed.
    Changed,
    /// It is missing, but later ones exist.
    Missing,
    /// Latchkey did not write it.
    Inserted,
    /// It was moved from its position.
    Reordered,
    /// It and all later events are missing although the head includes them, or the head was reset.
    CutOff,
    /// It differs from the one in an exported head.
    Replaced,
}

/// The first fault in a chain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The sequence of the position; `None` for an event without one.
    pub sequence: Option<i64>,
    /// The event at this position, if any: its ID and stated time.
    pub event: Option<(Uuid, Timestamp)>,
    /// What is wrong.
    pub fault: Fault,
}

impl Finding {
    /// A fault of this event.
    pub(crate) fn about(row: &ChainedEvent, fault: Fault) -> Self {
        let event = Some((row.entry.id, Timestamp::from_micros(row.entry.at)));
        Self { sequence: Some(row.sequence), event, fault }
    }

    /// A fault at an empty position.
    pub(crate) const fn nothing_at(sequence: i64, fault: Fault) -> Self {
        Self { sequence: Some(sequence), event: None, fault }
    }
}

/// A walk along a chain, from its beginning or from an event that is known to be valid.
#[derive(Clone, Debug)]
pub struct ChainVerifier<'a> {
    key: &'a ChainKey,
    /// The last valid event.
    pub at: Head,
}

impl<'a> ChainVerifier<'a> {
    /// A walk that continues after `at`.
    pub(crate) const fn behind(key: &'a ChainKey, at: Head) -> Self {
        Self { key, at }
    }

    /// Whether `row` is the next event; if so, the walk advances past it.
    pub(crate) fn step(&mut self, row: &ChainedEvent) -> bool {
        if row.sequence != self.at.sequence.saturating_add(1) {
            return false;
        }
        let link = self.key.link(&row.entry, &self.at);
        if row.link != link {
            return false;
        }
        self.at = Head { sequence: row.sequence, link };
        true
    }

    /// What is wrong with the first of `rows`, where `step` failed. The others are the events after it, as many as
    /// are worth comparing.
    pub(crate) fn explain(&self, rows: &[ChainedEvent]) -> Option<Finding> {
        let (first, others) = rows.split_first()?;
        let expected = self.at.sequence.saturating_add(1);
        let fits = |row: &ChainedEvent| row.link == self.key.link(&row.entry, &self.at);
        // The event that belongs here, moved: either with its link, or only its content.
        let moved = others.iter().position(fits);
        let link_elsewhere =
            others.iter().any(|row| first.link == self.key.link(&row.entry, &self.at).as_slice());
        if first.sequence > expected {
            let (row, fault) = match moved.and_then(|place| others.get(place)) {
                Some(moved) => (moved, Fault::Reordered),
                None => (first, Fault::Missing),
            };
            return Some(Finding { sequence: Some(expected), ..Finding::about(row, fault) });
        }
        let fault = match moved {
            _ if first.sequence < expected => Fault::Inserted,
            Some(place) if self.was_behind(first, others, place) => Fault::Reordered,
            Some(_) => Fault::Inserted,
            None if link_elsewhere => Fault::Reordered,
            None => Fault::Changed,
        };
        Some(Finding::about(first, fault))
    }

    /// Whether `first` is an event of this chain, but belongs to the position of `others[place]`, or to the one after
    /// the next.
    fn was_behind(&self, first: &ChainedEvent, others: &[ChainedEvent], place: usize) -> bool {
        let link = |row: &ChainedEvent| Link::try_from(row.link.as_slice()).ok();
        let Some(here) = others.get(place) else { return false };
        let next = link(here).map(|link| Head { sequence: self.at.sequence.saturating_add(1), link });
        let neighbour = place.checked_sub(1).and_then(|before| others.get(before));
        let there =
            neighbour.and_then(link).map(|link| Head { sequence: here.sequence.saturating_sub(1), link });
        let candidates = [next, there];
        candidates.into_iter().flatten().any(|before| first.link == self.key.link(&first.entry, &before))
    }

    /// What is wrong with the end of the chain, which the walk has reached. `head` is the one in the database.
    pub(crate) fn end(&self, head: Option<Head>) -> Option<Finding> {
        let head = head.unwrap_or_default();
        if head == self.at {
            return None;
        }
        let sequence = if head.sequence > self.at.sequence {
            self.at.sequence.saturating_add(1)
        } else {
            self.at.sequence
        };
        Some(Finding::nothing_at(sequence, Fault::CutOff))
    }
}

#[cfg(test)]
mod tests;
