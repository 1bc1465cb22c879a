mod search;
mod slice;

use engine::{Args, Cx, OpError, OpResult, Operator, Value, js};

use crate::instance::{self, ARRAY_OBJECT, Call, Method, Takes, arg, fill_first, method};
use crate::utf16;

/// The methods of JavaScript's strings. The text is the first of a list, or `on`; none counts as
/// empty.
///
/// ```yaml
/// _string.concat: [{ _state: first }, ' ', { _state: last }]
/// _string.split: { on: { _state: tags }, separator: ',' }
/// _string.replace: { on: { _state: phone }, regex: '[^0-9]', newSubstr: '', regexFlags: g }
/// _string.trim: { _state: name }
/// ```
///
/// `match`, `replace` and `search` take a regular expression as text in `regex`, with `regexFlags`.
/// Positions count UTF-16 units. A result of more than 16 MiB is an error.
///
/// - `charAt`: the character at `index`.
/// - `concat`: the texts of the list in one.
/// - `endsWith`: does it end with `searchString`? `length` is where to take the end.
/// - `includes`: is `searchString` in it, from `position` on?
/// - `indexOf`: the first position of `searchValue`, from `fromIndex` on; -1 if it is not there.
/// - `lastIndexOf`: the last position of `searchValue`, at most `fromIndex`; -1 if it is not there.
/// - `match`: what matches, as a list, or null; with the flag `g` every match, without it the first
///   one and its groups.
/// - `normalize`: in the Unicode form `NFC`, `NFD`, `NFKC` or `NFKD`. Default: `NFC`.
/// - `padEnd`, `padStart`: filled up with `padString` to `targetLength`, at the end or at the
///   start.
/// - `repeat`: `count` times.
/// - `replace`: with `newSubstr` in the place of what matches: the first, or with the flag `g` all.
/// - `search`: the position of the first match; -1 if there is none.
/// - `slice`: from `start` to before `end`. Negative positions count from the end.
/// - `split`: a list of the pieces between `separator`.
/// - `startsWith`: does it start with `searchString`, at `position`?
/// - `substring`: from `start` to before `end`, whichever is greater.
/// - `toLowerCase`, `toUpperCase`: in small or in capital letters.
/// - `trim`, `trimEnd`, `trimStart`: without white space around it, at its end or at its start.
/// - `length`: how many characters it has.
pub struct String;

const TEXT: &str = "string, null";

const METHODS: &[Method] = &[
    method("charAt", Takes::Named("on index"), ARRAY_OBJECT),
    method("concat", Takes::List, "array"),
    method(
        "endsWith",
        Takes::Named("on searchString length"),
        ARRAY_OBJECT,
    ),
    method(
        "includes",
        Takes::Named("on searchString position"),
        ARRAY_OBJECT,
    ),
    method(
        "indexOf",
        Takes::Named("on searchValue fromIndex"),
        ARRAY_OBJECT,
    ),
    method(
        "lastIndexOf",
        Takes::Named("on searchValue fromIndex"),
        ARRAY_OBJECT,
    ),
    method("match", Takes::Named("on regex regexFlags"), ARRAY_OBJECT),
    method("normalize", Takes::Named("on form"), ARRAY_OBJECT),
    method(
        "padEnd",
        Takes::Named("on targetLength padString"),
        ARRAY_OBJECT,
    ),
    method(
        "padStart",
        Takes::Named("on targetLength padString"),
        ARRAY_OBJECT,
    ),
    method("repeat", Takes::Named("on count"), ARRAY_OBJECT),
    method(
        "replace",
        Takes::Named("on regex newSubstr regexFlags"),
        ARRAY_OBJECT,
    ),
    method("search", Takes::Named("on regex regexFlags"), ARRAY_OBJECT),
    method("slice", Takes::Named("on start end"), ARRAY_OBJECT),
    method("split", Takes::Named("on separator"), ARRAY_OBJECT),
    method(
        "startsWith",
        Takes::Named("on searchString position"),
        ARRAY_OBJECT,
    ),
    method("substring", Takes::Named("on start end"), ARRAY_OBJECT),
    method("toLowerCase", Takes::One, TEXT),
    method("toUpperCase", Takes::One, TEXT),
    method("trim", Takes::One, TEXT),
    method("trimEnd", Takes::One, TEXT),
    method("trimStart", Takes::One, TEXT),
    method("length", Takes::One, TEXT),
];

impl Operator for String {
    const NAME: &'static str = "_string";

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        Call {
            cx,
            args,
            methods: METHODS,
        }
        .instance("string", prepare, run)
    }
}

fn prepare(_: &Cx<'_>, method: &str, args: &mut Vec<Value>) -> Result<(), OpError> {
    fill_first(args, || "".into());
    // The expression is compiled before the instance is looked at, so its error wins.
    if args[0].as_str().is_none() && matches!(method, "match" | "replace" | "search") {
        search::regex(method, args)?;
    }
    Ok(())
}

fn run(cx: &Cx<'_>, method: &str, args: Vec<Value>) -> OpResult {
    let (text, rest) = match args.split_first() {
        Some((Value::String(text), rest)) => (&**text, rest),
        _ => ("", &args[..]),
    };
    Ok(match method {
        "charAt" => slice::char_at(text, rest),
        "concat" => return concat(text, rest),
        "normalize" => return normalize(text, rest),
        "padEnd" | "padStart" => return slice::pad(method, text, rest),
        "repeat" => return slice::repeat(text, rest),
        "slice" => slice::slice(text, rest),
        "split" => return slice::split(text, rest),
        "substring" => slice::substring(text, rest),
        "endsWith" | "includes" | "indexOf" | "lastIndexOf" | "startsWith" => {
            search::plain(method, text, rest)
        }
        "match" => return search::matches(text, &args),
        "replace" => return search::replace(cx, text, &args),
        "search" => return search::search(text, &args),
        "toLowerCase" => text.to_lowercase().into(),
        "toUpperCase" => text.to_uppercase().into(),
        "trim" => js::trim(text).into(),
        "trimEnd" => text.trim_end_matches(js::is_space).into(),
        "trimStart" => text.trim_start_matches(js::is_space).into(),
        _ => utf16::len(text).into(),
    })
}

fn concat(text: &str, rest: &[Value]) -> OpResult {
    let mut out = text.to_owned();
    for value in rest {
        match value {
            Value::String(s) => out.push_str(s),
            value => out.push_str(&js::to_text(value)),
        }
        instance::check_text(out.len() as f64)?;
    }
    Ok(out.into())
}

fn normalize(text: &str, rest: &[Value]) -> OpResult {
    let form = match arg(rest, 0) {
        Value::Undefined => "NFC".to_owned(),
        form => js::to_text(form),
    };
    match engine::platform::normalize(text, &form) {
        Some(normal) => Ok(normal.into()),
        None => instance::fail("The normalization form should be one of NFC, NFD, NFKC, NFKD."),
    }
}
