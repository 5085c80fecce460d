//! A tenant's webhook: its address, and its signatures according to Standard Webhooks
//! (<https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>).

use std::fmt;
use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use url::{Host, Url};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::id::{DeliveryId, TenantId};
use super::mac::hmac_sha256;
use super::network::AllowedNetworks;

/// The address of a webhook.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookUrl(Url);

/// Why a text is not a valid webhook address.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum UrlError {
    /// It is not an address.
    #[error("is not an address")]
    Malformed,
    /// It is longer than [`WebhookUrl::MAX`] characters.
    #[error("is too long")]
    TooLong,
    /// It contains a user name or a password. Requests are authenticated by their signature.
    #[error("contains a user name or password")]
    Credentials,
    /// It does not start with `https://`.
    #[error("is not https")]
    Plain,
    /// It contains an IP address that may not be called.
    #[error("is not on the public internet")]
    Private,
}

impl WebhookUrl {
    /// Maximum length in characters.
    pub const MAX: usize = 1_000;

    /// Parses typed text. Host names are resolved and checked at each call. IP addresses are checked here, and so is
    /// `http`, which needs a network that the operator added.
    pub fn parse(typed: &str, allowed_networks: &AllowedNetworks) -> Result<Self, UrlError> {
        let typed = typed.trim();
        if typed.chars().count() > Self::MAX {
            return Err(UrlError::TooLong);
        }
        let mut url = Url::parse(typed).map_err(|_| UrlError::Malformed)?;
        match url.scheme() {
            "https" => {}
            "http" if allowed_networks.adds_any() => {}
            "http" => return Err(UrlError::Plain),
            _ => return Err(UrlError::Malformed),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(UrlError::Credentials);
        }
        url.set_fragment(None);
        let url = Self(url);
        match url.written_address() {
            Some(address) if !url.may_call(address, allowed_networks) => Err(UrlError::Private),
            _ => Ok(url),
        }
    }

    /// Whether it may be called at this address. Without TLS, only networks that the operator added.
    pub fn may_call(&self, address: IpAddr, allowed_networks: &AllowedNetworks) -> bool {
        if self.is_plain() { allowed_networks.adds(address) } else { allowed_networks.permits(address) }
    }

    /// Its IP address, if it contains one instead of a host name.
    pub fn written_address(&self) -> Option<IpAddr> {
        match self.0.host()? {
            Host::Ipv4(address) => Some(address.into()),
            Host::Ipv6(address) => Some(address.into()),
            Host::Domain(_) => None,
        }
    }

    /// Whether it is called without TLS.
    pub fn is_plain(&self) -> bool {
        self.0.scheme() == "http"
    }

    /// The whole address. Its path and query may contain a secret of the receiver.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Scheme, host and port, which anyone may see.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }
}

/// Without path and query, which may contain a secret of the receiver.
impl fmt::Debug for WebhookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WebhookUrl({}/…)", self.origin())
    }
}

/// The key that webhook secrets are derived from.
#[derive(Clone)]
pub struct WebhookKey(Zeroizing<[u8; 32]>);

impl WebhookKey {
    /// Wraps a key that is derived only for this purpose.
    pub fn new(key: [u8; 32]) -> Self {
        Self(Zeroizing::new(key))
    }

    /// The secret with this ID for this tenant's webhook. It is derived whenever it is needed and stored nowhere.
    pub fn secret(&self, tenant: TenantId, id: Uuid) -> WebhookSecret {
        let key = hmac_sha256(&self.0, &[b"webhook secret", tenant.uuid().as_bytes(), id.as_bytes()]);
        WebhookSecret(Zeroizing::new(key))
    }
}

impl fmt::Debug for WebhookKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookKey(hidden)")
    }
}

/// The 32-byte HMAC key that signs requests to a webhook.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret(Zeroizing<[u8; 32]>);

impl WebhookSecret {
    /// The format that receivers configure: `whsec_` and the key in base64.
    pub fn expose(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("whsec_{}", STANDARD.encode(self.0.as_slice())))
    }

    /// The signature of a message: `v1,` and the base64 of HMAC-SHA-256 over `id.timestamp.body`, with the timestamp
    /// in seconds since 1970. The ID contains no full stop, so the parts are unambiguous.
    pub fn sign(&self, id: DeliveryId, timestamp: i64, body: &[u8]) -> String {
        let head = format!("{id}.{timestamp}.");
        format!("v1,{}", STANDARD.encode(hmac_sha256(&self.0, &[head.as_bytes(), body])))
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_be_called_is_taken() {
        let allowed_networks = AllowedNetworks::default();
        for (typed, outcome) in [
            ("https://hooks.example.com/x?y=z#part", Ok("https://hooks.example.com/x?y=z")),
            (" https://Hooks.Example.COM ", Ok("https://hooks.example.com/")),
            ("https://1.1.1.1:8443/", Ok("https://1.1.1.1:8443/")),
            ("http://hooks.example.com/", Err(UrlError::Plain)),
            ("https://user@hooks.example.com/", Err(UrlError::Credentials)),
            ("https://u:p@hooks.example.com/", Err(UrlError::Credentials)),
            ("ftp://hooks.example.com/", Err(UrlError::Malformed)),
            ("javascript:alert(1)", Err(UrlError::Malformed)),
            ("file:///etc/passwd", Err(UrlError::Malformed)),
            ("hooks.example.com", Err(UrlError::Malformed)),
            ("https://", Err(UrlError::Malformed)),
            ("", Err(UrlError::Malformed)),
            // In any notation.
            ("https://127.0.0.1/", Err(UrlError::Private)),
            ("https://127.1/", Err(UrlError::Private)),
            ("https://0x7f000001/", Err(UrlError::Private)),
            ("https://2130706433/", Err(UrlError::Private)),
            ("https://0177.0.0.1/", Err(UrlError::Private)),
            ("https://①②⑦.0.0.1/", Err(UrlError::Private)),
            ("https://169.254.169.254/latest/meta-data", Err(UrlError::Private)),
            ("https://[::1]/", Err(UrlError::Private)),
            ("https://[::ffff:10.0.0.1]/", Err(UrlError::Private)),
            ("https://[fe80::1]/", Err(UrlError::Private)),
        ] {
            let found = WebhookUrl::parse(typed, &allowed_networks);
            assert_eq!(found.as_ref().map(WebhookUrl::as_str).map_err(|error| *error), outcome, "{typed}");
        }
        let long = format!("https://hooks.example.com/{}", "x".repeat(WebhookUrl::MAX));
        assert_eq!(WebhookUrl::parse(&long, &allowed_networks), Err(UrlError::TooLong));
    }

    #[test]
    fn without_tls_only_what_the_operator_named() {
        let allowed_networks = AllowedNetworks::with(vec!["10.0.0.0/8".parse().unwrap()]);
        let take = |typed: &str| WebhookUrl::parse(typed, &allowed_networks).map(|url| url.origin());
        assert_eq!(take("http://10.1.2.3:99/x"), Ok("http://10.1.2.3:99".to_owned()));
        assert_eq!(take("https://10.1.2.3/x"), Ok("https://10.1.2.3".to_owned()));
        assert_eq!(take("http://8.8.8.8/"), Err(UrlError::Private));
        assert_eq!(take("http://127.0.0.1/"), Err(UrlError::Private));
        let named = WebhookUrl::parse("http://intern.example/", &allowed_networks).unwrap();
        assert!(named.may_call("10.0.0.1".parse().unwrap(), &allowed_networks));
        assert!(!named.may_call("8.8.8.8".parse().unwrap(), &allowed_networks));
    }

    #[test]
    fn a_secret_follows_from_key_tenant_and_id() {
        let key = WebhookKey::new([3; 32]);
        let (tenant, other) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
        let secret = key.secret(tenant, Uuid::from_u128(9));
        assert_eq!(secret, key.secret(tenant, Uuid::from_u128(9)));
        assert_ne!(secret, key.secret(tenant, Uuid::from_u128(10)));
        assert_ne!(secret, key.secret(other, Uuid::from_u128(9)));
        assert_ne!(secret, WebhookKey::new([4; 32]).secret(tenant, Uuid::from_u128(9)));
        assert_eq!(STANDARD.decode(secret.expose().strip_prefix("whsec_").unwrap()).unwrap(), *secret.0);
        assert_eq!(format!("{secret:?} {key:?}"), "WebhookSecret(hidden) WebhookKey(hidden)");
        let url = WebhookUrl::parse("https://hooks.example.com/secret", &AllowedNetworks::default()).unwrap();
        assert_eq!(format!("{url:?}"), "WebhookUrl(https://hooks.example.com/…)");
    }

    #[test]
    fn the_signature_is_that_of_standard_webhooks() {
        let secret = WebhookSecret(Zeroizing::new(*b"0123456789abcdef0123456789abcdef"));
        assert_eq!(*secret.expose(), "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
        // printf '00000000-0000-0000-0000-000000000007.1795176000.{"a":1}' |
        //     openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef -binary | base64
        let id = Uuid::from_u128(7).into();
        assert_eq!(
            secret.sign(id, 1_795_176_000, br#"{"a":1}"#),
            "v1,tsFjSziYMO+i+50nzlmmTyO+rv+oR6/5O/WlKia6fTM="
        );
    }
}
