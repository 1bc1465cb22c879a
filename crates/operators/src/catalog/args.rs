use engine::{Args, Cx, OpResult, Operator, Reads, Value, path};

use crate::get_from_object;

/// An argument of the function around, from 0. Within a function it is written `__args`.
///
/// ```yaml
/// _array.map:
///   on: { _state: orders }
///   callback: { _function: { __args: 0.price } }   # the price of every order
/// ```
///
/// A text or a whole number in place of the parameters is `key`; true gives everything.
///
/// - `key`: where the value is: names and positions, parted by dots.
/// - `default`: what to give where there is nothing. Default: null.
pub struct ArgsOperator;

impl Operator for ArgsOperator {
    const NAME: &'static str = "_args";

    fn reads(_: Option<&str>) -> Reads {
        Reads::PLACE
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        let values = cx.args.unwrap_or_default();
        if let Some(value) = args.params.as_str().and_then(|key| quick(values, key)) {
            return Ok(value);
        }
        let values = cx
            .args
            .map_or(Value::Undefined, |v| Value::list(v.to_vec()));
        get_from_object::get(cx, &args, &values)
    }
}

/// The value of `0` or `0.name`, which is nearly every key, without a list made of the arguments.
fn quick(values: &[Value], key: &str) -> Option<Value> {
    match key.split_once('.') {
        None => values.get(path::index(key)?).cloned(),
        Some((i, name)) if !name.contains(['.', '\\', '$']) => {
            path::find(values.get(path::index(i)?)?, name).cloned()
        }
        Some(_) => None,
    }
    .filter(|value| !value.is_undefined())
}
