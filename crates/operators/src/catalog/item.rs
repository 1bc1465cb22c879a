use engine::{Args, Cx, OpResult, Operator, Reads, Realm, Root};

use crate::get_from_object;

/// An item of a `:for` or `:parallel_for` around this step, by the name that the loop gives it.
///
/// ```yaml
/// _item: order.id
/// ```
///
/// A text or a whole number in place of the parameters is `key`; true gives everything.
///
/// - `key`: where the value is: names and positions, parted by dots.
/// - `default`: what to give where there is nothing. Default: null.
pub struct Item;

impl Operator for Item {
    const NAME: &'static str = "_item";
    const REALM: Realm = Realm::Server;

    fn reads(_: Option<&str>) -> Reads {
        Reads::SERVER
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        get_from_object::read(cx, &args, Root::Item)
    }
}
