//! Throttles password guessing: each failure delays the next attempt, up to four seconds, and nobody is ever locked
//! out. An attempt with the right password gets in after at most that delay.
//!
//! Failures are counted per account and per network address. A browser that has signed in to the account before (see
//! [`super::device`]) has its own count instead of both, so that a guesser cannot slow the owner down. An attempt
//! counts as a failure from its start until it succeeds: a hundred concurrent attempts are throttled like a hundred
//! in a row.

mod memory_counters;

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use self::memory_counters::MemoryCounters;
use super::keyed;
use super::password::Lane;
use crate::domain::limits::SIGN_IN_FAILURES;
use crate::domain::sampling;
use crate::state::State;
use crate::store::people::sign_in_failures::{self, Subject};
use crate::store::portions::PORTION;
use crate::store::{self, Db, Tx};

/// Failures without a delay: everyone mistypes.
const FREE: i64 = 3;
/// The delay after one more failure; it doubles with each further one.
const FIRST_DELAY: Duration = Duration::from_millis(250);
/// The longest delay.
const LONGEST_DELAY: Duration = Duration::from_secs(4);
/// `Retry-After` in seconds when there are too many attempts: by then the current ones are over.
const RETRY_AFTER: u32 = 5;
/// Enough doublings to exceed the longest delay.
const LONGEST_AFTER: i64 = 8;
/// The counters are trimmed once per this many attempts, each of which adds at most two.
const TRIM_EACH: u64 = 250;
/// Concurrent attempts from one address or one known browser.
const AT_ONCE_EACH: usize = 20;
/// Concurrent attempts of strangers in total.
const AT_ONCE_ALL: usize = 512;

/// Too many concurrent attempts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("too many concurrent sign-ins")]
pub struct TooMany {
    /// When to retry, in seconds, for `Retry-After`.
    pub retry_after: u32,
}

/// Why an attempt cannot start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Too many concurrent attempts.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The failures could not be counted.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<Error> for crate::error::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::TooMany(TooMany { retry_after }) => Self::RateLimited { retry_after },
            Error::Store(error) => error.into(),
        }
    }
}

/// How a delay passes.
#[derive(Clone, Default)]
pub enum Sleep {
    /// By waiting.
    #[default]
    Real,
    /// Not at all: it is recorded, so that a test can read it.
    Noted(Arc<Mutex<Vec<Duration>>>),
}

/// Delays sign-ins. Clones share the attempts in progress.
#[derive(Clone, Default)]
pub struct Throttle {
    sleep: Sleep,
    under_way: Arc<Mutex<HashMap<Subject, usize>>>,
    /// How many attempts were counted since the start.
    counted: Arc<AtomicU64>,
    /// Counts failures while the disk is full.
    memory: Arc<MemoryCounters>,
}

/// The account, and where an attempt comes from.
pub struct Claimant<'a> {
    /// The account's address, in lower case; it need not exist.
    pub email: &'a str,
    /// The network address that the attempt comes from.
    pub address: IpAddr,
    /// The known browser that the attempt comes from, if any ([`super::device::known`]).
    pub device: Option<Subject>,
}

/// An attempt in progress. It counts as a failure unless [`succeeded`](Attempt::succeeded) is called.
pub struct Attempt {
    account: Subject,
    counted: Vec<Subject>,
    lane: Lane,
    memory: Arc<MemoryCounters>,
    _slot: Slot,
}

struct Slot {
    subject: Subject,
    under_way: Arc<Mutex<HashMap<Subject, usize>>>,
}

impl Throttle {
    /// A throttle whose delays pass as `sleep` says.
    pub fn new(sleep: Sleep) -> Self {
        Self { sleep, ..Self::default() }
    }

    /// Starts an attempt after the delay for earlier failures.
    pub async fn admit(&self, state: &State, claimant: &Claimant<'_>) -> Result<Attempt, Error> {
        let account = account(state, claimant.email);
        let network = network(claimant.address);
        let address = Subject::new(keyed(&state.fixed.device_key, "failures of an address", &[&network]));
        let (lane, subject, counted) = match claimant.device {
            Some(device) => (Lane::Known, device, vec![device]),
            // Always the account first, so that two transactions that lock the same two rows never deadlock.
            None => (Lane::Stranger, address, vec![account, address]),
        };
        let slot = self.take_slot(lane, subject)?;
        let before = match count(state, &counted).await {
            Err(error) if error.is_disk_full() => self.count_in_memory(state, &counted).await?,
            before => before?,
        };
        if self.counted.fetch_add(1, Ordering::Relaxed).is_multiple_of(TRIM_EACH)
            && let Err(error) = keep_to_bound(&state.db, SIGN_IN_FAILURES).await
        {
            tracing::warn!(%error, "cannot trim the counters of failed sign-ins");
        }
        self.wait(delay(before)).await;
        Ok(Attempt { account, counted, lane, memory: Arc::clone(&self.memory), _slot: slot })
    }

    /// Counts the attempt in memory, in addition to the database; returns the previous number of failures.
    async fn count_in_memory(&self, state: &State, counted: &[Subject]) -> store::Result<i64> {
        let mut tx = state.db.read().await?;
        let mut before = 0;
        for subject in counted {
            let known = sign_in_failures::count(&mut tx, *subject, state.now()).await?;
            before = before.max(known + self.memory.add(*subject, state.now()));
        }
        Ok(before)
    }

    async fn wait(&self, delay: Duration) {
        match &self.sleep {
            Sleep::Real => tokio::time::sleep(delay).await,
            Sleep::Noted(delays) => delays.lock().unwrap_or_else(PoisonError::into_inner).push(delay),
        }
    }

    fn take_slot(&self, lane: Lane, subject: Subject) -> Result<Slot, TooMany> {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        let full = under_way.get(&subject).is_some_and(|count| *count >= AT_ONCE_EACH)
            || (lane == Lane::Stranger && under_way.values().sum::<usize>() >= AT_ONCE_ALL);
        if full {
            return Err(TooMany { retry_after: RETRY_AFTER });
        }
        *under_way.entry(subject).or_default() += 1;
        Ok(Slot { subject, under_way: Arc::clone(&self.under_way) })
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = under_way.get_mut(&self.subject) {
            *count -= 1;
            if *count == 0 {
                under_way.remove(&self.subject);
            }
        }
    }
}

impl Attempt {
    /// The queue for verifying the password.
    pub const fn lane(&self) -> Lane {
        self.lane
    }

    /// The password was right. The account's failures are forgotten, but of the address's failures only this attempt:
    /// otherwise someone with an account could reset the count between guesses at another's.
    pub async fn succeeded(self, tx: &mut Tx) -> store::Result<()> {
        self.memory.forget(self.account);
        sign_in_failures::forget(tx, self.account).await?;
        self.take_back(tx).await
    }

    /// The attempt failed for a reason other than the password, and does not count.
    pub async fn undone(self, tx: &mut Tx) -> store::Result<()> {
        self.take_back(tx).await
    }

    async fn take_back(&self, tx: &mut Tx) -> store::Result<()> {
        for subject in &self.counted {
            self.memory.take_back(*subject);
        }
        for subject in &self.counted {
            sign_in_failures::take_back(tx, *subject).await?;
        }
        Ok(())
    }
}

/// Forgets the failures of the account with this address.
pub async fn forget_account(tx: &mut Tx, state: &State, email: &str) -> store::Result<()> {
    sign_in_failures::forget(tx, account(state, email)).await
}

fn account(state: &State, email: &str) -> Subject {
    Subject::new(keyed(&state.fixed.device_key, "failures of an account", &[email.as_bytes()]))
}

/// Counts an attempt as a failure of each subject; returns the previous number of failures.
async fn count(state: &State, counted: &[Subject]) -> store::Result<i64> {
    let mut tx = state.db.write().await?;
    let mut before = 0;
    for subject in counted {
        before = before.max(sign_in_failures::add(&mut tx, *subject, state.now()).await? - 1);
    }
    tx.commit().await?;
    Ok(before)
}

/// Deletes the counters above `bound`, and some more to make room, starting with those that cause no delay.
///
/// # Errors
/// If the database fails.
pub async fn keep_to_bound(db: &Db, bound: i64) -> store::Result<()> {
    let slack = (bound / 100).max(1);
    let mut above = sign_in_failures::rows(&mut db.read().await?).await? - (bound - slack);
    while above > 0 {
        let mut tx = db.write().await?;
        let gone = sign_in_failures::delete_weakest(&mut tx, FREE, above.min(PORTION)).await?;
        tx.commit().await?;
        if gone == 0 {
            break;
        }
        above -= i64::try_from(gone).unwrap_or(i64::MAX);
    }
    Ok(())
}

/// The delay after this many failures.
fn delay(failures: i64) -> Duration {
    match u32::try_from((failures - FREE).min(LONGEST_AFTER)) {
        Ok(doublings) => FIRST_DELAY.saturating_mul(2_u32.saturating_pow(doublings)).min(LONGEST_DELAY),
        Err(_) => Duration::ZERO,
    }
}

/// The part of an address that identifies one customer of a network, as bytes.
fn network(address: IpAddr) -> Vec<u8> {
    match sampling::network(address) {
        IpAddr::V4(network) => network.octets().to_vec(),
        IpAddr::V6(network) => network.octets().to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_and_stay_soft() {
        let millis: Vec<u128> = (0..10).map(|failures| delay(failures).as_millis()).collect();
        assert_eq!(millis, [0, 0, 0, 250, 500, 1000, 2000, 4000, 4000, 4000]);
        assert_eq!(delay(i64::MAX), LONGEST_DELAY);
        assert_eq!(delay(-1), Duration::ZERO);
    }

    #[test]
    fn neighbours_in_an_ipv6_network_are_one() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
        assert_eq!(of("192.0.2.1"), of("::ffff:192.0.2.1"));
    }

    #[test]
    fn only_so_many_are_under_way_from_one_address() {
        let throttle = Throttle::default();
        let (one, other) = (Subject::new([1; 32]), Subject::new([2; 32]));
        let mut slots: Vec<_> =
            (0..AT_ONCE_EACH).map(|_| throttle.take_slot(Lane::Stranger, one).unwrap()).collect();
        assert!(throttle.take_slot(Lane::Stranger, one).is_err());
        assert!(throttle.take_slot(Lane::Stranger, other).is_ok());
        slots.pop();
        assert!(throttle.take_slot(Lane::Stranger, one).is_ok());
        drop(slots);
        assert!(throttle.under_way.lock().unwrap().is_empty());
    }

    #[test]
    fn strangers_from_everywhere_leave_room_for_known_browsers() {
        let throttle = Throttle::default();
        let subject = |n: usize| Subject::new(keyed(&[0; 32], "test", &[&n.to_be_bytes()]));
        let _slots: Vec<_> =
            (0..AT_ONCE_ALL).map(|n| throttle.take_slot(Lane::Stranger, subject(n)).unwrap()).collect();
        assert!(throttle.take_slot(Lane::Stranger, subject(9999)).is_err());
        assert!(throttle.take_slot(Lane::Known, subject(9999)).is_ok());
    }
}
