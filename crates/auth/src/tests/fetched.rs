//! What other systems tell, where they are slow, away, or say something else by now.

use std::future::{pending, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use super::clock;
use crate::fetched::Fetched;
use crate::oauth::Error;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

fn fetched() -> (Arc<Fetched<u32>>, Arc<AtomicI64>) {
    let time = Arc::new(AtomicI64::new(0));
    (Arc::new(Fetched::with_clock(clock(&time))), time)
}

fn gives(value: u32) -> impl Future<Output = Result<u32, Error>> {
    ready(Ok(value))
}

fn fails() -> impl Future<Output = Result<u32, Error>> {
    ready(Err(Error::Service("it is away".to_owned())))
}

/// Nothing is to be fetched.
async fn never() -> Result<u32, Error> {
    panic!("it was fetched")
}

/// Somebody for whom it takes for ever; they hold the turn when this returns.
async fn slow(fetched: &Arc<Fetched<u32>>) -> tokio::task::JoinHandle<()> {
    let (begun, begins) = tokio::sync::oneshot::channel();
    let fetched = Arc::clone(fetched);
    let waiting = tokio::spawn(async move {
        let fetch = async move {
            begun.send(()).ok();
            pending().await
        };
        fetched.get(fetch).await.ok();
    });
    begins.await.unwrap();
    waiting
}

#[tokio::test]
async fn who_can_do_with_what_is_known_waits_for_no_fetch() {
    let (fetched, time) = fetched();
    assert_eq!(*fetched.get(gives(1)).await.unwrap(), 1);
    time.fetch_add(HOUR - 1, Ordering::SeqCst);
    assert_eq!(*fetched.get(never()).await.unwrap(), 1);
    time.fetch_add(1, Ordering::SeqCst);
    let waiting = slow(&fetched).await;
    assert_eq!(*fetched.get(never()).await.unwrap(), 1);
    // Who began it goes away: it is not tried again at once.
    waiting.abort();
    waiting.await.unwrap_err();
    assert_eq!(*fetched.get(never()).await.unwrap(), 1);
    time.fetch_add(MINUTE, Ordering::SeqCst);
    assert_eq!(*fetched.get(gives(2)).await.unwrap(), 2);
}

#[tokio::test]
async fn what_failed_is_not_tried_again_at_once() {
    let (fetched, time) = fetched();
    for fetch in [true, false, false] {
        let failed = match fetch {
            true => fetched.get(fails()).await,
            false => fetched.get(never()).await,
        };
        assert_eq!(failed.unwrap_err().to_string(), "it is away");
    }
    time.fetch_add(MINUTE, Ordering::SeqCst);
    assert_eq!(*fetched.get(gives(1)).await.unwrap(), 1);
}

#[tokio::test]
async fn what_was_known_is_good_for_another_day() {
    let (fetched, time) = fetched();
    fetched.get(gives(1)).await.unwrap();
    for _ in 0..24 {
        time.fetch_add(HOUR, Ordering::SeqCst);
        assert_eq!(*fetched.get(fails()).await.unwrap(), 1);
        assert_eq!(*fetched.get(never()).await.unwrap(), 1);
    }
    time.fetch_add(HOUR, Ordering::SeqCst);
    assert!(fetched.get(fails()).await.is_err());
}

#[tokio::test]
async fn what_is_missing_is_looked_for_anew_but_not_all_the_time() {
    let (fetched, time) = fetched();
    let first = fetched.get(gives(1)).await.unwrap();
    let second = fetched.anew(&first, gives(2)).await.unwrap();
    assert_eq!(*second, 2);
    // Who saw the first gets what somebody else has fetched meanwhile.
    assert_eq!(*fetched.anew(&first, never()).await.unwrap(), 2);
    assert_eq!(*fetched.anew(&second, never()).await.unwrap(), 2);
    time.fetch_add(MINUTE, Ordering::SeqCst);
    assert!(fetched.anew(&second, fails()).await.is_err());
    assert_eq!(*fetched.anew(&second, never()).await.unwrap(), 2);
    assert_eq!(*fetched.get(never()).await.unwrap(), 2);
}
