//! A part of all secrets, found by their hashes. It is immutable: a change makes another one.

use super::record::{Record, length};

/// As many parts all secrets are divided into. Of a million tokens, a change copies 250.
pub const SHARDS: usize = 4096;

/// A part of all secrets.
#[derive(Debug, Default)]
pub struct Shard {
    records: Box<[Record]>,
    /// An open-addressed table: places in `records` from 1 on, 0 where there is none.
    slots: Box<[u16]>,
    /// The rests of the records.
    packed: Box<[u8]>,
}

/// A shard that is being made.
#[derive(Debug, Default)]
pub struct Making {
    pub records: Vec<Record>,
    pub packed: Vec<u8>,
}

/// A hash is made with a secret key, so that any of its bits are as good as random.
fn spread(hash: &[u8; 32]) -> u64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&hash[24..]);
    u64::from_be_bytes(bytes)
}

/// Which shard has the secret with that hash.
pub fn shard_of(hash: &[u8; 32]) -> usize {
    usize::try_from(spread(hash) % SHARDS as u64).unwrap_or(0)
}

fn first_slot(hash: &[u8; 32], mask: usize) -> usize {
    usize::try_from(spread(hash) / SHARDS as u64).unwrap_or(0) & mask
}

impl Shard {
    /// The record of that hash, with its packed rest.
    pub fn find(&self, hash: &[u8; 32]) -> Option<(&Record, &[u8])> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut slot = first_slot(hash, mask);
        loop {
            let place = usize::from(*self.slots.get(slot)?).checked_sub(1)?;
            let record = self.records.get(place)?;
            if record.hash == *hash {
                return Some((record, self.packed.get(record.rest as usize..)?));
            }
            slot = (slot + 1) & mask;
        }
    }

    /// How many secrets it has.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.records) + size_of_val(&*self.slots) + self.packed.len()
    }

    /// The same without the secrets of these hashes, to be added to.
    pub fn without(&self, gone: &[[u8; 32]]) -> Making {
        let mut making = Making::default();
        making.records.reserve(self.records.len() + gone.len());
        making.packed.reserve(self.packed.len() + 128);
        for record in self.records.iter().filter(|record| !gone.contains(&record.hash)) {
            let packed = self.packed.get(record.rest as usize..).unwrap_or_default();
            let rest = making.packed.len() as u32;
            making.packed.extend(packed.iter().take(length(packed)));
            making.records.push(Record { rest, ..*record });
        }
        making
    }
}

impl Making {
    /// The shard with all that was added. `None` where there are more than it can hold.
    pub fn finish(self) -> Option<Shard> {
        if self.records.is_empty() {
            return Some(Shard::default());
        }
        u32::try_from(self.packed.len()).ok()?;
        let number = self.records.len();
        u16::try_from(number).ok()?;
        // At most three of four slots are taken.
        let size = (number * 4 / 3 + 1).next_power_of_two();
        let mut slots = vec![0_u16; size].into_boxed_slice();
        for (place, record) in self.records.iter().enumerate() {
            let mut slot = first_slot(&record.hash, size - 1);
            while slots.get(slot).is_some_and(|place| *place != 0) {
                slot = (slot + 1) & (size - 1);
            }
            *slots.get_mut(slot)? = u16::try_from(place + 1).ok()?;
        }
        Some(Shard { records: self.records.into(), slots, packed: self.packed.into() })
    }
}
