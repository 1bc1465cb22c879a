use engine::{Args, Cx, OpResult, Operator, Reads, Realm, Root};

use crate::get_from_object;

/// What earlier actions of the running event gave, by action id: `response` of one that succeeded,
/// `error` of one that failed, and `type` and `index`.
///
/// ```yaml
/// _actions: fetch_user.response.name
/// ```
///
/// A text or a whole number in place of the parameters is `key`; true gives everything.
///
/// - `key`: where the value is: names and positions, parted by dots.
/// - `default`: what to give where there is nothing. Default: null.
pub struct Actions;

impl Operator for Actions {
    const NAME: &'static str = "_actions";
    const REALM: Realm = Realm::Client;

    fn reads(_: Option<&str>) -> Reads {
        Reads::PAGE
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        get_from_object::read(cx, &args, Root::Actions)
    }
}
