//! The filter `date`, by the rules of moment.js.

use engine::{Value, date, js};

use super::{Answer, Call, Filter};
use crate::moment;
use crate::nunjucks::Failure;

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
    let format = if js::truthy(&format) { js::to_text(&format) } else { "YYYY-MM-DDTHH:mm:ssZ".to_owned() };
    if let Some(answer) = by_method(&format, time, call) {
        return answer;
    }
    Ok(moment::format(time, &format, scope).into())
}

/// A format that is the name of one of moment's methods calls that method.
fn by_method(format: &str, time: f64, call: &Call<'_>) -> Option<Answer> {
    let scope = call.run.cx.scope;
    let by_format = |tokens: &str| Some(Ok(moment::format(time, tokens, scope).into()));
    match format {
        "fromNow" => {
            let bare = js::truthy(&call.arg(0));
            Some(Ok(moment::relative(time - scope.now(), !bare).into()))
        }
        "toISOString" | "toJSON" if time.is_nan() => Some(Ok(Value::Null.into())),
        "year" | "years" | "date" | "dates" | "hour" | "hours" | "minute" | "minutes" | "second" | "seconds"
        | "day" | "days" if time.is_nan() => Some(Ok(time.into())),
        "toISOString" | "toJSON" => Some(Ok(date::to_iso(time).into())),
        "valueOf" => Some(Ok(time.into())),
        "unix" => Some(Ok((time / 1000.0).floor().into())),
        "isValid" => Some(Ok((!time.is_nan()).into())),
        "year" | "years" => by_format("Y"),
        "date" | "dates" => by_format("D"),
        "hour" | "hours" => by_format("H"),
        "minute" | "minutes" => by_format("m"),
        "second" | "seconds" => by_format("s"),
        "month" | "months" => {
            Some(Ok(moment::format(time, "M", scope).parse::<f64>().map_or(f64::NAN, |m| m - 1.0).into()))
        }
        "day" | "days" => by_format("d"),
        "add" | "subtract" | "startOf" | "endOf" | "calendar" | "from" | "to" | "diff" | "local" | "utc" => {
            Some(Err(Failure::new("this method of dates is not available in templates")))
        }
        _ => None,
    }
}
