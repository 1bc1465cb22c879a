use engine::{Args, Cx, OpResult, Operator, Reads, Realm, Root};

use crate::get_from_object;

/// A value that the page sent along with the request or the call of an endpoint.
///
/// ```yaml
/// _payload: filter.name
/// _payload: { key: limit, default: 50 }
/// ```
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
