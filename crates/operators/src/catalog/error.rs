use engine::{Args, Cx, Map, OpResult, Operator, Reads, Realm, Root, Value};

use crate::get_from_object::{self, Ask};

/// The error that the `:catch` around this step handles: `name`, `message` and what else it has.
///
/// ```yaml
/// _error: message
/// _error: true      # the error itself; null outside of a catch
/// ```
///
/// A text or a whole number in place of the parameters is `key`; true gives everything.
///
/// - `key`: where the value is: names and positions, parted by dots.
/// - `default`: what to give where there is nothing. Default: null.
pub struct ErrorOperator;

impl Operator for ErrorOperator {
    const NAME: &'static str = "_error";
    const REALM: Realm = Realm::Server;

    fn reads(_: Option<&str>) -> Reads {
        Reads::SERVER
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        let error = cx.read(Root::Error, "");
        match get_from_object::ask(&args)? {
            Ask::All => Ok(error.or_null()),
            _ => get_from_object::get(cx, &args, &fields(&error)),
        }
    }
}

/// The error as an object.
fn fields(error: &Value) -> Value {
    let Value::Error(error) = error else {
        return error.clone();
    };
    let mut map: Map = error.extra.clone();
    map.insert("name", error.name.clone().into());
    map.insert("message", error.message.clone().into());
    map.into()
}
