//! Objects, types, and evaluation itself.

use std::rc::Rc;

use super::Given;
use crate::jsonata::error::{Fault, Res};
use crate::jsonata::eval::wrap;
use crate::jsonata::value::{Fields, Val};
use crate::jsonata::{parser, write};

pub(super) fn keys(given: &Given<'_, '_>) -> Res<Val> {
    let mut names = Fields::default();
    collect_keys(given, given.arg(0), &mut names)?;
    let names = names.iter().map(|(name, _)| Val::Text(name.clone()));
    Ok(Val::sequence(names.collect()))
}

fn collect_keys(given: &Given<'_, '_>, value: &Val, names: &mut Fields) -> Res<()> {
    given.interp.work(1)?;
    match value {
        Val::List(list) => {
            for item in list.iter() {
                collect_keys(given, &item, names)?;
            }
        }
        Val::Map(map) => {
            for name in map.keys() {
                names.insert(name, Val::Null);
            }
        }
        _ => {}
    }
    Ok(())
}

pub(super) fn lookup(given: &Given<'_, '_>) -> Res<Val> {
    match given.text(1) {
        Some(name) => given.interp.field(given.arg(0), name),
        None => Ok(Val::Undefined),
    }
}

pub(super) fn spread(given: &Given<'_, '_>) -> Res<Val> {
    match given.arg(0) {
        value @ (Val::List(_) | Val::Map(_)) => {
            let mut out = Vec::new();
            spread_into(given, value, &mut out)?;
            Ok(Val::sequence(out))
        }
        other => Ok(other.clone()),
    }
}

fn spread_into(given: &Given<'_, '_>, value: &Val, out: &mut Vec<Val>) -> Res<()> {
    given.interp.work(1)?;
    match value {
        Val::List(list) => {
            for item in list.iter() {
                spread_into(given, &item, out)?;
            }
        }
        Val::Map(map) => {
            for (name, value) in map.entries() {
                out.push(Val::object([(&*name, value)]));
            }
        }
        Val::Undefined => {}
        other => out.push(other.clone()),
    }
    given.interp.room(out.len())
}

pub(super) fn merge(given: &Given<'_, '_>) -> Res<Val> {
    let Val::List(list) = given.arg(0) else {
        return Ok(Val::Undefined);
    };
    let mut out = Fields::default();
    for item in list.iter() {
        if let Val::Map(map) = item {
            given.interp.work(map.len())?;
            for (name, value) in map.entries() {
                out.insert(name, value);
            }
        }
    }
    Ok(Val::map(out))
}

pub(super) fn clone(given: &Given<'_, '_>) -> Res<Val> {
    given.interp.copy(given.arg(0), 0)
}

pub(super) fn boolean(given: &Given<'_, '_>) -> Res<Val> {
    let truth = given.interp.truth(given.arg(0))?;
    Ok(truth.map(Val::Bool).unwrap_or_default())
}

pub(super) fn not(given: &Given<'_, '_>) -> Res<Val> {
    let truth = given.interp.truth(given.arg(0))?;
    Ok(truth.map(|truth| Val::Bool(!truth)).unwrap_or_default())
}

pub(super) fn exists(given: &Given<'_, '_>) -> Res<Val> {
    Ok(Val::Bool(!given.arg(0).is_undefined()))
}

pub(super) fn type_of(given: &Given<'_, '_>) -> Res<Val> {
    Ok(Val::text(match given.arg(0) {
        Val::Undefined => return Ok(Val::Undefined),
        Val::Null => "null",
        Val::Number(n) if n.is_infinite() => {
            return Err(Fault::new("D1001").value(given.arg(0)));
        }
        Val::Number(n) if !n.is_nan() => "number",
        Val::Text(_) => "string",
        Val::Bool(_) => "boolean",
        Val::List(_) => "array",
        Val::Func(_) => "function",
        _ => "object",
    }))
}

pub(super) fn error(given: &Given<'_, '_>) -> Res<Val> {
    let text = given.text(0).filter(|text| !text.is_empty());
    Err(Fault::new("D3137").text(text.unwrap_or("$error() function evaluated")))
}

pub(super) fn assert(given: &Given<'_, '_>) -> Res<Val> {
    if matches!(given.arg(0), Val::Bool(true)) {
        return Ok(Val::Undefined);
    }
    let text = given.text(1).filter(|text| !text.is_empty());
    Err(Fault::new("D3141").text(text.unwrap_or("$assert() statement failed")))
}

pub(super) fn eval(given: &Given<'_, '_>) -> Res<Val> {
    let Some(expression) = given.text(0) else {
        return Ok(Val::Undefined);
    };
    write::check_text(expression.len())?;
    given.interp.work(expression.len() / 8)?;
    let input = match given.arg(1) {
        Val::Undefined => given.input.clone(),
        focus => wrap(focus),
    };
    // Limits are not put into a sentence: it would grow with every level.
    let inner = |code, fault: Box<Fault>| match fault.code {
        "D1011" | "D1012" => fault,
        _ => Fault::new(code).value(fault.to_string()),
    };
    let tree = parser::parse(expression).map_err(|fault| inner("D3120", fault))?;
    let value = given.interp.eval(&tree, &input, &Rc::clone(given.frame));
    value.map_err(|fault| inner("D3121", fault))
}
