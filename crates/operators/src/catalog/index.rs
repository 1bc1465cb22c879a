use engine::{Args, Cx, OpResult, Operator, Reads, Realm, Value};

use crate::get_from_object;

/// The position of the block in the lists around it, outermost first.
///
/// ```yaml
/// _index: 0        # position in the outermost list, from 0
/// _index: true     # all positions
/// ```
///
/// A text or a whole number in place of the parameters is `key`; true gives everything.
///
/// - `key`: where the value is: names and positions, parted by dots.
/// - `default`: what to give where there is nothing. Default: null.
pub struct Index;

impl Operator for Index {
    const NAME: &'static str = "_index";
    const REALM: Realm = Realm::Client;

    fn reads(_: Option<&str>) -> Reads {
        Reads::PLACE
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        let indices = cx.indices.iter().map(|i| Value::from(*i)).collect();
        get_from_object::get(cx, &args, &Value::list(indices))
    }
}
