//! IDs: one type per kind of thing, so that they can't be confused.

use std::fmt;
use std::str::FromStr;

use uuid::{Builder, Uuid};

use super::random::{Entropy, NoEntropy};
use super::time::Timestamp;

/// A new UUIDv7 (RFC 9562): sorts by creation time, with 74 random bits.
pub fn new_id(now: Timestamp, entropy: &Entropy) -> Result<Uuid, NoEntropy> {
    let millis = u64::try_from(now.micros() / 1_000).unwrap_or(0);
    Ok(Builder::from_unix_timestamp_millis(millis, &entropy.bytes()?).into_uuid())
}

/// The smallest possible ID of that moment: all IDs created before it are smaller.
pub(crate) fn first_id(at: Timestamp) -> Uuid {
    let millis = u64::try_from(at.micros() / 1_000).unwrap_or(0);
    Uuid::from_u128(u128::from(millis.min(0xffff_ffff_ffff)) << 80)
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(Uuid);

        impl $name {
            /// A new ID.
            pub fn new(now: Timestamp, entropy: &Entropy) -> Result<Self, NoEntropy> {
                new_id(now, entropy).map(Self)
            }

            /// For the databases.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

ids! {
    /// A tenant. Shown to programs as `ten_` and 26 Crockford base32 characters: see [`TenantId::public`].
    TenantId;
    /// A user.
    UserId;
    /// A token. Shown and written as `tok_` and 26 Crockford base32 characters.
    TokenId;
    /// A draft of a token.
    DraftId;
    /// A bulk action.
    BulkId;
    /// A logo.
    LogoId;
    /// An app of a tenant.
    AppId;
    /// A module of the catalogue.
    ModuleId;
    /// A delivery of a notice to one address.
    DeliveryId;
    /// An API client. Shown and written as `cli_` and 26 Crockford base32 characters.
    ApiClientId;
}

impl ModuleId {
    /// The built-in module for the Tenant API; the same in every database.
    pub(crate) const ADMINISTRATION: Self = Self(Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0001));
}

macro_rules! shown_as_uuid {
    ($($name:ident),+) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

shown_as_uuid!(TenantId, UserId, DraftId, BulkId, LogoId, AppId, ModuleId, DeliveryId);

/// The prefix of public token IDs.
const TOKEN_ID_PREFIX: &str = "tok_";
/// The prefix of API client IDs.
const API_CLIENT_ID_PREFIX: &str = "cli_";
/// The prefix of public tenant IDs.
const TENANT_ID_PREFIX: &str = "ten_";
/// Crockford's base32 has no I, L, O or U, so IDs can be read aloud.
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 26 characters carry 130 bits: the UUID's 128, after two zero bits.
const PUBLIC_ID_DIGITS: usize = 26;

/// Writes an ID with the prefix of its kind.
fn write(f: &mut fmt::Formatter<'_>, prefix: &str, id: Uuid) -> fmt::Result {
    f.write_str(prefix)?;
    let value = id.as_u128();
    for place in (0..PUBLIC_ID_DIGITS).rev() {
        let digit = usize::try_from((value >> (5 * place)) & 31).unwrap_or(0);
        write!(f, "{}", CROCKFORD.get(digit).map_or('0', |byte| char::from(*byte)))?;
    }
    Ok(())
}

/// The first and last ID that can start with `text`, which includes the prefix of the kind.
fn range(prefix: &str, text: &str) -> Option<(Uuid, Uuid)> {
    let digits = text.strip_prefix(prefix)?.as_bytes();
    if digits.is_empty() || digits.len() > PUBLIC_ID_DIGITS {
        return None;
    }
    let mut value = 0_u128;
    for (place, byte) in digits.iter().enumerate() {
        let digit = CROCKFORD.iter().position(|known| *known == byte.to_ascii_uppercase())?;
        if place == 0 && digit > 7 {
            return None;
        }
        value = (value << 5) | u128::try_from(digit).ok()?;
    }
    let missing = 5 * u32::try_from(PUBLIC_ID_DIGITS - digits.len()).ok()?;
    let first = value.checked_shl(missing)?;
    let last = first | 1_u128.checked_shl(missing)?.wrapping_sub(1);
    Some((Uuid::from_u128(first), Uuid::from_u128(last)))
}

impl fmt::Display for TokenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(f, TOKEN_ID_PREFIX, self.0)
    }
}

/// The text is not a token's public ID.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a token ID")]
pub struct NotATokenId;

impl FromStr for TokenId {
    type Err = NotATokenId;

    fn from_str(text: &str) -> Result<Self, NotATokenId> {
        match Self::range(text) {
            Some((first, last)) if first == last => Ok(first),
            _ => Err(NotATokenId),
        }
    }
}

impl TokenId {
    /// The first and last ID that start with `prefix` (`tok_` and at least one character, in upper or lower case);
    /// `None` if no ID can. A complete ID is both.
    pub(crate) fn range(prefix: &str) -> Option<(Self, Self)> {
        range(TOKEN_ID_PREFIX, prefix).map(|(first, last)| (Self(first), Self(last)))
    }
}

/// A tenant's ID as proxies and APIs see it. It never changes, even if the tenant is renamed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PublicTenantId(TenantId);

impl fmt::Display for PublicTenantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(f, TENANT_ID_PREFIX, self.0.0)
    }
}

impl TenantId {
    /// The ID as proxies and APIs see it: `ten_` and 26 characters.
    pub(crate) const fn public(self) -> PublicTenantId {
        PublicTenantId(self)
    }

    /// Parses a public ID, in upper or lower case; `None` if it isn't one.
    pub(crate) fn from_public(text: &str) -> Option<Self> {
        range(TENANT_ID_PREFIX, text).filter(|(first, last)| first == last).map(|(first, _)| Self(first))
    }
}

impl fmt::Display for ApiClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(f, API_CLIENT_ID_PREFIX, self.0)
    }
}

/// The text is not an API client's ID.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an API client ID")]
pub struct NotAnApiClientId;

impl FromStr for ApiClientId {
    type Err = NotAnApiClientId;

    fn from_str(text: &str) -> Result<Self, NotAnApiClientId> {
        match range(API_CLIENT_ID_PREFIX, text) {
            Some((first, last)) if first == last => Ok(Self(first)),
            _ => Err(NotAnApiClientId),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_id_reads_back_as_it_was_written() {
        let id = TokenId::new(Timestamp::from_micros(1_700_000_000_000_000), &Entropy::seeded(1)).unwrap();
        let text = id.to_string();
        assert_eq!(text.len(), 30);
        assert_eq!(text.parse(), Ok(id));
        assert_eq!(text.to_lowercase().parse(), Ok(id));
    }

    #[test]
    fn what_is_not_a_token_id_is_refused() {
        for text in [
            "",
            "tok_",
            "tok_01",
            "TOK_01JD8M",
            "tok_8ZZZZZZZZZZZZZZZZZZZZZZZZZ",
            "tok_ü",
            "tok_01JD8M0000000000000000000U",
        ] {
            assert_eq!(text.parse::<TokenId>(), Err(NotATokenId), "{text}");
        }
    }

    #[test]
    fn ids_of_one_kind_are_none_of_another() {
        let id = new_id(Timestamp::from_micros(1_700_000_000_000_000), &Entropy::seeded(1)).unwrap();
        let client = ApiClientId::from(id).to_string();
        assert_eq!(client.parse(), Ok(ApiClientId::from(id)));
        assert_eq!(client.parse::<TokenId>(), Err(NotATokenId));
        assert_eq!(TokenId::from(id).to_string().parse::<ApiClientId>(), Err(NotAnApiClientId));
        assert_eq!(client[..29].parse::<ApiClientId>(), Err(NotAnApiClientId));
    }

    #[test]
    fn a_public_tenant_id_reads_back_and_is_whole() {
        let id = TenantId::new(Timestamp::from_micros(1_700_000_000_000_000), &Entropy::seeded(1)).unwrap();
        let text = id.public().to_string();
        assert!(text.starts_with("ten_") && text.len() == 30, "{text}");
        assert_eq!(TenantId::from_public(&text), Some(id));
        assert_eq!(TenantId::from_public(&text.to_lowercase()), Some(id));
        for wrong in ["", "ten_", &text[..29], &id.to_string(), &text.replace("ten_", "tok_")] {
            assert_eq!(TenantId::from_public(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_prefix_gives_the_range_of_the_ids_that_begin_with_it() {
        let id: TokenId = "tok_01JD8MABCDEFGH1234567890AB".parse().unwrap();
        let (first, last) = TokenId::range("tok_01jd8m").unwrap();
        assert!(first <= id && id <= last);
        let (first, last) = TokenId::range("tok_01JD8N").unwrap();
        assert!(!(first <= id && id <= last));
        assert!(TokenId::range("tok_7").is_some());
        assert!(TokenId::range("tok_9").is_none());
    }
}
