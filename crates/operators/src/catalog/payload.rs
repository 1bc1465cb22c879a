use engine::{Args, Cx, OpResult, Operator, Reads, Realm, Root};

use crate::get_from_object;

/// A value that the page sent along with the request or the call of an endpoint: the `payload` of
/// the request's configuration.
///
/// ```yaml
/// _payload: filter.name
/// _payload: { key: limit, default: 50 }
/// ```
///
/// A text or a whole number in place of the parameters is `key`; true gives everything.
///
/// - `key`: where the value is: names and positions, parted by dots.
/// - `default`: what to give where there is nothing. Default: null.
pub struct Payload;

impl Operator for Payload {
    const NAME: &'static str = "_payload";
    const REALM: Realm = Realm::Server;

    fn reads(_: Option<&str>) -> Reads {
        Reads::SERVER
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        get_from_object::read(cx, &args, Root::Payload)
    }
}
