use engine::{Args, Cx, OpResult, Operator, Reads, Value};

use crate::instance::{ARRAY_OBJECT, Call, Method, Takes, as_given, method};
use crate::intl;

/// Dates, numbers, lists and spans of time as people of a place write them: JavaScript's `Intl`.
///
/// ```yaml
/// _intl.numberFormat: { on: 1234.5, locale: de-DE, options: { style: currency, currency: EUR } }
/// _intl.dateTimeFormat: { on: { _state: due }, options: { dateStyle: full } }
/// _intl.dateTimeFormat: { on: { _state: at }, options: { timeStyle: short, timeZone: Asia/Tokyo } }
/// _intl.listFormat: { on: [bus, car, bike], locale: fr }                   # => bus, car et bike
/// _intl.relativeTimeFormat: { on: -1, unit: day, options: { numeric: auto } }   # => yesterday
/// ```
///
/// - `dateTimeFormat`: the date `on`; without it, now. Without the option `timeZone` it is in the reader's
///   time zone.
/// - `listFormat`: the texts of the list `on`, joined.
/// - `numberFormat`: the number `on`.
/// - `relativeTimeFormat`: the span of `on` times `unit`, such as `3 days ago` for -3 and `day`.
/// - `on`: what is to be written.
/// - `unit`: `second`, `minute`, `hour`, `day`, `week`, `month`, `quarter` or `year`.
/// - `locale`: a language tag or a list of such, of which the first known one is taken. Default: the
///   reader's language as the app has it (`i18n.json`), else as the browser says.
/// - `options`: those of `Intl.NumberFormat` and so on; they are described in
///   [MDN](https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Intl).
///
/// A wrong language tag, option, unit or date is an error, in the words of browsers: `Value tall out of
/// range for Intl.DateTimeFormat options property dateStyle`.
pub struct Intl;

const METHODS: &[Method] = &[
    method(
        "dateTimeFormat",
        Takes::Named("on options locale"),
        ARRAY_OBJECT,
    ),
    method(
        "listFormat",
        Takes::Named("on options locale"),
        ARRAY_OBJECT,
    ),
    method(
        "numberFormat",
        Takes::Named("on options locale"),
        ARRAY_OBJECT,
    ),
    method(
        "relativeTimeFormat",
        Takes::Named("on unit options locale"),
        ARRAY_OBJECT,
    ),
];

impl Operator for Intl {
    const NAME: &'static str = "_intl";

    /// The reader's language; of dates also the time zone, and the clock where there is no date.
    fn reads(method: Option<&str>) -> Reads {
        match method {
            Some("listFormat" | "numberFormat" | "relativeTimeFormat") => Reads::LOCALE,
            _ => Reads::LOCALE | Reads::CLOCK,
        }
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

fn run(cx: &Cx<'_>, method: &str, mut args: Vec<Value>) -> OpResult {
    let (class, n_args) = match method {
        "dateTimeFormat" => ("DateTimeFormat", 1),
        "listFormat" => ("ListFormat", 1),
        "numberFormat" => ("NumberFormat", 1),
        _ => ("RelativeTimeFormat", 2),
    };
    args.resize(4, Value::Undefined);
    if class == "DateTimeFormat" && args[0].is_undefined() {
        args[0] = Value::Date(cx.scope.now());
    }
    let (locales, options) = (&args[n_args + 1], &args[n_args]);
    intl::format(cx, class, locales, options, &args[..n_args]).map(Value::from)
}
