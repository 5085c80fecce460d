//! API clients: APIs that introspect tokens (RFC 7662), each with its own secret.

use super::id::{ApiClientId, ModuleId};
use super::secret::SecretHash;
use super::text::Name;
use super::time::Timestamp;

/// An API client as stored, without its secret.
#[derive(Clone, Debug)]
pub struct ApiClient {
    /// Its ID, which is also the user name it introspects with.
    pub id: ApiClientId,
    /// Its display name.
    pub name: String,
    /// The modules it is registered for, sorted by name.
    pub modules: Vec<ClientModule>,
    /// The last four characters of its secret.
    pub last_four: String,
    /// Its creator, by their name at that time.
    pub created_by: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// Since when its secret is not accepted. Final.
    pub revoked_at: Option<Timestamp>,
}

/// A module that an API client is or can be registered for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClientModule {
    pub id: ModuleId,
    /// The slug that programs use.
    pub slug: String,
    /// Its display name.
    pub name: String,
}

/// An API client to be created.
#[derive(Clone, Debug)]
pub struct NewApiClient {
    pub id: ApiClientId,
    /// Its display name.
    pub name: Name,
    /// The modules it is registered for.
    pub modules: Vec<ModuleId>,
    /// The hash of its secret.
    pub hash: SecretHash,
    /// The last four characters of its secret.
    pub last_four: String,
    /// When it is created.
    pub created_at: Timestamp,
}

/// The prefix of API clients' secrets. Differs from the prefix of tokens, so that neither is mistaken for the other,
/// here or by a secret scanner.
pub fn secret_prefix(token_prefix: &str) -> String {
    format!("{token_prefix}i")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::random::Entropy;
    use crate::domain::secret::PlainSecret;

    #[test]
    fn a_clients_secret_is_no_tokens_secret() {
        let entropy = Entropy::seeded(3);
        let client = PlainSecret::generate(&secret_prefix("lk"), &entropy).unwrap();
        let token = PlainSecret::generate("lk", &entropy).unwrap();
        assert!(client.expose().starts_with("lki_"));
        assert!(PlainSecret::parse("lk", client.expose()).is_none());
        assert!(PlainSecret::parse(&secret_prefix("lk"), token.expose()).is_none());
    }
}
