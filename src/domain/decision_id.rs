//! The ID of a refusal, which the caller gets in `X-Latchkey-Decision-Id`.
//!
//! Most refusals of unknown tokens are counted but not stored, so the ID itself contains time and reason, in 20
//! letters and digits that only the holder of the key can read. Creating one takes two HMACs, no randomness and no
//! memory.
//!
//! It is a synthetic IV construction: the last 8 characters are a MAC of the content, and the content is masked with
//! a second MAC, of the first one. A number makes every ID unique. The caller learns nothing from it: not the reason,
//! which would reveal whether a token exists, and not how many refusals there were.

use std::sync::atomic::{AtomicU64, Ordering};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::decision::REASONS;
use super::random::BASE62;
use super::time::Timestamp;

/// Length of an ID in characters.
pub const LENGTH: usize = 20;
/// Characters of the masked content; the others are the MAC.
const SAID: usize = 12;
/// 62^12. The content is a number below it, made of the second (32 bits), the reason (6) and the number (33).
const SAID_END: u128 = 62_u128.pow(12);
/// 62^8.
const CHECK_END: u64 = 62_u64.pow(8);
const NUMBER_BITS: u32 = 33;
const REASON_BITS: u32 = 6;

// Append new reasons at the end of the list, because existing IDs refer to them by index.
const _: () = assert!(REASONS.len() < 1 << REASON_BITS);

/// Creates IDs and reads them.
pub struct DecisionIds {
    key: Hmac<Sha256>,
    number: AtomicU64,
}

/// The content of an ID.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DecodedId {
    /// When the request was refused, to the second.
    pub at: Timestamp,
    /// The reason: one of [`REASONS`].
    pub reason: &'static str,
}

impl DecisionIds {
    /// Creates IDs with `key`. Each process starts at a different `first` number, so that no two create the same ID.
    pub fn new(key: &[u8; 32], first: u64) -> Self {
        // A key shorter than SHA-256's block is padded with zeros (RFC 2104 section 2). Padding it here cannot fail.
        let mut block = [0_u8; 64];
        block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
        Self { key: Hmac::<Sha256>::new(&block.into()), number: AtomicU64::new(first) }
    }

    /// A new id for a refusal at `at` for `reason`, which is one of [`REASONS`].
    pub fn next(&self, at: Timestamp, reason: &str) -> String {
        let number = self.number.fetch_add(1, Ordering::Relaxed) & ((1 << NUMBER_BITS) - 1);
        // An unknown reason gets the one index that the list never has, and the ID then reads as invalid.
        let reason = REASONS.iter().position(|known| *known == reason).unwrap_or((1 << REASON_BITS) - 1);
        let reason = u128::try_from(reason).unwrap_or_default();
        let second = u32::try_from(at.micros().div_euclid(1_000_000)).unwrap_or_default();
        let said =
            u128::from(second) << (REASON_BITS + NUMBER_BITS) | reason << NUMBER_BITS | u128::from(number);
        let check = self.check(said);
        let hidden = (said + self.cover(check)) % SAID_END;
        let mut id = String::with_capacity(LENGTH);
        write(&mut id, hidden, SAID);
        write(&mut id, u128::from(check), LENGTH - SAID);
        id
    }

    /// The content of `id`, if it was created with this key.
    pub fn read(&self, id: &str) -> Option<DecodedId> {
        let (hidden, check) = id.split_at_checked(SAID).filter(|_| id.len() == LENGTH)?;
        let (hidden, check) = (number(hidden)?, u64::try_from(number(check)?).ok()?);
        let said = (hidden + SAID_END - self.cover(check)) % SAID_END;
        if self.check(said) != check {
            return None;
        }
        let second = i64::try_from(said >> (REASON_BITS + NUMBER_BITS)).ok()?;
        let reason = usize::try_from(said >> NUMBER_BITS & ((1 << REASON_BITS) - 1)).ok()?;
        let at = Timestamp::from_micros(second.checked_mul(1_000_000)?);
        REASONS.get(reason).map(|reason| DecodedId { at, reason })
    }

    fn check(&self, said: u128) -> u64 {
        u64::try_from(self.mac(b'c', &said.to_be_bytes()) % u128::from(CHECK_END)).unwrap_or_default()
    }

    fn cover(&self, check: u64) -> u128 {
        self.mac(b'h', &check.to_be_bytes()) % SAID_END
    }

    fn mac(&self, purpose: u8, text: &[u8]) -> u128 {
        let mut mac = self.key.clone();
        mac.update(&[purpose]);
        mac.update(text);
        let bytes: [u8; 32] = mac.finalize().into_bytes().into();
        bytes.iter().take(16).fold(0, |number, byte| number << 8 | u128::from(*byte))
    }
}

fn write(id: &mut String, mut number: u128, length: usize) {
    let from = id.len();
    for _ in 0..length {
        let digit = usize::try_from(number % 62).unwrap_or_default();
        id.insert(from, char::from(BASE62.get(digit).copied().unwrap_or(b'0')));
        number /= 62;
    }
}

fn number(text: &str) -> Option<u128> {
    text.bytes().try_fold(0_u128, |number, byte| {
        let digit = BASE62.iter().position(|known| *known == byte)?;
        Some(number * 62 + u128::try_from(digit).ok()?)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    const NOON: Timestamp = Timestamp::from_micros(1_795_176_000_123_456);

    #[test]
    fn an_id_says_when_and_why_to_the_holder_of_the_key_alone() {
        let ids = DecisionIds::new(&[1; 32], u64::MAX - 5);
        let mut seen = HashSet::new();
        for _ in 0..20 {
            for reason in REASONS {
                let id = ids.next(NOON, reason);
                assert!(id.len() == LENGTH && id.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{id}");
                let at = Timestamp::from_micros(1_795_176_000_000_000);
                assert_eq!(ids.read(&id), Some(DecodedId { at, reason }));
                assert_eq!(DecisionIds::new(&[2; 32], 0).read(&id), None);
                assert!(seen.insert(id), "none twice");
            }
        }
        assert_eq!(ids.read(&ids.next(NOON, "unheard-of")), None);
    }

    #[test]
    fn whatever_was_not_made_here_is_no_id() {
        let ids = DecisionIds::new(&[1; 32], 7);
        let id = ids.next(NOON, "unknown");
        for place in 0..LENGTH {
            let mut other = id.clone().into_bytes();
            other[place] = if other[place] == b'a' { b'b' } else { b'a' };
            assert_eq!(ids.read(std::str::from_utf8(&other).unwrap()), None, "{place}");
        }
        for odd in ["", "a", &id[1..], &format!("{id}a"), &id.replace(&id[3..4], "-"), &"z".repeat(20)] {
            assert_eq!(ids.read(odd), None, "{odd}");
        }
        assert_eq!(ids.read("äöüäöüäöüä"), None, "as many bytes, and none of the letters");
        assert_eq!(ids.read("aaaaaaaaaaaüaaaaaaa"), None, "a letter across the border");
    }

    #[test]
    fn a_caller_cannot_tell_one_reason_from_another() {
        // IDs of the same second differ as much with equal reasons as with different ones.
        let ids = DecisionIds::new(&[1; 32], 7);
        let begin = |reason| ids.next(NOON, reason)[..4].to_owned();
        let begins: HashSet<String> =
            (0..50).flat_map(|_| [begin("unknown"), begin("unknown"), begin("expired")]).collect();
        assert!(begins.len() > 145, "{}", begins.len());
    }
}
