//! Rate limits with a burst, which cost two atomic operations and no lock.

use std::net::{IpAddr, Ipv6Addr};
use std::sync::atomic::{AtomicI64, Ordering};

use super::time::Timestamp;

/// A rate with a burst (generic cell rate algorithm): a single number holds when the next one is due.
#[derive(Debug)]
pub struct Allowance {
    interval: i64,
    burst: i64,
    due: AtomicI64,
}

impl Allowance {
    /// One per `interval` microseconds, and up to `burst` at once after a pause.
    pub const fn new(interval: i64, burst: i64) -> Self {
        Self { interval, burst, due: AtomicI64::new(i64::MIN) }
    }

    /// Takes one at `now`; `false` if none is left.
    pub fn take(&self, now: Timestamp) -> bool {
        let now = now.micros();
        let full = self.interval.saturating_mul(self.burst);
        self.due
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |due| {
                // More than a full burst ahead: the clock was set back.
                let due = if due.saturating_sub(now) > full { now } else { due.max(now) };
                let next = due.saturating_add(self.interval);
                (next.saturating_sub(now) <= full).then_some(next)
            })
            .is_ok()
    }
}

/// How many allowances the networks of a [`Sampler`] share.
const NETWORKS: usize = 256;

/// Samples events that anonymous callers cause: a number per second in total, and fewer per network, so that one
/// noisy client leaves room for the others.
#[derive(Debug)]
pub struct Sampler {
    all: Allowance,
    each: Box<[Allowance]>,
}

impl Default for Sampler {
    /// Five per second and 50 at once in total; two per second and 20 at once per network.
    fn default() -> Self {
        let each = (0..NETWORKS).map(|_| Allowance::new(500_000, 20)).collect();
        Self { all: Allowance::new(200_000, 50), each }
    }
}

impl Sampler {
    /// Takes one for `address` at `now`; `false` if it is not in the sample.
    pub fn take(&self, address: IpAddr, now: Timestamp) -> bool {
        // Networks with the same slot share an allowance.
        self.each.get(slot(address)).is_some_and(|own| own.take(now)) && self.all.take(now)
    }
}

fn slot(address: IpAddr) -> usize {
    let bits = match network(address) {
        IpAddr::V4(address) => u64::from(address.to_bits()),
        IpAddr::V6(address) => u64::try_from(address.to_bits() >> 64).unwrap_or_default(),
    };
    // Fibonacci hashing: the upper bits of the product depend on all bits of the factor.
    usize::try_from(bits.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56).unwrap_or_default()
}

/// The network that one customer controls: an IPv4 address, or the first 64 bits of an IPv6 address.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(1_800_000_000_000_000 + seconds * 1_000_000)
    }

    #[test]
    fn a_burst_is_followed_by_the_rate() {
        let allowance = Allowance::new(500_000, 10);
        let take = |second, n| (0..n).filter(|_| allowance.take(at(second))).count();
        assert_eq!((take(0, 1_000), take(0, 1)), (10, 0));
        assert_eq!((take(1, 1_000), take(2, 1_000)), (2, 2));
        assert_eq!(take(1_000, 1_000), 10, "quiet times add up to one burst");
    }

    #[test]
    fn a_clock_that_is_set_back_stops_nothing() {
        let allowance = Allowance::new(500_000, 10);
        assert!((0..10).all(|_| allowance.take(at(3_600))));
        assert!(allowance.take(at(0)));
        assert_eq!((0..100).filter(|_| allowance.take(at(0))).count(), 9);
    }

    #[test]
    fn many_threads_take_no_more_than_there_is() {
        let allowance = Allowance::new(1_000_000, 100);
        let taken: usize = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| (0..1_000).filter(|_| allowance.take(at(0))).count()))
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        assert_eq!(taken, 100);
    }

    #[test]
    fn one_network_leaves_room_for_others() {
        let sampler = Sampler::default();
        let from = |text: &str, n| {
            let address: IpAddr = text.parse().unwrap();
            (0..n).filter(|_| sampler.take(address, at(0))).count()
        };
        assert_eq!(from("2001:db8::1", 5_000), 20);
        assert_eq!(from("2001:db8::ffff:1", 5_000), 0, "the same network");
        assert_eq!(from("192.0.2.1", 1), 1);
        // The total is bounded too.
        let everywhere = (0..200).map(|n| from(&format!("198.51.100.{n}"), 1)).sum::<usize>();
        assert_eq!(everywhere, 29);
    }
}
