//! How often one address may try to log in, and that a login works once.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::address;
use crate::context::RequestContext;

/// Addresses that are kept before idle ones are forgotten.
const MANY: usize = 10_000;

/// See the module.
pub struct Limits(Option<DefaultKeyedRateLimiter<IpAddr>>);

impl Limits {
    /// So many tries a minute and address; 0 for no limit.
    pub fn per_minute(tries: u32) -> Limits {
        let quota = NonZeroU32::new(tries).map(Quota::per_minute);
        Limits(quota.map(RateLimiter::keyed))
    }

    /// May the caller try once more?
    pub fn allows(&self, cx: &RequestContext) -> bool {
        let Some(limits) = &self.0 else {
            return true;
        };
        if limits.len() > MANY {
            limits.retain_recent();
        }
        limits.check_key(&address::key(address::of(cx))).is_ok()
    }
}

/// What was used and may not be used again, until it is expired anyway.
#[derive(Default)]
pub struct Used(Mutex<BTreeMap<String, u64>>);

impl Used {
    /// Is this the first use? `until` is when it expires, in seconds since 1970.
    pub fn first(&self, what: &str, until: u64) -> bool {
        let now = super::keys::now();
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if used.len() > MANY {
            used.retain(|_, until| *until > now);
        }
        used.insert(what.to_owned(), until).is_none()
    }
}
