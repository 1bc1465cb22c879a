use engine::{Args, Cx, OpResult, Operator, Reads, Realm, Root};

use crate::get_from_object;

/// A value of the state of the page: what inputs hold, and what `SetState` set. `$` in the path is
/// the position in the list around the block. In the routine of an endpoint it is the routine's own
/// state, which `:set_state` sets.
///
/// ```yaml
/// _state: name                            # null where there is none
/// _state: list.$.price
/// _state: { key: name, default: Nobody }
/// _state: true                            # everything
/// ```
///
/// A text or a whole number in place of the parameters is `key`; true gives everything.
///
/// - `key`: where the value is: names and positions, parted by dots.
/// - `default`: what to give where there is nothing. Default: null.
pub struct State;

impl Operator for State {
    const NAME: &'static str = "_state";
    const REALM: Realm = Realm::Stateful;

    fn reads(_: Option<&str>) -> Reads {
        Reads::PAGE
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        get_from_object::read(cx, &args, Root::State)
    }
}
