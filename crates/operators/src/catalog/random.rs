use engine::{Args, Cx, Map, OpError, OpResult, Operator, Reads, Value};

/// A random text, whole number or number.
///
/// ```yaml
/// _random: string                                  # 8 of 0-9 and a-z
/// _random: { type: string, length: 12 }
/// _random: { type: integer, min: 1, max: 7 }       # 1 to 6
/// _random: { type: float, min: 0, max: 1 }
/// ```
///
/// - `type`: `string`, `integer` or `float`. A text in place of the parameters is the same.
/// - `length`: how many characters a text has. Default: 8.
/// - `min`: the least number. Default: 0.
/// - `max`: the end of the numbers, which itself never comes. Default: 100 more than `min` for a
///   whole number, 1 more for another.
pub struct Random;

impl Operator for Random {
    const NAME: &'static str = "_random";

    fn reads(_: Option<&str>) -> Reads {
        Reads::CLOCK
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        let mut params = match args.params {
            Value::String(_) => [("type", args.params.clone())].into_iter().collect(),
            Value::Map(map) => Map::clone(map),
            _ => return Err(OpError::new("_random takes an string or object type.")),
        };
        let kind = params.get("type").and_then(Value::as_shared_str);
        match kind.as_deref() {
            Some("string") => Ok(text(cx, number(&mut params, "length", 8.0)?).into()),
            Some("integer") => Ok(between(cx, &mut params, 100.0)?.floor().into()),
            Some("float") => Ok(between(cx, &mut params, 1.0)?.into()),
            _ => {
                let message = "_random type can be either 'string', 'integer' or 'float'.";
                Err(OpError::new(message).received(params.into()))
            }
        }
    }
}

fn between(cx: &Cx<'_>, params: &mut Map, span: f64) -> Result<f64, OpError> {
    let min = number(params, "min", 0.0)?;
    let max = number(params, "max", min + span)?;
    if max < min {
        let error = OpError::new("_random.min must be less than _random.max.");
        return Err(error.received(params.clone().into()));
    }
    Ok(cx.scope.random() * (max.ceil() - min.floor()) + min.floor())
}

/// The number at `key`; sets the default where it is missing, so that complaints show it.
fn number(params: &mut Map, key: &str, default: f64) -> Result<f64, OpError> {
    if params.get(key).is_none_or(Value::is_undefined) {
        params.insert(key, default.into());
    }
    params.get(key).and_then(Value::as_number).ok_or_else(|| {
        OpError::new(format!("_random.{key} takes an number type.")).received(params.clone().into())
    })
}

/// The longest text that is made.
const MAX_LENGTH: f64 = 65_536.0;

fn text(cx: &Cx<'_>, length: f64) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let length = length.clamp(0.0, MAX_LENGTH) as usize;
    (0..length)
        .map(|_| char::from(DIGITS[(cx.scope.random() * 36.0) as usize % 36]))
        .collect()
}
