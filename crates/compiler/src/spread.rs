//! Work on many things by all cores.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::build::STACK;

/// Fewer things are not worth a thread.
pub(crate) const FEW: usize = 8;

/// What `work` gives for each of `items` and its number, in their order.
pub(crate) fn spread<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn((usize, &T)) -> R + Sync,
) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let some = || {
        let mut done = Vec::new();
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(i) else {
                return done;
            };
            done.push((i, work((i, item))));
        }
    };
    let mut all = thread::scope(|scope| {
        let helpers = match items.len() {
            0..FEW => 0,
            n => (cores - 1).min(n / FEW),
        };
        // Levels of lists and objects need the stack that the build itself has.
        let spawn = |_| {
            thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, some)
        };
        let helpers: Vec<_> = (0..helpers).filter_map(|i| spawn(i).ok()).collect();
        let mut all = some();
        for helper in helpers {
            match helper.join() {
                Ok(done) => all.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    all.sort_unstable_by_key(|(i, _)| *i);
    all.into_iter().map(|(_, done)| done).collect()
}
