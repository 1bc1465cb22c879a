//! Methods that cut and fill.

use engine::{OpResult, Value, js};

use crate::instance::{self, arg, relative_index, to_integer};
use crate::utf16;

pub(super) fn char_at(text: &str, args: &[Value]) -> Value {
    let at = to_integer(arg(args, 0));
    if at < 0.0 || at >= utf16::len(text) as f64 {
        return "".into();
    }
    utf16::slice(text, at as usize, at as usize + 1).into()
}

pub(super) fn slice(text: &str, args: &[Value]) -> Value {
    let len = utf16::len(text);
    let from = relative_index(arg(args, 0), len, 0);
    let to = relative_index(arg(args, 1), len, len);
    utf16::slice(text, from, to).into()
}

pub(super) fn substring(text: &str, args: &[Value]) -> Value {
    let len = utf16::len(text);
    let within = |value: &Value, default: usize| match value {
        Value::Undefined => default,
        value => to_integer(value).clamp(0.0, len as f64) as usize,
    };
    let (a, b) = (within(arg(args, 0), 0), within(arg(args, 1), len));
    utf16::slice(text, a.min(b), a.max(b)).into()
}

pub(super) fn split(text: &str, args: &[Value]) -> OpResult {
    let limit = match arg(args, 1) {
        Value::Undefined => usize::MAX,
        limit => to_uint32(js::to_number(limit)),
    };
    let separator = match arg(args, 0) {
        Value::Undefined if limit == 0 => return Ok(Value::list(Vec::new())),
        Value::Undefined => return Ok(Value::list(vec![text.into()])),
        separator => js::to_text(separator),
    };
    if separator.is_empty() {
        let one = |unit: u16| String::from_utf16_lossy(&[unit]).into();
        return collect(&mut text.encode_utf16().take(limit).map(one));
    }
    collect(&mut text.split(&*separator).take(limit).map(Value::from))
}

fn collect(parts: &mut dyn Iterator<Item = Value>) -> OpResult {
    let mut out = Vec::new();
    for part in parts {
        instance::check_items(out.len())?;
        out.push(part);
    }
    Ok(out.into())
}

fn to_uint32(n: f64) -> usize {
    if n.is_finite() {
        n.trunc().rem_euclid(4_294_967_296.0) as usize
    } else {
        0
    }
}

pub(super) fn pad(method: &str, text: &str, args: &[Value]) -> OpResult {
    let target = to_integer(arg(args, 0));
    let filler = match arg(args, 1) {
        Value::Undefined => " ".to_owned(),
        filler => js::to_text(filler),
    };
    let len = utf16::len(text);
    if target <= len as f64 || filler.is_empty() {
        return Ok(text.into());
    }
    instance::check_text(target)?;
    let missing = target as usize - len;
    let unit = utf16::len(&filler);
    let mut fill = filler.repeat(missing / unit);
    fill.push_str(&utf16::slice(&filler, 0, missing % unit));
    let parts = if method == "padEnd" {
        [text, &*fill]
    } else {
        [&*fill, text]
    };
    Ok(parts.concat().into())
}

pub(super) fn repeat(text: &str, args: &[Value]) -> OpResult {
    let count = to_integer(arg(args, 0));
    if count < 0.0 || count.is_infinite() {
        let given = instance::label(arg(args, 0));
        return instance::fail(format!("Invalid count value: {given}"));
    }
    if text.is_empty() {
        return Ok("".into());
    }
    instance::check_text(count * text.len() as f64)?;
    Ok(text.repeat(count as usize).into())
}
