//! HMAC-SHA-256, the only keyed hash in the program.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

/// HMAC-SHA-256 (RFC 2104) under `key` of the concatenated `parts`. Callers must delimit the parts: by fixed lengths,
/// a separator, or length prefixes.
pub fn hmac_sha256(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    MacKey::new(key).mac(parts)
}

/// A key that is ready for use: half of the work on a short message is for the key alone.
#[derive(Clone)]
pub struct MacKey(Hmac<Sha256>);

impl MacKey {
    /// The key `key`.
    pub fn new(key: &[u8; 32]) -> Self {
        // A key shorter than the block is padded with zeros; padded here, its length cannot be wrong and nothing can fail.
        let mut block = Zeroizing::new([0; 64]);
        block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
        Self(Hmac::new((&*block).into()))
    }

    /// [`hmac_sha256`] under this key.
    pub fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.0.clone();
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_what_openssl_computes() {
        // printf tokens | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102...1e1f
        let key = std::array::from_fn(|place| u8::try_from(place).unwrap());
        let mac = "b12d36642abf3ad33c3b0f765164671e4991fc696d3befe65c852806eaddc061";
        assert_eq!(hex::encode(hmac_sha256(&key, &[b"tokens"])), mac);
        assert_eq!(hex::encode(hmac_sha256(&key, &[b"tok", b"", b"ens"])), mac);
    }
}
