//! Local time.

use engine::{Scope, date};

/// The moment at which clocks show `local`; NaN outside the range of dates.
pub(crate) fn to_utc(local: f64, scope: &dyn Scope) -> f64 {
    if local.is_nan() {
        return local;
    }
    let guess = local + scope.timezone_offset(local) * 60_000.0;
    date::clip(local + scope.timezone_offset(guess) * 60_000.0)
}

/// What clocks show at `time`.
pub(crate) fn to_local(time: f64, scope: &dyn Scope) -> f64 {
    if time.is_nan() {
        time
    } else {
        time - scope.timezone_offset(time) * 60_000.0
    }
}
