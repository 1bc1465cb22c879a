//! Methods that look for text or for a regular expression.

use engine::platform::{Match, Regex, expand};
use engine::{Cx, Map, OpError, OpResult, Value, js};

use crate::instance::{self, arg, to_integer};
use crate::utf16;

/// `endsWith`, `includes`, `indexOf`, `lastIndexOf`, `startsWith`.
pub(super) fn plain(method: &str, text: &str, args: &[Value]) -> Value {
    let sought = js::to_text(arg(args, 0));
    let len = utf16::len(text);
    let within = |n: f64| utf16::byte_of(text, n.clamp(0.0, len as f64) as usize);
    let given = arg(args, 1);
    let from = within(to_integer(given));
    match method {
        "startsWith" => text[from..].starts_with(&*sought).into(),
        "endsWith" if given.is_undefined() => text.ends_with(&*sought).into(),
        "endsWith" => text[..from].ends_with(&*sought).into(),
        "includes" => text[from..].contains(&*sought).into(),
        "indexOf" => index(text, text[from..].find(&*sought).map(|at| from + at)),
        _ => {
            let last = js::to_number(given);
            let last = if last.is_nan() {
                text.len()
            } else {
                within(last.trunc())
            };
            let end = (last + sought.len()).min(text.len());
            index(text, rfind(text, &sought, end))
        }
    }
}

/// The last place of `sought` that ends at `end` or before. `end` may lie within a character.
fn rfind(text: &str, sought: &str, end: usize) -> Option<usize> {
    let end = (0..=end).rev().find(|at| text.is_char_boundary(*at))?;
    if sought.is_empty() {
        return Some(end);
    }
    text[..end].rfind(sought)
}

fn index(text: &str, found: Option<usize>) -> Value {
    Value::Number(found.map_or(-1.0, |at| utf16::unit_of(text, at) as f64))
}

/// The regular expression among all arguments of `method`; none where it is given as nothing or as
/// empty text.
pub(super) fn regex(method: &str, args: &[Value]) -> Result<Option<Regex>, OpError> {
    let pattern = arg(args, 1);
    if !js::truthy(pattern) {
        return Ok(None);
    }
    let flags = match arg(args, if method == "replace" { 3 } else { 2 }) {
        Value::Undefined => String::new(),
        flags => js::to_text(flags),
    };
    Regex::new(&js::to_text(pattern), &flags)
        .map(Some)
        .map_err(|message| OpError::whole(message).without(instance::NO_REGEX))
}

/// As [`regex`]; what is no regular expression is made one, as `match` and `search` do.
fn regex_of_any(method: &str, args: &[Value]) -> Result<Regex, OpError> {
    if let Some(regex) = regex(method, args)? {
        return Ok(regex);
    }
    let pattern = match arg(args, 1) {
        Value::Undefined => String::new(),
        pattern => js::to_text(pattern),
    };
    Regex::new(&pattern, "").map_err(|message| OpError::new(message).without(instance::NO_REGEX))
}

pub(super) fn matches(text: &str, args: &[Value]) -> OpResult {
    let regex = regex_of_any("match", args)?;
    if regex.is_global() {
        let mut texts: Vec<Value> = Vec::new();
        for m in regex.matches(text) {
            let m = m.map_err(OpError::new)?;
            texts.push(text[m.start..m.end].into());
            instance::check_items(texts.len())?;
        }
        return Ok(if texts.is_empty() {
            Value::Null
        } else {
            texts.into()
        });
    }
    let Some(found) = regex.find(text, 0).map_err(OpError::new)? else {
        return Ok(Value::Null);
    };
    let mut items = vec![Value::from(&text[found.start..found.end])];
    items.extend(found.groups.into_iter().map(group));
    Ok(items.into())
}

fn group(taken: Option<String>) -> Value {
    taken.map_or(Value::Undefined, Value::from)
}

pub(super) fn search(text: &str, args: &[Value]) -> OpResult {
    let regex = regex_of_any("search", args)?;
    let found = regex.find(text, 0).map_err(OpError::new)?;
    Ok(index(text, found.map(|m| m.start)))
}

pub(super) fn replace(cx: &Cx<'_>, text: &str, args: &[Value]) -> OpResult {
    let mut out = Replaced {
        cx,
        text,
        by: arg(args, 2),
        out: String::new(),
        from: 0,
    };
    match regex("replace", args)? {
        Some(regex) => regex
            .matches(text)
            .try_for_each(|m| out.replace(m.map_err(OpError::new)?))?,
        None => {
            let sought = js::to_text(arg(args, 1));
            if let Some(start) = text.find(&*sought) {
                let end = start + sought.len();
                out.replace(Match {
                    start,
                    end,
                    groups: Vec::new(),
                    names: Vec::new(),
                })?;
            }
        }
    }
    out.out.push_str(&text[out.from..]);
    Ok(out.out.into())
}

/// A text that is being replaced in: what is done, and up to which byte.
struct Replaced<'a> {
    cx: &'a Cx<'a>,
    text: &'a str,
    by: &'a Value,
    out: String,
    from: usize,
}

impl Replaced<'_> {
    fn replace(&mut self, m: Match) -> Result<(), OpError> {
        self.out.push_str(&self.text[self.from..m.start]);
        self.from = m.end;
        match self.by {
            Value::String(template) => expand(template, self.text, &m, &mut self.out),
            Value::Function(f) => {
                let value = instance::call(self.cx, f, &replacer_args(self.text, m))?;
                self.out.push_str(&js::to_text(&value));
            }
            by => expand(&js::to_text(by), self.text, &m, &mut self.out),
        }
        instance::check_text(self.out.len() as f64)
    }
}

/// What JavaScript hands to a function that replaces: match, groups, position, text, named groups.
fn replacer_args(text: &str, m: Match) -> Vec<Value> {
    let mut args = vec![Value::from(&text[m.start..m.end])];
    args.extend(m.groups.into_iter().map(group));
    args.push(utf16::unit_of(text, m.start).into());
    args.push(text.into());
    if !m.names.is_empty() {
        let names = m
            .names
            .into_iter()
            .map(|(name, taken)| (name, group(taken)));
        args.push(Value::map(names.collect::<Map>()));
    }
    args
}
