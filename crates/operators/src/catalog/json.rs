mod write;

use engine::{Args, Cx, OpError, OpResult, Operator, Value, js, json, platform};

use crate::instance::{self, Call, Method, Takes, arg, as_given, method};

/// Writes a value as JSON and reads it again. Dates travel as `{"~d": …}`.
///
/// ```yaml
/// _json.stringify: { on: { _state: form }, options: { space: 4, stable: true } }
/// _json.parse: { _state: text }
/// ```
///
/// Of the `options` of `stringify`, `space` is the indent as a number or a text (2), `stable` sorts
/// keys, and `isoStringDates` (true) writes dates as ISO 8601 and not as milliseconds. What is no
/// JSON is an error of `parse`.
///
/// - `stringify`: the value `on` as JSON.
/// - `parse`: the value that the JSON stands for.
pub struct Json;

const METHODS: &[Method] = &[
    method("stringify", Takes::Named("on options"), "object, array"),
    method("parse", Takes::One, "string"),
];

impl Operator for Json {
    const NAME: &'static str = "_json";

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        Call {
            cx,
            args,
            methods: METHODS,
        }
        .class(None, as_given, run)
    }
}

fn run(_: &Cx<'_>, method: &str, args: Vec<Value>) -> OpResult {
    if method == "stringify" {
        return stringify(arg(&args, 0), arg(&args, 1));
    }
    let text = js::to_text(arg(&args, 0));
    match json::parse_wire(text.as_bytes()) {
        Ok(value) => Ok(value),
        Err(_) if text == "undefined" => Ok(Value::Undefined),
        Err(_) => Err(OpError::new(platform::json_error(&text)).without("The text is not JSON.")),
    }
}

fn stringify(value: &Value, options: &Value) -> OpResult {
    let iso = match options.as_map().and_then(|map| map.get("isoStringDates")) {
        Some(iso) => js::truthy(iso),
        None => true,
    };
    let stable = js::truthy(options.key("stable"));
    instance::check_value(value)?;
    let indent = indent(options);
    match value {
        Value::Undefined | Value::Function(_) => return Ok(Value::Undefined),
        Value::Date(ms) if iso && ms.is_nan() => return instance::fail("Invalid time value"),
        // A date by itself is written with spaces, whatever was asked for.
        Value::Date(_) => {
            let style = json::Style {
                markers: true,
                iso_dates: iso,
                ..json::Style::default()
            };
            let text = json::to_string(value, style);
            return Ok(text
                .replacen("{\"~d\":", "{ \"~d\": ", 1)
                .replacen('}', " }", 1)
                .into());
        }
        value if iso && !stable && write::has_invalid_date(value) => {
            return instance::fail("Invalid time value");
        }
        _ => {}
    }
    if stable {
        return Ok(write::stable(value, &indent).into());
    }
    let space = usize::from(!indent.is_empty());
    let style = json::Style {
        markers: true,
        iso_dates: iso,
        space,
        sorted: false,
    };
    Ok(write::indented(&json::to_string(value, style), &indent).into())
}

/// What each level is indented by: `space` as a count or as text, two spaces without it.
fn indent(options: &Value) -> String {
    match options.as_map().and_then(|map| map.get("space")) {
        None => "  ".to_owned(),
        Some(Value::Number(n)) if *n >= 1.0 => " ".repeat(n.min(10.0) as usize),
        Some(Value::String(text)) => text.chars().take(10).collect(),
        Some(_) => String::new(),
    }
}
