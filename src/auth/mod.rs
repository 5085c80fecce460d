//! Authentication and browser security: sessions, passwords, throttling, CSRF, headers.

pub mod api_client;
pub mod authority;
pub mod authz;
pub mod bearer;
pub mod cookies;
pub mod csrf;
pub mod device;
pub mod headers;
pub mod negotiate;
pub mod origin;
pub mod password;
pub mod peer;
pub mod proof;
pub mod route;
pub mod rule;
pub mod scrape;
pub mod session;
pub mod throttle;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::domain::mac::hmac_sha256;

/// Protects accounts against guessing. Clones, one per worker, share it.
#[derive(Clone, Default)]
pub struct Guards {
    /// Hashes and verifies passwords, with bounded concurrency.
    pub passwords: password::Passwords,
    /// Delays sign-ins after failures.
    pub throttle: throttle::Throttle,
}

/// HMAC-SHA-256 of `parts` under `key` for one `purpose`. Values for different purposes never match, and parts are
/// delimited, so that no two lists of parts have the same MAC.
pub(crate) fn keyed(key: &[u8; 32], purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut message = Vec::with_capacity(256);
    for part in std::iter::once(&purpose.as_bytes()).chain(parts) {
        message.extend(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        message.extend(*part);
    }
    hmac_sha256(key, &[&message])
}

/// URL-safe base64 (RFC 4648 section 5) without padding, which needs no escaping in cookies, forms and addresses.
pub(crate) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Decodes what [`encode`] wrote; `None` for anything else, including another length.
pub(crate) fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    // Checked first, so that nobody can make Latchkey decode a megabyte.
    (text.len() == (N * 4).div_ceil(3)).then(|| URL_SAFE_NO_PAD.decode(text).ok()).flatten()?.try_into().ok()
}

/// The name of a cookie. With the prefix `__Host-`, browsers require TLS, the path `/` and this exact host (RFC
/// 6265bis section 4.1.3.2), so that no neighbouring host can plant one. Without TLS they would reject the prefix.
pub(crate) fn cookie_name(https: bool, name: &str) -> String {
    if https { format!("__Host-{name}") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keyed_hash_depends_on_key_purpose_and_the_borders_of_its_parts() {
        let hash = keyed(&[1; 32], "a", &[b"bc", b"d"]);
        assert_eq!(hash, keyed(&[1; 32], "a", &[b"bc", b"d"]));
        for other in [
            keyed(&[2; 32], "a", &[b"bc", b"d"]),
            keyed(&[1; 32], "ab", &[b"c", b"d"]),
            keyed(&[1; 32], "a", &[b"b", b"cd"]),
            keyed(&[1; 32], "a", &[b"bcd"]),
        ] {
            assert_ne!(hash, other);
        }
    }

    #[test]
    fn only_what_was_encoded_is_decoded() {
        let text = encode(&[7; 32]);
        assert_eq!(decode::<32>(&text), Some([7; 32]));
        assert_eq!(decode::<31>(&text), None);
        assert_eq!(decode::<32>(&format!("{text}=")), None);
        assert_eq!(decode::<32>(&text.replace('B', "ü")), None);
        assert_eq!(decode::<32>(""), None);
        for n in 0..8 {
            assert_eq!(encode(&vec![1; n]).len(), (n * 4).div_ceil(3));
        }
    }
}
