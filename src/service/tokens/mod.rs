//! Tokens: creating, changing, disabling, enabling, rotating, revoking.
//!
//! Functions whose names end in `held` work on a token that the caller's transaction has locked.

pub(crate) mod create;
pub(in crate::service) mod expiry;
pub(in crate::service) mod held;
pub mod revoke;
pub mod rotate;
pub(in crate::service) mod snapshot;
pub mod status;
pub(crate) mod update;

pub use self::held::TokenAct;
use crate::domain::secret::PlainSecret;
use crate::domain::token::KeptSecret;
use crate::error::Result;
use crate::state::State;

/// A new secret, and what is kept of it.
///
/// # Errors
/// When the random generator fails.
pub fn fresh_secret(state: &State) -> Result<(PlainSecret, KeptSecret)> {
    let secret = PlainSecret::generate(&state.fixed.token_prefix, &state.entropy)?;
    let key = &state.fixed.secret_key;
    let kept =
        KeptSecret { key_id: key.id().to_owned(), hash: key.hash(&secret), last_four: secret.last_four() };
    Ok((secret, kept))
}
