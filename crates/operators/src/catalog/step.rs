use engine::{Args, Cx, OpResult, Operator, Reads, Realm, Root};

use crate::get_from_object;

/// What an earlier step of the routine gave, by step id.
///
/// ```yaml
/// _step: find_user.name
/// ```
///
/// A text or a whole number in place of the parameters is `key`; true gives everything.
///
/// - `key`: where the value is: names and positions, parted by dots.
/// - `default`: what to give where there is nothing. Default: null.
pub struct Step;

impl Operator for Step {
    const NAME: &'static str = "_step";
    const REALM: Realm = Realm::Server;

    fn reads(_: Option<&str>) -> Reads {
        Reads::SERVER
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        get_from_object::read(cx, &args, Root::Step)
    }
}
