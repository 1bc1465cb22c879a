use engine::platform::{self, Regex};
use engine::{Args, Cx, Map, OpError, OpResult, Operator, Value, js, json};

use crate::instance::{self, ARRAY_OBJECT, Call, Method, Takes, arg, as_given, method};

/// Writes text in another case. Words are parted at capitals (`orderId`, `XMLHttp`) and at everything
/// that is no letter of `A` to `Z` and no digit.
///
/// | method | `order-line id` becomes |
/// | --- | --- |
/// | `camelCase` | `orderLineId` |
/// | `capitalCase` | `Order Line Id` |
/// | `constantCase` | `ORDER_LINE_ID` |
/// | `dotCase` | `order.line.id` |
/// | `headerCase` | `Order-Line-Id` |
/// | `noCase` | `order line id` |
/// | `paramCase` | `order-line-id` |
/// | `pascalCase` | `OrderLineId` |
/// | `pathCase` | `order/line/id` |
/// | `sentenceCase` | `Order line id` |
/// | `snakeCase` | `order_line_id` |
///
/// In a list every text is changed, in an object every text that is a value; other values stay.
///
/// ```yaml
/// _change_case.capitalCase:
///   - _state: field_name
/// _change_case.snakeCase:
///   on: { _request: get_columns }
///   options: { convertKeys: true, convertValues: false }
/// _change_case.sentenceCase:
///   on: word2026
///   options: { splitRegexp: { pattern: '([a-z])([A-Z0-9])', flags: g } }
/// ```
///
/// Options: `delimiter` between words; `splitRegexp`, where a word ends after its first group and
/// another begins with its second; `stripRegexp`, what is dropped between words; `transform`, a
/// `_function` of a word and its index; for objects `convertKeys` (false) and `convertValues` (true).
/// A regular expression is text, or `pattern` with `flags` (`gm`); one that is wrong is an error, as
/// are options that are no object.
pub struct ChangeCase;

const METHODS: &[Method] = &[
    row("camelCase"),
    row("capitalCase"),
    row("constantCase"),
    row("dotCase"),
    row("headerCase"),
    row("noCase"),
    row("paramCase"),
    row("pascalCase"),
    row("pathCase"),
    row("sentenceCase"),
    row("snakeCase"),
];

const fn row(name: &'static str) -> Method {
    method(name, Takes::Named("on options"), ARRAY_OBJECT)
}

impl Operator for ChangeCase {
    const NAME: &'static str = "_change_case";

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        let call = Call {
            cx,
            args,
            methods: METHODS,
        };
        call.class(None, as_given, run)
    }
}

/// The options must be an object, its regular expressions valid.
fn check(cx: &Cx<'_>, options: &Value) -> Result<(), OpError> {
    let at = cx.location;
    if !options.is_none() && options.as_map().is_none() {
        let json = json::stringify(options);
        let message = "options must be an object.";
        let error = OpError::whole(format!("{message} Received {json} at {at}."));
        return Err(error.without(message));
    }
    for name in ["splitRegexp", "stripRegexp"] {
        let given = options.key(name);
        if !js::truthy(given) {
            continue;
        }
        let json = json::stringify(given);
        if given.as_str().is_none() && given.as_map().is_none() {
            let message = "regex must be string or an object.";
            let error = OpError::whole(format!("{message} Received {json} at {at}."));
            return Err(error.without(message));
        }
        if let Err(message) = regex(given) {
            let error = OpError::whole(format!("{message}. Received: {json} at {at}."));
            return Err(error.without(instance::NO_REGEX));
        }
    }
    Ok(())
}

fn regex(given: &Value) -> Result<Regex, String> {
    let flags = match given.key("flags") {
        flags if js::truthy(flags) => js::to_text(flags),
        _ => "gm".to_owned(),
    };
    let pattern = match given {
        Value::String(pattern) => pattern.to_string(),
        given => match given.key("pattern") {
            Value::Undefined => String::new(),
            pattern => js::to_text(pattern),
        },
    };
    match pattern.is_empty() {
        true => Regex::new("(?:)", &flags),
        false => Regex::new(&pattern, &flags),
    }
}

fn run(cx: &Cx<'_>, method: &str, args: Vec<Value>) -> OpResult {
    let options = arg(&args, 1);
    check(cx, options)?;
    let case = Case::new(cx, method, options)?;
    match arg(&args, 0) {
        Value::String(text) => case.text(text).map(Value::from),
        Value::List(items) => {
            let items = items.iter().map(|item| case.value(item));
            items.collect::<Result<Vec<_>, _>>().map(Value::list)
        }
        Value::Map(map) => {
            let keys = js::truthy(options.key("convertKeys"));
            let values = match options.key("convertValues") {
                Value::Undefined => true,
                value => js::truthy(value),
            };
            let mut out = Map::with_capacity(map.len());
            for (key, value) in map.iter() {
                let key = match keys {
                    true => case.text(key)?.into(),
                    false => key.clone(),
                };
                let value = match values {
                    true => case.value(value)?,
                    false => value.clone(),
                };
                out.insert(key, value);
            }
            Ok(Value::map(out))
        }
        other => Ok(other.clone()),
    }
}

/// What a method does to the letters of a word.
#[derive(Clone, Copy)]
enum Letters {
    Lower,
    Upper,
    /// The first of each word upper.
    Capital,
    /// The first of the first word upper.
    Sentence,
    /// As `Capital`, with `_` before a word that begins with a digit.
    Pascal,
    /// As `Pascal`, the first word lower.
    Camel,
}

/// How words are found.
enum Pattern {
    Default,
    Regex(Regex),
    /// Something that is no regular expression, and what JavaScript says of it.
    Wrong(&'static str),
}

struct Case<'a> {
    cx: &'a Cx<'a>,
    letters: Letters,
    transform: Option<&'a Value>,
    delimiter: String,
    split: Pattern,
    strip: Pattern,
}

/// What parts words in between.
const MARK: char = '\0';

impl<'a> Case<'a> {
    fn new(cx: &'a Cx<'a>, method: &str, options: &'a Value) -> Result<Case<'a>, OpError> {
        let (letters, delimiter) = match method {
            "camelCase" => (Letters::Camel, ""),
            "capitalCase" => (Letters::Capital, " "),
            "constantCase" => (Letters::Upper, "_"),
            "dotCase" => (Letters::Lower, "."),
            "headerCase" => (Letters::Capital, "-"),
            "paramCase" => (Letters::Lower, "-"),
            "pascalCase" => (Letters::Pascal, ""),
            "pathCase" => (Letters::Lower, "/"),
            "sentenceCase" => (Letters::Sentence, " "),
            "snakeCase" => (Letters::Lower, "_"),
            _ => (Letters::Lower, " "),
        };
        let map = options.as_map();
        let transform = map.and_then(|map| map.get("transform"));
        Ok(Case {
            cx,
            // A key that is there without a value hides the method's own.
            letters: match transform {
                Some(Value::Undefined) => Letters::Lower,
                _ => letters,
            },
            transform: transform.filter(|value| !value.is_undefined()),
            delimiter: match map.and_then(|map| map.get("delimiter")) {
                None => delimiter.to_owned(),
                Some(Value::Undefined) => " ".to_owned(),
                Some(value) => js::to_text(value),
            },
            split: pattern(options.key("splitRegexp")),
            strip: pattern(options.key("stripRegexp")),
        })
    }

    fn value(&self, value: &Value) -> OpResult {
        match value {
            Value::String(text) => self.text(text).map(Value::from),
            value => Ok(value.clone()),
        }
    }

    fn text(&self, text: &str) -> Result<String, OpError> {
        let marked = match &self.split {
            Pattern::Default => split(text),
            Pattern::Regex(regex) => replace(regex, text, "$1\0$2")?,
            Pattern::Wrong(message) => return instance::fail(*message),
        };
        let marked = match &self.strip {
            Pattern::Default => strip(&marked),
            Pattern::Regex(regex) => replace(regex, &marked, "\0")?,
            Pattern::Wrong(message) => return instance::fail(*message),
        };
        let words: Vec<&str> = marked.trim_matches(MARK).split(MARK).collect();
        instance::check_text((words.len() as f64) * (self.delimiter.len() as f64))?;
        let mut out = String::with_capacity(marked.len());
        for (i, word) in words.iter().enumerate() {
            if i > 0 {
                out.push_str(&self.delimiter);
            }
            match self.transform {
                None => self.letters.write(word, i, &mut out),
                Some(Value::Function(function)) => {
                    let args = [Value::text(word), i.into()];
                    let word = instance::call(self.cx, function, &args)?;
                    if !word.is_none() {
                        out.push_str(&js::to_text(&word));
                    }
                }
                Some(other) => {
                    return Err(instance::no_function(other));
                }
            }
        }
        Ok(out)
    }
}

fn pattern(given: &Value) -> Pattern {
    match given {
        Value::Undefined => Pattern::Default,
        Value::Null => Pattern::Wrong("Cannot read properties of null (reading 'reduce')"),
        given => match regex(given) {
            Ok(regex) if js::truthy(given) => Pattern::Regex(regex),
            _ => Pattern::Wrong("re.reduce is not a function"),
        },
    }
}

impl Letters {
    fn write(self, word: &str, i: usize, out: &mut String) {
        let first_upper = match self {
            Letters::Upper => return out.push_str(&word.to_uppercase()),
            Letters::Lower => false,
            Letters::Capital | Letters::Pascal => true,
            Letters::Sentence => i == 0,
            Letters::Camel => i > 0,
        };
        if !first_upper {
            return out.push_str(&word.to_lowercase());
        }
        let mut chars = word.chars();
        let Some(first) = chars.next() else {
            return;
        };
        if matches!(self, Letters::Camel | Letters::Pascal) && i > 0 && first.is_ascii_digit() {
            out.push('_');
        }
        out.extend(first.to_uppercase());
        out.push_str(&chars.as_str().to_lowercase());
    }
}

/// A mark between a small letter or digit and a capital, and before the last of several capitals
/// where a small letter follows.
fn split(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut before = MARK;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let small_next = chars.peek().is_some_and(char::is_ascii_lowercase);
        let after_small = before.is_ascii_lowercase() || before.is_ascii_digit();
        if c.is_ascii_uppercase() && (after_small || (before.is_ascii_uppercase() && small_next)) {
            out.push(MARK);
        }
        out.push(c);
        before = c;
    }
    out
}

/// A mark for each run of what is neither letter nor digit.
fn strip(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.ends_with(MARK) {
            out.push(MARK);
        }
    }
    out
}

/// JavaScript's `text.replace(regex, template)`.
fn replace(regex: &Regex, text: &str, template: &str) -> Result<String, OpError> {
    let mut out = String::with_capacity(text.len());
    let mut kept = 0;
    for found in regex.matches(text) {
        let found = found.map_err(OpError::new)?;
        out.push_str(&text[kept..found.start]);
        platform::expand(template, text, &found, &mut out);
        kept = found.end;
        instance::check_text(out.len() as f64)?;
    }
    out.push_str(&text[kept..]);
    Ok(out)
}
