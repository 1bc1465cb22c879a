//! What another system tells and may change: its addresses, its keys. Fetched when it is needed, and
//! believed for a while.
//!
//! The other system may be slow or away, and callers choose what makes one ask it. So one fetch is
//! under way at a time, whoever can do with what is known does not wait for it, a failed one is not
//! tried again at once, and what was known is good for another day.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::sync::Mutex as Turn;

use crate::Clock;
use crate::oauth::Error;

const SECOND: i64 = 1000;
const HOUR: i64 = 3600 * SECOND;

/// How long something is believed.
const FRESH: i64 = HOUR;

/// How long it is still good where it cannot be fetched anew.
const STALE: i64 = FRESH + 24 * HOUR;

/// How long nothing is fetched after it failed; and after it was fetched because a token named what
/// was not there.
const PAUSE: i64 = 10 * SECOND;

/// See the module.
pub(crate) struct Fetched<T> {
    state: Mutex<State<T>>,
    /// Whose turn it is to fetch.
    turn: Turn<()>,
    clock: Clock,
}

struct State<T> {
    /// What is known, and since when.
    kept: Option<(Arc<T>, i64)>,
    /// When the last fetch failed that was not followed by one that did not, and why.
    failed: Option<(i64, Error)>,
    /// When it was last fetched though it was known.
    anew: Option<i64>,
}

impl<T> Default for Fetched<T> {
    fn default() -> Fetched<T> {
        let start = Instant::now();
        let elapsed = move || i64::try_from(start.elapsed().as_millis()).unwrap_or(i64::MAX);
        Fetched::with_clock(Clock::new(elapsed))
    }
}

impl<T> Fetched<T> {
    /// With a clock, which must not go back.
    pub(crate) fn with_clock(clock: Clock) -> Fetched<T> {
        Fetched {
            state: Mutex::new(State {
                kept: None,
                failed: None,
                anew: None,
            }),
            turn: Turn::default(),
            clock,
        }
    }

    /// What is known, or else what `fetch` gives.
    ///
    /// # Errors
    /// It is not known (any more) and cannot be fetched.
    pub(crate) async fn get(
        &self,
        fetch: impl Future<Output = Result<T, Error>>,
    ) -> Result<Arc<T>, Error> {
        if let Some(known) = self.known(FRESH) {
            return Ok(known);
        }
        let old = self.known(STALE);
        let _turn = match (self.turn.try_lock(), &old) {
            (Ok(turn), _) => turn,
            (Err(_), Some(old)) => return Ok(Arc::clone(old)),
            (Err(_), None) => self.turn.lock().await,
        };
        // It may have been fetched meanwhile, or tried to be.
        if let Some(known) = self.known(FRESH) {
            return Ok(known);
        }
        match (self.failed_lately(), old) {
            (Some(_), Some(old)) => Ok(old),
            (Some(error), None) => Err(error),
            (None, None) => self.fetch(fetch).await,
            (None, Some(old)) => {
                // Noted before: who goes away meanwhile must not have it tried again and again.
                self.lock().failed = Some((self.clock.now(), Error::Service("given up".into())));
                match self.fetch(fetch).await {
                    Err(error @ Error::Service(_)) => {
                        tracing::warn!("what was known before is still believed: {error}");
                        Ok(old)
                    }
                    other => other,
                }
            }
        }
    }

    /// What `fetch` gives in place of `seen`, which lacks something that there may be by now. Stays
    /// as it is if that was tried a moment ago.
    ///
    /// # Errors
    /// It cannot be fetched.
    pub(crate) async fn anew(
        &self,
        seen: &Arc<T>,
        fetch: impl Future<Output = Result<T, Error>>,
    ) -> Result<Arc<T>, Error> {
        let _turn = self.turn.lock().await;
        let now = self.clock.now();
        {
            let mut state = self.lock();
            if let Some((kept, _)) = &state.kept
                && !Arc::ptr_eq(kept, seen)
            {
                return Ok(Arc::clone(kept));
            }
            if state.anew.is_some_and(|at| now - at < PAUSE) {
                return Ok(Arc::clone(seen));
            }
            state.anew = Some(now);
        }
        self.fetch(fetch).await
    }

    /// Fetches it. To be called by who has the turn.
    async fn fetch(&self, fetch: impl Future<Output = Result<T, Error>>) -> Result<Arc<T>, Error> {
        let found = fetch.await;
        let now = self.clock.now();
        let mut state = self.lock();
        match found {
            Ok(found) => {
                let found = Arc::new(found);
                state.kept = Some((Arc::clone(&found), now));
                state.failed = None;
                Ok(found)
            }
            Err(error) => {
                state.failed = Some((now, error.clone()));
                Err(error)
            }
        }
    }

    /// What is known and not older than that.
    fn known(&self, age: i64) -> Option<Arc<T>> {
        let state = self.lock();
        let kept = state.kept.as_ref();
        let kept = kept.filter(|(_, at)| self.clock.now() - at < age);
        kept.map(|(value, _)| Arc::clone(value))
    }

    fn failed_lately(&self) -> Option<Error> {
        let state = self.lock();
        let failed = state.failed.as_ref();
        let failed = failed.filter(|(at, _)| self.clock.now() - at < PAUSE);
        failed.map(|(_, error)| error.clone())
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
