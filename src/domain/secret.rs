//! A token's secret: its format, its generation, and its hash.

use std::fmt;

use zeroize::Zeroizing;

use super::mac::MacKey;
use super::random::{BASE62, Entropy, NoEntropy};

/// Random characters: 43 base62 characters carry 256 bits.
const RANDOM: usize = 43;
/// Characters of the checksum: 62^6 exceeds 2^32.
const CHECKSUM: usize = 6;

/// A plaintext secret: `lk_`, 43 random characters, and 6 characters of CRC-32 over everything before them.
///
/// It is shown in one response and never written anywhere, so it has no `Display`, and `Debug` hides it.
pub struct PlainSecret(Zeroizing<String>);

/// The stored form of a secret: HMAC-SHA-256 under a key that is not in the database.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SecretHash([u8; 32]);

/// The key that secrets are hashed with, and its ID, which is stored next to each hash.
#[derive(Clone)]
pub struct SecretKey {
    id: String,
    key: MacKey,
}

impl PlainSecret {
    /// A new secret that starts with `prefix` and an underscore.
    pub fn generate(prefix: &str, entropy: &Entropy) -> Result<Self, NoEntropy> {
        let mut text = Zeroizing::new(format!("{prefix}_{}", entropy.base62(RANDOM)?));
        let checksum = checksum(text.as_bytes());
        text.push_str(&checksum);
        Ok(Self(text))
    }

    /// Parses a presented secret; `None` if it can't be one of this instance: wrong prefix, length, alphabet or
    /// checksum. Mistyped or truncated secrets are thus refused before any lookup.
    pub(crate) fn parse(prefix: &str, presented: &str) -> Option<Self> {
        let random = presented.strip_prefix(prefix)?.strip_prefix('_')?;
        if random.len() != RANDOM + CHECKSUM || !random.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        let (body, given) = presented.split_at_checked(presented.len() - CHECKSUM)?;
        (checksum(body.as_bytes()) == given).then(|| Self(Zeroizing::new(presented.to_owned())))
    }

    /// The plaintext. Only the reveal page calls this.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The last four characters, which the console shows.
    pub fn last_four(&self) -> String {
        self.0.get(self.0.len().saturating_sub(4)..).unwrap_or_default().to_owned()
    }
}

impl fmt::Debug for PlainSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PlainSecret(hidden)")
    }
}

impl SecretHash {
    /// For the databases.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// From the databases.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Debug for SecretHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretHash(hidden)")
    }
}

impl SecretKey {
    /// The key `key`, known as `id`.
    pub fn new(id: String, key: [u8; 32]) -> Self {
        Self { id, key: MacKey::new(&Zeroizing::new(key)) }
    }

    /// The ID stored next to each hash made with this key.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The stored form of `secret`.
    ///
    /// Not Argon2: 256 random bits can't be guessed, and this runs on every verification.
    pub fn hash(&self, secret: &PlainSecret) -> SecretHash {
        SecretHash(self.key.mac(&[secret.0.as_bytes()]))
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey({})", self.id)
    }
}

fn checksum(body: &[u8]) -> String {
    let mut rest = crc32fast::hash(body);
    let mut digits = [b'0'; CHECKSUM];
    for digit in digits.iter_mut().rev() {
        *digit = usize::try_from(rest % 62).ok().and_then(|value| BASE62.get(value)).copied().unwrap_or(b'0');
        rest /= 62;
    }
    digits.iter().copied().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> PlainSecret {
        PlainSecret::generate("lk", &Entropy::seeded(7)).unwrap()
    }

    #[test]
    fn a_secret_has_the_published_form() {
        let text = secret().expose().to_owned();
        assert_eq!(text.len(), 52);
        assert!(text.starts_with("lk_"));
        // The expression that README.md gives to secret scanners: lk_[0-9A-Za-z]{49}.
        assert!(text[3..].bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert!(PlainSecret::parse("lk", &text).is_some());
        assert!(text.ends_with(&secret().last_four()));
    }

    #[test]
    fn every_small_change_is_turned_away() {
        let text = secret().expose().to_owned();
        for place in 0..text.len() {
            let (before, after) = text.split_at(place);
            let mut rest = after.chars();
            let changed = if rest.next() == Some('x') { 'y' } else { 'x' };
            let other = format!("{before}{changed}{}", rest.as_str());
            assert!(PlainSecret::parse("lk", &other).is_none(), "{other}");
            assert!(PlainSecret::parse("lk", before).is_none());
            assert!(PlainSecret::parse("lk", &format!("{before} {after}")).is_none());
            assert!(PlainSecret::parse("lk", &format!("{before}\0{after}")).is_none());
        }
        for other in [
            text.to_lowercase(),
            text.to_uppercase(),
            format!("{text} "),
            format!("{text}0"),
            text.replace('a', "а"),
        ] {
            assert!(other == text || PlainSecret::parse("lk", &other).is_none(), "{other}");
        }
        assert!(PlainSecret::parse("lx", &text).is_none());
    }

    #[test]
    fn nothing_shows_the_plaintext_by_accident() {
        let key = SecretKey::new("k1".into(), [1; 32]);
        let secret = secret();
        let shown = format!("{secret:?} {:?} {key:?}", key.hash(&secret));
        assert_eq!(shown, "PlainSecret(hidden) SecretHash(hidden) SecretKey(k1)");
    }

    #[test]
    fn the_hash_depends_on_the_key() {
        let hash = |byte| SecretKey::new("k".into(), [byte; 32]).hash(&secret());
        assert_eq!(hash(1), hash(1));
        assert_ne!(hash(1), hash(2));
    }
}
