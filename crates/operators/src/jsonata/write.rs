//! Values as text: what `$string` gives, and what sentences of faults show.

use engine::{date, js, json};

use super::error::{Fault, Res, fail};
use super::value::{Obj, Val};

/// Bytes of text that a value may become.
pub(super) const MAX_TEXT: usize = 16 << 20;

/// # Errors
/// For text of more than 16 MiB.
pub(super) fn check_text(len: usize) -> Res<()> {
    match len > MAX_TEXT {
        true => Err(Fault::of_text("Invalid string length")),
        false => Ok(()),
    }
}

/// `$string(value)`; `space` is the number of spaces of indentation.
///
/// # Errors
/// For a number that JSON has not, and text that is too long.
pub(super) fn string(value: &Val, space: usize) -> Res<Val> {
    match value {
        Val::Undefined => Ok(Val::Undefined),
        Val::Text(text) => Ok(Val::Text(text.clone())),
        Val::Func(_) => Ok(Val::text("")),
        Val::Number(n) if !n.is_finite() => Err(Fault::new("D3001").value(value)),
        Val::List(list) if list.outer => {
            let mut out = String::new();
            write(&list.get(0), space, 0, &mut out)?;
            Ok(out.into())
        }
        value => {
            let mut out = String::new();
            write(value, space, 0, &mut out)?;
            Ok(out.into())
        }
    }
}

/// `value` as `JSON.stringify` prints it, for a sentence.
pub(super) fn brief(value: &Val) -> String {
    let mut out = String::new();
    match value {
        Val::Undefined => return "undefined".to_owned(),
        Val::Number(n) if n.is_finite() => return js::number_to_text(*n),
        Val::Number(_) => return "null".to_owned(),
        value => {
            if write(value, 0, 0, &mut out).is_err() {
                out.clear();
            }
        }
    }
    out
}

fn write(value: &Val, space: usize, depth: usize, out: &mut String) -> Res<()> {
    check_text(out.len())?;
    match value {
        Val::Undefined | Val::Null => out.push_str("null"),
        Val::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
        Val::Number(n) if n.is_nan() => out.push_str("null"),
        Val::Number(n) if n.is_infinite() => return Err(Fault::new("D1001").value(value)),
        Val::Number(n) => json::write_number(out, shorten(*n)),
        Val::Text(text) => json::write_text(out, text),
        Val::Date(ms) if ms.is_nan() => out.push_str("null"),
        Val::Date(ms) => json::write_text(out, &date::to_iso(*ms)),
        Val::Func(_) => out.push_str("\"\""),
        Val::List(list) => {
            let items = list.iter().map(|item| (None, item));
            write_all(['[', ']'], items, space, depth, out)?;
        }
        Val::Map(map) => write_map(map, space, depth, out)?,
    }
    Ok(())
}

fn write_map(map: &Obj, space: usize, depth: usize, out: &mut String) -> Res<()> {
    let entries = map.entries().into_iter();
    let entries = entries.filter(|(_, value)| !value.is_undefined());
    let entries = entries.map(|(key, value)| (Some(key), value));
    write_all(['{', '}'], entries, space, depth, out)
}

fn write_all(
    [start, end]: [char; 2],
    items: impl Iterator<Item = (Option<engine::Str>, Val)>,
    space: usize,
    depth: usize,
    out: &mut String,
) -> Res<()> {
    if depth > 1000 {
        return fail("D1011");
    }
    let line = |out: &mut String, depth: usize| {
        if space > 0 {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', space * depth));
        }
    };
    out.push(start);
    let mut any = false;
    for (key, value) in items {
        if std::mem::replace(&mut any, true) {
            out.push(',');
        }
        line(out, depth + 1);
        if let Some(key) = key {
            json::write_text(out, &key);
            out.push_str(if space > 0 { ": " } else { ":" });
        }
        write(&value, space, depth + 1, out)?;
    }
    if any {
        line(out, depth);
    }
    out.push(end);
    Ok(())
}

/// `n` with 15 significant digits, which hides that sums of decimals are off by a little.
pub(super) fn shorten(n: f64) -> f64 {
    if n.fract() == 0.0 {
        return n;
    }
    format!("{n:.14e}").parse().unwrap_or(n)
}
