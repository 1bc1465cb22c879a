use std::borrow::Cow;

use engine::{Args, Cx, OpError, OpResult, Operator, Reads, Root, Value, js, path};

/// Is a value of a type? Without `on` or `key` it tests the value of the block itself, which is
/// what `validate` of an input wants.
///
/// ```yaml
/// _type: { type: number, on: { _state: age } }
/// _type: { type: number, key: age }        # the same
/// _type: number                            # of this block
/// ```
///
/// - `type`: `string`, `array`, `date`, `object`, `boolean`, `number`, `integer`, `null`,
///   `undefined`, `none` (null or missing) or `primitive` (neither array nor object). A text in
///   place of the parameters is the same.
/// - `on`: the value.
/// - `key`: where in state the value is.
pub struct Type;

impl Operator for Type {
    const NAME: &'static str = "_type";

    fn reads(_: Option<&str>) -> Reads {
        Reads::PAGE | Reads::PLACE
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        let name = if args.map().is_some() {
            args.get("type")
        } else {
            args.params
        };
        let Some(name) = name.as_str() else {
            return Err(OpError::new("_type.type must be a string."));
        };
        let subject = subject(cx, &args);
        // As in the original: what counts as false is no date, and the answer is that value itself.
        if name == "date" && !js::truthy(&subject) {
            return Ok(subject.into_owned());
        }
        match is_of_type(&subject, name) {
            Some(answer) => Ok(answer.into()),
            None => Err(OpError::new(format!(
                "\"{name}\" is not a valid _type test."
            ))),
        }
    }
}

/// What is tested.
fn subject<'a>(cx: &Cx<'_>, args: &Args<'a>) -> Cow<'a, Value> {
    if let Some(on) = args.map().and_then(|params| params.get("on")) {
        return Cow::Borrowed(on);
    }
    let key = args.get("key").as_str().unwrap_or(cx.location);
    Cow::Owned(match &*path::apply_indices(cx.indices, key) {
        "" => cx.read(Root::State, "").key("").clone(),
        key => cx.read(Root::State, key),
    })
}

fn is_of_type(value: &Value, name: &str) -> Option<bool> {
    Some(match name {
        "string" => matches!(value, Value::String(_)),
        "array" => matches!(value, Value::List(_)),
        "date" => value.as_date().is_some(),
        "object" => matches!(value, Value::Map(_)),
        "boolean" => matches!(value, Value::Bool(_)),
        "number" => value.as_number().is_some(),
        "integer" => value.as_number().is_some_and(|n| n.fract() == 0.0),
        "null" => matches!(value, Value::Null),
        "undefined" => value.is_undefined(),
        "none" => value.is_none(),
        "primitive" => match value {
            Value::Number(n) => n.is_finite(),
            Value::Date(ms) => !ms.is_nan(),
            v => !matches!(
                v,
                Value::List(_) | Value::Map(_) | Value::Function(_) | Value::Error(_)
            ),
        },
        _ => return None,
    })
}
