//! The filter `date`, by the rules of moment.js.

use engine::{Value, date, js};

use super::{Answer, Call, Filter};
use crate::moment;

pub(super) const FILTERS: &[(&str, Filter)] = &[("date", format_date)];

fn format_date(call: &Call<'_>) -> Answer {
    let (value, format) = (call.value(), call.arg(0));
    if value.is_none() {
        return Ok("".into());
    }
    let scope = call.run.cx.scope;
    let time = match &value {
        Value::Date(ms) | Value::Number(ms) => date::clip(*ms),
        Value::String(text) => moment::parse(text, scope),
        Value::Bool(_) => f64::NAN,
        _ => return Ok("Invalid date".into()),
    };
    let format = if js::truthy(&format) {
        js::to_text(&format)
    } else {
        "YYYY-MM-DDTHH:mm:ssZ".to_owned()
    };
    let answer = by_method(&format, time, call);
    Ok(answer
        .unwrap_or_else(|| moment::format(time, &format, scope, &moment::english()).into())
        .into())
}

/// Moment's methods that give a part of a date, with the format of that part.
const PARTS: [(&str, &str); 6] = [
    ("year", "Y"),
    ("date", "D"),
    ("day", "d"),
    ("hour", "H"),
    ("minute", "m"),
    ("second", "s"),
];

/// A format that is the name of one of moment's methods calls that method.
fn by_method(format: &str, time: f64, call: &Call<'_>) -> Option<Value> {
    let scope = call.run.cx.scope;
    let write = |format: &str| moment::format(time, format, scope, &moment::english());
    let part = |name: &str| PARTS.iter().find(|(known, _)| *known == name);
    Some(match format {
        "fromNow" => {
            let suffix = !js::truthy(&call.arg(1));
            moment::relative(time, scope.now(), suffix, scope).into()
        }
        "toISOString" | "toJSON" if time.is_nan() => Value::Null,
        "toISOString" | "toJSON" => date::to_iso(time).into(),
        "valueOf" => time.into(),
        "unix" => (time / 1000.0).floor().into(),
        "isValid" => (!time.is_nan()).into(),
        "month" => {
            let month = js::text_to_number(&write("M"));
            (month - 1.0).into()
        }
        name => match part(name) {
            Some(_) if time.is_nan() => time.into(),
            Some((_, format)) => write(format).into(),
            None => return None,
        },
    })
}
