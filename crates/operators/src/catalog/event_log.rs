use engine::{Args, Cx, OpResult, Operator, Reads, Realm, Root};

use crate::get_from_object;

/// Past events of the page, newest first: `blockId`, `eventName`, `success`, `responses`, `error`,
/// …
///
/// ```yaml
/// _event_log: 0.error.message
/// _event_log: true
/// ```
///
/// A text or a whole number in place of the parameters is `key`; true gives everything.
///
/// - `key`: where the value is: names and positions, parted by dots.
/// - `default`: what to give where there is nothing. Default: null.
pub struct EventLog;

impl Operator for EventLog {
    const NAME: &'static str = "_event_log";
    const REALM: Realm = Realm::Client;

    fn reads(_: Option<&str>) -> Reads {
        Reads::PAGE
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        get_from_object::read(cx, &args, Root::EventLog)
    }
}
