//! Proves that an account is one's own, by its password, with throttling.

use actix_web::HttpRequest;

use super::password::Password;
use super::throttle::{Attempt, Claimant};
use super::{Guards, device, peer};
use crate::domain::text::Email;
use crate::error::Result;
use crate::state::State;
use crate::store::people::users::{self, Account};
use crate::store::{Tx, database::holds};

/// An account whose password was proven, and the attempt that proved it.
pub struct Proven {
    /// The account.
    pub account: Account,
    /// Its address.
    pub email: Email,
    /// The attempt; mark it as successful in the transaction that needs the proof.
    pub attempt: Attempt,
}

impl Proven {
    /// Whether the proof still holds in `tx`, which locks the user from here on: the password was not changed and the
    /// user not disabled meanwhile.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn still_holds(&self, tx: &mut Tx) -> Result<bool> {
        holds::user(tx, self.account.id).await?;
        let now = users::find_account(tx, &self.email).await?;
        Ok(now.is_some_and(|now| !now.is_disabled && now.password_hash == self.account.password_hash))
    }
}

/// Checks that `password` is that of the account with the typed address.
///
/// `None` for an unknown account, a wrong password and a disabled account alike; each takes the same work and time.
pub async fn by_password(
    state: &State,
    guards: &Guards,
    request: &HttpRequest,
    typed: &str,
    password: Password,
) -> Result<Option<Proven>> {
    let email = Email::parse(typed).ok();
    // No account has an invalid address, but guessing at one is throttled too.
    let counted = email.as_ref().map_or_else(|| lower(typed), |email| email.as_str().to_owned());
    let claimant = Claimant {
        email: &counted,
        address: peer::address(request, &state.settings.trusted_proxies),
        device: device::known(request, state, &counted),
    };
    let attempt = guards.throttle.admit(state, &claimant).await?;
    let account = match &email {
        Some(email) => {
            let mut tx = state.db.read().await?;
            users::find_account(&mut tx, email).await?
        }
        None => None,
    };
    let stored = account.as_ref().map(|account| account.password_hash.clone());
    let right = match guards.passwords.verify(attempt.lane(), password, stored).await {
        Ok(right) => right,
        Err(error) => {
            let mut tx = state.db.write().await?;
            attempt.undone(&mut tx).await?;
            // On a full disk, the attempt was counted in memory, where it has been undone.
            match tx.commit().await {
                Err(error) if !error.is_disk_full() => return Err(error.into()),
                _ => {}
            }
            return Err(error.into());
        }
    };
    match (account, email) {
        (Some(account), Some(email)) if right && !account.is_disabled => {
            Ok(Some(Proven { account, email, attempt }))
        }
        _ => {
            tracing::info!(address = %claimant.address, "wrong password");
            Ok(None)
        }
    }
}

fn lower(typed: &str) -> String {
    typed.trim().chars().take(Email::MAX).collect::<String>().to_lowercase()
}
