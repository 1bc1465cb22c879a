mod local;

use engine::{Args, Cx, OpError, OpResult, Operator, Reads, Value, date, js};

use crate::instance::{self, ARRAY_OBJECT, Call, Method, Takes, arg, fill_first, method};

/// Makes dates, takes them apart and writes them: JavaScript's `Date`.
///
/// ```yaml
/// _date: now
/// _date: 2024-02-29
/// _date.getFullYear: { _state: born }
/// _date.setUTCDate: { on: { _state: day }, dayOfMonth: 1 }
/// _date.toISOString: { _state: day }
/// ```
///
/// Without a method, text or a number (milliseconds since 1970) becomes a date; text that is no
/// date is an error. The methods without `UTC` in their name are about the reader's time zone.
/// Where a date is missing, now is taken. The setters give milliseconds, as in JavaScript, and not
/// a date.
///
/// - `getDate`, `getUTCDate`: the day of the month, 1 to 31.
/// - `getDay`, `getUTCDay`: the day of the week, 0 for Sunday to 6.
/// - `getFullYear`, `getUTCFullYear`: the year.
/// - `getHours`, `getUTCHours`: the hour, 0 to 23.
/// - `getMilliseconds`, `getUTCMilliseconds`: the milliseconds within the second.
/// - `getMinutes`, `getUTCMinutes`: the minutes within the hour.
/// - `getMonth`, `getUTCMonth`: the month, 0 for January to 11.
/// - `getSeconds`, `getUTCSeconds`: the seconds within the minute.
/// - `getTime`, `valueOf`: milliseconds since 1970.
/// - `getTimezoneOffset`: how many minutes the reader's time is behind UTC.
/// - `now`: this moment.
/// - `parse`: the milliseconds since 1970 of a date as text.
/// - `setDate`, `setUTCDate`: the date on another day of its month, in milliseconds.
/// - `setFullYear`, `setUTCFullYear`: in another year.
/// - `setHours`, `setUTCHours`: at another hour.
/// - `setMilliseconds`, `setUTCMilliseconds`: with other milliseconds.
/// - `setMinutes`, `setUTCMinutes`: with other minutes.
/// - `setMonth`, `setUTCMonth`: in another month, 0 to 11.
/// - `setSeconds`, `setUTCSeconds`: with other seconds.
/// - `setTime`: the milliseconds `time` themselves.
/// - `toDateString`: such as `Thu Feb 29 2024`.
/// - `toISOString`, `toJSON`: such as `2024-02-29T12:30:00.000Z`.
/// - `toString`: day, time and time zone in words.
/// - `toTimeString`: the time of day and the time zone.
/// - `toUTCString`: such as `Thu, 29 Feb 2024 12:30:00 GMT`.
/// - `UTC`: the milliseconds of a date in UTC by its parts; the month counts from 0.
pub struct Date;

const DATE: &str = "date, null";

const METHODS: &[Method] = &[
    method("getDate", Takes::One, DATE),
    method("getDay", Takes::One, DATE),
    method("getFullYear", Takes::One, DATE),
    method("getHours", Takes::One, DATE),
    method("getMilliseconds", Takes::One, DATE),
    method("getMinutes", Takes::One, DATE),
    method("getMonth", Takes::One, DATE),
    method("getSeconds", Takes::One, DATE),
    method("getTime", Takes::One, DATE),
    method("getTimezoneOffset", Takes::One, DATE),
    method("getUTCDate", Takes::One, DATE),
    method("getUTCDay", Takes::One, DATE),
    method("getUTCFullYear", Takes::One, DATE),
    method("getUTCHours", Takes::One, DATE),
    method("getUTCMilliseconds", Takes::One, DATE),
    method("getUTCMinutes", Takes::One, DATE),
    method("getUTCMonth", Takes::One, DATE),
    method("getUTCSeconds", Takes::One, DATE),
    method("now", Takes::Nothing, ""),
    method("parse", Takes::One, "string, null"),
    method("setDate", Takes::Named("on dayOfMonth"), ARRAY_OBJECT),
    method("setFullYear", Takes::Named("on year"), ARRAY_OBJECT),
    method("setHours", Takes::Named("on hours"), ARRAY_OBJECT),
    method(
        "setMilliseconds",
        Takes::Named("on milliseconds"),
        ARRAY_OBJECT,
    ),
    method("setMinutes", Takes::Named("on minutes"), ARRAY_OBJECT),
    method("setMonth", Takes::Named("on month"), ARRAY_OBJECT),
    method("setSeconds", Takes::Named("on seconds"), ARRAY_OBJECT),
    method("setTime", Takes::Named("on time"), ARRAY_OBJECT),
    method("setUTCDate", Takes::Named("on dayOfMonth"), ARRAY_OBJECT),
    method("setUTCFullYear", Takes::Named("on year"), ARRAY_OBJECT),
    method("setUTCHours", Takes::Named("on hours"), ARRAY_OBJECT),
    method(
        "setUTCMilliseconds",
        Takes::Named("on milliseconds"),
        ARRAY_OBJECT,
    ),
    method("setUTCMinutes", Takes::Named("on minutes"), ARRAY_OBJECT),
    method("setUTCMonth", Takes::Named("on month"), ARRAY_OBJECT),
    method("setUTCSeconds", Takes::Named("on seconds"), ARRAY_OBJECT),
    method("toDateString", Takes::One, DATE),
    method("toISOString", Takes::One, DATE),
    method("toJSON", Takes::One, DATE),
    method("toString", Takes::One, DATE),
    method("toTimeString", Takes::One, DATE),
    method("toUTCString", Takes::One, DATE),
    method(
        "UTC",
        Takes::Named("year month day hours minutes seconds"),
        ARRAY_OBJECT,
    ),
    method("valueOf", Takes::One, DATE),
    method("__default", Takes::One, "number, string"),
];

impl Operator for Date {
    const NAME: &'static str = "_date";

    fn reads(method: Option<&str>) -> Reads {
        match method {
            Some("UTC" | "setTime") => Reads::NONE,
            Some(method) if method.starts_with("setUTC") => Reads::NONE,
            // The rest takes now for a missing date, or asks for the time zone.
            _ => Reads::CLOCK,
        }
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        let call = Call {
            cx,
            args,
            methods: METHODS,
        };
        match args.method {
            None | Some("now" | "parse" | "UTC") => {
                call.class(Some("__default"), prepare_class, class)
            }
            Some(method) if method.starts_with("set") => {
                call.instance("date", instance::as_given, set)
            }
            _ => call.instance("date", prepare, get),
        }
    }
}

fn prepare(cx: &Cx<'_>, _: &str, args: &mut Vec<Value>) -> Result<(), OpError> {
    fill_first(args, || Value::Date(cx.scope.now()));
    Ok(())
}

fn prepare_class(cx: &Cx<'_>, method: &str, args: &mut Vec<Value>) -> Result<(), OpError> {
    if method == "parse" {
        prepare(cx, method, args)
    } else {
        Ok(())
    }
}

fn class(cx: &Cx<'_>, method: &str, args: Vec<Value>) -> OpResult {
    let value = arg(&args, 0);
    match method {
        "now" => Ok(Value::Date(cx.scope.now())),
        // A missing text became a date above; JavaScript writes it out and so drops milliseconds.
        "parse" => Ok(Value::Number(match value {
            Value::Date(ms) => (ms / 1000.0).floor() * 1000.0,
            value => parse(cx, value),
        })),
        "UTC" => Ok(Value::Number(utc(&args))),
        "__default" => {
            let ms = match value {
                Value::Number(ms) => date::clip(*ms),
                value => parse(cx, value),
            };
            if ms.is_nan() {
                let input = js::to_text(value);
                return instance::fail(format!(
                    "{input} could not resolve as a valid javascript date."
                ));
            }
            Ok(Value::Date(ms))
        }
        _ => instance::fail("functions[methodName] is not a function"),
    }
}

fn parse(cx: &Cx<'_>, text: &Value) -> f64 {
    crate::date_text::parse(&js::to_text(text), &|ms| cx.scope.timezone_offset(ms))
}

/// `Date.UTC`: years 0 to 99 are of the twentieth century.
fn utc(args: &[Value]) -> f64 {
    let part = |i: usize, default: f64| args.get(i).map_or(default, js::to_number);
    let year = part(0, f64::NAN);
    let year = if (0.0..100.0).contains(&year.trunc()) {
        1900.0 + year.trunc()
    } else {
        year
    };
    date::utc(
        year,
        part(1, 0.0),
        part(2, 1.0),
        part(3, 0.0),
        part(4, 0.0),
        part(5, 0.0),
        part(6, 0.0),
    )
}

fn get(cx: &Cx<'_>, method: &str, args: Vec<Value>) -> OpResult {
    let ms = js::to_number(arg(&args, 0));
    let offset = if ms.is_nan() {
        f64::NAN
    } else {
        cx.scope.timezone_offset(ms)
    };
    Ok(match method {
        "getTime" | "valueOf" => ms.into(),
        "getTimezoneOffset" => offset.into(),
        "toISOString" if ms.is_nan() => return instance::fail("Invalid time value"),
        "toJSON" if ms.is_nan() => Value::Null,
        "toISOString" | "toJSON" => date::to_iso(ms).into(),
        method if method.starts_with("to") => local::write(method, ms, offset).into(),
        method => match method.strip_prefix("getUTC") {
            Some(part) => local::part(part, ms),
            None => local::part(&method[3..], ms - offset * 60_000.0),
        }
        .into(),
    })
}

fn set(cx: &Cx<'_>, method: &str, args: Vec<Value>) -> OpResult {
    let ms = js::to_number(arg(&args, 0));
    let given: Vec<f64> = args.iter().skip(1).map(js::to_number).collect();
    let offset = |ms: f64| cx.scope.timezone_offset(ms);
    Ok(Value::Number(match method.strip_prefix("setUTC") {
        _ if method == "setTime" => date::clip(given.first().copied().unwrap_or(f64::NAN)),
        Some(part) => date::clip(local::set(part, ms, &given)),
        None => {
            let local = if ms.is_nan() {
                ms
            } else {
                ms - offset(ms) * 60_000.0
            };
            date::clip(local::to_utc(
                local::set(&method[3..], local, &given),
                &offset,
            ))
        }
    }))
}
