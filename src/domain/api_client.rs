//! API clients: the APIs that may introspect tokens (RFC 7662), each with a secret of its own.

use super::id::{ApiClientId, ModuleId};
use super::secret::SecretHash;
use super::text::Name;
use super::time::Timestamp;

/// An API client as it is stored, without its secret.
#[derive(Clone, Debug)]
pub struct ApiClient {
    /// Which client. It is also the user name that it introspects with.
    pub id: ApiClientId,
    /// What people call it.
    pub name: String,
    /// The modules it is registered for, by name.
    pub modules: Vec<SeenModule>,
    /// The last four characters of its secret.
    pub last_four: String,
    /// Who made it, by the name they had then.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// Since when its secret opens nothing any more. That is final.
    pub revoked_at: Option<Timestamp>,
}

/// A module that an API client is, or may be, registered for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeenModule {
    /// Which module.
    pub id: ModuleId,
    /// What programs call it.
    pub slug: String,
    /// What people call it.
    pub name: String,
}

/// An API client about to be made.
#[derive(Clone, Debug)]
pub struct NewApiClient {
    /// Which client.
    pub id: ApiClientId,
    /// What people call it.
    pub name: Name,
    /// The modules it is registered for.
    pub modules: Vec<ModuleId>,
    /// What is kept of its secret.
    pub hash: SecretHash,
    /// The last four characters of its secret.
    pub last_four: String,
    /// When it is made.
    pub created_at: Timestamp,
}

/// What the secrets of API clients begin with: never what tokens begin with, so that neither is taken for the other,
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
