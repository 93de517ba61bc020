//! How many requests a visitor may make.

use super::config::Limits;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::time::Duration;

/// Buckets at most: some 30 MB. Beyond that many visitors a minute, some share one.
const BUCKETS: u64 = 1 << 20;

/// A token bucket for each visitor of each site.
pub struct RateLimit {
    buckets: DefaultKeyedRateLimiter<u64>,
    hasher: RandomState,
    clock: DefaultClock,
}

impl RateLimit {
    /// Buckets of this size.
    pub fn new(limits: &Limits) -> Self {
        let quota = Quota::per_minute(limits.requests_per_minute).allow_burst(limits.burst);
        Self {
            buckets: RateLimiter::keyed(quota),
            hasher: RandomState::new(),
            clock: DefaultClock::default(),
        }
    }

    /// Takes a token; if there is none, says how long to wait.
    pub fn check(&self, site: &str, address: IpAddr) -> Result<(), Duration> {
        let visitor = self.hasher.hash_one((site, network(address))) % BUCKETS;
        let taken = self.buckets.check_key(&visitor);
        taken.map_err(|not_until| not_until.wait_time_from(self.clock.now()))
    }

    /// Forgets visitors whose bucket is full.
    pub fn tidy(&self) {
        self.buckets.retain_recent();
        self.buckets.shrink_to_fit();
    }
}

/// One person has a whole /64 of IPv6 addresses.
fn network(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address) >> 64 << 64,
    }
}
