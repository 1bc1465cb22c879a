use engine::{Args, Cx, OpError, OpResult, Operator, Reads, Value, js};

use crate::instance::{self, ARRAY_OBJECT, Call, Method, Takes, arg, as_given, method};
use crate::moment::language::{Language, Table};
use crate::moment::{self, Duration, Limits};

/// Dates and spans of time in the words of a language: moment.js.
///
/// ```yaml
/// _moment.format: { on: { _state: due }, format: 'D MMMM YYYY' }              # => 4 June 2026
/// _moment.format: { on: { _state: due }, format: LLLL, locale: de }
/// _moment.humanizeDuration: { on: 245923000, withSuffix: true }              # => in 3 days
/// _moment.humanizeDuration: { on: { hours: 36 }, thresholds: { h: 48 } }     # => 36 hours
/// ```
///
/// `format` writes a date by the tokens of `format`, in local time; text in `[]` stands for itself.
/// Without a format it is ISO 8601. `on` is a date, milliseconds since 1970, text such as
/// `2026-06-04T10:00`, or its parts as a list or an object; without it, now. `humanizeDuration` says how
/// long a span is: milliseconds, text such as `PT5M` or `1:30`, or an object of units. `thresholds` say
/// up to which number a unit is counted: `ss`, `s`, `m`, `h`, `d`, `w`, `M`.
///
/// `locale` is one of the 133 languages of moment.js that are spoken on Earth; another one is English.
pub struct Moment;

/// The languages of moment.js.
const LANGUAGES: Table = Table::new(
    include_str!("../moment/languages.txt"),
    include_str!("../moment/english.txt"),
);

const METHODS: &[Method] = &[
    method("format", Takes::Named("on locale format"), ARRAY_OBJECT),
    method(
        "humanizeDuration",
        Takes::Named("on locale withSuffix thresholds"),
        ARRAY_OBJECT,
    ),
];

impl Operator for Moment {
    const NAME: &'static str = "_moment";

    /// The time zone, and the clock where a date is missing.
    fn reads(_: Option<&str>) -> Reads {
        Reads::CLOCK
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        Call {
            cx,
            args,
            methods: METHODS,
        }
        .class(None, as_given, run)
    }
}

fn run(cx: &Cx<'_>, method: &str, args: Vec<Value>) -> OpResult {
    let language = language(arg(&args, 1))?;
    if method == "humanizeDuration" {
        let duration = Duration::read(arg(&args, 0), cx.scope);
        let (suffix, limits) = how(arg(&args, 2), arg(&args, 3))?;
        return Ok(duration.humanize(suffix, &limits, &language).into());
    }
    let time = moment::value(arg(&args, 0), cx.scope);
    let format = match arg(&args, 2) {
        format if !js::truthy(format) => "YYYY-MM-DDTHH:mm:ssZ",
        _ if time.is_nan() => "",
        Value::String(format) => format,
        _ => return instance::fail("format.match is not a function"),
    };
    instance::check_text(format.len() as f64)?;
    Ok(moment::format(time, format, cx.scope, &language).into())
}

/// Whether a suffix is wanted, and the limits of the units. Limits may stand in place of the former.
fn how(suffix: &Value, thresholds: &Value) -> Result<(bool, Limits), OpError> {
    let (suffix, thresholds) = match suffix {
        Value::Null | Value::Map(_) | Value::List(_) => (false, suffix),
        suffix => (matches!(suffix, Value::Bool(true)), thresholds),
    };
    match thresholds {
        Value::Null => instance::fail("Cannot read properties of null (reading 's')"),
        Value::Map(map) => Ok((suffix, Limits::read(map))),
        _ => Ok((suffix, Limits::USUAL)),
    }
}

/// The language of a name such as `de-AT`, or of the best of a list of names.
fn language(name: &Value) -> Result<Language, OpError> {
    let fail = || instance::fail("name.match is not a function");
    let found = match name {
        Value::List(items) => {
            let mut names = Vec::new();
            for item in items.iter() {
                match item {
                    Value::String(name) => names.push(normal(name)),
                    Value::Null => {
                        return instance::fail("Cannot read properties of null (reading 'split')");
                    }
                    _ => return fail(),
                }
            }
            best(&names)
        }
        Value::String(name) => LANGUAGES.find(name).or_else(|| best(&[normal(name)])),
        name if !js::truthy(name) => None,
        _ => return fail(),
    };
    Ok(found.unwrap_or_else(|| LANGUAGES.english()))
}

fn normal(name: &str) -> String {
    name.to_lowercase().replace('_', "-")
}

/// The first name that a language has, shortened part by part; a following name that says as much is
/// preferred to a shorter one.
fn best(names: &[String]) -> Option<Language> {
    for (i, name) in names.iter().enumerate() {
        let parts: Vec<&str> = name.split('-').collect();
        let next: Vec<&str> = names
            .get(i + 1)
            .map_or(Vec::new(), |next| next.split('-').collect());
        for len in (1..=parts.len()).rev() {
            if let Some(language) = LANGUAGES.find(&parts[..len].join("-")) {
                return Some(language);
            }
            let common = parts.iter().zip(&next).take_while(|(a, b)| a == b).count();
            if next.len() >= len && common + 1 >= len {
                break;
            }
        }
    }
    None
}
