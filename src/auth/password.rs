//! Passwords: the rule for new ones, and hashing with bounded concurrency, so that a flood of sign-ins doesn't
//! exhaust the machine.

mod rule;

use std::fmt;
use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use zeroize::Zeroizing;

use crate::domain::person::Reach;
use crate::domain::random::{Entropy, NoEntropy};
use crate::error::Cause;
use crate::store::{self, Tx, tenants};

pub use rule::WeakPassword;

/// Argon2id with 46 MiB, one pass, one lane: the first configuration that OWASP recommends.
const MEMORY_KIB: u32 = 47_104;
/// Concurrent hashes: each takes a core and 46 MiB.
const AT_ONCE: usize = 1;
/// Maximum length of the queue. When it is full, requests get a `Retry-After`.
const WAITING: usize = 32;
/// Places reserved for browsers that signed in before, so that strangers cannot fill the queue.
const WAITING_KNOWN: usize = 8;

/// A hash that matches no password. Verifying against it takes as long as against a real one, so that timing doesn't
/// reveal which accounts exist.
const NOBODYS_HASH: &str =
    "$argon2id$v=19$m=47104,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// How many of a person's tenants are checked for names that their password must not be made of.
const TENANTS: i64 = 500;

/// What a person's password must not be made of: their address, and the names and slugs of at most 500 tenants within
/// `reach`.
///
/// # Errors
/// If the database fails.
pub async fn about(tx: &mut Tx, email: &str, reach: &Reach) -> store::Result<Vec<String>> {
    let query = tenants::Query { reach, search: "", after: None, limit: TENANTS };
    let names = tenants::list(tx, &query).await?.into_iter().flat_map(|tenant| [tenant.name, tenant.slug]);
    Ok([email.to_owned()].into_iter().chain(names).collect())
}

/// A password as typed. It is wiped from memory when dropped, and never printed.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// Minimum length of a new password in characters (ASVS 5.0 6.2.1).
    pub const MIN: usize = 8;
    /// Maximum length of a new password in characters (ASVS 5.0 6.2.9 requires at least 64).
    pub const MAX: usize = 256;

    /// The typed text, neither truncated nor trimmed (ASVS 5.0 6.2.8).
    pub fn new(typed: String) -> Self {
        Self(Zeroizing::new(typed))
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(hidden)")
    }
}

/// Why a password could not be hashed or verified.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The queue is full. Retrying in a few seconds is safe.
    #[error("too many concurrent sign-ins")]
    Busy,
    /// A stored hash is invalid, or hashing failed.
    #[error("cannot hash the password: {0}")]
    Hash(#[source] Cause),
    /// The task ended before it returned.
    #[error("password hashing was interrupted: {0}")]
    Interrupted(#[source] Cause),
    /// No salt could be generated.
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
}

impl From<Error> for crate::error::Error {
    fn from(error: Error) -> Self {
        match error {
            // The queue moves quickly: a hash takes a fraction of a second.
            Error::Busy => Self::RateLimited { retry_after: 2 },
            other => Self::internal(other),
        }
    }
}

/// Which places in the queue a password may take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lane {
    /// Those for everyone.
    Stranger,
    /// Also those reserved for browsers that signed in to this account before.
    Known,
}

/// Hashes and verifies passwords, with bounded concurrency. Clones share the queue.
#[derive(Clone)]
pub struct Passwords {
    running: Arc<Semaphore>,
    places: Arc<Semaphore>,
    known_places: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            running: Arc::new(Semaphore::new(AT_ONCE)),
            places: Arc::new(Semaphore::new(AT_ONCE + WAITING)),
            known_places: Arc::new(Semaphore::new(WAITING_KNOWN)),
        }
    }
}

impl Passwords {
    /// How many passwords are being hashed or waiting.
    pub fn depth(&self) -> usize {
        let taken = |places: &Semaphore, all: usize| all.saturating_sub(places.available_permits());
        taken(&self.places, AT_ONCE + WAITING) + taken(&self.known_places, WAITING_KNOWN)
    }

    /// Checks a new password against the rule and hashes it. Besides the product's name, it must not be made of
    /// `about`: the person's address, and the names and slugs of their tenants ([`about()`]).
    ///
    /// # Errors
    /// [`Error`] if it could not be hashed; the inner [`WeakPassword`] if it is too weak.
    pub async fn hash_new(
        &self,
        lane: Lane,
        password: Password,
        about: Vec<String>,
        entropy: &Entropy,
    ) -> Result<Result<String, WeakPassword>, Error> {
        let salt = entropy.bytes::<16>()?;
        self.run(lane, move || match rule::check(&password.0, &about) {
            Err(weak) => Ok(Err(weak)),
            Ok(()) => hash(&password, &salt).map(Ok),
        })
        .await
    }

    /// Whether `password` matches `stored`, the account's PHC hash. `None` means that there is no such account: that
    /// takes as long, and never matches.
    pub async fn verify(
        &self,
        lane: Lane,
        password: Password,
        stored: Option<String>,
    ) -> Result<bool, Error> {
        self.run(lane, move || {
            let right = verify(&password, stored.as_deref().unwrap_or(NOBODYS_HASH))?;
            Ok(right && stored.is_some())
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        lane: Lane,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let place = self.place(lane)?;
        let turn = Arc::clone(&self.running)
            .acquire_owned()
            .await
            .map_err(|error| Error::Interrupted(error.into()))?;
        // Both permits move into the thread, so that a caller who disconnects doesn't free a place while its hash is
        // still computed.
        tokio::task::spawn_blocking(move || {
            let _held = (place, turn);
            work()
        })
        .await
        .map_err(|error| Error::Interrupted(error.into()))?
    }

    fn place(&self, lane: Lane) -> Result<OwnedSemaphorePermit, Error> {
        let common = Arc::clone(&self.places).try_acquire_owned();
        match lane {
            Lane::Stranger => common,
            Lane::Known => common.or_else(|_| Arc::clone(&self.known_places).try_acquire_owned()),
        }
        .map_err(|_| Error::Busy)
    }
}

fn argon2() -> Result<Argon2<'static>, Error> {
    let params = Params::new(MEMORY_KIB, 1, 1, Some(32)).map_err(|error| Error::Hash(error.into()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &Password, salt: &[u8; 16]) -> Result<String, Error> {
    let hash = argon2()?.hash_password_with_salt(password.0.as_bytes(), salt);
    hash.map(|hash| hash.to_string()).map_err(|error| Error::Hash(error.into()))
}

fn verify(password: &Password, stored: &str) -> Result<bool, Error> {
    let hash = PasswordHash::new(stored).map_err(|error| Error::Hash(error.into()))?;
    match argon2()?.verify_password(password.0.as_bytes(), &hash) {
        Ok(()) => Ok(true),
        Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
        Err(error) => Err(Error::Hash(error.into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> Password {
        Password::new(text.to_owned())
    }

    #[actix_web::test]
    async fn a_password_verifies_against_its_own_hash_only() {
        let passwords = Passwords::default();
        let entropy = Entropy::seeded(1);
        let good = "correct horse battery";
        let hash =
            passwords.hash_new(Lane::Stranger, password(good), vec![], &entropy).await.unwrap().unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=47104,t=1,p=1$"));
        assert!(passwords.verify(Lane::Stranger, password(good), Some(hash.clone())).await.unwrap());
        for wrong in ["correct horse batterz", "correct horse battery ", "", "Correct horse battery"] {
            assert!(!passwords.verify(Lane::Known, password(wrong), Some(hash.clone())).await.unwrap());
        }
        assert!(!passwords.verify(Lane::Stranger, password(good), None).await.unwrap());
        assert!(passwords.verify(Lane::Stranger, password(good), Some("x".into())).await.is_err());
    }

    #[test]
    fn the_hash_of_nobody_costs_as_much_as_a_real_one() {
        let hash = PasswordHash::new(NOBODYS_HASH).unwrap();
        let real = argon2().unwrap().hash_password_with_salt(b"x", &[1; 16]).unwrap();
        assert_eq!(hash.params.to_string(), real.params.to_string());
        assert_eq!(hash.hash.unwrap().len(), real.hash.unwrap().len());
        assert_eq!(hash.salt.unwrap().len(), real.salt.unwrap().len());
    }

    #[actix_web::test]
    async fn a_full_queue_turns_strangers_away_and_keeps_places_for_known_browsers() {
        let passwords = Passwords::default();
        let held: Vec<_> = (0..AT_ONCE + WAITING).map(|_| passwords.place(Lane::Stranger).unwrap()).collect();
        assert!(matches!(passwords.place(Lane::Stranger), Err(Error::Busy)));
        let known: Vec<_> = (0..WAITING_KNOWN).map(|_| passwords.place(Lane::Known).unwrap()).collect();
        assert!(matches!(passwords.place(Lane::Known), Err(Error::Busy)));
        drop((held, known));
        assert!(passwords.place(Lane::Stranger).is_ok());
    }

    #[test]
    fn nothing_prints_a_password() {
        assert_eq!(format!("{:?}", password("hunter2")), "Password(hidden)");
    }
}
