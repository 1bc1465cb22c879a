//! Looking for text and regular expressions: `$contains`, `$match`, `$replace`, `$split`. In place of
//! a regular expression there can be a function that gives matches as one does.

use std::rc::Rc;

use engine::Str;

use super::Given;
use crate::jsonata::ast::Pattern;
use crate::jsonata::error::{Fault, Res, fail};
use crate::jsonata::eval::{Func, groups};
use crate::jsonata::value::Val;
use crate::jsonata::write;
use crate::utf16;

/// A match.
struct Hit {
    /// First byte.
    start: usize,
    /// Byte after the last.
    end: usize,
    /// The unit at which it begins, as JavaScript counts.
    unit: usize,
    text: String,
    groups: Val,
}

/// Where the next match comes from.
enum Source {
    Regex(Rc<Pattern>),
    Function(Val),
    Done,
}

/// The matches in a text, one after the other.
struct Hits<'a, 'b, 'c> {
    given: &'a Given<'b, 'c>,
    text: Str,
    source: Source,
    /// Where the last match ended, and what unit that is.
    last: Option<(usize, usize)>,
}

impl<'a, 'b, 'c> Hits<'a, 'b, 'c> {
    fn new(given: &'a Given<'b, 'c>, text: &Str, matcher: &Val) -> Hits<'a, 'b, 'c> {
        let source = match matcher.as_func().map(|func| &**func) {
            Some(Func::Regex(pattern)) => Source::Regex(Rc::clone(pattern)),
            _ => Source::Function(matcher.clone()),
        };
        Hits {
            given,
            text: text.clone(),
            source,
            last: None,
        }
    }

    fn next(&mut self) -> Res<Option<Hit>> {
        self.given.interp.work(1)?;
        let hit = match &self.source {
            Source::Regex(pattern) => {
                let pattern = Rc::clone(pattern);
                self.next_match(&pattern)?
            }
            Source::Function(function) => {
                let function = function.clone();
                self.next_object(&function)?
            }
            Source::Done => None,
        };
        if hit.is_none() {
            self.source = Source::Done;
        }
        Ok(hit)
    }

    fn next_match(&mut self, pattern: &Pattern) -> Res<Option<Hit>> {
        let (from, unit) = self.last.unwrap_or_default();
        if self.last.is_some() && from >= self.text.len() {
            return Ok(None);
        }
        let found = pattern.regex.find(&self.text, from);
        let Some(found) = found.map_err(Fault::of_text)? else {
            return Ok(None);
        };
        if self.last.is_some() && found.start == found.end {
            return fail("D1004");
        }
        let text = &self.text[found.start..found.end];
        let unit = unit + utf16::len(&self.text[from..found.start]);
        self.last = Some((found.end, unit + utf16::len(text)));
        Ok(Some(Hit {
            start: found.start,
            end: found.end,
            unit,
            text: text.to_owned(),
            groups: Val::array(groups(&found)),
        }))
    }

    /// From a function: the first is given the text, the next nothing.
    fn next_object(&mut self, function: &Val) -> Res<Option<Hit>> {
        let args = match self.last {
            None => vec![Val::Text(self.text.clone())],
            Some(_) => Vec::new(),
        };
        let object = self.given.apply(function, args)?;
        if object.is_undefined() {
            return Ok(None);
        }
        let (start, groups, next) = (
            object.field("start"),
            object.field("groups"),
            object.field("next"),
        );
        let Val::Number(start) = start else {
            return fail("T1010");
        };
        let text = object
            .field("match")
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let unit = start.max(0.0) as usize;
        let end = match object.field("end") {
            Val::Number(end) => end.max(0.0) as usize,
            _ => unit + utf16::len(&text),
        };
        self.last = Some((0, 0));
        self.source = Source::Function(next);
        Ok(Some(Hit {
            start: utf16::byte_of(&self.text, unit),
            end: utf16::byte_of(&self.text, end),
            unit,
            text,
            groups,
        }))
    }
}

/// The text and the number of matches that are wanted at most.
fn start(given: &Given<'_, '_>, limit: usize, code: &'static str) -> Res<Option<(Str, f64)>> {
    let Val::Text(text) = given.arg(0) else {
        return Ok(None);
    };
    match given.number(limit) {
        Some(n) if n < 0.0 => Err(Fault::new(code).value(n)),
        n => Ok(Some((text.clone(), n.unwrap_or(f64::INFINITY)))),
    }
}

pub(super) fn contains(given: &Given<'_, '_>) -> Res<Val> {
    Ok(match (given.arg(0), given.arg(1)) {
        (Val::Undefined, _) | (_, Val::Undefined) => Val::Undefined,
        (Val::Text(text), Val::Text(part)) => Val::Bool(text.contains(&**part)),
        (Val::Text(text), matcher) => Val::Bool(Hits::new(given, text, matcher).next()?.is_some()),
        _ => Val::Undefined,
    })
}

pub(super) fn find_all(given: &Given<'_, '_>) -> Res<Val> {
    let Some((text, limit)) = start(given, 2, "D3040")? else {
        return Ok(Val::Undefined);
    };
    let mut hits = Hits::new(given, &text, given.arg(1));
    let mut out = Vec::new();
    while (out.len() as f64) < limit {
        let Some(hit) = hits.next()? else {
            break;
        };
        out.push(Val::object([
            ("match", hit.text.into()),
            ("index", hit.unit.into()),
            ("groups", hit.groups),
        ]));
    }
    Ok(Val::sequence(out))
}

pub(super) fn split(given: &Given<'_, '_>) -> Res<Val> {
    let Some((text, limit)) = start(given, 2, "D3020")? else {
        return Ok(Val::Undefined);
    };
    let part = |part: &str| Val::text(part);
    let Val::Text(separator) = given.arg(1) else {
        let mut hits = Hits::new(given, &text, given.arg(1));
        let mut out = Vec::new();
        let mut from = 0;
        while (out.len() as f64) < limit {
            let Some(hit) = hits.next()? else {
                out.push(part(&text[from..]));
                break;
            };
            out.push(part(text.get(from..hit.start).unwrap_or_default()));
            from = hit.end;
        }
        return Ok(Val::array(out));
    };
    let limit = limit.min(1e9) as usize;
    let parts: Vec<Val> = match separator.is_empty() {
        true => text
            .chars()
            .take(limit)
            .map(|c| part(c.encode_utf8(&mut [0; 4])))
            .collect(),
        false => text.split(&**separator).take(limit).map(part).collect(),
    };
    given.interp.work(parts.len())?;
    given.interp.room(parts.len())?;
    Ok(Val::array(parts))
}

pub(super) fn replace(given: &Given<'_, '_>) -> Res<Val> {
    if given.arg(0).is_undefined() {
        return Ok(Val::Undefined);
    }
    if given.text(1) == Some("") {
        return fail("D3010");
    }
    let Some((text, limit)) = start(given, 3, "D3011")? else {
        return Ok(Val::Undefined);
    };
    let mut out = String::new();
    let (mut from, mut n) = (0, 0.0);
    if let Val::Text(part) = given.arg(1) {
        let replacement = given.text(2).unwrap_or_default();
        while n < limit {
            let Some(at) = text[from..].find(&**part) else {
                break;
            };
            out.push_str(&text[from..from + at]);
            out.push_str(replacement);
            write::check_text(out.len())?;
            from += at + part.len();
            n += 1.0;
        }
        return Ok((out + &text[from..]).into());
    }
    let mut hits = Hits::new(given, &text, given.arg(1));
    while n < limit {
        let Some(hit) = hits.next()? else {
            break;
        };
        out.push_str(text.get(from..hit.start).unwrap_or_default());
        match given.arg(2) {
            Val::Text(template) => expand(template, &hit, &mut out),
            function => {
                let object = Val::object([
                    ("match", Val::text(&hit.text)),
                    ("start", hit.unit.into()),
                    ("end", (hit.unit + utf16::len(&hit.text)).into()),
                    ("groups", hit.groups.clone()),
                ]);
                match given.apply(function, vec![object])? {
                    Val::Text(text) => out.push_str(&text),
                    other => return Err(Fault::new("D3012").value(other)),
                }
            }
        }
        write::check_text(out.len())?;
        from = (hit.start + hit.text.len()).min(text.len());
        n += 1.0;
    }
    Ok((out + text.get(from..).unwrap_or_default()).into())
}

/// Writes `template` with `$1` as the first group, `$0` as the whole match and `$$` as `$`.
fn expand(template: &str, hit: &Hit, out: &mut String) {
    let groups = hit.groups.to_items();
    let max_digits = groups.len().to_string().len();
    let mut rest = template;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.as_bytes().first() {
            Some(b'$') => {
                out.push('$');
                rest = &rest[1..];
            }
            Some(b'0') => {
                out.push_str(&hit.text);
                rest = &rest[1..];
            }
            Some(b'1'..=b'9') => {
                let digits = rest
                    .bytes()
                    .take(max_digits)
                    .take_while(u8::is_ascii_digit)
                    .count();
                let number = |len: usize| rest[..len].parse::<usize>().unwrap_or(0);
                let len = match number(digits) > groups.len() && digits > 1 {
                    true => digits - 1,
                    false => digits,
                };
                if let Some(Val::Text(group)) = groups.get(number(len).wrapping_sub(1)) {
                    out.push_str(group);
                }
                rest = &rest[len..];
            }
            _ => out.push('$'),
        }
    }
    out.push_str(rest);
}
