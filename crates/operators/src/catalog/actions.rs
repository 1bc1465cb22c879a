use engine::{Args, Cx, OpResult, Operator, Reads, Realm, Root};

use crate::get_from_object;

/// What earlier actions of the running event gave, by action id: `response`, `error`, `type`, `index`.
///
/// ```yaml
/// _actions: fetch_user.response.name
/// ```
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
