//! Text.

use engine::platform::{self, Regex};
use engine::{Map, Value, js};

use super::object::is_empty;
use super::{named, operand, operands, text};
use crate::mql::Res;
use crate::mql::compute::compute;
use crate::mql::env::Env;
use crate::mql::fail;
use crate::mql::order::is_equal;
use crate::mql::query::compile_regex;
use crate::utf16;

/// `$concat`: null where an operand is.
pub(in crate::mql) fn concat(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    let parts = operands("$concat", &args)?;
    if parts.iter().any(Value::is_none) {
        return Ok(Value::Null);
    }
    let mut out = String::new();
    for part in parts {
        match part {
            Value::String(text) => out.push_str(text),
            part => out.push_str(&env.text_of(part)?),
        }
        crate::instance::check_text(out.len() as f64)?;
    }
    env.text(out)
}

fn change_case(
    env: &Env<'_>,
    obj: &Value,
    expr: &Value,
    message: &'static str,
    change: fn(&str) -> String,
) -> Res {
    let value = compute(env, obj, expr)?;
    if is_empty(&value) {
        return Ok("".into());
    }
    env.text(change(&text(&value, message)?))
}

/// `$toLower`
pub(in crate::mql) fn to_lower(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let message = "value.toLowerCase is not a function";
    change_case(env, obj, expr, message, str::to_lowercase)
}

/// `$toUpper`
pub(in crate::mql) fn to_upper(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let message = "value.toUpperCase is not a function";
    change_case(env, obj, expr, message, str::to_uppercase)
}

/// `$trim`
pub(in crate::mql) fn trim(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    trim_sides(env, obj, expr, true, true)
}

/// `$ltrim`
pub(in crate::mql) fn ltrim(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    trim_sides(env, obj, expr, true, false)
}

/// `$rtrim`
pub(in crate::mql) fn rtrim(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    trim_sides(env, obj, expr, false, true)
}

fn is_space(c: char) -> bool {
    matches!(c, '\0' | ' ' | '\t'..='\r' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}')
}

fn trim_sides(env: &Env<'_>, obj: &Value, expr: &Value, left: bool, right: bool) -> Res {
    let args = compute(env, obj, expr)?;
    let input = named(&args, "input")?;
    if input.is_none() {
        return Ok(Value::Null);
    }
    let input = text(&input, "trimming needs text as 'input'")?;
    let chars = match args.key("chars") {
        chars if chars.is_none() => None,
        chars => Some(text(chars, "trimming needs text as 'chars'")?),
    };
    let goes = |c: char| match &chars {
        Some(chars) => chars.contains(c),
        None => is_space(c),
    };
    let mut kept = &*input;
    if left {
        kept = kept.trim_start_matches(goes);
    }
    if right {
        kept = kept.trim_end_matches(goes);
    }
    env.text(kept.to_owned())
}

/// `$split`
pub(in crate::mql) fn split(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    const MESSAGE: &str = "$split expression must result to array(2) of strings";
    let args = compute(env, obj, expr)?;
    let input = operand("$split", &args, 0)?;
    if input.is_none() {
        return Ok(Value::Null);
    }
    let (input, separator) = (
        text(&input, MESSAGE)?,
        text(&operand("$split", &args, 1)?, MESSAGE)?,
    );
    let parts: Vec<Value> = if separator.is_empty() {
        let mut buffer = [0; 4];
        input
            .chars()
            .map(|c| Value::from(&*c.encode_utf8(&mut buffer)))
            .collect()
    } else {
        input.split(&*separator).map(Value::from).collect()
    };
    env.charge_items(parts.len())?;
    env.charge(input.len() / 8)?;
    Ok(parts.into())
}

/// `$strcasecmp`
pub(in crate::mql) fn strcasecmp(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    const MESSAGE: &str = "$strcasecmp must resolve to array(2) of strings";
    let args = compute(env, obj, expr)?;
    let (a, b) = (
        operand("$strcasecmp", &args, 0)?,
        operand("$strcasecmp", &args, 1)?,
    );
    if is_equal(env, &a, &b)? || (a.is_none() && b.is_none()) {
        return Ok(0.into());
    }
    let upper = |v: &Value| text(v, MESSAGE).map(|t| t.to_uppercase());
    let order = utf16::compare(&upper(&a)?, &upper(&b)?);
    Ok(f64::from(order as i8).into())
}

/// The texts `input`, `find` and `replacement`; none where one is null.
fn replacing(
    env: &Env<'_>,
    obj: &Value,
    expr: &Value,
    message: &'static str,
) -> Res<Option<[String; 3]>> {
    let args = compute(env, obj, expr)?;
    let mut texts = [String::new(), String::new(), String::new()];
    for (name, slot) in ["input", "find", "replacement"].into_iter().zip(&mut texts) {
        let value = named(&args, name)?;
        if value.is_none() {
            return Ok(None);
        }
        *slot = text(&value, message)?.to_string();
    }
    Ok(Some(texts))
}

/// `$replaceOne`
pub(in crate::mql) fn replace_one(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let message = "$replaceOne expression fields must evaluate to string";
    match replacing(env, obj, expr, message)? {
        None => Ok(Value::Null),
        Some([input, find, replacement]) => env.text(input.replacen(&find, &replacement, 1)),
    }
}

/// `$replaceAll`
pub(in crate::mql) fn replace_all(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let message = "$replaceAll expression fields must evaluate to string";
    let Some([input, find, replacement]) = replacing(env, obj, expr, message)? else {
        return Ok(Value::Null);
    };
    let n = input.matches(&*find).count() as f64;
    crate::instance::check_text(input.len() as f64 + n * replacement.len() as f64)?;
    env.text(input.replace(&find, &replacement))
}

/// `$regexMatch`
pub(in crate::mql) fn regex_match(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    Ok((!search(env, obj, expr, false)?.is_empty()).into())
}

/// `$regexFind`
pub(in crate::mql) fn regex_find(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let found = search(env, obj, expr, false)?;
    Ok(found.into_iter().next().unwrap_or(Value::Null))
}

/// `$regexFindAll`
pub(in crate::mql) fn regex_find_all(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    Ok(search(env, obj, expr, true)?.into())
}

fn search(env: &Env<'_>, obj: &Value, expr: &Value, all: bool) -> Res<Vec<Value>> {
    let args = compute(env, obj, expr)?;
    let Value::String(input) = named(&args, "input")? else {
        return Ok(Vec::new());
    };
    let regex = pattern(env, &args)?;
    env.charge(100 + input.len() / 8)?;
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(found) = regex.find(&input, from).or_else(fail)? {
        env.charge_items(3 + found.groups.len())?;
        out.push(described(&input, &found));
        from = match input[found.end..].chars().next() {
            _ if !all => break,
            _ if found.end > found.start => found.end,
            Some(c) => found.end + c.len_utf8(),
            None => break,
        };
    }
    Ok(out)
}

fn pattern(env: &Env<'_>, args: &Value) -> Res<Regex> {
    let flags = match args.key("options") {
        flags if js::truthy(flags) => env.text_of(flags)?,
        _ => String::new(),
    };
    for (flag, message) in [
        ('x', "extended capability option 'x' not supported"),
        ('g', "global option 'g' not supported"),
    ] {
        if flags.contains(flag) {
            return fail(message);
        }
    }
    let source = match args.key("regex") {
        Value::Undefined => String::new(),
        source => env.text_of(source)?,
    };
    compile_regex(&source, &flags)
}

fn described(input: &str, found: &platform::Match) -> Value {
    let group = |group: &Option<String>| match group.as_deref() {
        Some(text) if !text.is_empty() => text.into(),
        _ => Value::Null,
    };
    let mut out = Map::with_capacity(3);
    out.insert("match", input[found.start..found.end].into());
    out.insert("idx", utf16::unit_of(input, found.start).into());
    let captures: Vec<Value> = found.groups.iter().map(group).collect();
    out.insert("captures", captures.into());
    out.into()
}
