use engine::{Args, Cx, OpError, OpResult, Operator, Reads, Root, Value, date, js};

use crate::dayjs::{self, Day, Unit};
use crate::instance::{self, ARRAY_OBJECT, Call, Method, Takes, arg, as_given, method};
use crate::moment::language::Language;

/// Computes with dates and writes them: Day.js.
///
/// ```yaml
/// _dayjs.format: { on: { _state: due }, format: 'D MMMM YYYY' }        # => 4 June 2026
/// _dayjs.format: { on: { _state: due }, format: 'dddd', locale: de }
/// _dayjs.humanizeDuration: { on: 245923000, withSuffix: true }        # => in 3 days
/// _dayjs: [now, { subtract: [3, days] }, fromNow]                     # => 3 days ago
/// _dayjs: ['2026-03-15', { startOf: month }, { format: 'D MMM' }]     # => 1 Mar
/// _dayjs: [{ _state: until }, { diff: [{ _state: from }, day] }]      # a number
/// ```
///
/// `format` writes a date by the tokens of `format` in local time, `humanizeDuration` says in words how
/// long a span is: milliseconds, text such as `PT5M`, or an object of units.
///
/// A list without a method is a chain: a date or `now`, then steps. A step is a method by its name, or
/// an object with the method and its argument or list of arguments. A chain ends with the first step
/// that gives no date; one that gives dates to its end is ISO 8601. There are `add`, `subtract`,
/// `startOf`, `endOf`, `set`, `utc`, `local`, `locale`, `isBefore`, `isAfter`, `isSame`, `format`,
/// `fromNow`, `from`, `toNow`, `to`, `diff`, `valueOf`, `unix`, `toISOString`, `toJSON`, `toString`,
/// `daysInMonth`, `year`, `month` (from 0), `date`, `day` (of the week), `hour`, `minute`, `second`,
/// `millisecond` and `week`.
///
/// A chain is in the language that the app shows (`i18n.json`), the others in English unless there is a
/// `locale`: af, ar (and of Algeria, Iraq, Kuwait, Libya, Morocco, Saudi Arabia, Tunisia), de, en, es,
/// fr, he, hi, it, ja, ko, nl, pt, pt-br, ru, th, tr, uk, vi, zh-cn, zh-tw.
pub struct Dayjs;

const METHODS: &[Method] = &[
    method("format", Takes::Named("on locale format"), ARRAY_OBJECT),
    method(
        "humanizeDuration",
        Takes::Named("on locale withSuffix thresholds"),
        ARRAY_OBJECT,
    ),
];

/// The methods that a chain may have.
const STEPS: &str = "add, subtract, startOf, endOf, set, utc, local, locale, isBefore, isAfter, isSame, \
    format, fromNow, from, toNow, to, diff, valueOf, unix, toISOString, toJSON, toString, daysInMonth, \
    year, month, date, day, hour, minute, second, millisecond, week";

impl Operator for Dayjs {
    const NAME: &'static str = "_dayjs";

    /// The time zone and the clock; a chain also the language.
    fn reads(method: Option<&str>) -> Reads {
        match method {
            Some(_) => Reads::CLOCK,
            None => Reads::CLOCK | Reads::LOCALE,
        }
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        match (args.method, args.list()) {
            (None, Some([input, steps @ ..])) => chain(cx, input, steps),
            _ => Call {
                cx,
                args,
                methods: METHODS,
            }
            .class(None, as_given, run),
        }
    }
}

fn run(cx: &Cx<'_>, method: &str, args: Vec<Value>) -> OpResult {
    let language = match arg(&args, 1) {
        Value::Undefined => dayjs::english(),
        Value::String(name) => dayjs::language(name).unwrap_or_else(|| active(cx)),
        name if name.is_none() => {
            return instance::fail("Cannot read properties of null (reading 'toLowerCase')");
        }
        _ => return instance::fail("locale.toLowerCase is not a function"),
    };
    if method == "format" {
        return write(&Day::read(arg(&args, 0), language, cx.scope), arg(&args, 2));
    }
    let now = Day::read(&Value::Undefined, language, cx.scope);
    let later = now.add(dayjs::milliseconds(arg(&args, 0))?, Unit::Millisecond);
    Ok(later.from(&now, !js::truthy(arg(&args, 2))).into())
}

fn write(day: &Day<'_>, format: &Value) -> OpResult {
    let format = match format {
        Value::String(format) => format,
        format if !js::truthy(format) || day.time.is_nan() => "",
        _ => return instance::fail("format must be a string."),
    };
    instance::check_text(format.len() as f64)?;
    day.format(format).map(Value::from)
}

/// The language of the app as the reader has chosen it; English without one.
fn active(cx: &Cx<'_>) -> Language {
    let code = cx.read(Root::I18n, "active");
    let locales = cx.read(Root::I18n, "locales");
    let mut locales = locales.items().iter();
    let name = locales
        .find(|locale| js::strict_eq(locale.key("code"), &code))
        .and_then(|locale| locale.key("dayjs").as_shared_str())
        .or_else(|| code.as_shared_str());
    name.and_then(|name| dayjs::language(&name))
        .unwrap_or_else(dayjs::english)
}

/// `[input, step, step, …]`
fn chain(cx: &Cx<'_>, input: &Value, steps: &[Value]) -> OpResult {
    let input = match input.as_str() {
        Some("now") => &Value::Undefined,
        _ => input,
    };
    let mut day = Day::read(input, active(cx), cx.scope);
    for step in steps {
        let (method, args) = match step {
            Value::String(method) => (&**method, &[][..]),
            Value::Map(map) => match map.at(0) {
                Some((method, Value::List(args))) => (&**method, args.as_slice()),
                Some((method, one)) => (&**method, std::slice::from_ref(one)),
                None => ("undefined", &[][..]),
            },
            _ => continue,
        };
        if !STEPS.split(", ").any(|known| known == method) {
            return instance::fail(format!(
                "_dayjs chain method \"{method}\" is not supported. Allowed methods: {STEPS}."
            ));
        }
        match call(day, method, args)? {
            Step::Day(next) => day = next,
            Step::End(value) => return Ok(value),
        }
    }
    iso(&day)
}

fn iso(day: &Day<'_>) -> OpResult {
    if day.time.is_nan() {
        return instance::fail("_dayjs - Invalid time value");
    }
    Ok(date::to_iso(day.time).into())
}

/// What a step of a chain gives.
enum Step<'a> {
    /// A date: the chain goes on.
    Day(Day<'a>),
    /// The result.
    End(Value),
}

/// Runs a method of `day`.
fn call<'a>(day: Day<'a>, method: &str, args: &[Value]) -> Result<Step<'a>, OpError> {
    let (first, second) = (arg(args, 0), arg(args, 1));
    let flag = |value: &Value| js::truthy(value);
    let other = || Day::read(first, day.language, day.scope);
    let next = match method {
        "add" => day.add(js::to_number(first), unit(second)),
        "subtract" => day.add(-js::to_number(first), unit(second)),
        "startOf" => day.start_of(unit(first)),
        "endOf" => day.end_of(unit(first)),
        "set" => day.set(unit(first), js::to_number(second)),
        "utc" if flag(first) => Day { utc: true, ..day }.add(day.offset(), Unit::Minute),
        "utc" => Day { utc: true, ..day },
        "local" => Day { utc: false, ..day },
        "locale" if flag(first) => in_language(day, first),
        "week" if !first.is_none() => day.add((js::to_number(first) - day.week()) * 7.0, Unit::Day),
        "year" | "month" | "date" | "day" | "hour" | "minute" | "second" | "millisecond"
            if !first.is_undefined() =>
        {
            day.set(Unit::read(method), js::to_number(first))
        }
        _ => {
            let value = match method {
                "isBefore" => (day.end_of(unit(second)).time < other().time).into(),
                "isAfter" => (other().time < day.start_of(unit(second)).time).into(),
                "isSame" => {
                    let (from, to) = (day.start_of(unit(second)), day.end_of(unit(second)));
                    (from.time..=to.time).contains(&other().time).into()
                }
                "format" => write(&day, first)?,
                "fromNow" => day.from(&day.now(), flag(first)).into(),
                "toNow" => day.to(&day.now(), flag(first)).into(),
                "from" => day.from(&other(), flag(second)).into(),
                "to" => day.to(&other(), flag(second)).into(),
                "diff" => diff(&day, &other(), unit(second), flag(arg(args, 2))).into(),
                "unix" => (day.time / 1000.0).floor().into(),
                "valueOf" => day.time.into(),
                "toJSON" if day.time.is_nan() => Value::Null,
                "toISOString" | "toJSON" => iso(&day)?,
                "toString" => utc_text(day.time).into(),
                "daysInMonth" => day.days_in_month().into(),
                "locale" => day.language.name.into(),
                "week" => day.week().into(),
                part => day.get(Unit::read(part)).into(),
            };
            return Ok(Step::End(value));
        }
    };
    Ok(Step::Day(next))
}

fn unit(name: &Value) -> Unit {
    if js::truthy(name) {
        Unit::read(&js::to_text(name))
    } else {
        Unit::Other
    }
}

fn in_language<'a>(day: Day<'a>, name: &Value) -> Day<'a> {
    let found = name.as_str().and_then(dayjs::language);
    Day {
        language: found.unwrap_or(day.language),
        ..day
    }
}

fn diff(day: &Day<'_>, other: &Day<'_>, unit: Unit, fraction: bool) -> f64 {
    let difference = day.diff(other, unit);
    if fraction {
        difference
    } else {
        difference.trunc() + 0.0
    }
}

/// `Tue, 14 Nov 2023 22:13:20 GMT`.
fn utc_text(time: f64) -> String {
    let text = js::date_to_text(time);
    match text.split(' ').collect::<Vec<_>>()[..] {
        [weekday, month, day, year, clock, ..] => {
            format!("{weekday}, {day} {month} {year} {clock} GMT")
        }
        _ => text,
    }
}
